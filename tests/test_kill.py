"""`kill -9`: what was answered is stored, the same question stands there, and no reply is lost."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.terminal.desk import CHAT
from bot.conversation.events import Command, Pressed, Said
from bot.demo import EXAMPLE
from bot.player import Player
from scoring import open_filing
from tests.chat_process import DATABASE, Chat, question, stored
from tests.clerk import open_office
from tests.published import SEEDLIKE, without_tiers

if TYPE_CHECKING:
    from pathlib import Path

    from bot.conversation.events import Event
    from bot.message import Ask

PROMPTS = {
    "year",
    "objective",
    "budget_lines.2.booked",
    "budget_lines.+",
    "compliant",
    "indicators.4.tier",
    "tasks.11.completion",
    "improvements.+",
}
"""Where it is killed: in every section, at every kind of question, in the middle of groups and between their items."""


def test_killed_at_prompts_of_every_kind_it_asks_the_same_again_and_ends_with_every_answer(tmp_path: Path) -> None:
    filing = open_filing(SEEDLIKE[-1])
    player = Player(filing)
    killed_at: set[str] = set()
    with ExitStack() as chats:
        chat = chats.enter_context(Chat(tmp_path))
        for command in player.opening():
            asked = _question(chat.do(command))
        while asked.path != "review":
            if asked.path in PROMPTS - killed_at:
                killed_at.add(asked.path)
                before = stored(tmp_path)
                chat.kill()
                chat = chats.enter_context(Chat(tmp_path))
                assert _question(chat.do(Command("start"))) == asked
                assert stored(tmp_path) == before
            asked = _question(chat.do(player.answer(asked)))
        chat.kill()
        chat = chats.enter_context(Chat(tmp_path))
        assert _question(chat.do(Command("start"))) == asked
        assert "填报完成：97 分" in str(chat.do(player.answer(asked)))
    assert killed_at == PROMPTS
    assert without_tiers(stored(tmp_path)) == without_tiers(filing)


def _question(replies: list[dict[str, Any]]) -> Ask:
    asked = question(replies)
    assert asked, replies
    return asked


def killing(module: str, owner: str, name: str) -> str:
    """Return code after which a process is killed where it first calls `owner.name`."""
    return f"""
import os, signal
from bot.{module} import {owner}
{owner}.{name} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Give a folder in which the first question of a filing waits for its answer."""
    office = open_office(tmp_path, DATABASE)
    office.clerk(CHAT).say("/new wuhan-2018")
    office.engine.dispose()
    return tmp_path


def say_and_be_killed(folder: Path, event: Event, *place: str) -> None:
    chat = Chat(folder, killing(*place))
    chat.send(event)
    chat.process.communicate()
    assert chat.process.returncode == -signal.SIGKILL


def test_killed_before_the_commit_the_answer_was_never_given(begun: Path) -> None:
    say_and_be_killed(begun, Said("2018"), "store", "outbox", "enqueue")
    assert stored(begun).year is None
    with Chat(begun) as chat:
        assert _question(chat.do(Command("start"))).path == "year"


def test_killed_between_the_commit_and_the_reply_the_answer_is_there_and_the_reply_comes_again(begun: Path) -> None:
    say_and_be_killed(begun, Said("2018"), "service", "Service", "unsent")
    assert stored(begun).year == 2018
    with Chat(begun) as chat:
        replies = chat.do(Said("惠民项目"))
    assert [reply["ask"]["path"] for reply in replies] == ["project", "department"]


def test_killed_when_the_reply_was_made_but_not_shown_it_comes_again(begun: Path) -> None:
    say_and_be_killed(begun, Said("2018"), "channels.terminal", "lines", "_write")
    with Chat(begun) as chat:
        replies = chat.do(Command("start"))
    assert replies[0]["ask"]["path"] == "project"


def test_killed_while_the_picture_is_made_it_is_made_again(tmp_path: Path) -> None:
    office = open_office(tmp_path, DATABASE)
    office.clerk_with(open_filing(EXAMPLE), CHAT)
    office.engine.dispose()
    say_and_be_killed(tmp_path, Pressed("finish"), "service", "Service", "document")
    with Chat(tmp_path) as chat:
        replies = chat.do(Command("start"))
    assert "填报完成：97 分" in replies[0]["say"]["text"]
    assert [reply["send"]["kind"] for reply in replies if "send" in reply] == ["form.png"]
