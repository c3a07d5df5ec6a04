"""Chats that are in the middle of the example filing, and what their people do next."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.demo import EXAMPLE
from bot.filing_file import dumps
from bot.message import Ask
from bot.player import Player
from bot.service import Service, Update
from bot.store import chats, filings, positions
from bot.store.database import open_database, transaction
from scoring import open_filing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.conversation.events import Event

LEADER = 0
"""The chat that plays the example from its beginning to its end; the others are copied from one that follows it."""
FOLLOWER = -1


class Halfway:
    """A database file with chats 1, 2, 3 …, each somewhere between a third and two thirds of the example."""

    def __init__(self, file: Path, wanted: int) -> None:
        self.engine = open_database(f"sqlite:///{file}")
        self.service = Service(self.engine, _now, ZoneInfo("Asia/Shanghai"), range(FOLLOWER, wanted + 1))
        self._ids = count(1)
        self._events = self._played()
        self._done = self._copied(wanted)
        self._updates = self._following()

    def take_next(self) -> None:
        """Handle what the next chat's person does next."""
        self.service.handle(next(self._updates))

    def answers(self, chat: int) -> dict[str, Any]:
        """Return the answers that a chat has given, as simple values named and nested as in a filing file."""
        with transaction(self.engine) as session:
            filing = filings.content(session, chats.locked_chat(session, chat).filing_id or 0)
        assert filing is not None  # noqa: S101 - every chat was given one
        nested: dict[str, Any] = json.loads(json.dumps(tomllib.loads(dumps(filing)), default=str))
        return nested

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _played(self) -> list[Event]:
        player = Player(open_filing(EXAMPLE))
        events: list[Event] = list(player.opening())
        for event in events:
            asked = self._handled(event)
        while asked:
            events.append(player.answer(asked))
            asked = self._handled(events[-1])
        return events

    def _handled(self, event: Event) -> Ask | None:
        """Handle what the leader does; return what it is asked then."""
        self.service.handle(Update(next(self._ids), LEADER, event))
        messages = self.service.unsent(LEADER)
        for each in messages:
            self.service.sent(each.id)
        return next((each.message for each in messages if isinstance(each.message, Ask)), None)

    def _copied(self, wanted: int) -> dict[int, int]:
        """Copy the follower to every chat while it plays the middle third; return how far each chat has come."""
        done: dict[int, int] = {}
        third = len(self._events) // 3
        for place, event in enumerate(self._events[: 2 * third], start=1):
            self.service.handle(Update(next(self._ids), FOLLOWER, event))
            for chat in range(place - third, wanted + 1, third) if place > third else ():
                self._copy(chat)
                done[chat] = place
        return done

    def _copy(self, chat: int) -> None:
        with transaction(self.engine) as session:
            followed, copied = chats.locked_chat(session, FOLLOWER), chats.locked_chat(session, chat)
            stored = filings.load(session, followed.filing_id or 0, FOLLOWER)
            assert stored is not None  # noqa: S101 - it plays the example
            copied.filing_id = filings.create(session, chat, stored.filing, _now())
            copied.question = followed.question
            fresh = filings.load(session, copied.filing_id, chat)
            assert fresh is not None  # noqa: S101 - it was just made
            positions.keep(session, fresh, chat, stored.position, _now())

    def _following(self) -> Iterator[Update]:
        for further in count():
            for chat, done in self._done.items():
                yield Update(next(self._ids), chat, self._events[done + further])


def _now() -> datetime:
    return datetime.now(UTC)
