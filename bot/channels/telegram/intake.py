"""Fetching updates, so that none is acknowledged before its answer is stored.

Telegram forgets an update as soon as it is asked for a later one. So the offset that we ask for never lies behind an
update whose answer is not committed: whatever dies, Telegram still has it, and the service knows those that come twice.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from telegram.constants import ChatType
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram.arrivals import KINDS, event_of
from bot.channels.telegram.parts import joined, may_go_on
from bot.channels.telegram.patience import pauses, seconds, stubbornly
from bot.service import Update as Arrived

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Never

    from telegram import Bot, Update

    from bot.channels.telegram.outbox import Outbox
    from bot.service import Service

LONG_POLL = 30  # seconds that Telegram waits for something to happen; some proxies cut what is silent for a minute
HELD_UP = 0.5  # seconds after which a slow update no longer keeps us from asking for others
PART_UNDER_WAY = 0.7  # seconds that the next part of a long text may be behind
ONLY_PRIVATE = "请点我的头像，在私聊里填报；群里不方便谈各单位的数字。"

log = logging.getLogger(__name__)


class Intake:
    """Long polling. Chats are served in parallel, the updates of one chat one after the other."""

    def __init__(self, bot: Bot, service: Service, outbox: Outbox) -> None:
        self._bot, self._service, self._outbox = bot, service, outbox
        self._busy: dict[int, asyncio.Task[None]] = {}  # by update id
        self._committed: set[int] = set()  # what Telegram may give once more, because it is not confirmed yet
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._courtesies: set[asyncio.Task[None]] = set()

    async def poll(self) -> Never:
        """Fetch and handle updates until cancelled."""
        while True:
            offset = self._offset()
            updates = await self._fetch(offset)
            if may_go_on(self._new(updates)):
                await asyncio.sleep(PART_UNDER_WAY)
                updates = await self._fetch(offset)
            self._confirmed(offset, empty=not updates)
            for parts in joined(self._new(updates)):
                self._take(parts)
            if self._busy:
                await asyncio.wait(self._busy.values(), timeout=HELD_UP)

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The work in hand. Telegram gives again the updates of what is cancelled."""
        return {*self._busy.values(), *self._courtesies}

    def _offset(self) -> int | None:
        """Return the first update that is not committed; None if there is none, known or confirmed."""
        return min(self._busy, default=max(self._committed, default=-1) + 1) or None

    def _confirmed(self, offset: int | None, *, empty: bool) -> None:
        # When Telegram has nothing left, the next poll goes without an offset: after a quiet week the ids start anew,
        # perhaps below it.
        self._committed = set() if empty else {number for number in self._committed if number >= (offset or 0)}

    async def _fetch(self, offset: int | None) -> tuple[Update, ...]:
        patience = pauses()
        while True:
            try:
                wait = 0 if self._busy else LONG_POLL
                return await self._bot.get_updates(offset, timeout=wait, allowed_updates=KINDS)
            except RetryAfter as error:
                pause = seconds(error)
                log.warning("Telegram 要求 %.0f 秒后再收消息", pause)
            except Conflict:
                pause = next(patience)
                log.error("另一个程序正在用同一个 BOT_TOKEN 收消息，请只运行一个；%.1f 秒后再试", pause)  # noqa: TRY400
            except TelegramError as error:
                pause = next(patience)
                log.warning("收不到 Telegram 的消息（%s），%.1f 秒后再试", error.message, pause)
            await asyncio.sleep(pause)

    def _new(self, updates: Sequence[Update]) -> list[Update]:
        return [each for each in updates if each.update_id not in self._busy and each.update_id not in self._committed]

    def _take(self, parts: Sequence[Update]) -> None:
        """Take up one update, or the parts of one text, which are committed together."""
        numbers = [part.update_id for part in parts]
        chat, message = parts[0].effective_chat, parts[0].message
        if chat and chat.type == ChatType.PRIVATE:
            task = asyncio.create_task(self._commit(parts, chat.id))
            self._busy |= dict.fromkeys(numbers, task)
            task.add_done_callback(lambda _: self._done(numbers))
            return
        self._committed.update(numbers)
        if message and (message.text or "").startswith("/"):
            self._be_courteous(message.reply_text(ONLY_PRIVATE))

    def _done(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            del self._busy[number]
        self._committed.update(numbers)

    async def _commit(self, parts: Sequence[Update], chat_id: int) -> None:
        last = parts[-1]
        async with self._lanes.setdefault(chat_id, asyncio.Lock()):
            await stubbornly(f"处理消息 {last.update_id}", self._handle, parts, chat_id)
        self._outbox.wake(chat_id)
        if last.callback_query:
            self._be_courteous(last.callback_query.answer())

    async def _handle(self, parts: Sequence[Update], chat_id: int) -> None:
        async with event_of(parts) as event:
            if event is not None:
                await asyncio.to_thread(self._service.handle, Arrived(parts[-1].update_id, chat_id, event))

    def _be_courteous(self, call: Coroutine[object, object, object]) -> None:
        """Make a call that nothing depends on: it may fail, and nobody waits for it."""
        task = asyncio.create_task(_harmless(call))
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)


async def _harmless(call: Coroutine[object, object, object]) -> None:
    try:
        await call
    except TelegramError as error:
        log.debug("a courtesy failed: %s", error.message)
