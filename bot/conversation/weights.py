"""Levels and weights: which levels the scheme has, and what is left of each and of 100 points."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.conversation.answers import HUNDRED, ZERO, indicator
from bot.conversation.fields import Field, OneOf, Option, Points, Text, choices
from bot.conversation.questionnaire import Suggestion
from bot.formats import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.situation import Situation
    from bot.filing import Value


def level1_field(situation: Situation) -> Field:
    """Offer the scheme's first levels, each with the points still to be given out."""
    options = [
        Option(level.name, str(place), f"{level.name}{_left_label(situation, level.name)}")
        for place, level in enumerate(situation.scheme.levels, 1)
    ]
    return OneOf(tuple(options), open_to=Text(50) if situation.scheme.levels_open else None)


def _left_label(situation: Situation, level1: str) -> str:
    left = _left_in_level(situation, level1)
    return "" if left is None else f"（剩余 {number(left)} 分）"


def after_level1(situation: Situation, level1: Value) -> Mapping[str, Value]:
    """Forget a second level that belongs to another first one."""
    of_others = {name for level in situation.scheme.levels if level.name != level1 for name in level.level2}
    of_this = {name for level in situation.scheme.levels if level.name == level1 for name in level.level2}
    return {"level2": None} if indicator(situation).level2 in of_others - of_this else {}


def level2_field(situation: Situation) -> Field:
    """Offer the second levels of the chosen first one; forms have others too, so any other name is taken."""
    chosen = indicator(situation).level1
    names = next((level.level2 for level in situation.scheme.levels if level.name == chosen), ())
    return OneOf(choices(*names), open_to=Text(50))


def _left_in_all(situation: Situation) -> Decimal:
    """Return the points that this indicator may have: 100 less execution and all other indicators."""
    return HUNDRED - situation.scheme.execution.weight - sum(_other_weights(situation), ZERO)


def _left_in_level(situation: Situation, level1: str | None) -> Decimal | None:
    weight = next((level.weight for level in situation.scheme.levels if level.name == level1), None)
    return None if weight is None else max(ZERO, weight - sum(_other_weights(situation, level1), ZERO))


def _other_weights(situation: Situation, level1: str | None = None) -> list[Decimal]:
    return [
        each.weight
        for place, each in enumerate(situation.filing.indicators, 1)
        if place != situation.number and each.weight is not None and level1 in (None, each.level1)
    ]


def weight_field(situation: Situation) -> Field:
    """Take what is left of 100 points at most."""
    left, execution = _left_in_all(situation), situation.scheme.execution.weight
    if left <= 0:
        why = (
            f"100 分已经分完了（预算执行 {number(execution)} 分，其余都给了别的指标）。"
            "请先到“目录”里调低别的指标，或者删除这一项。"
        )
    else:
        why = (
            f"权重要大于 0，而且不能超过还没分出去的 {number(left)} 分（总分 100，预算执行占 {number(execution)} 分），"
            f"例如 {number(min(left, Decimal(10)))}。"
        )
    return Points(Decimal("0.01"), max(left, ZERO), why)


def likely_weights(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer what is left of the first level, and the weight of the indicator before."""
    left = _left_in_level(situation, indicator(situation).level1)
    rest = _left_in_all(situation) if left is None else min(left, _left_in_all(situation))
    before = indicator(situation.at(max(1, (situation.number or 1) - 1))).weight if situation.number != 1 else None
    offers = []
    if rest > 0:
        offers.append(Suggestion("left", f"剩余 {number(rest)} 分", rest))
    if before is not None and 0 < before < rest:
        offers.append(Suggestion("same-before", f"与上一个相同 {number(before)} 分", before))
    return tuple(offers)
