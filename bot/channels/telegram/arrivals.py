"""What arrives from Telegram, in the words of the conversation."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from telegram.constants import FileSizeLimit, MessageAttachmentType
from telegram.error import TelegramError
from telegram.helpers import effective_message_type

from bot.channels.telegram.keyboard import pressed
from bot.conversation.events import Event, Said, Unsupported, Uploaded, typed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from telegram import Document, Message, Update

KINDS = ("message", "edited_message", "callback_query")  # the updates that we ask Telegram for

log = logging.getLogger(__name__)


@asynccontextmanager
async def event_of(parts: Sequence[Update], admits: Callable[[int], bool]) -> AsyncIterator[Event | None]:
    """Give the event of one update, or of the parts of one text; None where a person did nothing (pinned a message).

    A file lies on this machine as long as the block lasts. What is too big or cannot be had becomes Unsupported, so
    that the person hears of it: `large_file`, `lost_file`. A changed message is `edited`: the answer that it
    once gave has been taken, and may have been followed by others, so its new text is no answer to what is asked now.
    Whose files are fetched, `admits` says of a chat's id; it is called in a thread.
    """
    update = parts[-1]
    chat, document = update.effective_chat, update.message and update.message.document
    if len(parts) > 1:
        yield Said("".join(part.message.text or "" for part in parts if part.message))
    elif not document:
        yield _event(update)
    elif (document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        yield Unsupported("large_file")
    elif chat is None or not await asyncio.to_thread(admits, chat.id):
        yield Unsupported("document")
    else:
        with TemporaryDirectory() as folder:
            yield await _downloaded(document, Path(folder, "upload"))


def _event(update: Update) -> Event | None:
    if update.callback_query:
        return pressed(update.callback_query.data or "")
    if update.edited_message:
        return Unsupported("edited")
    return _said(update.message) if update.message else None


def _said(message: Message) -> Event | None:
    if message.text is not None:
        return typed(message.text)
    kind = effective_message_type(message)
    return Unsupported(str(kind)) if kind in set(MessageAttachmentType) else None


async def _downloaded(document: Document, file: Path) -> Event:
    try:
        await (await document.get_file()).download_to_drive(file)
    except TelegramError as error:
        log.warning("有一个文件没能从 Telegram 取下：%s", type(error).__name__)
        return Unsupported("lost_file")
    return Uploaded(file, document.file_name or "")
