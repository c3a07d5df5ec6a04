"""A filing that is deleted, and what those are told who have it in hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import lobby
from bot.conversation.events import Offered, Said
from bot.conversation.replies import Telling
from bot.message import Button
from bot.reception import Notice
from bot.store import colleagues, filings, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from bot.conversation.events import Understood
    from bot.conversation.replies import Reply
    from bot.store.chats import Chat
    from bot.store.filings import StoredFiling


def deleted(
    session: Session, chat: Chat, stored: StoredFiling, at: datetime
) -> tuple[tuple[Reply, ...], tuple[Notice, ...]]:
    """Delete the filing in hand; return what is told to them and to colleagues who have it in hand: how to undo it."""
    filings.delete(session, stored.id, chat.id, at)
    chat.filing_id = None
    undo = Button(f"restore.{stored.id}", "↩ 撤销删除")
    asked = lobby.greeting(session, chat.id)
    told = Telling(template="deleted", values={"filing": stored.filing, "who": None})
    shared = {"filing": stored.filing, "who": people.names(session, [chat.id]).get(chat.id) or "同事"}
    notices = tuple(
        Notice(other, Telling(template="deleted", values=shared, buttons=(undo,)))
        for other in colleagues.have_in_hand(session, stored.id, chat.id)
    )
    return (told, replace(asked, buttons=(undo, *asked.buttons))), notices


def missed(session: Session, chat: Chat, event: Understood) -> tuple[Reply, ...]:
    """Answer somebody whose filing in hand was deleted by a colleague, or is of a unit that they have left."""
    said = event.text if isinstance(event, Said) else event.said if isinstance(event, Offered) else None
    lost = (Telling(template="missed", values={"said": said}),) if chat.filing_id else ()
    chat.filing_id = None
    return (*lost, lobby.greeting(session, chat.id))
