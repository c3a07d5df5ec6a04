"""One of the processes that serve the same database: who fetches updates, and who sends to which chat.

A chat is sent to by one replica at a time. The claim stands in the chat's row, which is locked while it is made, so two
never make it; it ends when nothing is left to send, or when its replica is dead.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import chats, outbox, pruning, replicas
from bot.store.database import repeatable, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.store.chats import Chat
    from bot.store.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a replica is to send to a chat now, the oldest first, and the chat's message that has buttons, if any."""

    messages: tuple[OutboxMessage, ...]
    live: int | None


@dataclass(frozen=True, slots=True)
class Sent:
    """Messages that a chat was sent, and its message that has buttons now."""

    chat_id: int
    messages: tuple[int, ...]
    live: int | None


AT_ONCE = 100
"""Messages of a chat that are looked at at once; where it is several chats', of all of them together."""
NOTHING = Waiting((), None)


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

    def prune(self) -> None:
        """Delete some of what nobody needs any more."""
        with transaction(self._engine) as session:
            pruning.prune(session, self._now())

    def due(self) -> Sequence[int]:
        """Return the chats that something waits for."""
        with transaction(self._engine) as session:
            return outbox.due(session)

    @property
    def hands(self) -> int:
        """How many transactions are worth while at once. In a SQLite file only one writes."""
        return 1 if self._engine.dialect.name == "sqlite" else 4

    def take(self, chat_id: int) -> Waiting:
        """Claim the chat and return what waits for it: nothing where another replica sends to it now."""
        with transaction(self._engine) as session:
            return self._claimed(session, chat_id)

    def sent(self, *sent: Sent) -> dict[int, Waiting]:
        """Note what was sent; return what waits behind it, by chat."""
        with transaction(self._engine) as session:
            found = chats.locked_chats(session, {each.chat_id for each in sent})
            self.note(session, found, sent)
            return self.claim(session, found)

    def failed(self, chat_id: int, messages: Sequence[int]) -> Waiting:
        """Note that messages can never be sent; return what waits behind them."""
        with transaction(self._engine) as session:
            outbox.give_up(session, messages, self._now())
            return self._claimed(session, chat_id)

    def blocked(self, chat_id: int) -> None:
        """Note that the person has blocked the bot: nothing more is sent until they write again."""
        with transaction(self._engine) as session:
            chat = chats.locked_chat(session, chat_id)
            chat.blocked_at, chat.sender_id = self._now(), None
            outbox.give_up(session, [each.id for each in outbox.unsent(session, chat_id)], self._now())

    def note(self, session: Session, found: Mapping[int, Chat], sent: Sequence[Sent]) -> None:
        """Note what was sent, in a transaction that has locked the chats."""
        for each in sent:
            found[each.chat_id].live_message_id = each.live
        if sent:
            outbox.mark_sent(session, [number for each in sent for number in each.messages], self._now())

    def claim(self, session: Session, found: Mapping[int, Chat]) -> dict[int, Waiting]:
        """Claim the chats that this transaction has locked, where something waits, and give up the others.

        Return what this replica is to send: nothing where another one sends, or where it was buried itself.
        """
        mine = [chat for chat in found.values() if chat.blocked_at is None and chat.sender_id in (None, self._id)]
        if not replicas.is_known(session, self._id):
            return {}
        waiting: dict[int, list[OutboxMessage]] = {chat.id: [] for chat in mine}
        for message in outbox.unsent(session, *waiting, limit=AT_ONCE * len(waiting)):
            waiting[message.chat_id].append(message)
        for chat in mine:
            chat.sender_id = self._id if waiting[chat.id] else None
        return {chat.id: Waiting(tuple(waiting[chat.id]), chat.live_message_id) for chat in mine}

    def _claimed(self, session: Session, chat_id: int) -> Waiting:
        return self.claim(session, chats.locked_chats(session, [chat_id])).get(chat_id, NOTHING)
