from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import excel_formulas as formulas
from scoring import Filing, Funds, Indicator, schemes, score, score_indicator
from scoring.scorer import grade
from tests.documents.recalculation import evaluate

if TYPE_CHECKING:
    from decimal import Decimal

    from scoring import Kind, Scheme

SCHEMES = list(schemes())
WEIGHTS = st.decimals(0, 60, places=1)
VALUES = st.decimals(-200, 200, places=1)


@given(st.sampled_from(SCHEMES), st.sampled_from(["positive", "reverse", "equal"]), WEIGHTS, VALUES, VALUES)
def test_an_indicator_s_formula_gives_what_the_scheme_gives(
    scheme: Scheme, kind: Kind, weight: Decimal, target: Decimal, actual: Decimal
) -> None:
    formula = formulas.indicator_score(scheme, kind, "W", "A", "B")
    indicator = Indicator(kind=kind, weight=weight, target_value=target, actual_value=actual)
    expected = score_indicator(indicator, scheme).score
    assert expected is not None
    assert evaluate(formula, W=float(weight), A=float(target), B=float(actual)) == pytest.approx(float(expected))


@given(st.sampled_from(SCHEMES), st.decimals(0, 1000, places=2), st.decimals(0, 1500, places=2))
def test_the_formulas_of_execution_give_what_the_scheme_gives(
    scheme: Scheme, budget: Decimal, executed: Decimal
) -> None:
    row = score(Filing(scheme=scheme.id, funds=Funds(budget=budget, executed=executed))).execution
    rate = evaluate(formulas.rate(scheme.execution, "A", "B"), A=float(budget), B=float(executed))
    assert row.rate is not None
    assert row.score is not None
    assert rate == pytest.approx(float(row.rate))
    points = evaluate(formulas.execution_score(scheme, "R", "W"), R=rate, W=float(row.weight))
    assert points == pytest.approx(float(row.score))


@given(st.sampled_from(SCHEMES), st.decimals(0, 100, places=2))
def test_the_grade_s_formula_gives_what_the_scheme_gives(scheme: Scheme, total: Decimal) -> None:
    assert evaluate(formulas.grade(scheme, "T"), T=float(total)) == (grade(scheme, total) or "")


@pytest.mark.parametrize("missing", ["W", "A", "B"])
def test_while_a_number_is_missing_there_are_no_points(missing: str) -> None:
    formula = formulas.indicator_score(SCHEMES[0], "positive", "W", "A", "B")
    assert evaluate(formula, **{"W": 10.0, "A": 5.0, "B": 5.0, missing: None}) == ""
