"""汇总 over units."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring import Filing, Funds, Indicator, Rollup, RollupRow, SchemeError, Sheet, load_scheme, rollup


def unit(budget: object, *indicators: Indicator, executed: object = None, scheme: str = "wuhan-2018") -> Filing:
    amount = None if budget is None else Decimal(str(budget))
    spent = amount if executed is None else Decimal(str(executed))
    return Filing(scheme=scheme, funds=Funds(budget=amount, executed=spent), indicators=indicators)


def measured(target: object, actual: object, measure: str | None = "人次", **changes: object) -> Indicator:
    indicator = Indicator(
        level1="产出指标",
        level2="数量指标",
        name="培训",
        kind="positive",
        weight=Decimal(10),
        unit=measure,
        target_value=Decimal(str(target)),
        actual_value=Decimal(str(actual)),
    )
    return replace(indicator, **changes)  # type: ignore[arg-type]  # fields by name


def judged(score: object, weight: object = 10) -> Indicator:
    return Indicator(
        level1="效益指标",
        level2="社会效益指标",
        name="氛围",
        kind="qualitative",
        weight=Decimal(str(weight)),
        score=None if score is None else Decimal(str(score)),
    )


def codes(sheet: Sheet) -> list[str]:
    return [each.code for each in sheet.findings]


def test_absolute_values_are_added_and_then_scored() -> None:
    sheet = rollup([unit(100, measured(100, 50)), unit(900, measured(100, 120))])
    assert sheet.indicators[0].explain == "10 × 170 ÷ 200 = 8.50"


def test_relative_values_are_averaged_by_budget_and_then_scored() -> None:
    sheet = rollup([unit(100, measured(100, 50, "%")), unit(300, measured(90, 90, "％"))])
    assert sheet.indicators[0].explain == "10 × 80 ÷ 92.5 = 8.65"


def test_a_unit_written_only_in_the_text_counts_too() -> None:
    one, other = (
        replace(measured(0, 0, None), target_value=None, actual_value=None, target="≥100%", actual=actual)
        for actual in ("50%", "90%")
    )
    sheet = rollup([unit(100, one), unit(300, other)])
    assert sheet.indicators[0].explain == "10 × 80 ÷ 100 = 8.00"


def test_means_are_not_rounded_before_scoring() -> None:
    sheet = rollup([unit(1, measured(100, 99, "%")), unit(2, measured(100, 100, "%"))])
    assert sheet.indicators[0].explain == "10 × 99.666667 ÷ 100 = 9.97"


def test_judged_scores_are_averaged_by_budget_as_shares_of_their_weight() -> None:
    sheet = rollup([unit(100, judged(8)), unit(300, judged(16, 20))])
    assert sheet.indicators[0].score == 16
    assert sheet.indicators[0].weight == 20
    assert [each.message for each in sheet.findings if each.path == "indicators.1.weight"] == [
        "效益指标的权重合计 20 分，规则方案是 40 分，请核对各项权重。",
        "各单位的权重从 10 分到 20 分，按最大的计，请统一。",
    ]


def test_execution_is_the_sum_over_the_sum() -> None:
    sheet = rollup([unit(100, executed=50), unit(300, executed=300)])
    assert (sheet.execution.budget, sheet.execution.executed, sheet.execution.rate) == (
        Decimal(400),
        Decimal(350),
        Decimal("87.5"),
    )


def test_a_unit_without_budget_takes_no_part_in_weighted_means() -> None:
    sheet = rollup([unit(0, measured(100, 0, "%"), judged(0)), unit(5, measured(100, 90, "%"), judged(9))])
    assert [row.score for row in sheet.indicators] == [9, 9]
    [finding] = [each for each in sheet.findings if each.code == "zero-funds-unit"]
    assert "有 1 个单位的预算数为 0 或未填，不参加按资金量的加权平均" in finding.message


def test_with_no_budget_at_all_means_are_plain() -> None:
    sheet = rollup([unit(0, measured(100, 0, "%"), judged(0)), unit(0, measured(100, 90, "%"), judged(9))])
    assert [row.score for row in sheet.indicators] == [Decimal("4.5"), Decimal("4.5")]
    [finding] = [each for each in sheet.findings if each.code == "zero-funds-unit"]
    assert "有 2 个单位的预算数为 0 或未填，全部按简单平均计算" in finding.message


def test_what_was_set_by_hand_moves_the_whole_by_its_average() -> None:
    sheet = rollup([unit(100, measured(100, 100, score=Decimal(8))), unit(300, measured(100, 100))])
    row = sheet.indicators[0]
    assert (row.rule_score, row.score) == (Decimal(10), Decimal("9.5"))


def test_measured_and_given_scores_blend_by_budget() -> None:
    given = measured(0, 0, target_value=None, actual_value=None, score=Decimal(4))
    sheet = rollup([unit(100, given), unit(300, measured(100, 80))])
    assert (sheet.indicators[0].rule_score, sheet.indicators[0].score) == (Decimal(8), Decimal(7))


def test_names_are_matched_whatever_their_width_and_spaces() -> None:
    sheet = rollup([unit(1, measured(100, 50)), unit(1, measured(100, 70, name="培 训"))])
    assert [(row.name, row.units) for row in sheet.indicators] == [("培 训", 2)]


def test_units_that_lack_an_indicator_are_counted() -> None:
    sheet = rollup([unit(1, measured(100, 50)), unit(1), unit(1)])
    assert (sheet.units, sheet.indicators[0].units) == (3, 1)
    assert [each.message for each in sheet.findings if each.path == "indicators.1"] == [
        "3 个单位中有 2 个没有这项指标，请核对是否漏报。"
    ]


def test_the_same_name_in_another_unit_of_measure_is_not_added() -> None:
    sheet = rollup([unit(1, measured(100, 50)), unit(1, measured(100, 50, "%"))])
    assert len(sheet.indicators) == 2
    assert [each.message for each in sheet.findings if each.code == "duplicate-indicator"] == [
        "和前面一项同名，但指标性质或单位不同，没有合并，请各单位统一。"
    ]


def test_the_same_indicator_twice_in_one_filing_stays_two_rows() -> None:
    sheet = rollup([unit(1, measured(100, 50), measured(100, 70)), unit(1, measured(100, 70), measured(100, 90))])
    assert [row.explain for row in sheet.indicators] == ["10 × 120 ÷ 200 = 6.00", "10 × 160 ÷ 200 = 8.00"]


def test_open_rows_are_left_out_of_the_sums() -> None:
    open_row = measured(0, 0, target_value=None, actual_value=None)
    sheet = rollup([unit(1, open_row, judged(None)), unit(3, measured(100, 70), judged(6))])
    assert [(row.score, row.units) for row in sheet.indicators] == [(Decimal(7), 2), (Decimal(6), 2)]


def test_a_missing_weight_is_taken_from_those_who_have_it() -> None:
    weightless = measured(100, 50, weight=None)
    for units in ([weightless, measured(100, 70)], [measured(100, 70), weightless]):
        assert rollup([unit(1, each) for each in units]).indicators[0].explain == "10 × 120 ÷ 200 = 6.00"


def test_units_without_amounts_leave_the_execution_of_the_others() -> None:
    assert rollup([unit(None), unit(100, executed=50)]).execution.rate == 50
    assert rollup([unit(None), unit(None)]).execution.rate is None


def test_findings_about_the_form_of_one_filing_are_left_out() -> None:
    assert codes(rollup([unit(100, measured(100, 100), judged(9))])) == [
        "weights-sum",
        "level-weights",
        "level-weights",
    ]


def test_sums_may_come_from_a_database() -> None:
    total = Rollup(load_scheme("wuhan-2018"))
    total.add_execution(Decimal(1000), Decimal(1000), units=2)
    for budget, actual in ((Decimal(100), 50), (Decimal(900), 120)):
        total.add_row(RollupRow.of(measured(100, actual), total.scheme, budget, place=1))
    assert total.sheet() == rollup([unit(100, measured(100, 50)), unit(900, measured(100, 120))])


def test_batches_merge_and_stay_independent() -> None:
    one, other = (Rollup(load_scheme("wuhan-2018")) for _ in range(2))
    one.add(unit(100, measured(100, 50), judged(5)))
    other.add(unit(300, measured(100, 90), judged(9)))
    both = Rollup(load_scheme("wuhan-2018"))
    both.merge(one)
    both.merge(other)
    assert both.sheet().indicators[1].score == 8
    assert one.sheet().indicators[1].score == 5


def test_different_schemes_are_not_rolled_up() -> None:
    with pytest.raises(SchemeError, match="规则方案是 mof-2020，和前面的 wuhan-2018 不同，不能一起汇总"):
        rollup([unit(1), unit(1, scheme="mof-2020")])


def test_nothing_cannot_be_rolled_up() -> None:
    with pytest.raises(ValueError, match="没有可以汇总的填报"):
        rollup([])
