from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.conversation.events import Command, Offered, Refused, Said, Unsupported, Uploaded
from bot.reading.arrivals import understood
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_becomes_an_offer_under_the_name_that_the_person_gave_it(tmp_path: Path) -> None:
    file = workbook(tmp_path / "upload", ("项目内容", "预算金额"), ("甲", 5))
    offered = understood(Uploaded(file, "预算.xlsx"))
    assert isinstance(offered, Offered)
    assert offered.proposal.source == "预算.xlsx"
    assert offered.said is None


def test_a_file_that_cannot_be_read_becomes_a_refusal(tmp_path: Path) -> None:
    refused = understood(Uploaded(tmp_path / "没有", "没有.xlsx"))
    assert isinstance(refused, Refused)


def test_a_workbook_without_a_table_that_we_know_is_refused_with_what_would_do(tmp_path: Path) -> None:
    refused = understood(Uploaded(workbook(tmp_path / "upload", ("姓名", "工资"), ("甲", 5)), ""))
    assert isinstance(refused, Refused)
    assert "项目内容" in refused.reason
    assert "/template" in refused.reason


def test_a_pasted_table_keeps_the_text_that_it_came_as() -> None:
    text = "甲 1 1 1\n乙 2 2 2"
    offered = understood(Said(text))
    assert isinstance(offered, Offered)
    assert offered.said == text


def test_a_pasted_table_with_nothing_in_it_is_text() -> None:
    said = Said("项目内容 预算金额\n没有金额的一行")
    assert understood(said) == said


@pytest.mark.parametrize(("kind", "told"), [("large_file", "20 MB"), ("lost_file", "再发一次")])
def test_a_file_that_did_not_arrive_is_refused_too(kind: str, told: str) -> None:
    refused = understood(Unsupported(kind))
    assert isinstance(refused, Refused)
    assert told in refused.reason


def test_everything_else_stays_as_it_is() -> None:
    for event in (Said("宝丰街"), Command("start"), Unsupported("sticker")):
        assert understood(event) is event
