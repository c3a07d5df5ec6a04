"""A sheet: the result of scoring a filing. All scores and weights are points, all rates percent, all money yuan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """核对发现: what does not add up, where (a path into the filing, items counted from 1), and what to do."""

    code: str
    severity: Severity
    path: str
    message: str

    @classmethod
    def error(cls, code: str, path: str, message: str) -> Finding:
        """Return a finding of arithmetic that cannot stand: it blocks filing."""
        return cls(code=code, severity="error", path=path, message=message)

    @classmethod
    def warning(cls, code: str, path: str, message: str) -> Finding:
        """Return a finding that a person must have looked at before filing."""
        return cls(code=code, severity="warning", path=path, message=message)

    @classmethod
    def hint(cls, code: str, path: str, message: str) -> Finding:
        """Return a finding that stops nobody."""
        return cls(code=code, severity="hint", path=path, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRow:
    """预算执行. Everything but the weight is `None` while the amounts are open."""

    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    weight: Decimal
    explain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator's points. `score` is what counts: given by hand, else by the rule; `None` while open."""

    path: str
    name: str | None
    level1: str | None
    level2: str | None
    weight: Decimal | None
    score: Decimal | None
    rule_score: Decimal | None
    explain: str
    reason: str | None
    units: int = 1
    """How many units have it, in a rollup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """Sum of the indicators of one 一级指标."""

    name: str
    weight: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """得分表. `total` is the sum of the shown rows; `open` is how many points are still undecided."""

    scheme: str
    execution: ExecutionRow
    indicators: tuple[IndicatorRow, ...]
    level1: tuple[LevelRow, ...]
    total: Decimal
    open: Decimal
    grade: str | None
    findings: tuple[Finding, ...]
    units: int = 1
    """How many units a rollup is over."""
