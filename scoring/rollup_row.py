"""One indicator over many units, as running sums."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from scoring.filing import Indicator
from scoring.names import normal
from scoring.rounding import ZERO
from scoring.rows import cells, indicator_row, score_indicator, values

if TYPE_CHECKING:
    from scoring.scheme import Scheme

_RELATIVE = {"%", "‰", "百分点", "个百分点"}
"""Units of relative values, which are averaged; all others are added."""
_MEASURED = {"positive", "equal", "reverse"}
_ONE = Decimal(1)


@dataclass(slots=True, kw_only=True)
class RollupRow:
    """Sums over the units that have one indicator. Every sum stands twice: plain, and weighted by budget in yuan."""

    like: Indicator
    """The indicator as the units name it."""
    place: int
    """The first place at which a unit has it."""
    units: int = 1
    weight: Decimal | None
    """The greatest weight, which counts, and the least."""
    least: Decimal | None
    target: Decimal = ZERO
    target_funds: Decimal = ZERO
    actual: Decimal = ZERO
    actual_funds: Decimal = ZERO
    measured: Decimal = ZERO
    """How many units have both values, and their budgets."""
    measured_funds: Decimal = ZERO
    judged: Decimal = ZERO
    """How many units have a score given by a person and no values, and their budgets."""
    judged_funds: Decimal = ZERO
    by_hand: dict[Decimal, list[Decimal]] = field(default_factory=dict)
    """By weight, the points that people gave: judged scores, and differences from the rule."""

    @classmethod
    def of(cls, indicator: Indicator, scheme: Scheme, funds: Decimal, place: int) -> RollupRow:
        """Return the sums over one unit with this budget in yuan."""
        taken = cls(like=indicator, place=place, weight=indicator.weight, least=indicator.weight)
        target, actual = values(indicator) if indicator.kind in _MEASURED else (None, None)
        if target is not None and actual is not None:
            taken.target, taken.target_funds = target, funds * target
            taken.actual, taken.actual_funds = actual, funds * actual
            taken.measured, taken.measured_funds = _ONE, funds
        if indicator.score is None or indicator.weight is None:
            return taken
        row = indicator_row(indicator, scheme, "")
        given = row.score or ZERO
        if taken.measured:
            given -= row.rule_score or ZERO
        else:
            taken.judged, taken.judged_funds = _ONE, funds
        if indicator.weight and given:
            taken.by_hand[indicator.weight] = [given, funds * given]
        return taken

    def merge(self, other: RollupRow) -> None:
        """Add the sums over other units."""
        self.like = min(self.like, other.like, key=_spelling)
        self.place = min(self.place, other.place)
        self.units += other.units
        if other.weight is not None and other.least is not None:
            self.weight = other.weight if self.weight is None else max(self.weight, other.weight)
            self.least = other.least if self.least is None else min(self.least, other.least)
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for weight, (points, weighted) in other.by_hand.items():
            sums = self.by_hand.setdefault(weight, [ZERO, ZERO])
            sums[0] += points
            sums[1] += weighted

    def indicator(self, scheme: Scheme) -> Indicator:
        """Return the one indicator that stands for all units, ready to be scored."""
        target, actual = self._values()
        found = Indicator(
            level1=self.like.level1,
            level2=self.like.level2,
            name=self.like.name,
            weight=self.weight,
            kind=self.like.kind,
            unit=self.like.unit,
            target_value=target,
            actual_value=actual,
            reason=self.like.reason if self.units == 1 else None,
        )
        if not self.judged and not self.by_hand:
            return found
        return replace(found, score=self._score(score_indicator(found, scheme).score))

    def _values(self) -> tuple[Decimal | None, Decimal | None]:
        if not self.measured:
            return None, None
        if normal(self.like.unit or cells(self.like)[0].unit or "") not in _RELATIVE:
            return self.target, self.actual
        if not self.measured_funds:
            return self.target / self.measured, self.actual / self.measured
        return self.target_funds / self.measured_funds, self.actual_funds / self.measured_funds

    def _score(self, by_rule: Decimal | None) -> Decimal:
        """Blend the rule's score of the measured units with what people gave; exact, then rounded half up."""
        weighted = bool(self.measured_funds + self.judged_funds)
        measured, judged = (self.measured_funds, self.judged_funds) if weighted else (self.measured, self.judged)
        given = sum((Fraction(sums[weighted]) / Fraction(weight) for weight, sums in self.by_hand.items()), Fraction())
        points = Fraction(by_rule or ZERO) * Fraction(measured) + Fraction(self.weight or ZERO) * given
        return Decimal(floor(points / Fraction(measured + judged) * 100 + Fraction(1, 2))) / 100


_SUMS = (
    "target",
    "target_funds",
    "actual",
    "actual_funds",
    "measured",
    "measured_funds",
    "judged",
    "judged_funds",
)


def _spelling(indicator: Indicator) -> tuple[str, str, str, str]:
    """Order spellings of one indicator, so that the same one is shown whichever unit came first."""
    return indicator.level1 or "", indicator.level2 or "", indicator.name or "", indicator.unit or ""
