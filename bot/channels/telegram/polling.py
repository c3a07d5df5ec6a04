"""Fetching updates, so that none is acknowledged before its answer is stored.

Telegram forgets an update as soon as it is asked for a later one. So the offset that we ask for never lies behind an
update whose answer is not committed: whatever dies, Telegram still has it, and the service knows those that come twice.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram.arrivals import KINDS
from bot.channels.telegram.parts import UNDER_WAY, joined, may_go_on
from bot.channels.telegram.patience import pauses, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

    from telegram import Bot, Update

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
            updates = await self._fetch(offset)
            if updates is not None and may_go_on(self._new(updates)):
                await asyncio.sleep(UNDER_WAY)
                updates = await self._fetch(offset)
            if updates is not None:
                self._confirmed(offset, empty=not updates)
                for parts in joined(self._new(updates)):
                    self._take(parts)
            if self._busy:
                await asyncio.wait(self._busy.values(), timeout=HELD_UP)

    def _offset(self) -> int | None:
        """Return the first update that is not committed; None if there is none, known or confirmed."""
        return min(self._busy, default=max(self._committed, default=-1) + 1) or None

    def _confirmed(self, offset: int | None, *, empty: bool) -> None:
        # When Telegram has nothing left, the next poll goes without an offset: after a quiet week the ids start anew,
        # perhaps below it.
        self._committed = set() if empty else {number for number in self._committed if number >= (offset or 0)}

    async def _fetch(self, offset: int | None) -> tuple[Update, ...] | None:
        """Return what waits at Telegram; None, after a pause, where that could not be had."""
        try:
            wait = 0 if self._busy else LONG_POLL
            updates = await self._bot.get_updates(offset, timeout=wait, allowed_updates=KINDS)
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

    def _new(self, updates: Sequence[Update]) -> list[Update]:
        return [each for each in updates if each.update_id not in self._busy and each.update_id not in self._committed]

    def _take(self, parts: Sequence[Update]) -> None:
        numbers = [part.update_id for part in parts]
        task = self._intake.take(parts)
        self._busy |= dict.fromkeys(numbers, task)
        task.add_done_callback(lambda _: self._done(numbers))

    def _done(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            del self._busy[number]
        self._committed.update(numbers)
