"""One person at one terminal: events in, the messages that answer them out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.service import Service, Update

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.conversation.events import Event
    from bot.message import Message, Send

CHAT = 0
"""No Telegram chat has this id."""


class Desk:
    """Hands events to the service and takes its messages from the outbox; documents are written to a folder."""

    def __init__(self, service: Service, folder: Path) -> None:
        self._service, self._folder = service, folder

    def answers(self, event: Event) -> Iterator[Message]:
        """Handle an event and return what answers it. A message counts as sent when the next one is asked for."""
        self._service.handle(Update(time.time_ns(), CHAT, event))
        return self.waiting()

    def waiting(self) -> Iterator[Message]:
        """Return what was stored to be shown, also by an earlier run that was cut off."""
        for waiting in self._service.unsent(CHAT):
            yield waiting.message
            self._service.sent(waiting.id, None)

    def write(self, send: Send) -> Path:
        """Make a document and return where it lies."""
        name, content = self._service.document(send)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        path.write_bytes(content)
        return path
