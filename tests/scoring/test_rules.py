"""The rules at their edges."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Indicator, Kind, Scheme, band, load_scheme, score_indicator, tier_of
from scoring.rules import execution_points, points, rate
from scoring.scheme import Execution, Step

Reverse = Literal["ratio", "linear"]

WUHAN = load_scheme("wuhan-2018")
MOF = load_scheme("mof-2020")

values = st.decimals("-1000000", "1000000", places=2)
weights = st.decimals("0", "100", places=2)
kinds = st.sampled_from(["positive", "equal", "reverse"])
schemes = st.sampled_from([WUHAN, MOF])


def scored(kind: Kind, weight: object, target: object, actual: object, scheme: str = "wuhan-2018") -> Decimal | None:
    indicator = Indicator(
        kind=kind,
        weight=Decimal(str(weight)),
        target_value=Decimal(str(target)),
        actual_value=Decimal(str(actual)),
    )
    return score_indicator(indicator, load_scheme(scheme)).score


@pytest.mark.parametrize(
    ("kind", "weight", "target", "actual", "scheme", "score"),
    [
        ("positive", 15, 8755, 8676, "wuhan-2018", "14.86"),
        ("equal", 10, 100, 98, "mof-2020", "9.80"),
        ("positive", 10, 90, 100, "mof-2020", "10"),
        ("equal", 10, 100, 101, "mof-2020", "10"),
        ("positive", 10, 100, -5, "mof-2020", "0"),
        ("equal", 10, 0, 0, "mof-2020", "10"),
        ("equal", 10, 0, 1, "mof-2020", "0"),
        ("equal", 10, 0, -1, "mof-2020", "10"),
        ("positive", 10, 0, 0, "mof-2020", "10"),
        ("positive", 10, 0, -1, "mof-2020", "10"),
        ("positive", 10, -5, -4, "mof-2020", "10"),
        ("positive", 10, -5, -6, "mof-2020", "0"),
        ("equal", 10, -5, -5, "mof-2020", "10"),
        ("equal", 10, -5, -4, "mof-2020", "0"),
        ("reverse", 10, 5300, 5830, "wuhan-2018", "9.09"),
        ("reverse", 10, 5300, 5830, "mof-2020", "9.00"),
        ("reverse", 10, 10, 20, "wuhan-2018", "5.00"),
        ("reverse", 10, 10, 20, "mof-2020", "0"),
        ("reverse", 10, 10, 25, "mof-2020", "0"),
        ("reverse", 10, 10, 10, "mof-2020", "10"),
        ("reverse", 10, 10, -3, "wuhan-2018", "10"),
        ("reverse", 10, 0, 0, "wuhan-2018", "10"),
        ("reverse", 10, 0, 1, "wuhan-2018", "0"),
        ("reverse", 10, 0, 1, "mof-2020", "0"),
        ("reverse", 10, -5, -4, "wuhan-2018", "0"),
        ("positive", 10, 100, 86, "jiangxi", "9"),
        ("positive", 10, 100, 85, "jiangxi", "9"),
        ("positive", "7.5", 100, 99, "jiangxi", "7"),
        ("positive", "7.6", 1000, 999, "jiangxi", "7.6"),
    ],
)
def test_a_quantitative_indicator_earns(  # noqa: PLR0913, PLR0917 - one row of the table
    kind: Kind, weight: object, target: object, actual: object, scheme: str, score: str
) -> None:
    assert scored(kind, weight, target, actual, scheme) == Decimal(score)


@given(kinds, weights, values, values, schemes)
def test_points_never_leave_the_weight(
    kind: Kind, weight: Decimal, target: Decimal, actual: Decimal, scheme: Scheme
) -> None:
    score = scored(kind, weight, target, actual, scheme.id)
    assert score is not None
    assert 0 <= score <= weight


@given(weights, values, values, values, schemes)
def test_more_never_earns_less_where_more_is_better(
    weight: Decimal,
    target: Decimal,
    one: Decimal,
    other: Decimal,
    scheme: Scheme,
) -> None:
    low, high = sorted((one, other))
    assert (scored("positive", weight, target, low, scheme.id) or 0) <= (
        scored("positive", weight, target, high, scheme.id) or 0
    )
    assert (scored("reverse", weight, target, low, scheme.id) or 0) >= (
        scored("reverse", weight, target, high, scheme.id) or 0
    )


@given(kinds, weights, values, values, st.decimals("0.01", "1000", places=2), schemes)
def test_scaling_both_values_changes_nothing(  # noqa: PLR0913, PLR0917 - what a rule depends on
    kind: Kind,
    weight: Decimal,
    target: Decimal,
    actual: Decimal,
    factor: Decimal,
    scheme: Scheme,
) -> None:
    assert scored(kind, weight, target, actual, scheme.id) == scored(
        kind, weight, target * factor, actual * factor, scheme.id
    )


@pytest.mark.parametrize(
    ("kind", "target", "actual", "reverse", "formula"),
    [
        ("positive", 100, 98, "ratio", "10 × 98 ÷ 100"),
        ("positive", 90, 100, "ratio", "10 × 100 ÷ 90，封顶"),
        ("positive", 0, 1, "ratio", "达到目标，满分"),
        ("equal", 0, 1, "ratio", "未达到目标，得分"),
        ("reverse", 10, 9, "ratio", "9 ≤ 10，满分"),
        ("reverse", 10, 20, "ratio", "10 × 10 ÷ 20"),
        ("reverse", 0, 20, "ratio", "未达到目标，得分"),
        ("reverse", 10, 15, "linear", "10 × (1 − (15 − 10) ÷ 10)"),
        ("reverse", 10, 25, "linear", "10 × (1 − (25 − 10) ÷ 10)，最低 0 分"),
    ],
)
def test_the_formula_says_how(kind: Kind, target: int, actual: int, reverse: Reverse, formula: str) -> None:
    assert points(kind, Decimal(10), Decimal(target), Decimal(actual), reverse)[1] == formula


@pytest.mark.parametrize(
    ("budget", "executed", "percent", "earned"),
    [
        ("250000", "215457.6", "86.18", "8.618"),
        ("20000", "9034", "45.17", "4.517"),
        ("100", "105", "105", "10"),
        ("0", "0", "0", "0"),
        ("0", "5", "0", "0"),
        ("100", "-5", "0", "0"),
    ],
)
def test_execution_earns_its_share_of_the_rounded_rate(budget: str, executed: str, percent: str, earned: str) -> None:
    found = rate(MOF.execution, Decimal(budget), Decimal(executed))
    assert found == Decimal(percent)
    assert execution_points(MOF.execution, found)[0] == Decimal(earned)


def test_nothing_of_nothing_is_everything_where_the_scheme_says_so() -> None:
    zhejiang = load_scheme("zhejiang").execution
    assert rate(zhejiang, Decimal(0), Decimal(0)) == 100
    assert rate(zhejiang, Decimal(0), Decimal(1)) == 0


@pytest.mark.parametrize(
    ("percent", "earned", "formula"),
    [
        ("120", 10, "执行率 120%，达到 100% 一档"),
        ("100", 10, "执行率 100%，达到 100% 一档"),
        ("99.99", 7, "执行率 99.99%，达到 80% 一档"),
        ("80", 7, "执行率 80%，达到 80% 一档"),
        ("60", 5, "执行率 60%，达到 60% 一档"),
        ("59.99", 0, "执行率 59.99%，未达到最低一档"),
    ],
)
def test_execution_in_steps(percent: str, earned: int, formula: str) -> None:
    execution = load_scheme("jiangxi").execution
    assert execution_points(execution, Decimal(percent)) == (Decimal(earned), formula)


def test_steps_are_data() -> None:
    execution = Execution(weight=Decimal(10), method="steps", steps=(Step(rate=Decimal(50), score=Decimal(3)),))
    assert execution_points(execution, Decimal(50))[0] == 3


@pytest.mark.parametrize(
    ("scheme", "score", "tier"),
    [
        (WUHAN, "10", "achieved"),
        (WUHAN, "8", "achieved"),
        (WUHAN, "7.99", "partial"),
        (WUHAN, "5", "partial"),
        (WUHAN, "4.99", "missed"),
        (WUHAN, "0", "missed"),
        (MOF, "6", "partial"),
        (MOF, "5.5", "missed"),
    ],
)
def test_a_score_lies_in_the_tier_whose_lower_bound_it_reaches(scheme: Scheme, score: str, tier: str) -> None:
    assert tier_of(scheme, Decimal(10), Decimal(score)).id == tier


def test_a_tier_has_its_band_in_points() -> None:
    assert [band(tier, Decimal(8)) for tier in WUHAN.tiers] == [
        (Decimal("6.4"), 8),
        (4, Decimal("6.4")),
        (0, 4),
    ]
