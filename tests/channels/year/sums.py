"""The 汇总 of the year, added up by hand from what the communities have on paper: with no line of `scoring`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.channels.year.cast import Figures

EXECUTION = 10
SERVED, RATE, COMPLAINTS, JUDGED, CONTENT = (
    "服务居民人次",
    "项目验收合格率",
    "居民投诉件数",
    "社区服务改善程度",
    "居民满意度",
)
WEIGHTS = {SERVED: 30, RATE: 20, COMPLAINTS: 10, JUDGED: 20, CONTENT: 10}


@dataclass(frozen=True)
class Sum:
    """Amounts in yuan, the rate in percent, and points, all as they are printed: with two decimals."""

    budget: str
    spent: str
    rate: str
    execution: str
    points: dict[str, str]
    total: str


def rounded(exact: Fraction) -> Fraction:
    """Round half up to two decimals."""
    return Fraction(floor(exact * 100 + Fraction(1, 2)), 100)


def printed(exact: Fraction) -> str:
    whole, rest = divmod(floor(exact * 100), 100)
    return f"{whole}.{rest:02}"


def summed(filed: Sequence[Figures]) -> Sum:
    """Add up what some communities have filed: counts are added, rates and judgements weigh as much as the budget."""
    budgets = [Fraction(each.budget) for each in filed]
    budget, spent = sum(budgets, Fraction()), sum((Fraction(each.spent) for each in filed), Fraction())

    def total(name: str) -> Fraction:
        return sum((Fraction(getattr(each, name)) for each in filed), Fraction())

    def mean(name: str) -> Fraction:
        weighed = (Fraction(getattr(each, name)) * own for each, own in zip(filed, budgets, strict=True))
        return sum(weighed, Fraction()) / budget

    reached = {
        SERVED: total("served") / total("served_target"),
        RATE: mean("rate") / mean("rate_target"),
        COMPLAINTS: 2 - total("complaints") / total("complaints_limit"),
        JUDGED: mean("judged") / WEIGHTS[JUDGED],
        CONTENT: mean("content") / mean("content_target"),
    }
    points = {name: rounded(WEIGHTS[name] * min(share, Fraction(1))) for name, share in reached.items()}
    rate = rounded(100 * spent / budget)
    execution = rounded(EXECUTION * min(rate, Fraction(100)) / 100)
    return Sum(
        budget=printed(budget),
        spent=printed(spent),
        rate=printed(rate),
        execution=printed(execution),
        points={name: printed(each) for name, each in points.items()},
        total=printed(execution + sum(points.values())),
    )
