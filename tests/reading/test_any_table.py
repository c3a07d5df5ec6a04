"""Whatever stands in a table, it is read or left out, and what was read can be stored and filled in."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.events import Offered, Pressed
from bot.proposal import from_json, to_json
from bot.reading import headings
from bot.reading.pasted import pasted_table
from bot.reading.proposing import propose
from bot.reading.table import Row, Table
from scoring import Filing, score
from tests.conversation.talk import Talk

SYNONYMS = (headings.BUDGET_LINES, headings.INDICATORS, headings.FUNDS, headings.TEXTS, headings.FACTS)
LABELS = (*headings.TOTALS, *headings.SUBTOTALS, *headings.NOTES, *headings.FUNDS_TOTAL)
ABOVE = ("单位：万元", "（2022年度）", "总分：97", "填报日期：2023-2-30", "工作任务", "问题和改进措施", "规则方案")
KNOWN = [*ABOVE, *LABELS, *(name for synonyms in SYNONYMS for names in synonyms.values() for name in names)]
FIGURES = ["", "-", "1", "20万", "-5", "98%", "≥95%", "≤9999999999999天", "1e9", "10分", "2023-02-20", "9" * 40, "待定"]
CELLS = st.sampled_from(KNOWN) | st.sampled_from(FIGURES) | st.text(max_size=8)
HEADS = st.sampled_from(
    [
        ("项目内容", "预算金额", "决算金额", "账面支出"),
        ("一级指标", "二级指标", "三级指标", "目标值", "实际完成值", "分值", "得分", "偏差原因"),
        ("三级指标", "指标性质", "分值", "目标数值", "完成数值", "计量单位", "定性档次"),
        ("栏目", "内容", "完成情况"),
        ("项目资金", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ]
)


@st.composite
def sheets(draw: st.DrawFn) -> Table:
    rows = draw(st.lists(HEADS | st.lists(CELLS, max_size=9).map(tuple), max_size=12))
    return Table(draw(st.sampled_from("一二")), tuple(Row(number, row) for number, row in enumerate(rows, 1)))


@settings(max_examples=150)
@given(st.lists(sheets(), max_size=3))
def test_any_tables_become_a_proposal_that_can_be_stored_and_filled_in(tables: list[Table]) -> None:
    proposal = propose("表", tables)
    assert from_json(json.loads(json.dumps(to_json(proposal)))) == proposal
    score(proposal.filing)
    talk = Talk(Filing(scheme="wuhan-2018"))
    talk.does(Offered(proposal))
    assert talk.text
    talk.does(Pressed("yes"))
    assert talk.text
    assert talk.filing.indicators == () or len(talk.filing.indicators) == len(proposal.filing.indicators)


@given(st.text() | st.lists(CELLS, max_size=30).map("\n".join) | st.lists(CELLS, max_size=30).map(" \t\n,".join))
def test_any_text_is_a_table_or_none(text: str) -> None:
    table = pasted_table(text)
    assert table is None or propose("文字", [table]).source == "文字"
