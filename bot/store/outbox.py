"""Replies that wait to be sent. They were stored together with what they answer, so none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from bot.message import Message, from_json, to_json
from bot.store.tables import CHAT, OUTBOX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

_INSERT = insert(OUTBOX)
_WAITS = (OUTBOX.c.sent_at.is_(None), OUTBOX.c.given_up_at.is_(None))
_UNSENT = (
    select(*OUTBOX.c["id", "chat_id", "payload", "edits", "created_at"])
    .where(OUTBOX.c.chat_id.in_(bindparam("chats", expanding=True)), *_WAITS)
    .order_by(OUTBOX.c.chat_id, OUTBOX.c.id)
    .limit(bindparam("limit"))
)
_DUE = (
    select(OUTBOX.c.chat_id)
    .distinct()
    .join(CHAT, CHAT.c.id == OUTBOX.c.chat_id)
    .where(*_WAITS, CHAT.c.blocked_at.is_(None), CHAT.c.id > 0)
)
_THESE = OUTBOX.c.id.in_(bindparam("messages", expanding=True))
_SENT = update(OUTBOX).where(_THESE).values(sent_at=bindparam("at"))
_GIVEN_UP = update(OUTBOX).where(_THESE).values(given_up_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Letter:
    """Messages to a chat, in their order. `edits` is for the first one; the others follow it anew."""

    chat_id: int
    messages: Sequence[Message]
    edits: bool = False


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to send; `edits`: in place of the chat's live message. Those of a turn were stored `at` one moment."""

    id: int
    chat_id: int
    message: Message
    edits: bool
    at: datetime


def enqueue(session: Session, *letters: Letter, at: datetime) -> None:
    """Store messages to be sent to some chats: of all of them at once, which costs hardly more than of one."""
    rows: list[dict[str, Any]] = [
        {"chat_id": each.chat_id, "payload": to_json(message), "edits": each.edits and not place, "created_at": at}
        for each in letters
        for place, message in enumerate(each.messages)
    ]
    if rows:
        session.connection().execute(_INSERT, rows)


def unsent(session: Session, *chat_ids: int, limit: int = 100) -> tuple[OutboxMessage, ...]:
    """Return up to `limit` messages that wait to be sent to the chats: one chat after the other, the oldest first."""
    return tuple(
        OutboxMessage(row.id, row.chat_id, from_json(row.payload), row.edits, row.created_at)
        for row in session.connection().execute(_UNSENT, {"chats": chat_ids, "limit": limit})
    )


def due(session: Session) -> list[int]:
    """Return the people's chats that something can be sent to, whoever sends to them. The terminal's is no such one."""
    return list(session.connection().execute(_DUE).scalars())


def mark_sent(session: Session, messages: Sequence[int], at: datetime) -> None:
    """Note that the messages were sent."""
    session.connection().execute(_SENT, {"messages": messages, "at": at})


def give_up(session: Session, messages: Sequence[int], at: datetime) -> None:
    """Note that the messages can never be sent, so that those behind them may go on."""
    session.connection().execute(_GIVEN_UP, {"messages": messages, "at": at})
