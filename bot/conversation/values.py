"""Targets and actual values: the numbers that their texts say, and what follows from the kind of indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.conversation.answers import indicator, quantitative
from bot.conversation.fields import MOST_NUMBER, OneOf, Option, Text, Unreadable
from bot.conversation.numerals import decimal, halfwidth
from bot.conversation.questionnaire import Suggestion
from bot.formats import number
from scoring.target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.situation import Situation
    from bot.filing import Value

KINDS = OneOf(
    (
        Option("positive", "positive", "≥ 越多越好（正向）"),
        Option("reverse", "reverse", "≤ 越少越好（反向）"),
        Option("equal", "equal", "＝ 刚好达到"),
        Option("qualitative", "qualitative", "文字描述（定性）"),
    )
)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit of measurement: a few signs that are no number."""

    def read(self, text: str) -> str:
        """Return the unit."""
        if decimal(halfwidth(text)) is not None:
            raise Unreadable("这里填单位，不是数字，例如 %、人次、天。没有单位就按“跳过”。")
        return Text(20).read(text)

    def show(self, value: Value) -> str:
        """Return the unit as it is."""
        return str(value)


def unit_wanted(situation: Situation) -> bool:
    """Whether the unit is asked: where the target's text did not tell it."""
    here = indicator(situation)
    return quantitative(situation) and (here.unit is not None or not Target.parse(here.target or "").certain)


def after_kind(situation: Situation, kind: Value) -> Mapping[str, Value]:
    """Read the numbers again where the indicator is scored by them; forget what belongs to the other kind."""
    here = indicator(situation)
    if kind == "qualitative":
        return {"target_value": None, "unit": None, "actual_value": None, "score": None}
    if quantitative(situation):
        return {}
    forgotten: dict[str, Value] = {"tier": None, "score": None}
    if here.target is None or here.target_value is not None:
        return forgotten
    values = _target_values(here.target)
    return {**forgotten, **values, **_actual_value(here.actual, values["unit"])}


def after_target(situation: Situation, text: Value) -> Mapping[str, Value]:
    """Read the target's number and unit, if the indicator is scored by them."""
    return _target_values(text) if quantitative(situation) else {}


def after_actual(situation: Situation, text: Value) -> Mapping[str, Value]:
    """Read the number of the actual value, if the indicator is scored by it."""
    return _actual_value(text, indicator(situation).unit) if quantitative(situation) else {}


def _target_values(text: Value) -> dict[str, Value]:
    read = Target.parse(str(text))
    return {"target_value": _certain(read), "unit": read.unit}


def _actual_value(text: Value, unit: Value) -> dict[str, Value]:
    if text is None:
        return {}
    read = Target.parse(str(text), None if unit is None else str(unit))
    return {"actual_value": _certain(read)}


def _certain(read: Target) -> Decimal | None:
    """Return the number of a reading, if there is no doubt of it and it is no larger than a typed one may be."""
    return read.value if read.certain and read.value is not None and abs(read.value) < MOST_NUMBER else None


def as_targeted(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer the target's number as what was reached."""
    here = indicator(situation)
    if not quantitative(situation) or here.target_value is None:
        return ()
    reached = f"{number(here.target_value)}{here.unit or ''}"
    return (Suggestion("same-target", f"与目标相同 {reached}", reached),)


def numbers_in_target(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer each number that the target's text has."""
    return _numbers_in(indicator(situation).target)


def numbers_in_actual(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer each number that the text of the actual value has."""
    return _numbers_in(indicator(situation).actual)


def _numbers_in(text: str | None) -> tuple[Suggestion, ...]:
    ungrouped = re.sub(r"(?<=\d)[,，](?=\d{3})", "", text or "")
    found = dict.fromkeys(re.findall(r"(?<![\d.])\d{1,12}(?:\.\d{1,6})?(?![\d.])", ungrouped))
    return tuple(Suggestion(f"number-{place}", digits, Decimal(digits)) for place, digits in enumerate(found, 1))[:6]
