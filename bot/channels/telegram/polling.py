"""Fetching updates, so that none is acknowledged before its answer is stored.

Telegram forgets an update as soon as it is asked for a later one. So the offset that we ask for never lies behind an
update whose answer is not committed: whatever dies, Telegram still has it, and the service knows those that come twice.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram.api import call
from bot.channels.telegram.arrival import Arrival, arrival
from bot.channels.telegram.arrivals import KINDS
from bot.channels.telegram.patience import pauses, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

    from telegram import Bot

    from bot.channels.telegram.intake import Intake
    from bot.channels.telegram.pulse import Pulse

LONG_POLL = 30  # seconds that Telegram waits for something to happen; some proxies cut what is silent for a minute
HELD_UP = 0.5  # seconds after which a slow update no longer keeps us from asking for others

log = logging.getLogger(__name__)


class Poller:
    """Long polling, by one replica at a time."""

    def __init__(self, bot: Bot, intake: Intake, pulse: Pulse) -> None:
        self._bot, self._intake, self._pulse = bot, intake, pulse
        self._busy: dict[int, asyncio.Task[None]] = {}  # by update id
        self._committed: set[int] = set()  # what Telegram may give once more, because it is not confirmed yet
        self._patience = pauses()

    async def poll(self) -> Never:
        """Fetch and handle updates until cancelled."""
        while True:
            await self._pulse.leading()
            offset = self._offset()
            fetched = await self._fetch(offset)
            if fetched is not None:
                self._confirmed(offset, empty=not fetched)
                for each in self._read(fetched):
                    self._take(each.id, self._intake.take(each))
            if self._busy:
                # What is committed together ends together; those who were answered may be writing again.
                await asyncio.wait(self._busy.values(), timeout=HELD_UP, return_when=asyncio.FIRST_COMPLETED)

    def _offset(self) -> int | None:
        """Return the first update that is not committed; None if there is none, known or confirmed."""
        return min(self._busy, default=max(self._committed, default=-1) + 1) or None

    def _confirmed(self, offset: int | None, *, empty: bool) -> None:
        # When Telegram has nothing left, the next poll goes without an offset: after a quiet week the ids start anew,
        # perhaps below it.
        self._committed = set() if empty else {number for number in self._committed if number >= (offset or 0)}

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]] | None:
        """Return what waits at Telegram, as it came; None, after a pause, where that could not be had."""
        try:
            wait = 0 if self._busy else LONG_POLL
            updates: list[dict[str, Any]] = await call(
                self._bot, "getUpdates", wait, offset=offset, timeout=wait, allowed_updates=KINDS
            )
        except RetryAfter as error:
            pause = seconds(error)
            log.warning("Telegram 要求 %.0f 秒后再收消息", pause)
        except Conflict:
            pause = next(self._patience)
            log.error("另一个程序正在用同一个 BOT_TOKEN 收消息，请只运行一个；%.1f 秒后再试", pause)  # noqa: TRY400
        except TelegramError as error:
            pause = next(self._patience)
            log.warning("收不到 Telegram 的消息（%s），%.1f 秒后再试", error.message, pause)
        else:
            self._patience = pauses()
            return updates
        await asyncio.sleep(pause)
        return None

    def _read(self, fetched: Sequence[dict[str, Any]]) -> list[Arrival]:
        """Return those that are not in hand or committed; one that cannot be read is put aside."""
        new = []
        for each in fetched:
            number = each["update_id"]
            if number in self._busy or number in self._committed:
                continue
            try:
                new.append(arrival(each))
            except Exception as error:  # noqa: BLE001 - whatever it is, the others must go on
                self._take(number, self._intake.refuse(each, error))
        return new

    def _take(self, number: int, task: asyncio.Task[None]) -> None:
        self._busy[number] = task
        task.add_done_callback(lambda _: self._done(number))

    def _done(self, number: int) -> None:
        del self._busy[number]
        self._committed.add(number)
