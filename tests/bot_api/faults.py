"""What goes wrong between the bot and Telegram, switched on by a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(kw_only=True)
class Fault:
    """The next `times` calls of `method` (any, if None) for `chat_id` (any, if None) go wrong.

    `status` answers with an HTTP error, 429 with `retry_after` seconds. `cut` closes the connection without an answer,
    before the call had its effect or after it. `delay` lets the answer come late, in seconds.
    """

    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    status: int | None = None
    description: str = "injected fault"
    retry_after: int | None = None
    cut: Literal["before", "after"] | None = None
    delay: float = 0

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Tell whether this call is hit, and count it."""
        hit = self.times > 0 and self.method in (None, method) and self.chat_id in (None, chat_id)
        self.times -= hit
        return hit
