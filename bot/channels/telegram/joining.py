"""What one turn tells and asks goes into one message where it fits: a chat gets only one message a second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.channels.telegram.text import pieces
from bot.message import Document, Invite, Message, Say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.outbox import OutboxMessage


def together(waiting: Sequence[OutboxMessage]) -> tuple[Sequence[OutboxMessage], Message]:
    """Return the first of the waiting messages with those that follow it in the same message, and that message."""
    shown: Message = waiting[0].message
    for place, each in enumerate(waiting[1:], start=1):
        joined = _joined(shown, each.message) if each.at == waiting[0].at and not each.edits else None
        if joined is None:
            return waiting[:place], shown
        shown = joined
    return waiting, shown


def _joined(told: Message, message: Message) -> Message | None:
    if not isinstance(told, Say) or told.buttons or isinstance(message, Document | Invite):
        return None
    text = f"{told.text}\n\n{message.text}"
    return replace(message, text=text) if len(pieces(text)) == 1 else None
