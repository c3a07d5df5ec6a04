"""Sending what the service has stored as replies: in order in each chat, until Telegram has taken it or refused it.

A message is marked sent after it was sent. A crash in between repeats it; nothing that is shown twice does harm.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.patience import pauses, place, seconds, stubbornly
from bot.message import Say, Send

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

    from bot.channels.telegram.screen import Screen
    from bot.service import Service
    from bot.store.outbox import OutboxMessage

NOT_MADE = Say(text="这份文件没有做成，您的答案都已保存。请稍后再点一次按钮；如果还是不行，请联系管理员。")

SWEEP = 10.0  # seconds between two looks at the whole outbox

log = logging.getLogger(__name__)


class Outbox:
    """The sender. Each chat with something to send has a task of its own, so that none waits for another."""

    def __init__(self, service: Service, screen: Screen) -> None:
        self._service, self._screen = service, screen
        self._woken: set[int] = set()
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def sweep(self) -> Never:
        """Take up what a former process has left, and then, now and again, what nobody woke us for."""
        while True:
            for message in await self._unsent(None):
                self.wake(message.chat_id)
            await asyncio.sleep(SWEEP)

    def wake(self, chat_id: int) -> None:
        """Tell that there may be something to send in this chat."""
        self._woken.add(chat_id)
        if chat_id not in self._tasks:
            self._tasks[chat_id] = asyncio.create_task(self._drain(chat_id))

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The sending that goes on now. What is cancelled stays in the outbox."""
        return set(self._tasks.values())

    async def _drain(self, chat_id: int) -> None:
        try:
            while chat_id in self._woken:
                self._woken.discard(chat_id)
                while messages := await self._unsent(chat_id):
                    for message in messages:
                        await self._deliver(message)
        finally:
            del self._tasks[chat_id]

    async def _unsent(self, chat_id: int | None) -> Sequence[OutboxMessage]:
        return await stubbornly("读取待发消息", asyncio.to_thread, self._service.unsent, chat_id)

    async def _deliver(self, message: OutboxMessage) -> None:
        patience = pauses()
        while True:
            try:
                return await self._show(message)
            except RetryAfter as error:
                pause = seconds(error)
                log.warning("Telegram 要求 %.0f 秒后再发消息 %s", pause, message.id)
            except (BadRequest, Forbidden) as error:
                return await self._give_up(message, error.message)
            except TelegramError as error:
                pause = next(patience)
                log.warning("消息 %s 没发出去（%s），%.1f 秒后再发", message.id, error.message, pause)
            except Exception as error:  # noqa: BLE001 - a document that cannot be made must not hold up the chat
                return await self._give_up(message, place(error))
            await asyncio.sleep(pause)

    async def _show(self, message: OutboxMessage) -> None:
        before = await stubbornly("读取带按钮的消息", asyncio.to_thread, self._service.live_message, message.chat_id)
        if isinstance(message.message, Send):
            await self._screen.send(message.chat_id, message.message)
            live = before
        else:
            live = await self._screen.tell(message.chat_id, message.message, before, edits=message.edits)
        await stubbornly("记录消息已发", asyncio.to_thread, self._service.sent, message.id, live)
        if before is not None and before != live and live is not None:
            await self._screen.fade(message.chat_id, before)

    async def _give_up(self, message: OutboxMessage, why: str) -> None:
        log.error("消息 %s（%s）发不出去，不再尝试：%s", message.id, _kind(message), why)
        await stubbornly("记录消息发送失败", asyncio.to_thread, self._service.failed, message.id)
        if isinstance(message.message, Send):
            with suppress(TelegramError):  # who blocked the bot need not hear of it
                await self._screen.tell(message.chat_id, NOT_MADE, None, edits=False)


def _kind(message: OutboxMessage) -> str:
    told = message.message
    return told.kind if isinstance(told, Send) else type(told).__name__
