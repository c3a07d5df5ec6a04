"""What Telegram gives, as far as we need it. The library's object of an update takes longer to make than the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.constants import ChatType

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came (`raw`): a `message`, a changed one, or the press of a button; or, with no `raw`, silence.

    `chat_id` is 0 where it is in no chat; `sent` is the message's moment in seconds, 0 where there is none.
    """

    id: int
    raw: Mapping[str, Any]
    chat_id: int
    is_private: bool
    message: Mapping[str, Any] | None = None
    text: str | None = None
    sent: int = 0
    is_edited: bool = False
    press: Mapping[str, Any] | None = None


def arrival(raw: Mapping[str, Any]) -> Arrival:
    """Read an update. Raises KeyError, TypeError, ValueError or AttributeError for what is none."""
    message, edited, press = raw.get("message"), raw.get("edited_message"), raw.get("callback_query")
    holder = message or edited or (press or {}).get("message") or {}
    chat = holder.get("chat") or {"id": 0, "type": None}
    text = message.get("text") if message else None
    if text is not None and not isinstance(text, str):
        raise TypeError("a text that is none")
    return Arrival(
        id=_whole(raw["update_id"]),
        raw=raw,
        chat_id=_whole(chat["id"]),
        is_private=chat["type"] == ChatType.PRIVATE,
        message=message,
        text=text,
        sent=_whole(message["date"]) if message else 0,
        is_edited=bool(edited),
        press=press,
    )


def silence(number: int, chat_id: int) -> Arrival:
    """Return what says that nothing came behind a long text."""
    return Arrival(number, {}, chat_id, is_private=True)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a number that is none")
    return value
