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

from bot.channels.telegram.keyboard import pressed
from bot.conversation.events import Ended, Event, Part, Unsupported, Uploaded, typed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from typing import Any

    from telegram import Bot

    from bot.channels.telegram.arrival import Arrival

FULL = 3700  # characters from which a message may be cut off: apps look for a border in the last few hundred
KINDS = ("message", "edited_message", "callback_query")  # the updates that we ask Telegram for

log = logging.getLogger(__name__)


@asynccontextmanager
async def event_of(bot: Bot, update: Arrival, admits: Callable[[int], bool]) -> AsyncIterator[Event | None]:
    """Give the event of an update; None where a person did nothing (pinned a message).

    A file lies on this machine as long as the block lasts. What is too big or cannot be had becomes Unsupported, so
    that the person hears of it: `large_file`, `lost_file`. A changed message is `edited`: the answer that it
    once gave has been taken, and may have been followed by others, so its new text is no answer to what is asked now.
    Whose files are fetched, `admits` says of a chat's id; it is called in a thread.
    """
    document = (update.message or {}).get("document")
    if not document:
        yield _event(update)
    elif document.get("file_size", 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        yield Unsupported("large_file")
    elif not await asyncio.to_thread(admits, update.chat_id):
        yield Unsupported("document")
    else:
        with TemporaryDirectory() as folder:
            yield await _downloaded(bot, document, Path(folder, "upload"))


def _event(update: Arrival) -> Event | None:
    if not update.raw:
        return Ended()
    if update.press:
        return pressed(update.press.get("data") or "")
    if update.is_edited:
        return Unsupported("edited")
    if update.text is not None:
        return Part(update.text) if len(update.text) >= FULL else typed(update.text)
    kind = next((each for each in MessageAttachmentType if update.message and each in update.message), None)
    return Unsupported(kind.value) if kind else None


async def _downloaded(bot: Bot, document: Mapping[str, Any], file: Path) -> Event:
    try:
        await (await bot.get_file(document["file_id"])).download_to_drive(file)
    except TelegramError as error:
        log.warning("有一个文件没能从 Telegram 取下：%s", type(error).__name__)
        return Unsupported("lost_file")
    return Uploaded(file, document.get("file_name") or "")
