"""One indicator over many units, as running sums."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from scoring.filing import Indicator
from scoring.names import Key, key, normal
from scoring.rounding import EXACT, ZERO
from scoring.rows import amounts, cells, indicator_row, score_indicator, values

if TYPE_CHECKING:
    from scoring.filing import Filing, Kind
    from scoring.scheme import Scheme

Match = tuple["Key", "Kind | None", str, int]
"""What makes rows of different units the same: name, kind and unit, and which of the same in its filing."""

_RELATIVE = {"%", "‰", "百分点", "个百分点"}
"""Units of relative values, which are averaged; all others are added."""
_MEASURED = {"positive", "equal", "reverse"}
_ONE = Decimal(1)


@dataclass(slots=True, kw_only=True)
class Sums:
    """Sums over units of which each counts by its budget in yuan, or over units without one, of which each counts 1."""

    measured: Decimal = ZERO
    """How much the units that have both values count, together."""
    target: Decimal = ZERO
    """Of their values; a relative one as many times as its unit counts."""
    actual: Decimal = ZERO
    judged: Decimal = ZERO
    """How much the units count that have a score given by a person and no values."""
    by_hand: dict[Decimal, Decimal] = field(default_factory=dict)
    """By weight, the points that people gave, as many times as the unit counts: judged scores, and differences from
    the rule.
    """

    def merge(self, other: Sums) -> None:
        """Add the sums over other units."""
        self.measured += other.measured
        self.target += other.target
        self.actual += other.actual
        self.judged += other.judged
        for weight, points in other.by_hand.items():
            self.by_hand[weight] = self.by_hand.get(weight, ZERO) + points


@dataclass(slots=True, kw_only=True)
class RollupRow:
    """Sums over the units that have one indicator, those with a budget and those without apart."""

    match: Match
    like: Indicator
    """The indicator as the units name it."""
    place: int
    """The first place at which a unit has it, from 1."""
    units: int = 1
    weight: Decimal | None
    """The greatest weight, which counts, and the least."""
    least: Decimal | None
    funded: Sums = field(default_factory=Sums)
    unfunded: Sums = field(default_factory=Sums)

    @classmethod
    def of(cls, indicator: Indicator, scheme: Scheme, budget: Decimal, place: int, nth: int = 1) -> RollupRow:
        """Return the sums over one unit with this budget in yuan; `nth` counts those of the unit that are the same."""
        taken = cls(
            match=_match(indicator, nth), like=indicator, place=place, weight=indicator.weight, least=indicator.weight
        )
        sums, counts = (taken.funded, budget) if budget else (taken.unfunded, _ONE)
        target, actual = values(indicator) if indicator.kind in _MEASURED else (None, None)
        if target is not None and actual is not None:
            times = counts if taken.is_relative else _ONE
            sums.measured, sums.target, sums.actual = counts, times * target, times * actual
        if indicator.score is None or indicator.weight is None:
            return taken
        row = indicator_row(indicator, scheme, "")
        given = row.score or ZERO
        if sums.measured:
            given -= row.rule_score or ZERO
        else:
            sums.judged = counts
        if indicator.weight and given:
            sums.by_hand[indicator.weight] = counts * given
        return taken

    @property
    def is_relative(self) -> bool:
        """Whether its values are averaged instead of added."""
        return self.match[2] in _RELATIVE

    def merge(self, other: RollupRow) -> None:
        """Add the sums over other units."""
        self.like = min(self.like, other.like, key=_spelling)
        self.place = min(self.place, other.place)
        self.units += other.units
        if other.weight is not None and other.least is not None:
            self.weight = other.weight if self.weight is None else max(self.weight, other.weight)
            self.least = other.least if self.least is None else min(self.least, other.least)
        self.funded.merge(other.funded)
        self.unfunded.merge(other.unfunded)

    def copy(self) -> RollupRow:
        """Return the same sums, to go on by themselves."""
        empty = replace(self, funded=Sums(), unfunded=Sums())
        empty.funded.merge(self.funded)
        empty.unfunded.merge(self.unfunded)
        return empty

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
        if not any(sums.judged or sums.by_hand for sums in (self.funded, self.unfunded)):
            return found
        return replace(found, score=self._score(score_indicator(found, scheme).score))

    def _values(self) -> tuple[Decimal | None, Decimal | None]:
        mean = self.funded if self.funded.measured else self.unfunded
        if not mean.measured:
            return None, None
        if self.is_relative:
            return mean.target / mean.measured, mean.actual / mean.measured
        return self.funded.target + self.unfunded.target, self.funded.actual + self.unfunded.actual

    def _score(self, by_rule: Decimal | None) -> Decimal:
        """Blend the rule's score of the measured units with what people gave; exact, then rounded half up."""
        sums = self.funded if self.funded.measured or self.funded.judged else self.unfunded
        given = sum((Fraction(points) / Fraction(weight) for weight, points in sums.by_hand.items()), Fraction())
        points = Fraction(by_rule or ZERO) * Fraction(sums.measured) + Fraction(self.weight or ZERO) * given
        return Decimal(floor(points / Fraction(sums.measured + sums.judged) * 100 + Fraction(1, 2))) / 100


def rollup_rows(filing: Filing, scheme: Scheme) -> list[RollupRow]:
    """Return what each indicator of one unit's filing contributes."""
    seen, rows = Counter[Match](), []
    with localcontext(EXACT):
        budget = amounts(filing)[0] or ZERO
        for place, indicator in enumerate(filing.indicators, 1):
            match = _match(indicator, 0)
            seen[match] += 1
            rows.append(RollupRow.of(indicator, scheme, budget, place, seen[match]))
    return rows


def _match(indicator: Indicator, nth: int) -> Match:
    return key(indicator), indicator.kind, normal(indicator.unit or cells(indicator)[0].unit or ""), nth


def _spelling(indicator: Indicator) -> tuple[str, str, str, str]:
    """Order spellings of one indicator, so that the same one is shown whichever unit came first."""
    return indicator.level1 or "", indicator.level2 or "", indicator.name or "", indicator.unit or ""
