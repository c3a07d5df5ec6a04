"""What each chat is busy with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, event, select, update
from sqlmodel import Session

from bot.store.database import insert_those_absent
from bot.store.tables import CHAT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime


@dataclass(slots=True)
class Chat:
    """A chat, locked: what is set on it is written when the transaction commits. What it holds, its table says."""

    id: int
    filing_id: int | None = None
    dialogue: str | None = None
    question: int = 0
    live_message_id: int | None = None
    sender_id: int | None = None
    blocked_at: datetime | None = None
    parts: Sequence[Mapping[str, Any]] | None = None


_NAMES = [field.name for field in fields(Chat)]
_values = attrgetter(*_NAMES)

# Built once, as in `filings`; and rows, not objects that the ORM watches: they are read and written at every update.
_LOCKED = (
    select(*CHAT.c[*_NAMES])
    .where(CHAT.c.id.in_(bindparam("chats", expanding=True)))
    .order_by(CHAT.c.id)  # so that two who want the same chats never wait for each other
    .with_for_update()
)
_SAVE = (
    update(CHAT)
    .where(CHAT.c.id == bindparam("to_id"))
    .values({name: bindparam(f"to_{name}") for name in _NAMES if name != "id"})
)
_WITH_PARTS = select(CHAT.c.id, CHAT.c.parts).where(CHAT.c.parts.is_not(None))
_HELD = "chats"
"""Where a session keeps the chats that its transaction has locked, each beside the values that it had."""


def locked_chat(session: Session, chat_id: int) -> Chat:
    """Return the chat, made if it is new, and locked until the transaction ends."""
    return locked_chats(session, [chat_id])[chat_id]


def locked_chats(session: Session, chat_ids: Collection[int]) -> dict[int, Chat]:
    """Return several chats as `locked_chat` does, by their ids."""
    held: dict[int, tuple[Chat, tuple[Any, ...]]] = session.info.setdefault(_HELD, {})
    if missing := sorted({*chat_ids} - held.keys()):
        rows = session.connection().execute(_LOCKED, {"chats": missing}).all()
        if len(rows) < len(missing):
            insert_those_absent(session, CHAT, [{"id": each, "question": 0} for each in missing])
            rows = session.connection().execute(_LOCKED, {"chats": missing}).all()
        held |= {row.id: (Chat(*row), tuple(row)) for row in rows}
    return {each: held[each][0] for each in chat_ids}


def unfinished(session: Session) -> dict[int, Sequence[Mapping[str, Any]]]:
    """Return the parts of texts whose rest may still come, by chat."""
    return {row.id: row.parts for row in session.connection().execute(_WITH_PARTS)}


@event.listens_for(Session, "before_commit")
def _save(session: Session) -> None:
    held = session.info.pop(_HELD, {})
    changed = [now for chat, before in held.values() if (now := _values(chat)) != before]
    if changed:
        rows = [{f"to_{name}": value for name, value in zip(_NAMES, now, strict=True)} for now in changed]
        session.connection().execute(_SAVE, rows)
