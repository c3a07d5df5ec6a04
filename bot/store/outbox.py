"""Replies that wait to be sent. They were stored together with what they answer, so none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from bot.message import Message, from_json, to_json
from bot.store.tables import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

_INSERT = insert(OUTBOX)
_UNSENT = (
    select(*OUTBOX.c["id", "chat_id", "payload", "edits", "attempts"])
    .where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.given_up_at.is_(None))
    .order_by(OUTBOX.c.id)
)
_ONE = update(OUTBOX).where(OUTBOX.c.id == bindparam("message"))


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to send. `edits`: in place of the chat's live message. `attempts` counts the sends that failed."""

    id: int
    chat_id: int
    message: Message
    edits: bool
    attempts: int


def enqueue(session: Session, chat_id: int, messages: Sequence[Message], *, edits: bool, at: datetime) -> None:
    """Store messages to be sent to the chat in this order. `edits` is for the first one; the others follow it anew."""
    rows: list[dict[str, Any]] = [
        {"chat_id": chat_id, "payload": to_json(message), "edits": edits and not place, "created_at": at, "attempts": 0}
        for place, message in enumerate(messages)
    ]
    if rows:
        session.connection().execute(_INSERT, rows)


def unsent(session: Session, chat_id: int | None = None, limit: int = 100) -> tuple[OutboxMessage, ...]:
    """Return up to `limit` messages that wait to be sent, of one chat or of all, the oldest first."""
    statement = (_UNSENT if chat_id is None else _UNSENT.where(OUTBOX.c.chat_id == chat_id)).limit(limit)
    return tuple(
        OutboxMessage(row.id, row.chat_id, from_json(row.payload), row.edits, row.attempts)
        for row in session.connection().execute(statement)
    )


def mark_sent(session: Session, message_id: int, at: datetime) -> int:
    """Note that the message was sent; return its chat."""
    statement = _ONE.values(sent_at=at).returning(OUTBOX.c.chat_id)
    chat_id: int = session.connection().execute(statement, {"message": message_id}).scalar_one()
    return chat_id


def mark_failed(session: Session, message_id: int) -> None:
    """Count a failed attempt; the message stays where it is, first of its chat."""
    session.connection().execute(_ONE.values(attempts=OUTBOX.c.attempts + 1), {"message": message_id})


def give_up(session: Session, message_id: int, at: datetime) -> None:
    """Note that the message can never be sent, so that those behind it may go on."""
    session.connection().execute(_ONE.values(attempts=OUTBOX.c.attempts + 1, given_up_at=at), {"message": message_id})
