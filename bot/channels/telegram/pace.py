"""How fast Telegram lets a bot send: one message a second in a chat, thirty a second in all."""

from __future__ import annotations

import asyncio
from collections import deque

PER_CHAT = 1.0  # seconds between two messages of one chat
OVERALL = 30  # messages in any one second
_REMEMBERED = 1000  # chats, before those that may send at once are forgotten


class Pace:
    """Lets each message wait for its turn. A chat that waits holds up no other."""

    def __init__(self, per_chat: float = PER_CHAT, overall: int = OVERALL) -> None:
        self._per_chat = per_chat
        self._last: dict[int, float] = {}
        self._recent: deque[float] = deque(maxlen=overall)

    async def message(self, chat_id: int) -> None:
        """Wait until this chat may get a new message."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._last.get(chat_id, 0) + self._per_chat)
        self._last[chat_id] = at
        if len(self._last) > _REMEMBERED:
            self._last = {chat: last for chat, last in self._last.items() if last > now - self._per_chat}
        if at > now:
            await asyncio.sleep(at - now)
        await self.call()

    async def call(self) -> None:
        """Wait until anything may be sent at all."""
        now = asyncio.get_running_loop().time()
        full = len(self._recent) == self._recent.maxlen
        at = max(now, self._recent[0] + 1) if full else now
        self._recent.append(at)
        if at > now:
            await asyncio.sleep(at - now)
