"""What each chat is busy with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.database import insert_if_absent
from bot.store.tables import CHAT, ChatRecord

if TYPE_CHECKING:
    from sqlmodel import Session


def locked_chat(session: Session, chat_id: int) -> ChatRecord:
    """Return the chat, made if it is new, and locked until the transaction ends.

    What is set on it is written when the transaction commits.
    """
    if chat := session.get(ChatRecord, chat_id, with_for_update=True):
        return chat
    insert_if_absent(session, CHAT, {"id": chat_id, "question": 0})
    return session.get_one(ChatRecord, chat_id, with_for_update=True)
