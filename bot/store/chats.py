"""What each chat is busy with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam
from sqlmodel import select

from bot.store.database import insert_those_absent
from bot.store.tables import CHAT, ChatRecord

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlmodel import Session

# Built once, as in `filings`.
_LOCKED = (
    select(ChatRecord)
    .where(CHAT.c.id.in_(bindparam("chats", expanding=True)))
    .order_by(CHAT.c.id)  # so that two who want the same chats never wait for each other
    .with_for_update()
)


def locked_chats(session: Session, chat_ids: Collection[int]) -> dict[int, ChatRecord]:
    """Return several chats as `locked_chat` does, by their ids."""
    wanted = {"chats": sorted(chat_ids)}
    found = {chat.id: chat for chat in session.exec(_LOCKED, params=wanted)}
    if len(found) == len(chat_ids):
        return found
    insert_those_absent(session, CHAT, [{"id": each, "question": 0} for each in sorted({*chat_ids} - {*found})])
    return {chat.id: chat for chat in session.exec(_LOCKED, params=wanted)}


def locked_chat(session: Session, chat_id: int) -> ChatRecord:
    """Return the chat, made if it is new, and locked until the transaction ends.

    What is set on it is written when the transaction commits.
    """
    return locked_chats(session, [chat_id])[chat_id]
