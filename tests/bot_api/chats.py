"""What every chat shows: the messages, their buttons, and what buttons they had before."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.bell import Bell


@dataclass(frozen=True, slots=True)
class Key:
    """An inline button."""

    label: str
    data: str


Keyboard = tuple[tuple[Key, ...], ...]


@dataclass(slots=True)
class Shown:
    """One message as it stands now. `text` is what is seen, without markup; a picture's caption counts as text."""

    id: int
    by_bot: bool
    kind: str = "text"
    text: str = ""
    html: str = ""
    keyboard: Keyboard = ()
    file_name: str = ""
    content: bytes = b""
    edits: int = 0
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Chat:
    """One chat, from both sides. `seen` counts what the bot has told anew or instead."""

    id: int
    kind: str = "private"
    messages: dict[int, Shown] = field(default_factory=dict)
    former: list[tuple[int, Key]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    blocked: bool = False
    seen: int = 0
    bell: Bell = field(default_factory=Bell)

    def show(self, message: Shown) -> None:
        """Put a message of the bot on the screen, new or in place of its earlier form."""
        if message.id in self.messages:
            self.remember_buttons(self.messages[message.id])
        self.messages[message.id] = message
        self.seen += 1
        self.bell.ring()

    def remember_buttons(self, message: Shown) -> None:
        """Note the buttons that a message is about to lose."""
        self.former += [(message.id, key) for row in message.keyboard for key in row]

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "first_name": "测试"}

    def message_json(self, message: Shown, bot: dict[str, Any]) -> dict[str, Any]:
        sender = bot if message.by_bot else {"id": self.id, "is_bot": False, "first_name": "测试"}
        told: dict[str, Any] = {"message_id": message.id, "date": 1_700_000_000, "chat": self.as_json(), "from": sender}
        if message.kind == "text":
            told["text"] = message.text
        elif message.kind == "document":
            told["document"] = {"file_id": f"f{message.id}", "file_unique_id": f"u{message.id}"}
        elif message.kind == "photo":
            size = {"file_id": f"f{message.id}", "file_unique_id": f"u{message.id}", "width": 1, "height": 1}
            told |= {"photo": [size], "caption": message.text}
        return told
