"""Long pastes. A Telegram app cuts a text over 4096 characters into several messages and does not say so.

Taken one by one, the rest of an answer would be the answer to the next question. So the parts are put together again,
and the conversation sees what the person saw: one text, perhaps too long. Telegram posts the next message of a chat
only when the one before is acknowledged, perhaps to another replica: so the parts wait in the chat's row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.conversation.events import Ended, Part, Said, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.conversation.events import Event, Understood, Uploaded

    Parts = Sequence[Mapping[str, Any]]
    """What came so far of a text: of each part the `update`, when it was `sent`, and its `text`."""

TOGETHER = 2
"""Seconds between the parts of one text at most, as Telegram dates them."""


def due(parts: Parts, update: int, sent: int, event: Event) -> tuple[Parts, tuple[Understood | Uploaded, ...]]:
    """Return the parts that wait when an event has come, and what is to be handled then."""
    match event:
        case Part(text):
            part = {"update": update, "sent": sent, "text": text}
            return ([*parts, part], ()) if _goes_on(parts, sent) else ([part], _whole(parts))
        case Said(text) if _goes_on(parts, sent):
            return (), _whole([*parts, {"text": text}])
        case Ended():
            return ((), _whole(parts)) if parts and update == end_of(parts) else (parts, ())
    return (), (*_whole(parts), event)


def end_of(parts: Parts) -> int:
    """Return the id of the update that ends these parts where nothing else does. No channel's update has it."""
    return -int(parts[-1]["update"])


def _goes_on(parts: Parts, sent: int) -> bool:
    return bool(parts) and sent - parts[-1]["sent"] <= TOGETHER


def _whole(parts: Parts) -> tuple[Understood, ...]:
    return (typed("".join(part["text"] for part in parts)),) if parts else ()
