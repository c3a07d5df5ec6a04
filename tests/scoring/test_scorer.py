"""Whole sheets."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal, localcontext

import pytest

from scoring import BudgetLine, Filing, Funds, Indicator, SchemeError, load_scheme, read_scheme, score


def test_a_sheet_adds_up(filing: Filing) -> None:
    sheet = score(filing)
    assert sheet.execution.score == 20
    assert [(row.name, row.weight, row.score) for row in sheet.level1] == [
        ("产出指标", Decimal(40), Decimal(40)),
        ("效益指标", Decimal(40), Decimal(37)),
    ]
    assert (sheet.total, sheet.open) == (Decimal(97), Decimal(0))
    assert sheet.execution.explain == "20 × 100% = 20.00"


def test_a_draft_counts_what_is_answered_and_says_what_is_open(filing: Filing) -> None:
    first, _ = filing.indicators
    sheet = score(replace(filing, budget_lines=(), indicators=(first, Indicator(weight=Decimal(30)), Indicator())))
    assert (sheet.total, sheet.open) == (Decimal(40), Decimal(60))
    assert [row.explain for row in sheet.indicators][1:] == ["权重或指标性质未填", "权重或指标性质未填"]
    assert [row.name for row in sheet.level1] == ["产出指标", "效益指标", ""]


def test_a_draft_has_no_grade_yet(filing: Filing) -> None:
    first, second = filing.indicators
    whole = replace(filing, scheme="mof-2020", indicators=(first, replace(second, weight=Decimal(50))))
    assert score(whole).grade == "良"
    assert score(replace(whole, budget_lines=())).grade is None


def test_an_empty_filing_is_wholly_open() -> None:
    sheet = score(Filing(scheme="mof-2020"))
    assert (sheet.total, sheet.open, sheet.grade) == (Decimal(0), Decimal(100), None)
    assert sheet.execution.explain == "预算数或执行数未填"


def test_a_quantity_that_is_not_yet_given_is_open(filing: Filing) -> None:
    first, second = filing.indicators
    draft = replace(filing, indicators=(replace(first, actual=None, actual_value=None), replace(second, score=None)))
    assert [(row.score, row.explain) for row in score(draft).indicators] == [
        (None, "目标值或完成值待填"),
        (None, "定性指标，待评分"),
    ]


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差")]
)
def test_a_grade_begins_at_its_lower_bound(total: str, grade: str) -> None:
    judged = Indicator(level1="产出指标", name="甲", weight=Decimal(90), kind="qualitative", score=Decimal(total) - 10)
    funds = Funds(budget=Decimal(1), executed=Decimal(1))
    assert score(Filing(scheme="mof-2020", funds=funds, indicators=(judged,))).grade == grade


def test_lines_count_and_totals_only_where_a_line_is_missing_its_amount(filing: Filing) -> None:
    funds = Funds(budget=Decimal(200_000), executed=Decimal(50_000))
    assert score(replace(filing, funds=funds)).execution.rate == 100
    unbooked = replace(filing, funds=funds, budget_lines=(*filing.budget_lines, BudgetLine(budgeted=Decimal(100_000))))
    execution = score(unbooked).execution
    assert (execution.budget, execution.executed, execution.rate) == (Decimal(200_000), Decimal(50_000), Decimal(25))


def test_execution_is_capped_and_says_so(filing: Filing) -> None:
    over = replace(filing, budget_lines=(), funds=Funds(budget=Decimal(100), executed=Decimal(120)))
    execution = score(over).execution
    assert (execution.rate, execution.score) == (Decimal(120), Decimal(20))
    assert execution.explain == "执行率 120%，封顶 = 20.00"


def test_an_integer_scheme_rounds_every_row(filing: Filing) -> None:
    first, _ = filing.indicators
    funds = Funds(budget=Decimal(1000), executed=Decimal(855))
    short = replace(first, actual_value=Decimal(1999), weight=Decimal(15))
    draft = replace(filing, scheme="yunnan-14", budget_lines=(), funds=funds, indicators=(short,))
    sheet = score(draft)
    assert (sheet.execution.score, sheet.indicators[0].score, sheet.total) == (Decimal(9), Decimal(15), Decimal(24))


def test_a_judged_score_names_its_tier(filing: Filing) -> None:
    assert score(filing).indicators[1].explain == "达成预期，评 37.00"


def test_a_score_without_a_kind_counts_as_given() -> None:
    sheet = score(Filing(scheme="mof-2020", indicators=(Indicator(weight=Decimal(10), score=Decimal(9)),)))
    assert sheet.indicators[0].explain == "自评 9.00"


def test_another_scheme_can_be_tried(filing: Filing) -> None:
    assert score(filing, load_scheme("mof-2020")).execution.weight == 10


def test_an_unknown_scheme_is_told() -> None:
    with pytest.raises(SchemeError, match="没有“x”这个规则方案"):
        score(Filing(scheme="x"))


def test_the_callers_decimal_context_makes_no_difference(filing: Filing) -> None:
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_DOWN
        assert score(filing).total == 97


def test_a_scheme_from_elsewhere_scores_too(filing: Filing) -> None:
    text = """
        id = "own"
        title = "自定"
        source = "本单位"
        reverse = "ratio"
        columns = ["name", "score"]
        money_unit = "元"
        execution = { weight = 100, method = "proportional" }
        levels = []
        tiers = [{ id = "all", name = "全部", lower = 0, upper = 100 }]
    """
    sheet = score(replace(filing, indicators=()), read_scheme(text))
    assert (sheet.scheme, sheet.total) == ("own", Decimal(100))
