"""Showing messages in a chat: what is sent anew, what is edited in place, which message has the buttons."""

from __future__ import annotations

import asyncio
import logging
import struct
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from telegram import InputFile
from telegram.constants import ChatAction, FileSizeLimit, MessageLimit
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.api import call
from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.progress import watched
from bot.channels.telegram.text import pieces
from bot.message import Ask, Invite

if TYPE_CHECKING:
    from telegram import Bot

    from bot.channels.telegram.pace import Pace
    from bot.message import Document, Say
    from bot.service import Service

PHOTO_SIDES = 10_000  # pixels, width and height together
PHOTO_RATIO = 20  # of the longer side to the shorter

log = logging.getLogger(__name__)


class Screen:
    """Shows messages. The service makes documents and invitations, in a thread."""

    def __init__(self, bot: Bot, service: Service, pace: Pace) -> None:
        self._bot, self._service, self._pace = bot, service, pace

    async def tell(self, chat_id: int, message: Ask | Say | Invite, live: int | None, *, edits: bool) -> int | None:
        """Show a message, in place of the `live` one if it `edits`; return the open question's message then.

        A question that is answered keeps its buttons until `fade`, so that a crash in between leaves the person able to
        go on. What is only told, such as the list of documents, keeps its buttons for ever: they are always valid.
        Raises what Telegram raises.
        """
        if isinstance(message, Invite):
            me = await self._bot.get_me()
            message = await asyncio.to_thread(self._service.invitation, chat_id, message, me.username)
        buttons = keyboard(message)
        asks = isinstance(message, Ask)
        *parts, last = pieces(message.text)
        if edits and live is not None and not parts and await self._edited(chat_id, live, last, buttons):
            return live if asks else None
        for part in parts:
            await self._sent(chat_id, part, {})
        sent = await self._sent(chat_id, last, buttons)
        return sent if asks else live

    async def fade(self, chat_id: int, message_id: int) -> None:
        """Take the buttons from a message that has been answered. If that fails, they are known as old when pressed."""
        with suppress(TelegramError):
            await self._pace.call()
            await call(self._bot, "editMessageReplyMarkup", chat_id=chat_id, message_id=message_id)

    async def send(self, chat_id: int, message: Document) -> None:
        """Make a document and send it, a picture as a photo if Telegram takes it as one.

        Raises what Telegram raises, and what goes wrong in the making.
        """
        picture = message.kind.endswith(".png")
        with suppress(TelegramError):
            await self._bot.send_chat_action(
                chat_id, ChatAction.UPLOAD_PHOTO if picture else ChatAction.UPLOAD_DOCUMENT
            )
        name, content = await watched(
            self._bot, self._pace, chat_id, lambda note: self._service.document(message, note)
        )
        caption = PurePath(name).stem.replace("_", " ")[: MessageLimit.CAPTION_LENGTH]
        await self._pace.message(chat_id)
        if picture and is_photo(content):
            try:
                await self._bot.send_photo(chat_id, InputFile(content, name), caption)
            except BadRequest as error:
                log.warning("Telegram 不收这张图片（%s），改为文件发送", error.message)
            else:
                return
        await self._bot.send_document(chat_id, InputFile(content, name))

    async def _edited(self, chat_id: int, message_id: int, text: str, buttons: dict[str, Any]) -> bool:
        await self._pace.call()
        try:
            await call(self._bot, "editMessageText", chat_id=chat_id, message_id=message_id, **_worded(text), **buttons)
        except BadRequest as error:
            # Not modified: it already shows this, because the edit comes twice. Anything else: it cannot be edited.
            return "not modified" in error.message
        return True

    async def _sent(self, chat_id: int, text: str, buttons: dict[str, Any]) -> int:
        await self._pace.message(chat_id)
        sent = await call(self._bot, "sendMessage", chat_id=chat_id, **_worded(text), **buttons)
        return int(sent["message_id"])


def _worded(text: str) -> dict[str, Any]:
    """Return the parameters of a text. It has no preview: an answer may hold an address."""
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def is_photo(png: bytes) -> bool:
    """Tell whether Telegram shows this PNG as a photo, instead of refusing it for its size or shape."""
    width, height = struct.unpack(">II", png[16:24])
    small = len(png) <= FileSizeLimit.PHOTOSIZE_UPLOAD and width + height <= PHOTO_SIDES
    return small and max(width, height) <= PHOTO_RATIO * min(width, height)
