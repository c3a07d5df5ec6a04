"""A service that lets a test hear which question was sent last to whom, and so what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Ask
from bot.replica import Replica
from bot.service import Service
from bot.store import outbox
from tests.bot_api.bell import Bell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from bot.replica import Sent
    from bot.store.tables import ChatRecord

PATIENCE = 30.0  # seconds that a question may take


class Overheard(Service):
    """The service. `asked` is the last question of each chat; the bell rings whenever something was sent."""

    def __init__(self, *about: object) -> None:
        super().__init__(*about)  # type: ignore[arg-type]  # what a Service takes
        self.asked: dict[int, Ask] = {}
        self.bell = Bell()

    def replica(self) -> Replica:
        return OverheardReplica(self)

    def number(self, chat_id: int) -> int:
        """Return the number of the chat's last question; 0 before the first."""
        return self.asked[chat_id].number if chat_id in self.asked else 0

    async def next_question(self, chat_id: int, after: int) -> Ask:
        """Wait until a chat has a question that comes after the one with that number."""
        heard = await self.bell.until(lambda: self.number(chat_id) > after, PATIENCE)
        assert heard, f"no answer to {self.asked.get(chat_id)}"
        return self.asked[chat_id]


class OverheardReplica(Replica):
    def __init__(self, service: Overheard) -> None:
        super().__init__(service._engine, service._now)  # noqa: SLF001 - the test's own service
        self._service = service

    def note(self, session: Session, found: Mapping[int, ChatRecord], sent: Sequence[Sent]) -> None:
        for each in sent:
            waiting = [message for message in outbox.unsent(session, each.chat_id) if message.id in each.messages]
            for message in waiting:
                if isinstance(message.message, Ask):
                    self._service.asked[each.chat_id] = message.message
        super().note(session, found, sent)
        self._service.bell.ring()
