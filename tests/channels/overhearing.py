"""A service that lets a test hear which question is sent last to whom, and so what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Ask
from bot.replica import Replica
from bot.service import Service
from tests.bot_api.bell import Bell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from bot.replica import Waiting
    from bot.store.chats import Chat
    from tests.bot_api import Person


class Overheard(Service):
    """The service. `asked` is the last question of each chat; the bell rings whenever something is written down."""

    def __init__(self, *about: object) -> None:
        super().__init__(*about)  # type: ignore[arg-type]  # what a Service takes
        self.asked: dict[int, Ask] = {}
        self.bell = Bell()

    def replica(self) -> Replica:
        return OverheardReplica(self)

    def number(self, person: Person) -> int:
        """Return the number of the last question to a person; 0 before the first."""
        return self.asked[person.id].number if person.id in self.asked else 0

    async def next_question(self, person: Person, after: int) -> Ask:
        """Wait until a question is on a person's screen that comes after the one with that number."""
        await person.until(lambda: self.number(person) > after and self._is_seen(person), "the next question")
        return self.asked[person.id]

    def _is_seen(self, person: Person) -> bool:
        sign = f"{self.number(person)}:"  # a question's number is in its buttons
        return any(key.data.startswith(sign) for told in person.told for row in told.keyboard for key in row)


class OverheardReplica(Replica):
    def __init__(self, service: Overheard) -> None:
        super().__init__(service._engine, service._now)  # noqa: SLF001 - the test's own service
        self._service = service

    def claim(self, session: Session, found: Mapping[int, Chat]) -> dict[int, Waiting]:
        claimed = super().claim(session, found)
        for chat_id, waiting in claimed.items():
            for each in waiting.messages:
                if isinstance(each.message, Ask):
                    self._service.asked[chat_id] = each.message
        self._service.bell.ring()
        return claimed
