"""The rules: how execution, quantitative and qualitative indicators earn their points (DESIGN section 5).

Points are exact here; a row rounds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scoring.rounding import HUNDRED, ZERO, half_up, plain

if TYPE_CHECKING:
    from decimal import Decimal

    from scoring.filing import Kind
    from scoring.scheme import Execution, Scheme, Tier


def rate(execution: Execution, budget: Decimal, executed: Decimal) -> Decimal:
    """Return executed ÷ budget in percent with 2 decimals; of no budget 0, or 100 where the scheme counts 0÷0 so."""
    if budget > 0:
        return half_up(HUNDRED * max(executed, ZERO) / budget)
    return half_up(HUNDRED if execution.zero_budget == "full" and executed <= 0 else ZERO)


def execution_points(execution: Execution, percent: Decimal) -> tuple[Decimal, str]:
    """Return the points of an execution rate (percent, already rounded), and how they come about."""
    weight = execution.weight
    if execution.method == "steps":
        step = next((each for each in execution.steps if each.rate <= percent), None)
        if step is None:
            return ZERO, f"执行率 {plain(percent)}%，未达到最低一档"
        return step.score, f"执行率 {plain(percent)}%，达到 {plain(step.rate)}% 一档"
    if percent > HUNDRED:
        return weight, f"执行率 {plain(percent)}%，封顶"
    return weight * percent / HUNDRED, f"{plain(weight)} × {plain(percent)}%"


def points(
    kind: Kind, weight: Decimal, target: Decimal, actual: Decimal, reverse: Literal["ratio", "linear"]
) -> tuple[Decimal, str]:
    """Return the exact points of a quantitative indicator, 0…weight, and the formula that gives them."""
    if kind == "reverse":
        return _at_most(weight, target, actual, reverse)
    return _at_least(kind, weight, target, actual)


def _at_least(kind: Kind, weight: Decimal, target: Decimal, actual: Decimal) -> tuple[Decimal, str]:
    if target > 0:
        reached = max(actual, ZERO)
        formula = f"{plain(weight)} × {plain(reached)} ÷ {plain(target)}"
        return (weight, f"{formula}，封顶") if reached > target else (weight * reached / target, formula)
    # A share of zero or less means nothing: such a target is met or it is not.
    met = actual >= target if kind == "positive" else actual == target
    if target == 0:
        met = kind == "positive" or actual <= 0
    return (weight, _MET) if met else (ZERO, _MISSED)


def _at_most(
    weight: Decimal, limit: Decimal, actual: Decimal, reverse: Literal["ratio", "linear"]
) -> tuple[Decimal, str]:
    if actual <= limit:
        return weight, f"{plain(actual)} ≤ {plain(limit)}，满分"
    if limit <= 0:
        return ZERO, _MISSED
    if reverse == "ratio":
        return weight * limit / actual, f"{plain(weight)} × {plain(limit)} ÷ {plain(actual)}"
    formula = f"{plain(weight)} × (1 − ({plain(actual)} − {plain(limit)}) ÷ {plain(limit)})"
    exact = weight * (2 * limit - actual) / limit
    return (exact, formula) if exact > 0 else (ZERO, f"{formula}，最低 0 分")


_MET = "达到目标，满分"
_MISSED = "未达到目标，得分"


def tier_of(scheme: Scheme, weight: Decimal, score: Decimal) -> Tier:
    """Return the tier in whose band a score lies. Lower bounds are included."""
    return next(tier for tier in scheme.tiers if HUNDRED * score >= weight * tier.lower or tier.lower == 0)


def band(tier: Tier, weight: Decimal) -> tuple[Decimal, Decimal]:
    """Return a tier's lowest and highest score in points: the lower included, the upper in the top tier."""
    return weight * tier.lower / HUNDRED, weight * tier.upper / HUNDRED
