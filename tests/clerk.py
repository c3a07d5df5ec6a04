"""Clerks at a real service with a database file of its own: they do something and read what answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from bot.conversation.events import Event, Pressed, typed
from bot.filing import GROUPS
from bot.message import Ask, Button, Message, Say
from bot.player import Player
from bot.position import Position, State
from bot.service import Service, Update
from bot.store import chats, filings, people, positions
from bot.store.database import open_database, transaction
from bot.store.invitations import Invitation
from tests.migrated import sqlite_file
from tests.published import with_tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from bot.store.filings import ListedFiling
    from scoring import Filing


@dataclass
class Office:
    """A service and its database. `now` is the time that the service reads."""

    engine: Engine
    now: datetime
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    zone: ClassVar = ZoneInfo("Asia/Shanghai")

    def __post_init__(self) -> None:
        self.service = Service(self.engine, lambda: self.now, self.zone)

    def clerk(self, chat_id: int = 1) -> Clerk:
        with transaction(self.engine) as session:
            people.let_in(session, chat_id, Invitation(), self.now)
        return Clerk(self, chat_id)

    def clerk_with(self, filing: Filing, chat_id: int = 1, *, finished: bool = False) -> Clerk:
        """Return a clerk who has answered everything: at the review, or with the filing finished."""
        passed = frozenset(f"{group}.+" for group in GROUPS)
        with transaction(self.engine) as session:
            number = filings.create(session, chat_id, with_tiers(filing), self.now)
            state: State = "finished" if finished else "draft"
            stored = filings.load(session, number, chat_id)
            assert stored
            positions.keep(session, stored, chat_id, Position(passed=passed, state=state), self.now)
            chats.locked_chat(session, chat_id).filing_id = number
        return self.clerk(chat_id).say("/start")


def open_office(folder: Path, database: Path = Path("office.db")) -> Office:
    return office_at(sqlite_file(folder / database))


def office_at(url: str) -> Office:
    return Office(open_database(url), datetime(2026, 3, 2, 1, tzinfo=UTC))


class Clerk:
    def __init__(self, office: Office, chat_id: int) -> None:
        self._office, self.chat_id = office, chat_id
        self.asked: Ask | None = None
        """The question that stands open; None where the last reply asked nothing."""
        self.last: list[Message] = []
        """What the last thing done was answered with."""

    def do(self, event: Event) -> list[Message]:
        self._office.now += timedelta(seconds=1)
        self._office.service.handle(Update(next(self._office.ids), self.chat_id, event))
        return self.read()

    def read(self) -> list[Message]:
        """Read all that waits in the outbox."""
        waiting = self._office.service.unsent(self.chat_id)
        for each in waiting:
            self._office.service.sent(each.id)
        self.last = [each.message for each in waiting]
        self.asked = next((each for each in reversed(self.last) if isinstance(each, Ask)), None)
        return self.last

    def say(self, *texts: str) -> Clerk:
        """Type each text, commands with their slash."""
        for text in texts:
            self.do(typed(text))
        return self

    def press(self, button: str, question: int | None = None) -> Clerk:
        self.do(Pressed(button, question))
        return self

    def play(self, filing: Filing, until: str = "") -> Clerk:
        """Answer everything from the greeting on, up to the question at the path `until`, else to the finished end."""
        player = Player(filing)
        for event in player.opening():
            self.do(event)
        while self.asked and self.asked.path != until:
            before = self.asked
            self.do(player.answer(before))
            refused = "❗" in self.text
            assert not refused, self.text
        return self

    @property
    def text(self) -> str:
        """All that the last reply says."""
        return "\n".join(each.text for each in self.last if isinstance(each, Ask | Say))

    @property
    def path(self) -> str:
        """Where the open question is."""
        assert self.asked, self.text
        return self.asked.path

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for each in self.last if isinstance(each, Ask | Say) for button in each.buttons)

    @property
    def ids(self) -> list[str]:
        return [button.id for button in self.buttons]

    def filings(self) -> tuple[ListedFiling, ...]:
        with transaction(self._office.engine) as session:
            return filings.listed(session, self.chat_id)

    def filing(self) -> Filing:
        """Return what is stored of the filing worked on last."""
        with transaction(self._office.engine) as session:
            found = filings.content(session, filings.listed(session, self.chat_id)[0].id)
        assert found is not None
        return found
