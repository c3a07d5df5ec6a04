"""The example filing as people play it: what they do, which question they see then, and what must be stored at last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.conversation.events import Command, Event, Pressed, Said
from bot.demo import EXAMPLE
from bot.player import Player
from bot.store import filings
from bot.store.database import open_database, transaction
from bot.store.tables import AUDIT
from scoring import open_filing
from tests.clerk import open_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from bot.message import Ask
    from scoring import Filing
    from tests.bot_api import Person

PATIENCE = 120.0
"""Seconds that a person waits for the next question, while the bot is killed and comes again."""


@dataclass(frozen=True)
class Stored:
    """What is kept of one chat: its filing, and every change in its order."""

    filing: Filing
    changes: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True)
class Step:
    """What a person does, under which question, and the number of the question that follows; None at the end."""

    event: Event
    under: Ask | None
    followed_by: int | None

    @property
    def text(self) -> str | None:
        """What is typed, or None for a press."""
        match self.event:
            case Said(text):
                return text
            case Command(name, args):
                return f"/{name} {args}".strip()
        return None

    @property
    def button(self) -> tuple[str, str]:
        """The label that is pressed, and what its press brings back."""
        assert isinstance(self.event, Pressed)
        assert self.under
        [label] = [each.label for each in self.under.buttons if each.id == self.event.button]
        return label, f"{self.under.number}:{self.event.button}"


@dataclass(frozen=True)
class Script:
    steps: tuple[Step, ...]
    stored: Stored


def recorded(first: int | None = None) -> Script:
    """Play the example once, or its first steps only."""
    player = Player(open_filing(EXAMPLE))
    steps: list[Step] = []
    with TemporaryDirectory() as folder:
        office = open_office(Path(folder))
        clerk = office.clerk()
        opening = list(player.opening())
        while first is None or len(steps) < first:
            under = clerk.asked
            if not opening and not under:
                break
            event = opening.pop(0) if opening else player.answer(under)  # type: ignore[arg-type]
            clerk.do(event)
            steps.append(Step(event, under, clerk.asked.number if clerk.asked else None))
        stored = stored_of(office.engine, clerk.chat_id)
        office.engine.dispose()
    return Script(tuple(steps), stored)


async def play(person: Person, steps: Sequence[Step], twice: int = 7) -> None:
    """Do every step as soon as its question is on the screen; Telegram delivers each `twice`-th of them twice."""
    for number, step in enumerate(steps):
        copies = 1 + (number % twice == 0)
        if step.text is not None:
            await person.say(step.text, waits=False, copies=copies)
        else:
            await person.press(step.button[0], waits=False, copies=copies)
        await _seen(person, f"{step.followed_by}:" if step.followed_by else ":document.")


async def _seen(person: Person, data: str) -> None:
    """Wait for a question by its number, which is in its buttons."""

    def shown() -> bool:
        return any(key.data.startswith(data) for message in person.told for row in message.keyboard for key in row)

    assert await person.chat.bell.until(shown, PATIENCE), f"{person.name}: {data}\n{person.screen()[-3000:]}"


def stored_in(url: str, chats: Sequence[int]) -> list[Stored]:
    """Return what a database holds of some chats."""
    engine = open_database(url)
    found = [stored_of(engine, chat) for chat in chats]
    engine.dispose()
    return found


def stored_of(engine: Engine, chat_id: int) -> Stored:
    with transaction(engine) as session:
        [listed] = filings.listed(session, chat_id)
        filing = filings.content(session, listed.id)
        columns = AUDIT.c["path", "old", "new"]
        rows = session.connection().execute(select(*columns).where(AUDIT.c.filing_id == listed.id).order_by(AUDIT.c.id))
        assert filing
        return Stored(filing, tuple((row.path, row.old, row.new) for row in rows))
