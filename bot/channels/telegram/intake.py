"""Committing what arrived, by whatever way: chats in parallel, the updates of one chat one after the other."""

from __future__ import annotations

import asyncio
import json
import logging
from hashlib import blake2b
from traceback import format_exception
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from telegram.error import TelegramError

from bot.channels.telegram.api import call
from bot.channels.telegram.arrival import silence
from bot.channels.telegram.arrivals import event_of
from bot.channels.telegram.patience import SOON, pauses, place, rest, stubbornly
from bot.service import Update as Arrived
from bot.store.database import TROUBLE
from bot.store.updates import Poisoned

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from typing import Never

    from telegram import Bot

    from bot.channels.telegram.arrival import Arrival
    from bot.channels.telegram.ledger import Ledger
    from bot.channels.telegram.metrics import Metrics
    from bot.channels.telegram.outbox import Outbox
    from bot.service import Service

UNDER_WAY = 0.7  # seconds that the next part of a long text may be behind
TRIES = 3  # until an update that fails for no outer reason is put aside
REASSURED_AFTER = 10.0  # seconds that an answer may take to be stored before the person is told that it takes long
REASSURANCE = "⏳ 收到了，但现在一时存不下，正在重试；请不用再发一遍。"
ONLY_PRIVATE = "请点我的头像，在私聊里填报；群里不方便谈各单位的数字。"

log = logging.getLogger(__name__)


class Intake:
    """Hands what arrived to the service, until it is stored."""

    def __init__(self, bot: Bot, service: Service, ledger: Ledger, outbox: Outbox, metrics: Metrics) -> None:
        self._bot, self._service, self._ledger, self._outbox, self._metrics = bot, service, ledger, outbox, metrics
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._reassured: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, update: Arrival) -> asyncio.Task[None]:
        """Take up an update. The task ends when it is committed."""
        return self._begun(self._commit(update))

    def refuse(self, update: Mapping[str, Any], error: Exception) -> asyncio.Task[None]:
        """Put aside an update that cannot be read. The task ends when that is committed."""
        poisoned = Poisoned(
            int(update["update_id"]), _chat_of(update), json.dumps(update), "".join(format_exception(error))
        )
        log.error("消息 %s 读不懂（%s），放进 poisoned_update 表", poisoned.id, place(error))
        return self._begun(self._set_aside(poisoned))

    async def end_texts(self) -> Never:
        """End the long texts behind which nothing has come since the last look, whichever replica took their parts."""
        before: Mapping[int, int] = {}
        while True:
            found = await stubbornly("查看没收全的长文字", asyncio.to_thread, self._service.unfinished)
            for chat_id, update_id in found.items():
                if before.get(chat_id) == update_id:
                    self.take(silence(update_id, chat_id))
            before = found
            await asyncio.sleep(UNDER_WAY)

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The work in hand. Telegram gives again the updates of what is cancelled."""
        return set(self._tasks)

    async def _commit(self, update: Arrival) -> None:
        if update.is_private:
            await self._commit_privately(update)
        elif (update.text or "").startswith("/"):
            self._be_courteous(self._bot.send_message(update.chat_id, ONLY_PRIVATE))

    async def _commit_privately(self, update: Arrival) -> None:
        chat_id, loop = update.chat_id, asyncio.get_running_loop()
        arrived = loop.time()
        timer = loop.call_later(REASSURED_AFTER, self._reassure, chat_id)
        try:
            async with self._lanes.setdefault(chat_id, asyncio.Lock()):
                kind = await self._stored(update)
        finally:
            timer.cancel()
        self._reassured.discard(chat_id)
        seconds = loop.time() - arrived
        self._metrics.stored(seconds)
        log.info("update=%s chat=%s event=%s ms=%.0f", update.id, self._pseudonym(chat_id), kind, seconds * 1000)
        if update.press:
            self._be_courteous(call(self._bot, "answerCallbackQuery", callback_query_id=update.press["id"]))

    async def _stored(self, update: Arrival) -> str:
        """Have the update stored, or put aside if it cannot be handled; return what it was, for the log."""
        patience, failures = pauses(longest=SOON), 0
        what = f"处理消息 {update.id}"
        while True:
            try:
                return await self._handle(update)
            except TROUBLE as error:
                await rest(what, error, patience)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next update must go on
                failures += 1
                if failures == TRIES:
                    return await self._put_aside(update, error)
                await rest(what, error, patience)

    async def _handle(self, update: Arrival) -> str:
        async with event_of(self._bot, update, self._service.admits) as event:
            if event is not None:
                waiting = await self._ledger.handled(Arrived(update.id, update.chat_id, event, update.sent))
                self._outbox.go_on(update.chat_id, waiting)
            return type(event).__name__

    async def _put_aside(self, update: Arrival, error: Exception) -> str:
        log.error("消息 %s 试了 %s 次都没能处理（%s），放进 poisoned_update 表", update.id, TRIES, place(error))
        why = "".join(format_exception(error))
        await self._set_aside(Poisoned(update.id, update.chat_id, json.dumps(update.raw), why))
        return "Poisoned"

    async def _set_aside(self, poisoned: Poisoned) -> None:
        self._metrics.count("updates_put_aside")
        await stubbornly(f"放好消息 {poisoned.id}", asyncio.to_thread, self._service.put_aside, poisoned)
        if poisoned.chat_id:
            self._outbox.wake(poisoned.chat_id)

    def _reassure(self, chat_id: int) -> None:
        """Tell once that an answer takes long to be stored; not by the outbox, which may be what is away."""
        if chat_id not in self._reassured:
            self._reassured.add(chat_id)
            self._be_courteous(self._bot.send_message(chat_id, REASSURANCE))

    def _pseudonym(self, chat_id: int) -> str:
        """Return a chat's name in the log. Without the token nobody finds out whose it is."""
        return blake2b(str(chat_id).encode(), key=self._bot.token.encode()[:64], digest_size=6).hexdigest()

    def _be_courteous(self, call: Coroutine[object, object, object]) -> None:
        """Make a call that nothing depends on: it may fail, and nobody waits for it."""
        self._begun(_harmless(call))

    def _begun(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _chat_of(update: Mapping[str, Any]) -> int:
    """Return the private chat of an update that cannot be read; 0 if not even that can be found."""
    for each in update.values():
        match each:
            case {"chat": {"id": int(number), "type": "private"}} | {
                "message": {"chat": {"id": int(number), "type": "private"}}
            }:
                return number
    return 0


async def _harmless(call: Coroutine[object, object, object]) -> None:
    try:
        await call
    except TelegramError as error:
        log.debug("a courtesy failed: %s", error.message)
