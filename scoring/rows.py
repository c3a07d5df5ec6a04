"""The rows of a sheet: execution, and each indicator, with their points and how these come about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from scoring import rules
from scoring.rounding import EXACT, ZERO, half_up, settled
from scoring.sheet import ExecutionRow, IndicatorRow
from scoring.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.filing import Filing, Indicator
    from scoring.scheme import Scheme


@dataclass(frozen=True, slots=True)
class RuleScore:
    """What the rule gives for one indicator: points, or `None` while something is open, and the explanation."""

    score: Decimal | None
    explain: str


def score_indicator(indicator: Indicator, scheme: Scheme) -> RuleScore:
    """Return an indicator's points by the scheme's rule, whatever score was given by hand.

    A qualitative indicator has no rule score: a person judges it.
    """
    with localcontext(EXACT):
        return RuleScore(*_by_rule(indicator, scheme))


def _by_rule(indicator: Indicator, scheme: Scheme) -> tuple[Decimal | None, str]:
    weight, kind = indicator.weight, indicator.kind
    if weight is None or kind is None:
        return None, "权重或指标性质未填"
    if kind == "qualitative":
        return None, "定性指标，待评分"
    target, actual = values(indicator)
    if target is None or actual is None:
        return None, "目标值或完成值待填"
    exact, formula = rules.points(kind, weight, target, actual, scheme.reverse)
    score = min(weight, half_up(settled(exact), scheme.digits))
    return score, f"{formula} = {score:.2f}"


def values(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """Return the target and actual to score: as given, else as the texts say for certain."""
    target, actual = indicator.target_value, indicator.actual_value
    if target is None or actual is None:
        target, actual = (cell.value if cell.certain else None for cell in cells(indicator))
    return target, actual


def cells(indicator: Indicator) -> tuple[Target, Target]:
    """Return target and actual of a quantitative indicator: the values given, else what the texts say."""
    target = _cell(indicator.target_value, indicator.target, indicator.unit)
    return target, _cell(indicator.actual_value, indicator.actual, indicator.unit or target.unit)


def _cell(value: Decimal | None, text: str | None, unit: str | None) -> Target:
    return Target.parse(text or "", unit) if value is None else Target(value=value, unit=unit)


def indicator_row(indicator: Indicator, scheme: Scheme, path: str) -> IndicatorRow:
    """Return an indicator's row. A score given by hand counts, kept within 0…weight; else the rule's."""
    by_rule, explain = _by_rule(indicator, scheme)
    score = by_rule
    if indicator.score is not None and indicator.weight is not None:
        score = max(ZERO, min(indicator.weight, half_up(indicator.score)))
        explain = _explained(indicator, scheme, RuleScore(by_rule, explain), score)
    return IndicatorRow(
        path=path,
        name=indicator.name,
        level1=indicator.level1,
        level2=indicator.level2,
        weight=indicator.weight,
        score=score,
        rule_score=by_rule,
        explain=explain,
        reason=indicator.reason,
    )


def _explained(indicator: Indicator, scheme: Scheme, rule: RuleScore, score: Decimal) -> str:
    """Say how a score given by hand compares with the rule, or in which tier it lies."""
    if rule.score is not None:
        return rule.explain if rule.score == score else f"{rule.explain}，自评 {score:.2f}"
    if indicator.kind == "qualitative" and indicator.weight is not None:
        return f"{rules.tier_of(scheme, indicator.weight, score).name}，评 {score:.2f}"
    return f"自评 {score:.2f}"


def execution_row(filing: Filing, scheme: Scheme) -> ExecutionRow:
    """Return the row of budget execution, by the rule."""
    budget, executed = amounts(filing)
    if budget is None or executed is None:
        return ExecutionRow(
            budget=None if budget is None else half_up(budget),
            executed=None if executed is None else half_up(executed),
            rate=None,
            score=None,
            weight=scheme.execution.weight,
            explain="预算数或执行数未填",
        )
    percent = rules.rate(scheme.execution, budget, executed)
    exact, formula = rules.execution_points(scheme.execution, percent)
    score = min(scheme.execution.weight, half_up(exact, scheme.digits))
    return ExecutionRow(
        budget=half_up(budget),
        executed=half_up(executed),
        rate=percent,
        score=score,
        weight=scheme.execution.weight,
        explain=f"{formula} = {score:.2f}",
    )


def amounts(filing: Filing) -> tuple[Decimal | None, Decimal | None]:
    """Return budget and executed in yuan: sums of the lines if every line has the amount, else the totals given."""
    lines = filing.budget_lines
    budget, executed = whole_sum(line.budgeted for line in lines), whole_sum(line.booked for line in lines)
    return (
        filing.funds.budget if budget is None else budget,
        filing.funds.executed if executed is None else executed,
    )


def whole_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum, or `None` if there is nothing to sum or one amount is missing."""
    total = None
    for amount in amounts:
        if amount is None:
            return None
        total = amount if total is None else total + amount
    return total
