"""Our own workbooks, read back: the finished one, the blank one, and what the form alone tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl  # type: ignore[import-untyped]  # publishes no types
import pytest

from bot.documents.blank import template_xlsx
from bot.documents.render import render
from bot.reading.proposing import propose
from bot.reading.workbook import read_workbook
from scoring import BudgetLine, Filing, Scheme, load_scheme, open_filing, schemes, score
from tests.published import OTHERS, SEEDLIKE, as_asked, without_tiers
from tests.reading.tables import table

if TYPE_CHECKING:
    from pathlib import Path

    from bot.proposal import Proposal

PUBLISHED = [*SEEDLIKE, *OTHERS]


def read_back(document: bytes, folder: Path) -> Proposal:
    path = folder / "表.xlsx"
    path.write_bytes(document)
    return propose("表.xlsx", read_workbook(path))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_workbook_of_ours_is_the_same_filing(path: Path, tmp_path: Path) -> None:
    filing = as_asked(open_filing(path))
    proposal = read_back(render(filing, "form.xlsx"), tmp_path)
    assert without_tiers(proposal.filing) == without_tiers(filing)
    assert proposal.left_out == ()
    assert proposal.scheme_named


def test_awkward_texts_come_back_whole(tmp_path: Path) -> None:
    awkward = "=1+1 & < > \" ' @ {{ x }} {% y %} \\ $ # * 硚㎡😀 -5\n第二行"
    line = BudgetLine(name=awkward.replace("\n", " "), budgeted=Decimal("0.01"), settled=None, booked=Decimal("0.00"))
    filing = Filing(scheme="mof-2020", background=awkward + "长" * 2000, project="=SUM(A1)", budget_lines=(line,))
    assert read_back(render(filing, "form.xlsx"), tmp_path).filing == filing


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_form_alone_gives_the_same_score(path: Path, tmp_path: Path) -> None:
    filing = open_filing(path)
    file = tmp_path / "表.xlsx"
    file.write_bytes(render(filing, "form.xlsx"))
    form = [sheet for sheet in read_workbook(file) if sheet.name == "自评表"]
    proposal = propose("表", form)
    assert proposal.left_out == ()
    assert score(proposal.filing).total == score(filing).total
    assert len(proposal.filing.indicators) == len(filing.indicators)
    assert (proposal.filing.project, proposal.filing.year) == (filing.project, filing.year)


@pytest.mark.parametrize("scheme", schemes(), ids=lambda scheme: scheme.id)
def test_the_blank_workbook_says_its_scheme_and_nothing_else(scheme: Scheme, tmp_path: Path) -> None:
    proposal = read_back(template_xlsx(scheme), tmp_path)
    assert proposal.is_empty
    assert proposal.scheme_named
    assert proposal.filing.scheme == scheme.id


def test_the_blank_workbook_filled_in_is_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(template_xlsx(load_scheme("wuhan-2018"))))
    for cell, value in {"A3": "惠民项目", "B3": 200000, "C3": "20万", "D3": 199999.5}.items():
        book["表1"][cell] = value
    by_number, by_words = book["绩效指标"][3], book["绩效指标"][4]
    for row, values in (
        (by_number, ("产出指标", "数量指标", "改造小区", 10, "≥5个", 6)),
        (by_words, ("效益指标", "社会效益指标", "居民感受", 10, "更好", "较好", "定性", "部分达成", 7, "还差一点")),
    ):
        for cell, value in zip(row, values, strict=False):
            cell.value = value
    for row in book["文字材料"].iter_rows(min_row=3):
        row[1].value = {"年度": 2025, "填报日期": date(2026, 3, 1)}.get(row[0].value, row[1].value)
    file = BytesIO()
    book.save(file)
    filing = read_back(file.getvalue(), tmp_path).filing
    assert (filing.year, filing.filled_on) == (2025, date(2026, 3, 1))
    [line] = filing.budget_lines
    assert line.budgeted == line.settled == 200000
    assert line.booked == Decimal("199999.50")
    first, second = filing.indicators
    assert (first.kind, first.unit) == ("positive", "个")
    assert (first.target_value, first.actual_value) == (Decimal(5), Decimal(6))
    assert (second.kind, second.tier) == ("qualitative", "partial")
    assert (second.score, second.reason) == (Decimal(7), "还差一点")


def test_facts_that_cannot_be_read_are_told_and_left_open() -> None:
    rows = (
        ("栏目", "内容", "完成情况"),
        ("规则方案", "没有这个", ""),
        ("年度", "去年", ""),
        ("填报日期", "昨日早上", ""),
        ("资金使用合规", "是", ""),
        ("实际拨付资金（元）", "5万", ""),
        ("心情", "好", ""),
        ("工作任务", "改造小区", "已完成"),
        ("工作任务", "", ""),
        ("问题和改进措施", "进度偏慢", ""),
        ("单位全称", "", ""),
    )
    proposal = propose("表", [table(*rows)])
    assert [each.row for each in proposal.left_out] == [2, 3, 4, 7]
    filing = proposal.filing
    assert (filing.compliant, filing.allocated) == (True, Decimal(50000))
    assert [task.completion for task in filing.tasks] == ["已完成"]
    assert [each.text for each in filing.improvements] == ["进度偏慢"]


def test_a_sheet_that_goes_on_beyond_what_is_read_is_told() -> None:
    long = replace(table(("项目内容", "预算"), ("甲", "5")), cut=True)
    [left_out] = propose("表", [long]).left_out
    assert left_out.reason == "这一行以后没有读"


def test_a_table_that_says_no_scheme_is_taken_as_the_usual_form() -> None:
    assert propose("表", [table(("项目内容", "预算"), ("甲", "5"))]).filing.scheme == "mof-2020"
    assert load_scheme("mof-2020").execution.weight == 10
