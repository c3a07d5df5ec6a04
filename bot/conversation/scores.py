"""Tiers, scores given by hand, and when a reason is wanted."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from bot.conversation.answers import HUNDRED, ZERO, indicator, qualitative, quantitative
from bot.conversation.fields import Field, OneOf, Option, Points
from bot.conversation.questionnaire import Suggestion
from bot.formats import number
from scoring import band, score_indicator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.situation import Situation
    from bot.filing import Value


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
