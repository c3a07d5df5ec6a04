"""What is told to others than the person who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import outbox
from bot.store.outbox import Letter
from bot.wording import worded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlmodel import Session

    from bot.reception import Notice


def notify(session: Session, notices: Iterable[Notice], at: datetime) -> None:
    """Put messages to other people into the outbox, from where whatever bot runs sends them."""
    letters = [Letter(each.chat_id, [worded(each.reply, number=0, filing=each.filing or 0)]) for each in notices]
    outbox.enqueue(session, *letters, at=at)
