"""What each chat is busy with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam
from sqlmodel import select

from bot.store.database import insert_if_absent
from bot.store.tables import CHAT, ChatRecord

if TYPE_CHECKING:
    from sqlmodel import Session

# Built once, as in `filings`.
_LOCKED = select(ChatRecord).where(CHAT.c.id == bindparam("chat")).with_for_update()


def locked_chat(session: Session, chat_id: int) -> ChatRecord:
    """Return the chat, made if it is new, and locked until the transaction ends.

    What is set on it is written when the transaction commits.
    """
    if chat := session.exec(_LOCKED, params={"chat": chat_id}).one_or_none():
        return chat
    insert_if_absent(session, CHAT, {"id": chat_id, "question": 0})
    return session.exec(_LOCKED, params={"chat": chat_id}).one()
