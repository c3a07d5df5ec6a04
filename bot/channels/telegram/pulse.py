"""The heartbeat of this replica: it keeps its claims, and tells whether it is the one to fetch updates."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.channels.telegram.patience import stubbornly
from bot.store.replicas import ALIVE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Never

    from bot.replica import Replica

BEAT = 2.0  # seconds: three beats may be missed before another one takes over
TIDY = 60.0  # seconds between two times that a little of what is old is deleted

log = logging.getLogger(__name__)


class Pulse:
    """Beats as long as it runs."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._thread = ThreadPoolExecutor(1)  # its own: where many updates wait for a thread, life must not seem over
        self._begun, self._leads = asyncio.Event(), asyncio.Event()
        self._last = float("-inf")

    @property
    def is_fresh(self) -> bool:
        """Whether this replica counts as alive: it has reached its database not long ago."""
        return asyncio.get_running_loop().time() - self._last < ALIVE.total_seconds()

    async def begin(self) -> None:
        """Beat for the first time."""
        self._note(leads=await stubbornly("报到", self._in_thread, self._replica.join))
        self._begun.set()

    async def go_on(self) -> Never:
        """Beat until cancelled."""
        while True:
            await asyncio.sleep(BEAT)
            self._note(leads=await stubbornly("报到", self._in_thread, self._replica.beat))

    async def tidy(self) -> Never:
        """Let this replica delete what is old, as long as it is the one to do what one does for all."""
        while True:
            await self.chosen()
            await stubbornly("清理旧记录", asyncio.to_thread, self._replica.prune)
            await asyncio.sleep(TIDY)

    async def begun(self) -> None:
        """Wait for the first beat: before it, nothing can be claimed."""
        await self._begun.wait()

    async def chosen(self) -> None:
        """Wait until this replica is the one to do what one does for all."""
        await self._leads.wait()

    async def leading(self) -> None:
        """Wait until this replica is the one to fetch updates."""
        if not self._leads.is_set():
            log.info("另一个进程正在接收消息，本进程待命")
            await self._leads.wait()

    async def _in_thread(self, call: Callable[[], bool]) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _note(self, *, leads: bool) -> None:
        self._last = asyncio.get_running_loop().time()
        if leads and not self._leads.is_set():
            log.info("由本进程接收消息")
            self._leads.set()
        elif not leads:
            self._leads.clear()
