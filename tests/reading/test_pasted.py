"""Text from Excel, WeChat or a notebook, and text that is none of these."""

from __future__ import annotations

import pytest

from bot.reading.pasted import pasted_table
from bot.reading.proposing import propose


def amounts(text: str) -> list[tuple[object, ...]] | None:
    """Return the lines of a pasted text as name and whole yuan."""
    table = pasted_table(text)
    if table is None:
        return None
    lines = propose("文字", [table]).filing.budget_lines
    return [(line.name, *(each and int(each) for each in (line.budgeted, line.settled, line.booked))) for line in lines]


BOTH = [("惠民项目", 200000, 200000, 200000), ("工作经费", 15740, 15740, 15740)]


@pytest.mark.parametrize(
    "text",
    [
        "惠民项目\t200,000.00\t200,000.00\t200,000.00\n工作经费\t15,740.00\t15,740.00\t15,740.00",
        "1\t惠民项目\t200000\t200000\t200000\n2\t工作经费\t15740\t15740\t15740\n合计\t215740\t215740\t215740",
        "惠民项目 20万 20万 20万\n工作经费 15740元 15740元 15740元",
        "1. 惠民项目 200000 200000 200000\n2、工作经费 15740 15740 15740",
        "惠民项目,200000,200000,200000\n工作经费,15740,15740,15740",
        '惠民项目,"200,000.00","200,000.00","200,000.00"\n工作经费,"15,740.00","15,740.00","15,740.00"',
        "惠民项目，200000，200000，200000\r\n\r\n工作经费，15740，15740，15740\r\n",
        "账面支出 决算金额 项目内容 预算金额\n200000 200000 惠民项目 200000\n15740 15740 工作经费 15740",
        "项目内容 预算金额（万元） 决算金额 账面支出\n惠民项目 20 20 20\n工作经费 1.574 1.574 1.574",
    ],
)
def test_lines_between_tabs_spaces_or_commas_are_read(text: str) -> None:
    assert amounts(text) == BOTH


def test_a_name_with_spaces_stays_one_name() -> None:
    assert amounts("社区 惠民 项目 5 6 7\n工作 1 2 3") == [("社区 惠民 项目", 5, 6, 7), ("工作", 1, 2, 3)]
    assert amounts("项目内容 预算 决算 支出\n社区 惠民 5 6 7") == [("社区 惠民", 5, 6, 7)]


def test_one_line_alone_must_have_two_amounts() -> None:
    assert amounts("惠民项目 5 6 7") == [("惠民项目", 5, 6, 7)]
    assert amounts("2018年惠民项目 200") is None


def test_an_amount_that_cannot_be_read_does_not_hide_the_table() -> None:
    assert amounts("惠民项目\t5\t5\t5\n工作经费\t15\t15\t待定") == [("惠民项目", 5, 5, 5), ("工作经费", 15, 15, None)]


def test_a_number_that_is_grouped_between_commas_is_one_number() -> None:
    assert amounts("甲,1,250\n乙,2,500") == [("甲", 1250, None, None), ("乙", 2500, None, None)]
    assert amounts("甲,100,200,300\n乙,100,200,300") == [("甲", 100, 200, 300), ("乙", 100, 200, 300)]


@pytest.mark.parametrize(
    "text",
    [
        "惠民项目",
        "",
        " \n ",
        "2018年惠民项目资金",
        "惠民项目\n2018",
        "为提升服务水平，根据通知（硚财[2019]25号）要求，\n我街道安排资金 200 万元",
        "项目内容 预算金额",
        "一\n二\n三",
    ],
)
def test_what_is_said_in_words_is_no_table(text: str) -> None:
    assert pasted_table(text) is None


def test_indicators_are_read_by_their_headings() -> None:
    table = pasted_table(
        "一级指标\t二级指标\t三级指标\t分值\t目标值\n产出指标\t数量指标\t甲\t10\t≥5次\n\t\t乙\t5\t≥6次"
    )
    assert table
    found = propose("文字", [table]).filing.indicators
    assert [(each.level2, each.name) for each in found] == [("数量指标", "甲"), ("数量指标", "乙")]
    assert [each.weight for each in found] == [10, 5]
