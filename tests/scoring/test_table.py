"""Tables for a terminal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from scoring import score
from scoring.table import sheet_table, shown, table, width

if TYPE_CHECKING:
    from scoring import Filing


def test_a_chinese_character_takes_two_columns_and_an_accent_none() -> None:
    assert [width("宝丰街"), width("ab（"), width("e\u0301")] == [6, 4, 1]


def test_columns_stand_under_each_other() -> None:
    assert table(("名称", "分"), [("甲", "10"), ("abc", "9.5")], right={1}).splitlines() == [
        "名称   分",
        "---------",
        "甲     10",
        "abc   9.5",
    ]


def test_a_very_long_cell_is_cut() -> None:
    assert width(table(("名称",), [("长" * 100,)], right=set()).splitlines()[-1]) <= 36


def test_nothing_in_a_name_steers_the_terminal() -> None:
    assert shown("甲\x1b[31m乙\n丙") == "甲 [31m乙 丙"


def test_a_sheet_is_shown_with_total_and_findings(filing: Filing) -> None:
    shown_sheet = sheet_table(score(filing))
    assert "产出指标  新增图书  40.00  40.00  40 × 2100 ÷ 2000，封顶 = 40.00" in shown_sheet
    assert shown_sheet.endswith("合计：97 分")


def test_a_grade_is_shown_where_there_is_one(filing: Filing) -> None:
    judged = replace(filing.indicators[1], weight=Decimal(90), score=Decimal(81))
    assert "合计：91 分，等级：优" in sheet_table(score(replace(filing, scheme="mof-2020", indicators=(judged,))))


def test_an_unfinished_sheet_says_what_is_open(filing: Filing) -> None:
    first, second = filing.indicators
    draft = replace(filing, scheme="mof-2020", indicators=(first, replace(second, score=None)))
    lines = sheet_table(score(draft)).splitlines()
    assert "合计：50 分" in lines
    assert "还有 50 分未定。" in lines
    assert "【提醒】indicators.2.score：请为这项定性指标评分。（empty-cell）" in lines
    assert any("未定" in line and "阅读氛围" in line for line in lines)


def test_a_missing_name_leaves_its_cell_empty(filing: Filing) -> None:
    first, _ = filing.indicators
    nameless = replace(filing, indicators=(replace(first, name=None, level1=None, weight=Decimal(80)),))
    assert "80.00" in sheet_table(score(nameless))
