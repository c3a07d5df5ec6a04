"""The peer: python-telegram-bot's ConversationHandler with its PicklePersistence, flushed after every update.

Its strongest fair form: one file written once for an update, simple values, nothing but users and states kept, no work
but to store, and no reply.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram import Chat, Message, Update, User
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASKED = 0
NAME = "filing"
ME = b'{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "bench", "username": "bench_bot"}}'


class PickledBot:
    """A bot of one question that is asked again and again; `stored` are the answers that each chat has already."""

    def __init__(self, file: Path, stored: Mapping[int, dict[str, Any]]) -> None:
        self._file = file
        self._loop = asyncio.Runner()
        self._persistence = PicklePersistence(
            file, store_data=PersistenceInput(bot_data=False, chat_data=False, callback_data=False), on_flush=True
        )
        self._application = self._loop.run(self._started(stored))
        self._updates = 0

    async def _started(self, stored: Mapping[int, dict[str, Any]]) -> Application[Any, Any, Any, Any, Any, Any]:
        builder = ApplicationBuilder().token("1:bench").request(_Offline()).get_updates_request(_Offline())
        application = builder.updater(None).persistence(self._persistence).build()
        for chat, answers in stored.items():
            await self._persistence.update_user_data(chat, answers)
            await self._persistence.update_conversation(NAME, (chat, chat), ASKED)
        await self._persistence.flush()
        asked: Any = [MessageHandler(filters.TEXT, _take)]
        application.add_handler(
            ConversationHandler(entry_points=asked, states={ASKED: asked}, fallbacks=[], name=NAME, persistent=True)
        )
        await application.initialize()
        return application

    def take(self, chat: int, text: str) -> None:
        """Handle one answer; when this returns it is on the disk."""
        self._updates += 1
        self._loop.run(self._handle(self._update(chat, text)))

    def _update(self, chat: int, text: str) -> Update:
        person = User(chat, "bench", is_bot=False)
        place = Chat(chat, Chat.PRIVATE)
        return Update(self._updates, Message(self._updates, datetime.now(UTC), place, from_user=person, text=text))

    async def _handle(self, update: Update) -> None:
        await self._application.process_update(update)
        await self._application.update_persistence()
        await self._persistence.flush()
        with self._file.open("rb") as written:
            os.fsync(written.fileno())

    def close(self) -> None:
        """Stop the bot."""
        self._loop.run(self._application.shutdown())
        self._loop.close()


async def _take(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> int:
    assert context.user_data is not None  # noqa: S101 - a person wrote it
    assert update.effective_message is not None  # noqa: S101 - and it is a message
    context.user_data[f"answer {update.update_id}"] = update.effective_message.text
    return ASKED


class _Offline(BaseRequest):
    """Answers who the bot is; nothing else is ever asked, and nothing leaves this process."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: object, **__: object) -> tuple[int, bytes]:
        return 200, ME
