"""Who acts, in which transaction, and when: all that the office's parts work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.events import Pressed
from bot.reception import Received
from bot.store import roles

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from bot.conversation.replies import Reply
    from bot.message import Document
    from bot.store.chats import Chat


@dataclass(frozen=True, slots=True)
class Scene:
    """One update as the office sees it. `administers` is true of administrators, who may do what 财政 may anywhere."""

    session: Session
    chat: Chat
    at: datetime
    zone: ZoneInfo
    administers: bool

    @property
    def person(self) -> int:
        """The person who acts: their id is that of their private chat."""
        return self.chat.id

    @property
    def today(self) -> date:
        """The day that the person calls today."""
        return self.at.astimezone(self.zone).date()

    def oversees(self, unit: int) -> bool:
        """Whether the person may act as 财政 for this unit."""
        return self.administers or roles.oversees(self.session, self.person, unit)

    def shown(self, *replies: Reply | Document) -> Received:
        """Return what is told, and after it the question of the filing in hand; that of a dialogue still stands."""
        return Received(replies, Pressed("resume") if self.chat.filing_id and not self.chat.dialogue else None)
