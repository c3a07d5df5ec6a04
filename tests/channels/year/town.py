"""The town that lives through the year: sixty phones, one bot, and a clock that only the test sets."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.player import Player
from bot.store import outbox, reminders
from bot.store.database import transaction
from bot.store.office_tables import REMINDER
from tests.channels.overhearing import Overheard
from tests.channels.year.cast import ADMINISTRATOR, COMMUNITIES, PEOPLE, STRANGER, ZONE
from tests.channels.year.paper import filing

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from sqlalchemy import Engine

    from bot.message import Ask
    from tests.bot_api import BotApi, Person
    from tests.bot_api.chats import Shown

PATIENCE = 30.0  # seconds that all may take which is due at one moment
INSTANT = timedelta(microseconds=1)


class Clock:
    """The time of day. It stands still, but for an instant each time that somebody looks: nothing happens at once."""

    def __init__(self) -> None:
        self._at, self._looks = datetime.min.replace(tzinfo=ZONE), count()

    def set(self, moment: datetime) -> None:
        self._at, self._looks = moment, count()

    def __call__(self) -> datetime:
        return self._at + next(self._looks) * INSTANT


class Bot(Overheard):
    """The service, which may be let do so many steps of reminding and no more, as when it is stopped between them."""

    steps_left: int | None = None

    def remind(self) -> bool:
        if self.steps_left == 0:
            return False
        more = super().remind()
        if self.steps_left is not None:
            self.steps_left -= more
        self.bell.ring()
        return more


class Phone:
    """What somebody does with the bot, each time until it has answered."""

    def __init__(self, person: Person, bot: Bot) -> None:
        self.person, self._bot = person, bot

    async def says(self, text: str) -> Ask:
        """Type something that a question follows."""
        return await self._asked(self.person.say(text, waits=False))

    async def presses(self, label: str, under: str = "") -> Ask:
        """Press a button that a question follows. The beginning of its label will do."""
        return await self._asked(self.person.press(self.label(label), under=under, waits=False))

    async def uploads(self, name: str, content: bytes) -> Ask:
        return await self._asked(self.person.upload(name, content, waits=False))

    async def is_told(self, words: str, doing: Awaitable[object]) -> Shown:
        """Do something that is answered by a message with these words; return that."""
        before = len(self.told(words))
        await doing
        await self.person.until(lambda: len(self.told(words)) > before, f"to be told {words!r}")
        return self.told(words)[-1]

    async def is_sent(self, kind: str, doing: Awaitable[object]) -> Shown:
        """Do something that is answered by a picture or a document; return that."""

        def sent() -> list[Shown]:
            return [each for each in self.person.told if each.kind == kind]

        before = len(sent())
        await doing
        await self.person.until(lambda: len(sent()) > before, f"a {kind}")
        return sent()[-1]

    def told(self, words: str) -> list[Shown]:
        return [each for each in self.person.told if words in each.text]

    def label(self, begins: str) -> str:
        """Return the whole label of the lowest button that begins so."""
        return next((each for each in reversed(self.person.buttons()) if each.startswith(begins)), begins)

    async def _asked(self, doing: Awaitable[object]) -> Ask:
        before = self._bot.number(self.person)
        await doing
        return await self._bot.next_question(self.person, before)


class Town:
    def __init__(self, api: BotApi, engine: Engine) -> None:
        self.api, self.engine, self.clock = api, engine, Clock()
        people = {name: api.person(name) for name in (*PEOPLE, STRANGER)}
        self.bot = Bot(engine, self.clock, ZONE, [people[ADMINISTRATOR].id])
        self.phones = {name: Phone(person, self.bot) for name, person in people.items()}
        self.players = {each.name: Player(filing(each)) for each in COMMUNITIES}
        """What is on paper in each community, and how far it was typed in."""
        self.codes: dict[str, str] = {}
        """Of the newest link for each post, such as 长堤社区填报人."""
        self.read: dict[str, int] = {}
        """Up to which message each person's reminders were read."""

    async def settled(self) -> None:
        """Wait until everything is done that is due now, and sent."""
        assert await self.bot.bell.until(self._is_settled, PATIENCE), "something that is due is not done"

    def _is_settled(self) -> bool:
        if len(self.api.updates):
            return False
        now = self.clock()
        waits = select(REMINDER.c.id).where(REMINDER.c.over_at.is_(None), REMINDER.c.fire_at <= now)
        with transaction(self.engine) as session:
            if outbox.due(session):
                return False
            is_over = session.connection().execute(waits).first() is None and not reminders.is_spreading(session, now)
        return is_over or self.bot.steps_left == 0
