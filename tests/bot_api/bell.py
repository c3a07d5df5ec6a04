"""Waking whoever waits for a change: the server lives in a thread of its own, those who wait in loops of theirs."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Bell:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def ring(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for loop, event in waiting:
            with suppress(RuntimeError):  # who waited is gone, with the loop
                loop.call_soon_threadsafe(event.set)

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until the condition holds; tell whether it came to hold in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    event = asyncio.Event()
                    with self._lock:
                        self._waiting.append((asyncio.get_running_loop(), event))
                    if condition():
                        return True
                    await event.wait()
        return condition()
