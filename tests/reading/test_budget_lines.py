"""Budget tables as offices have them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reading.proposing import propose
from scoring import BudgetLine
from tests.reading.tables import reasons, table


def lines_of(*rows: tuple[str, ...]) -> tuple[BudgetLine, ...]:
    return propose("表", [table(*rows)]).filing.budget_lines


def line(name: str, *amounts: str | None) -> BudgetLine:
    budgeted, settled, booked = (None if each is None else Decimal(each) for each in amounts)
    return BudgetLine(name=name, budgeted=budgeted, settled=settled, booked=booked)


def test_columns_are_known_by_their_headings_in_any_order() -> None:
    rows = (("账面支出", "序号", "决算金额", "项目内容", "预算金额"), ("3", "1", "2", "惠民项目", "1"))
    assert lines_of(*rows) == (line("惠民项目", "1.00", "2.00", "3.00"),)


def test_a_title_above_and_a_sum_below_are_no_lines() -> None:
    rows = (("2025年支出明细表",), (), ("项目内容", "预算金额"), ("甲", "5"), ("乙", "7"), ("合计", "12"))
    assert lines_of(*rows) == (line("甲", "5.00", None, None), line("乙", "7.00", None, None))


@pytest.mark.parametrize(
    "heading", ["全年预算数", "批复预算", "预算数（A）", "预 算 金 额", "预算金额(元)", "*预算金额："]
)
def test_a_heading_may_be_worded_otherwise(heading: str) -> None:
    assert lines_of(("项目名称", heading), ("甲", "5")) == (line("甲", "5.00", None, None),)


@pytest.mark.parametrize("written", ["200,000.00", "200000", "20万", "20万元", "¥200000", "２０００００", "200000元"])
def test_an_amount_may_be_a_number_or_words(written: str) -> None:
    assert lines_of(("项目内容", "预算金额"), ("甲", written)) == (line("甲", "200000.00", None, None),)


@pytest.mark.parametrize(
    "above",
    [
        (("单位：万元",), ("项目内容", "预算金额")),
        (("项目内容", "预算金额（万元）"),),
        (("表1", "金额单位:万元"), ("项目", "预算")),
    ],
)
def test_a_table_may_count_in_wan(above: tuple[tuple[str, ...], ...]) -> None:
    assert lines_of(*above, ("甲", "535.8672")) == (line("甲", "5358672.00", None, None),)


def test_an_amount_that_names_its_unit_goes_before_the_table() -> None:
    rows = (("项目内容", "预算金额（万元）"), ("甲", "20万"), ("乙", "5元"))
    assert lines_of(*rows) == (line("甲", "200000.00", None, None), line("乙", "5.00", None, None))


@pytest.mark.parametrize("nothing", ["", "-", "—", "/", "无"])
def test_a_sign_for_nothing_leaves_an_amount_open(nothing: str) -> None:
    assert lines_of(("项目内容", "预算金额", "决算金额"), ("甲", "5", nothing)) == (line("甲", "5.00", None, None),)


def test_what_is_left_out_is_told_with_its_row_and_why() -> None:
    proposal = propose(
        "表",
        [
            table(
                ("项目内容", "预算金额", "账面支出"),
                ("一、人员经费", "", ""),
                ("甲", "待定", "5"),
                ("", "9", "9"),
                ("小计", "9", "14"),
                ("乙", "-8", "5"),
                ("合计", "100", "10"),
                ("备注：含上年结转", "", ""),
            )
        ],
    )
    assert proposal.filing.budget_lines == (line("甲", None, None, "5.00"), line("乙", None, None, "5.00"))
    told = reasons(proposal)
    assert list(told) == [2, 3, 4, 5, 6, 7, 8]
    assert "没有金额" in told[2]
    assert "待定" in told[3]
    assert "没有项目内容" in told[4]
    assert "小计" in told[5]
    assert "负数" in told[6]
    assert told[7] == "合计行的预算金额是 100.00 元，各行相加是 0.00 元"
    assert "没有金额" in told[8]


@pytest.mark.parametrize("name", ["注册登记经费", "审核费", "负责人培训", "总计算机室改造", "其中心城区改造"])
def test_a_name_that_begins_like_a_note_or_a_sum_is_a_name(name: str) -> None:
    assert lines_of(("项目内容", "预算"), (name, "5")) == (line(name, "5.00", None, None),)


@pytest.mark.parametrize("label", ["合计", "合 计", "总计：", "合计（元）"])
def test_a_sum_is_known_behind_its_number_too(label: str) -> None:
    assert lines_of(("序号", "项目内容", "预算"), ("1", "甲", "5"), ("2", label, "5")) == (
        line("甲", "5.00", None, None),
    )


def test_more_lines_than_the_questionnaire_takes_are_left_out() -> None:
    proposal = propose("表", [table(("项目内容", "预算"), *[(f"项目{number}", "1") for number in range(205)])])
    assert len(proposal.filing.budget_lines) == 200
    assert "最多 200 行" in reasons(proposal)[202]


def test_a_name_that_is_too_long_is_told() -> None:
    proposal = propose("表", [table(("项目内容", "预算"), ("长" * 201, "1"))])
    assert proposal.filing.budget_lines == (line(None, "1.00", None, None),)  # type: ignore[arg-type]
    assert "201 个字" in reasons(proposal)[2]


def test_a_sheet_without_headings_that_we_know_gives_nothing() -> None:
    assert propose("表", [table(("姓名", "工资"), ("甲", "5"))]).is_empty
