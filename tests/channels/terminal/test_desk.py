from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.channels.terminal.desk import CHAT, Desk, Written
from bot.conversation.events import Command, Pressed, Said
from bot.demo import EXAMPLE
from bot.message import Ask, Say
from scoring import open_filing

if TYPE_CHECKING:
    from pathlib import Path

    from bot.channels.terminal.desk import Shown
    from bot.conversation.events import Event
    from tests.clerk import Office


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Desk:
    return Desk(office.service, tmp_path / "documents")


def answers(desk: Desk, event: Event) -> list[Shown]:
    with desk.answers(event) as messages:
        return list(messages)


def test_what_is_shown_is_shown_once(desk: Desk) -> None:
    assert len(answers(desk, Command("start"))) == 1
    assert [type(message) for message in answers(desk, Command("new", "wuhan-2018"))] == [Say, Ask]


def test_what_was_not_shown_to_its_end_comes_again_before_the_next_answer(desk: Desk, office: Office) -> None:
    answers(desk, Command("new", "wuhan-2018"))
    with suppress(BrokenPipeError), desk.answers(Said("2018")) as messages:
        next(messages)
        raise BrokenPipeError
    assert office.clerk(CHAT).filing().year == 2018
    again = answers(desk, Said("惠民项目"))
    assert [message.path for message in again if isinstance(message, Ask)] == ["project", "department"]


def test_what_is_due_comes_before_the_next_answer(desk: Desk, office: Office) -> None:
    for command in (Command("new", "wuhan-2018"), Command("remind", "2 小时后")):
        answers(desk, command)
    office.now += timedelta(hours=3)
    said = answers(desk, Command("start"))[0]
    assert isinstance(said, Say)
    assert "还差" in said.text
    assert answers(desk, Command("start"))[0] != said


def test_a_document_lies_in_the_folder_under_its_chinese_name(desk: Desk, office: Office, tmp_path: Path) -> None:
    office.clerk_with(open_filing(EXAMPLE), CHAT)
    [picture] = [message for message in answers(desk, Pressed("finish")) if isinstance(message, Written)]
    assert picture.kind == "form.png"
    assert picture.path.parent == tmp_path / "documents"
    assert picture.path.name.endswith("_自评表.png")
    assert picture.path.read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_cannot_be_written_does_not_end_the_talk(desk: Desk, office: Office, tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file, where the folder should be")
    office.clerk_with(open_filing(EXAMPLE), CHAT)
    told = [message.text for message in answers(desk, Pressed("finish")) if isinstance(message, Say)]
    assert any("没有做成" in text and "同名的文件" in text for text in told)
    assert not any("没有做成" in str(message) for message in answers(desk, Command("start"))), "it comes no more"


def test_a_document_that_fails_for_our_own_fault_is_told_and_logged(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> tuple[str, bytes]:
        raise ZeroDivisionError

    office.clerk_with(open_filing(EXAMPLE), CHAT)
    monkeypatch.setattr(office.service, "document", fail)
    with caplog.at_level(logging.ERROR):
        told = [message.text for message in answers(desk, Pressed("finish")) if isinstance(message, Say)]
    assert any("没有做成" in text for text in told)
    assert "ZeroDivisionError" in caplog.text
