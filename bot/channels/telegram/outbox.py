"""Sending what the service has stored as replies: in order in each chat, until Telegram has taken it or refused it.

A message is marked sent after it was sent. A crash in between repeats it; nothing that is shown twice does harm.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.joining import together
from bot.channels.telegram.patience import pauses, place, seconds, stubbornly
from bot.message import Document, Message, Say
from bot.replica import NOTHING, Sent, Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

    from bot.channels.telegram.ledger import Ledger
    from bot.channels.telegram.metrics import Metrics
    from bot.channels.telegram.screen import Screen
    from bot.replica import Replica
    from bot.store.outbox import OutboxMessage

NOT_MADE = Say(text="这份文件没有做成，您的答案都已保存。请稍后再点一次按钮；如果还是不行，请联系管理员。")

SWEEP = 1.0  # seconds between two looks at the whole outbox: so long waits what is told to somebody else

log = logging.getLogger(__name__)


class Outbox:
    """The sender. Each chat with something to send has a task of its own, so that none waits for another."""

    def __init__(self, replica: Replica, ledger: Ledger, screen: Screen, metrics: Metrics) -> None:
        self._replica, self._ledger, self._screen, self._metrics = replica, ledger, screen, metrics
        self._woken: set[int] = set()
        self._noting: set[int] = set()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._fading: set[asyncio.Task[None]] = set()

    async def sweep(self) -> Never:
        """Take up what a former process or a dead replica has left, and what nobody woke us for."""
        while True:
            for chat_id in await stubbornly("读取待发消息", asyncio.to_thread, self._replica.due):
                self.wake(chat_id)
            await asyncio.sleep(SWEEP)

    def wake(self, chat_id: int) -> None:
        """Tell that there may be something to send in this chat."""
        self._woken.add(chat_id)
        if chat_id not in self._tasks:
            self._tasks[chat_id] = asyncio.create_task(self._drain(chat_id, NOTHING))

    def go_on(self, chat_id: int, waiting: Waiting) -> None:
        """Send what this replica has claimed. Where it is sending in the chat already, that comes to it by itself."""
        if chat_id not in self._tasks and waiting.messages:
            self._tasks[chat_id] = asyncio.create_task(self._drain(chat_id, waiting))
        elif chat_id not in self._noting:
            self._woken.add(chat_id)

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The sending that goes on now. What is cancelled stays in the outbox."""
        return {*self._tasks.values(), *self._fading}

    async def _drain(self, chat_id: int, waiting: Waiting) -> None:
        try:
            while waiting.messages or chat_id in self._woken:
                if not waiting.messages:
                    self._woken.discard(chat_id)
                    waiting = await stubbornly("读取待发消息", asyncio.to_thread, self._replica.take, chat_id)
                while waiting.messages:
                    waiting = await self._deliver(chat_id, waiting)
        finally:
            del self._tasks[chat_id]

    async def _deliver(self, chat_id: int, waiting: Waiting) -> Waiting:
        """Send the first message, or the first few in one; return what waits behind."""
        messages, shown = together(waiting.messages)
        patience = pauses()
        while True:
            try:
                return await self._show(chat_id, messages, shown, waiting)
            except RetryAfter as error:
                pause = seconds(error)
                log.warning("Telegram 要求 %.0f 秒后再发消息 %s", pause, messages[0].id)
            except Forbidden:
                return await self._blocked(chat_id)
            except BadRequest as error:
                if len(messages) == 1:
                    return await self._give_up(chat_id, messages[0], error.message)
                messages, shown, pause = messages[:1], messages[0].message, 0  # one of them is to blame
            except TelegramError as error:
                pause = next(patience)
                log.warning("消息 %s 没发出去（%s），%.1f 秒后再发", messages[0].id, error.message, pause)
            except Exception as error:  # noqa: BLE001 - a document that cannot be made must not hold up the chat
                return await self._give_up(chat_id, messages[0], place(error))
            self._metrics.count("send_retries")
            await asyncio.sleep(pause)

    async def _show(self, chat_id: int, messages: Sequence[OutboxMessage], shown: Message, waiting: Waiting) -> Waiting:
        before = waiting.live
        if isinstance(shown, Document):
            await self._screen.send(chat_id, shown)
            live = before
        else:
            live = await self._screen.tell(chat_id, shown, before, edits=messages[0].edits)
        self._metrics.count("messages_sent", len(messages))
        if before is not None and before != live and live is not None:
            self._fade(chat_id, before)
        more = len(waiting.messages) > len(messages) or chat_id in self._woken
        self._woken.discard(chat_id)  # whatever we were woken for, the note finds it
        self._noting.add(chat_id)
        try:
            sent = Sent(chat_id, tuple(each.id for each in messages), live)
            return await stubbornly("记录消息已发", self._ledger.sent, sent, at_once=more)
        finally:
            self._noting.discard(chat_id)

    def _fade(self, chat_id: int, message_id: int) -> None:
        """Take the buttons from a message that has been answered, which nothing waits for."""
        task = asyncio.create_task(self._screen.fade(chat_id, message_id))
        self._fading.add(task)
        task.add_done_callback(self._fading.discard)

    async def _blocked(self, chat_id: int) -> Waiting:
        log.info("有人停用了机器人，在其再来之前不再发消息")
        self._metrics.count("chats_blocked")
        await stubbornly("记录停用", asyncio.to_thread, self._replica.blocked, chat_id)
        return NOTHING

    async def _give_up(self, chat_id: int, message: OutboxMessage, why: str) -> Waiting:
        log.error("消息 %s（%s）发不出去，不再尝试：%s", message.id, _kind(message.message), why)
        self._metrics.count("messages_given_up")
        waiting = await stubbornly("记录消息发送失败", asyncio.to_thread, self._replica.failed, chat_id, [message.id])
        if isinstance(message.message, Document):
            with suppress(TelegramError):  # that is only a courtesy
                await self._screen.tell(chat_id, NOT_MADE, None, edits=False)
        return waiting


def _kind(message: Message) -> str:
    return message.kind if isinstance(message, Document) else type(message).__name__
