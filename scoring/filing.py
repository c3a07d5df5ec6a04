"""A filing: everything one unit answers about one project in one year, as immutable values.

Every field may be missing (`None`), because a draft with holes is a filing too. Money is in yuan, whatever unit the
file was written in; weights and scores are points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Kind = Literal["positive", "reverse", "equal", "qualitative"]
"""指标性质: at least the target, at most the target, exactly the target, or judged in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """预算明细行. All amounts in yuan."""

    name: str | None = None
    budgeted: Decimal | None = None
    settled: Decimal | None = None
    booked: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """绩效指标. `target` and `actual` are what the form prints; the two values are what is scored.

    `tier` is the id of one of the scheme's tiers. `score` is given by hand: for a qualitative indicator always, for
    another one to override the rule, with a `reason`.
    """

    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    weight: Decimal | None = None
    kind: Kind | None = None
    target: str | None = None
    target_value: Decimal | None = None
    unit: str | None = None
    actual: str | None = None
    actual_value: Decimal | None = None
    tier: str | None = None
    score: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """工作任务 and how it was completed."""

    title: str | None = None
    completion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """问题和改进措施."""

    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """Totals where there are no budget lines, in yuan; `score` is a printed one, to be checked."""

    budget: Decimal | None = None
    executed: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """填报. `scheme` names the rules; `total` is a printed total, to be checked."""

    scheme: str
    year: int | None = None
    project: str | None = None
    department: str | None = None
    unit: str | None = None
    unit_full_name: str | None = None
    category: str | None = None
    attribute: str | None = None
    duration: str | None = None
    filled_on: date | None = None
    background: str | None = None
    objective: str | None = None
    achievement: str | None = None
    compliant: bool | None = None
    allocated: Decimal | None = None
    total: Decimal | None = None
    funds: Funds = Funds()
    budget_lines: tuple[BudgetLine, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tasks: tuple[Task, ...] = ()
    improvements: tuple[Improvement, ...] = ()
