"""A table sent or pasted to the real service on a database file, through a restart, and back out as a document."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.conversation.events import Uploaded
from bot.demo import EXAMPLE
from bot.documents.render import render
from bot.message import Send
from bot.reading.proposing import propose
from bot.reading.workbook import read_workbook
from scoring import open_filing
from tests.clerk import Clerk, Office, open_office
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("项目内容", "预算金额", "决算金额", "账面支出")


@pytest.fixture
def clerk(office: Office) -> Clerk:
    return office.clerk().say("/start")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return workbook(tmp_path / "预算.xlsx", HEADINGS, ("甲", 5, 6, 7), ("乙", "待定", 6, 7))


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(render(open_filing(EXAMPLE), "form.xlsx"))
    return path


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    rows = (("总分：10",), ("一级指标", "三级指标", "分值", "目标值", "实际完成值", "得分"))
    return workbook(tmp_path / "别处.xlsx", *rows, ("产出指标", "办学条件", 10, "明显改善", "有所改善", 9))


def sends(clerk: Clerk, path: Path) -> str:
    clerk.do(Uploaded(path, path.name))
    return clerk.text


def test_a_table_waits_for_its_yes_through_a_restart(clerk: Clerk, table: Path, tmp_path: Path) -> None:
    clerk.say("/new mof-2020")
    assert "第 3 行：预算金额先空着" in sends(clerk, table)
    assert clerk.filing().budget_lines == ()
    restarted = open_office(tmp_path)
    restarted.ids = count(100)
    again = restarted.clerk()
    again.do(Uploaded(tmp_path / "没有.xlsx", "没有.xlsx"))
    assert "找不到" in again.text
    again.press("yes")
    assert [line.name for line in again.filing().budget_lines] == ["甲", "乙"]
    assert "填好了" in again.text
    restarted.engine.dispose()


def test_a_finished_form_fills_a_new_filing_in_one_go(clerk: Clerk, form: Path) -> None:
    clerk.say("/new wuhan-2018")
    assert "没有发现问题" in sends(clerk, form)
    clerk.press("yes").press("finish")
    assert "97 分" in clerk.text
    assert clerk.filing() == open_filing(EXAMPLE)


def test_without_a_filing_in_hand_a_form_is_checked(clerk: Clerk, elsewhere: Path, table: Path) -> None:
    told = sends(clerk, elsewhere)
    assert "合计 9 分，表上写的是 10 分" in told
    assert "先发 /new" in told
    assert "请先新建一份" in sends(clerk, table)
    assert clerk.filings() == ()
    assert clerk.path == "scheme"


def test_without_a_filing_in_hand_a_workbook_of_ours_begins_one(clerk: Clerk, form: Path) -> None:
    assert "新建了一份" in sends(clerk, form)
    assert clerk.path == "import"
    clerk.press("yes")
    assert clerk.filing() == open_filing(EXAMPLE)


def test_without_a_filing_in_hand_an_unreadable_file_is_told(clerk: Clerk, tmp_path: Path) -> None:
    assert "找不到" in sends(clerk, tmp_path / "没有.xlsx")
    assert clerk.path == "scheme"


def test_with_a_finished_filing_in_hand_a_table_is_not_filled_in(office: Office, table: Path, elsewhere: Path) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True)
    assert "合计 9 分" in sends(clerk, elsewhere)
    assert "这份自评已经完成" in sends(clerk, table)
    assert clerk.filing() == open_filing(EXAMPLE)


def test_with_a_finished_filing_in_hand_an_unreadable_file_is_told(office: Office, tmp_path: Path) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True)
    assert "找不到" in sends(clerk, tmp_path / "没有.xlsx")


def test_a_pasted_table_fills_the_group_that_asks_for_it(clerk: Clerk) -> None:
    clerk.say("/new mof-2020", "2025", "项目", "/skip", "青禾街", "/skip", "/skip", "/skip", "/skip")
    assert clerk.path == "budget_lines.+"
    clerk.say("甲\t5\t6\t7\n乙\t5\t6\t7").press("yes")
    assert len(clerk.filing().budget_lines) == 2
    assert clerk.path == "allocated"


@pytest.mark.parametrize("begun", ["", "/new wuhan-2018"])
def test_the_blank_workbook_is_sent_at_any_time_and_the_question_again(
    clerk: Clerk, office: Office, begun: str, tmp_path: Path
) -> None:
    if begun:
        clerk.say(begun)
    before = clerk.path
    clerk.say("/template")
    [sent] = [message for message in clerk.last if isinstance(message, Send)]
    assert clerk.path == before
    name, content = office.service.document(sent)
    assert name.endswith(".xlsx")
    path = tmp_path / "空白.xlsx"
    path.write_bytes(content)
    scheme = propose(name, read_workbook(path)).filing.scheme
    assert scheme == ("wuhan-2018" if begun else "mof-2020")
