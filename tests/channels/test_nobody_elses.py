"""What a client invents reads in both channels like what does not exist, and shows nothing of anybody else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.channels.telegram import outbox
from bot.conversation.events import Command, Pressed
from bot.service import Service
from bot.store import people, roles
from bot.store.database import transaction
from bot.store.invitations import Invitation
from tests.bot_api import PEOPLE, BotApi
from tests.channels.running import running
from tests.chat_process import DATABASE, Chat
from tests.office.neighbours import NOW, Neighbours
from tests.office.posts import ADMINISTRATOR, CLERK, GREEN_1, WHITE_1
from tests.office.presses import FILING_BUTTONS, GHOST, presses
from tests.office.theirs import strange_words

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.bot_api import Person

BEFORE = ("", ":", "1:", f"{'9' * 20}:", "x:")
"""What may stand before a button's id in what a press brings back: a question's number, and what is none."""
SHAPES = (*FILING_BUTTONS, "campaign.{}.close", "begin.{}", "who.unit.{}", "nudge.{}")


def test_on_this_machine_whoever_runs_the_bot_does_what_an_administrator_may(tmp_path: Path) -> None:
    there = Neighbours(f"sqlite:///{tmp_path / DATABASE}")
    tried = [each for each in presses(there, ADMINISTRATOR) if not each.changes and "administrator" not in each.button]
    with Chat(tmp_path) as chat:
        chat.do(Command("start"))
        for press in islice(tried, 0, None, 25):
            nothing = chat.do(Pressed(press.ghost))
            answer = chat.do(Pressed(press.button))
            assert press.reaches == (answer != nothing), press
            assert not strange_words(there, ADMINISTRATOR, json.dumps(answer, ensure_ascii=False)), press
    there.engine.dispose()


async def test_what_a_client_of_telegram_invents_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "SWEEP", 0.05)
    monkeypatch.setattr(Service, "remind", lambda _: False)  # what is due comes unasked, between two answers
    there = Neighbours(f"sqlite:///{tmp_path / 'bot.db'}")
    with transaction(there.engine) as session:
        people.let_in(session, PEOPLE[0], Invitation(), NOW)
        roles.give(session, PEOPLE[0], GREEN_1, "clerk", NOW)
    own = there.paper(GREEN_1, "filed").id
    theirs = [there.paper(WHITE_1, stand).id for stand in ("draft", "submitted", "filed")]
    with BotApi() as api:
        clerk = api.person("张三")
        async with running(api, Service(there.engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"))):
            await clerk.say("/start")
            for shape in SHAPES:
                for before in BEFORE:
                    said = [await invented(clerk, f"{before}{shape.format(each)}") for each in (GHOST, *theirs)]
                    assert len({*said}) == 1, (before, shape)
            assert f"密{own:03}" in await invented(clerk, f":read.{own}")
            assert not strange_words(there, 10 * GREEN_1 + CLERK, clerk.screen())
    there.engine.dispose()


async def invented(clerk: Person, data: str) -> str:
    """Bring back what no button holds; return what the bot says at last."""
    seen = clerk.chat.seen
    clerk.press_ahead(data)
    await clerk.until(lambda: clerk.chat.seen > seen, data)
    return clerk.last.text
