"""One of the processes that serve the same database: who fetches updates, and who sends to which chat.

A chat is sent to by one replica at a time. The claim stands in the chat's row, which is locked while it is made, so two
never make it; it ends when nothing is left to send, or when its replica is dead.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import chats, outbox, replicas
from bot.store.database import repeatable, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.store.outbox import OutboxMessage
    from bot.store.tables import ChatRecord


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a replica is to send to a chat now, the oldest first, and the chat's message that has buttons, if any."""

    messages: tuple[OutboxMessage, ...]
    live: int | None


class Replica:
    """Synchronous and safe in threads, as the service is. What it notes is repeated after a power cut, at worst."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = repeatable(engine), now
        self._id = secrets.randbits(62)

    def join(self) -> bool:
        """Begin to serve: beat for the first time."""
        with transaction(self._engine) as session:
            return replicas.join(session, self._id)

    def beat(self) -> bool:
        """Note that this replica is alive, for some seconds; tell whether it is the one to fetch updates."""
        with transaction(self._engine) as session:
            return replicas.beat(session, self._id)

    def leave(self) -> None:
        """Note that this replica is gone; what it has not sent is for others."""
        with transaction(self._engine) as session:
            replicas.leave(session, self._id)

    def due(self) -> Sequence[int]:
        """Return the chats that something waits for."""
        with transaction(self._engine) as session:
            return outbox.due(session)

    def take(self, chat_id: int) -> Waiting:
        """Claim the chat and return what waits for it: nothing where another replica sends to it now."""
        with transaction(self._engine) as session:
            return self._claimed(session, chats.locked_chat(session, chat_id))

    def sent(self, chat_id: int, messages: Sequence[int], live: int | None) -> Waiting:
        """Note that messages were sent, and which message has buttons now; return what waits behind them."""
        with transaction(self._engine) as session:
            chat = chats.locked_chat(session, chat_id)
            outbox.mark_sent(session, messages, self._now())
            chat.live_message_id = live
            return self._claimed(session, chat)

    def failed(self, chat_id: int, messages: Sequence[int]) -> Waiting:
        """Note that messages can never be sent; return what waits behind them."""
        with transaction(self._engine) as session:
            outbox.give_up(session, messages, self._now())
            return self._claimed(session, chats.locked_chat(session, chat_id))

    def blocked(self, chat_id: int) -> None:
        """Note that the person has blocked the bot: nothing more is sent until they write again."""
        with transaction(self._engine) as session:
            chat = chats.locked_chat(session, chat_id)
            chat.blocked_at, chat.sender_id = self._now(), None
            outbox.give_up(session, [each.id for each in outbox.unsent(session, chat_id)], self._now())

    def _claimed(self, session: Session, chat: ChatRecord) -> Waiting:
        if chat.blocked_at is not None or chat.sender_id not in (None, self._id):
            return Waiting((), None)
        waiting = outbox.unsent(session, chat.id)
        chat.sender_id = self._id if waiting else None
        return Waiting(waiting, chat.live_message_id)
