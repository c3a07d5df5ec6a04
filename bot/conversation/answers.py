"""What questions take, when they apply, what they offer and what follows, wherever that depends on other answers."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from bot.conversation.fields import Field, OneOf, Option, Points, Text, choices
from bot.conversation.questionnaire import Suggestion
from bot.formats import money, number
from scoring import band, score_indicator
from scoring.filing import BudgetLine, Indicator
from scoring.target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.situation import Situation
    from bot.filing import Value

HUNDRED = Decimal(100)
ZERO = Decimal()

KINDS = OneOf(
    (
        Option("positive", "positive", "≥ 越多越好（正向）"),
        Option("reverse", "reverse", "≤ 越少越好（反向）"),
        Option("equal", "equal", "＝ 刚好达到"),
        Option("qualitative", "qualitative", "文字描述（定性）"),
    )
)


def repeat(button: str, label: str, value: Value) -> tuple[Suggestion, ...]:
    """Return a button that repeats an earlier answer, if there is one; it says which."""
    if value is None:
        return ()
    shown = f"{label} {money(value)}" if isinstance(value, Decimal) else label
    return (Suggestion(button, shown, value),)


def line(situation: Situation) -> BudgetLine:
    """Return the budget line in question; an empty one before it is there."""
    lines, place = situation.filing.budget_lines, situation.number or 1
    return lines[place - 1] if place <= len(lines) else BudgetLine()


def indicator(situation: Situation) -> Indicator:
    """Return the indicator in question; an empty one before it is there."""
    indicators, place = situation.filing.indicators, situation.number or 1
    return indicators[place - 1] if place <= len(indicators) else Indicator()


# Funds


def budget_asked(situation: Situation) -> bool:
    """Whether the budget is asked as a total: where no lines give it, or to mend one that was given before them."""
    return not situation.filing.budget_lines or situation.filing.funds.budget is not None


def executed_asked(situation: Situation) -> bool:
    """Whether the executed money is asked as a total: like the budget."""
    return not situation.filing.budget_lines or situation.filing.funds.executed is not None


def sum_of_lines(situation: Situation, amount: str) -> tuple[Suggestion, ...]:
    """Offer the sum of one amount over the budget lines."""
    amounts = [getattr(each, amount) or ZERO for each in situation.filing.budget_lines]
    return repeat("same-lines", "与明细合计相同", sum(amounts, ZERO) if amounts else None)


def whole_budget(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer the budget as the money that arrived."""
    amounts = [each.budgeted for each in situation.filing.budget_lines if each.budgeted is not None]
    return repeat("same-budget", "与预算相同", sum(amounts, ZERO) if amounts else situation.filing.funds.budget)


# Levels and weights


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


# Targets and actual values


def qualitative(situation: Situation) -> bool:
    """Whether the indicator is judged in words."""
    return indicator(situation).kind == "qualitative"


def quantitative(situation: Situation) -> bool:
    """Whether the indicator is scored by its numbers."""
    return indicator(situation).kind not in (None, "qualitative")


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
    return {"target_value": read.value if read.certain else None, "unit": read.unit}


def _actual_value(text: Value, unit: Value) -> dict[str, Value]:
    if text is None:
        return {}
    read = Target.parse(str(text), None if unit is None else str(unit))
    return {"actual_value": read.value if read.certain else None}


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


# Scores and reasons


def tier_field(situation: Situation) -> Field:
    """Offer the scheme's tiers, each with its band in points."""
    weight = indicator(situation).weight or HUNDRED
    options = []
    for tier in situation.scheme.tiers:
        low, high = band(tier, weight)
        options.append(Option(tier.id, tier.id, f"{tier.name}（{number(low)}–{number(high)} 分）"))
    return OneOf(tuple(options))


def without_tier(situation: Situation) -> bool:
    """Whether no tier is chosen: by numbers the rule scores, and in words the tier comes before the score."""
    return not qualitative(situation) or indicator(situation).tier is None


def after_tier(situation: Situation, tier: Value) -> Mapping[str, Value]:
    """Forget a score that lies outside the tier now chosen."""
    here = indicator(situation)
    chosen = next(each for each in situation.scheme.tiers if each.id == tier)
    low, high = band(chosen, here.weight or HUNDRED)
    fits = here.score is None or low <= here.score < high or here.score == high == here.weight
    return {} if fits else {"score": None}


def score_field(situation: Situation) -> Field:
    """Take a score inside the band of the tier; a score that overrides the rule, from 0 to the weight."""
    here = indicator(situation)
    weight = here.weight or HUNDRED
    tier = next((each for each in situation.scheme.tiers if each.id == here.tier), None)
    if tier is None or not qualitative(situation):
        return Points(ZERO, weight, f"得分要在 0 到 {number(weight)} 分之间，例如 {number(weight)}。")
    low, high = band(tier, weight)
    top = tier.upper == HUNDRED
    ends = "" if top else f"，不含 {number(high)} 分"
    why = f"“{tier.name}”这一档是 {number(low)} 到 {number(high)} 分{ends}；要打别的分，请先按“上一步”换一档。"
    return Points(low, high, why, below_most=not top)


def likely_scores(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer whole scores of the band, the highest first; for an override, to return to the rule."""
    here = indicator(situation)
    if quantitative(situation):
        return (Suggestion("by-rule", "按规则计分", None),) if here.score is not None else ()
    field = score_field(situation)
    if here.tier is None or not isinstance(field, Points):
        return ()
    lowest = int(field.least.to_integral_value(ROUND_CEILING))
    whole = [Decimal(each) for each in range(int(field.most), lowest - 1, -1)]
    offered = [each for each in whole if not (field.below_most and each == field.most)][:4]
    return tuple(Suggestion(f"score-{number(each)}", f"{number(each)} 分", each) for each in offered or [field.least])


def reason_wanted(situation: Situation) -> bool:
    """Whether the scheme wants a reason here, or a hand-given score does."""
    here = indicator(situation)
    if here.reason is not None:
        return True
    rule = score_indicator(here, situation.scheme).score
    given = rule if here.score is None else here.score
    overridden = rule is not None and here.score is not None and here.score != rule
    below = situation.scheme.reason.below_full and given is not None and here.weight is not None
    return overridden or (below and given < here.weight) or _over_completed(situation)  # type: ignore[operator]


def _over_completed(situation: Situation) -> bool:
    here, scheme = indicator(situation), situation.scheme
    if not (scheme.reason.over_completion and scheme.over_completion and here.kind in ("positive", "equal")):
        return False
    if not here.target_value or here.actual_value is None:
        return False
    return here.actual_value * HUNDRED >= here.target_value * scheme.over_completion
