from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from bot.documents.narrative import Block, narrative
from scoring import Filing, Funds, Improvement, Task, load_scheme, score
from tests.documents.conftest import HOSTILE
from tests.filings import filings


def blocks_of(filing: Filing) -> tuple[Block, ...]:
    return narrative(filing, score(filing), load_scheme(filing.scheme))


def headings(filing: Filing) -> list[str]:
    return [block.text for block in blocks_of(filing) if block.style in {"heading1", "heading2"}]


def text_of(filing: Filing) -> str:
    return "\n".join(block.text for block in blocks_of(filing))


def test_the_parts_stand_in_the_official_order(street: Filing) -> None:
    assert headings(street) == [
        "一、项目基本情况",
        "（一）项目立项背景和依据",
        "（二）项目预算绩效目标",
        "二、项目绩效分析",
        "（一）项目概况",
        "（二）项目绩效目标完成情况及效果",
        "三、自评结论",
        "（一）自评结论",
        "（二）存在的问题和改进措施",
        "四、2018年度社区治理与基层建设项目绩效自评表（附后）",
    ]


def test_every_clause_of_the_filing_appears_whole_and_in_order(street: Filing) -> None:
    text, at = text_of(street), 0
    clauses = [street.unit_full_name, street.background, street.objective]
    clauses += [task.title for task in street.tasks]
    clauses += [clause for task in street.tasks for clause in (task.title, task.completion)]
    clauses += [street.achievement, *(each.text for each in street.improvements)]
    for clause in clauses:
        assert clause
        at = text.index(clause, at) + len(clause)


def test_the_money_paragraph_names_amounts_and_both_rates(street: Filing) -> None:
    assert (
        "2018年度本项目预算资金5,358,672.00元，实际拨付5,358,672.00元，实际执行5,358,672.00元，"
        "资金到位率100%，预算执行率100%。各项支出见表1。"
    ) in text_of(street)


def test_the_conclusion_names_both_scores_and_the_total(street: Filing, school: Filing) -> None:
    assert "该项自评得分20分。" in text_of(street)
    assert "该项自评得分77分。" in text_of(street)
    assert "绩效自评总分97分。" in text_of(street)
    assert "绩效自评总分98.29分，评价等级为“优”。" in text_of(school)


def test_table_1_follows_its_caption(street: Filing) -> None:
    styles = [block.style for block in blocks_of(street)]
    at = styles.index("table")
    table = blocks_of(street)[at].table
    assert styles[at - 1] == "caption"
    assert table is not None
    assert len(table.rows) == 14


def test_compliance_is_stated_only_if_it_was_confirmed(street: Filing) -> None:
    assert "截留" in text_of(street)
    assert "截留" not in text_of(replace(street, compliant=False))
    assert "截留" not in text_of(replace(street, compliant=None))


def test_what_is_missing_is_left_out_and_the_numbers_stay_right() -> None:
    filing = Filing(scheme="mof-2020", improvements=(Improvement(text="改进"),))
    assert headings(filing) == [
        "一、自评结论",
        "（一）自评结论",
        "（二）存在的问题和改进措施",
        "二、项目支出绩效自评表（附后）",
    ]
    assert "还有100分未定" in text_of(filing)


def test_totals_without_lines_are_told_without_a_table() -> None:
    filing = Filing(scheme="mof-2020", funds=Funds(budget=Decimal(1000), executed=Decimal(905)))
    assert "1．财务管理情况\n本项目预算资金1,000.00元，实际执行905.00元，预算执行率90.5%。" in text_of(filing)
    assert all(block.table is None for block in blocks_of(filing))


def test_a_clause_gets_the_mark_that_its_writer_left_out() -> None:
    text = text_of(Filing(scheme="mof-2020", tasks=(Task(title="甲"), Task(title="乙；"), Task(title="丙"))))
    assert "（1）甲；\n（2）乙；\n（3）丙。" in text


def test_each_line_of_an_answer_is_a_paragraph() -> None:
    blocks = blocks_of(Filing(scheme="mof-2020", background="第一段\n\n第二段"))
    assert [block.text for block in blocks if block.style == "body"][:2] == ["第一段", "第二段"]


def test_what_a_person_wrote_is_never_a_template(hostile: Filing) -> None:
    assert text_of(hostile).count(HOSTILE) >= 1 + 3 + 2 * len(hostile.tasks)


@settings(max_examples=50)
@given(filings())
def test_any_filing_has_a_report(filing: Filing) -> None:
    assert blocks_of(filing)[-1].text.endswith("（附后）")
