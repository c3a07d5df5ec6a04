"""Findings about a filing as a whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring import BudgetLine, Filing, Funds, Improvement, Task, score

Found = list[tuple[str, str, str]]


def found(filing: Filing) -> Found:
    return [(each.severity, each.code, each.path) for each in score(filing).findings]


def spent(filing: Filing, budget: int, executed: int, scheme: str = "wuhan-2018") -> Filing:
    """The filing with totals in place of its budget lines."""
    funds = Funds(budget=Decimal(budget), executed=Decimal(executed))
    return replace(filing, scheme=scheme, budget_lines=(), funds=funds)


def test_a_finished_consistent_filing_bothers_nobody(filing: Filing) -> None:
    assert found(filing) == []


def test_empty_cells_are_named(filing: Filing) -> None:
    holes = replace(
        filing,
        year=None,
        unit="",
        budget_lines=(*filing.budget_lines, BudgetLine(name="运费")),
        tasks=(Task(title="选书"),),
    )
    assert found(holes) == [
        ("warning", "empty-cell", "year"),
        ("warning", "empty-cell", "unit"),
        ("warning", "empty-cell", "budget_lines.3.budgeted"),
        ("warning", "empty-cell", "budget_lines.3.booked"),
        ("warning", "empty-cell", "tasks.1.completion"),
    ]


def test_an_empty_filing_is_told_what_to_begin_with() -> None:
    empty = Filing(scheme="mof-2020", year=2024, project="甲", unit="乙")
    assert found(empty) == [("warning", "empty-cell", "budget_lines"), ("warning", "empty-cell", "indicators")]
    half = replace(empty, funds=Funds(budget=Decimal(1)))
    assert found(half)[0] == ("warning", "empty-cell", "funds")


def test_totals_that_differ_from_their_lines_are_errors(filing: Filing) -> None:
    differing = replace(filing, funds=Funds(budget=Decimal(100_000), executed=Decimal(99_999)))
    assert found(differing) == [("error", "lines-sum", "funds.executed")]
    assert "写的是 99,999.00 元，明细各行合计是 100,000.00 元" in score(differing).findings[0].message


def test_a_printed_execution_score_is_checked(filing: Filing) -> None:
    assert found(replace(filing, funds=Funds(score=Decimal(20)))) == []
    assert found(replace(filing, funds=Funds(score=Decimal(19)))) == [("error", "execution-differs", "funds.score")]


def test_a_zero_budget_is_told(filing: Filing) -> None:
    assert ("warning", "zero-budget", "funds.executed") in found(spent(filing, 0, 0))


def test_nothing_of_nothing_is_fine_where_the_scheme_says_so(filing: Filing) -> None:
    assert "zero-budget" not in [code for _, code, _ in found(spent(filing, 0, 0, "zhejiang"))]
    assert "zero-budget" in [code for _, code, _ in found(spent(filing, 0, 1, "zhejiang"))]


def test_a_rate_over_100_is_told_unless_it_is_allowed(filing: Filing) -> None:
    assert ("warning", "rate-over-100", "funds.executed") in found(spent(filing, 100, 101))
    assert "rate-over-100" not in [code for _, code, _ in found(spent(filing, 100, 101, "zhejiang"))]


@pytest.mark.parametrize(("executed", "told"), [(80, False), (79, True)])
def test_more_than_a_fifth_unspent_is_told(filing: Filing, executed: int, told: bool) -> None:  # noqa: FBT001 - a table
    assert (("warning", "unspent", "funds.executed") in found(spent(filing, 100, executed))) is told


def test_a_low_rate_needs_a_reason_where_the_scheme_wants_one(filing: Filing) -> None:
    low = spent(filing, 100, 89, "sichuan")
    assert ("warning", "reason-missing", "improvements") in found(low)
    told = replace(low, improvements=(Improvement(text="早些选书"),))
    assert ("warning", "reason-missing", "improvements") not in found(told)


def test_the_same_indicator_twice_is_told(filing: Filing) -> None:
    first, second = filing.indicators
    half = Decimal(20)
    twice = replace(
        filing, indicators=(replace(first, weight=half), replace(first, weight=half, name="新增 图书"), second)
    )
    assert found(twice) == [("warning", "duplicate-indicator", "indicators.2.name")]


def test_weights_beyond_100_are_an_error_even_in_a_draft(filing: Filing) -> None:
    first, second = filing.indicators
    heavy = replace(filing, indicators=(first, replace(second, weight=Decimal(50), score=None)))
    assert ("error", "weights-sum", "indicators") in found(heavy)
    assert ("warning", "level-weights", "indicators.2.weight") in found(heavy)


def test_weights_short_of_100_are_an_error_once_every_row_has_its_score(filing: Filing) -> None:
    first, second = filing.indicators
    light = replace(filing, indicators=(first, replace(second, weight=Decimal(38))))
    assert found(light) == [
        ("error", "weights-sum", "indicators"),
        ("warning", "level-weights", "indicators.2.weight"),
    ]
    assert ("hint", "weights-sum", "indicators") in found(replace(light, budget_lines=()))


def test_a_level_with_no_indicator_is_told_at_the_list(filing: Filing) -> None:
    first, _ = filing.indicators
    one_sided = replace(filing, indicators=(replace(first, weight=Decimal(80)),))
    assert found(one_sided) == [
        ("warning", "level-weights", "indicators.1.weight"),
        ("warning", "level-weights", "indicators"),
    ]


def test_a_printed_total_is_compared_with_the_printed_rows(filing: Filing) -> None:
    assert found(replace(filing, total=Decimal(97))) == []
    assert found(replace(filing, total=Decimal(98))) == [("error", "total-mismatch", "total")]


def test_one_mistake_is_told_once(filing: Filing) -> None:
    misprinted = replace(filing, funds=Funds(score=Decimal(19)), total=Decimal(96))
    assert found(misprinted) == [("error", "execution-differs", "funds.score")]


def test_a_total_is_not_judged_while_rows_are_open(filing: Filing) -> None:
    draft = replace(filing, total=Decimal(50), budget_lines=())
    assert "total-mismatch" not in [code for _, code, _ in found(draft)]


def test_indicators_that_outrun_the_money_are_told(filing: Filing) -> None:
    assert ("warning", "score-outruns-execution", "indicators") in found(spent(filing, 100, 91))
    assert found(spent(filing, 100, 92)) == []


def test_points_printed_with_more_decimals_are_compared_as_they_round() -> None:
    filing = Filing(scheme="mof-2020", funds=Funds(budget=Decimal(3), executed=Decimal(1), score=Decimal("3.333")))
    assert "execution-differs" not in {finding.code for finding in score(filing).findings}
