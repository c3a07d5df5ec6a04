"""Long work in a chat: a message says how far it is, and is gone when the work is done. Quick work says nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from telegram.error import TelegramError

from bot.channels.telegram.api import call
from bot.conversation.replies import Telling
from bot.wording import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import Bot

    from bot.channels.telegram.pace import Pace
    from bot.progress import Progress

T = TypeVar("T")

EVERY = 1.0  # seconds of work before it is told of, and between two edits at least


class _Told:
    """The message in the chat, once there is one. It is a courtesy: what goes wrong with it is no matter."""

    def __init__(self, bot: Bot, pace: Pace, chat_id: int) -> None:
        self._bot, self._pace, self._chat_id = bot, pace, chat_id
        self._text = ""
        self._id: int | None = None

    async def show(self, share: float) -> None:
        text = told(Telling(template="working", values={"percent": int(100 * share)})).text
        if text == self._text:
            return
        self._text = text
        with suppress(TelegramError):
            if self._id is None:
                await self._pace.message(self._chat_id)
                sent = await call(self._bot, "sendMessage", chat_id=self._chat_id, text=text)
                self._id = int(sent["message_id"])
            else:
                await self._pace.call()
                await call(self._bot, "editMessageText", chat_id=self._chat_id, message_id=self._id, text=text)

    async def remove(self) -> None:
        if self._id is not None:
            with suppress(TelegramError):
                await call(self._bot, "deleteMessage", chat_id=self._chat_id, message_id=self._id)


async def watched(bot: Bot, pace: Pace, chat_id: int, work: Callable[[Progress], T]) -> T:
    """Do the work in a thread and return what it returns, or raise what it raises."""
    share = 0.0

    def note(done: float) -> None:
        nonlocal share
        share = done

    message = _Told(bot, pace, chat_id)
    working = asyncio.create_task(asyncio.to_thread(work, note))
    try:
        while not (await asyncio.wait({working}, timeout=EVERY))[0]:
            await message.show(share)
        return working.result()
    finally:
        await message.remove()
