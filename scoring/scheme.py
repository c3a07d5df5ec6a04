"""A scheme: weights, formulas, tiers, grades and columns of one official form, read from `schemes/*.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `rate` percent of execution on, the row earns `score` points."""

    rate: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """How budget execution earns its points."""

    weight: Decimal
    method: Literal["proportional", "steps"]
    steps: tuple[Step, ...] = ()
    zero_budget: Literal["none", "full"] = "none"
    over_100: Literal["finding", "allowed"] = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level1:
    """一级指标. `weight` is `None` where the scheme leaves it free."""

    name: str
    weight: Decimal | None = None
    level2: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """定性档次: its band in percent of the weight, `lower` included, `upper` included only in the top tier."""

    id: str
    name: str
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """等级: from `lower` points on, included."""

    name: str
    lower: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """When a reason must be given."""

    below_full: bool = False
    """An indicator scored below its weight."""
    over_completion: bool = False
    """An indicator completed at or beyond the scheme's `over_completion` threshold."""
    rate_under: Decimal | None = None
    """Budget executed to less than this percentage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkbox:
    """A row of the form with ■ before the chosen option. `key` is the filing's field."""

    key: str
    title: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """规则方案 of one official form."""

    id: str
    title: str
    source: str
    execution: Execution
    levels: tuple[Level1, ...]
    levels_open: bool = False
    """Whether a form may name other first levels than these."""
    reverse: Literal["ratio", "linear"]
    tiers: tuple[Tier, ...]
    grades: tuple[Grade, ...] = ()
    digits: int = 2
    """Decimal places of a row's score."""
    over_completion: Decimal | None = None
    """Percentage of the target from which on over-completion is remarked."""
    reason: Reason = Reason()
    columns: tuple[str, ...]
    """Indicator fields that the form prints, in order."""
    money_unit: Literal["元", "万元"]
    """Unit in which the form shows money."""
    checkboxes: tuple[Checkbox, ...] = ()
    notes: tuple[str, ...] = ()
    """备注 below the form."""
