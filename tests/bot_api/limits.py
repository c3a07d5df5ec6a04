"""The documented limits, and how Telegram words its refusals."""

from __future__ import annotations

import json
import struct
from typing import Any

from tests.bot_api.chats import Key, Keyboard
from tests.bot_api.markup import MarkupError, units, visible

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA = 64
CALLBACK_ANSWER = 200
BUTTONS = 100
ROW = 8
PHOTO_BYTES = 10_000_000
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
WEBHOOK_CONNECTIONS = 100
DOCUMENT_BYTES = 50_000_000
DOWNLOAD_BYTES = 20_000_000


class RefusedError(Exception):
    """The server says no. `broken` tells that a documented limit was broken: the test shall fail."""

    def __init__(self, status: int, description: str, *, broken: bool = False, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status, self.broken, self.retry_after = status, broken, retry_after


def broken(description: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {description}", broken=True)


def text_of(params: dict[str, Any], name: str, most: int) -> str:
    """Return the visible text of a parameter; raises where it is too long or not well formed."""
    html = str(params.get(name, ""))
    try:
        seen = visible(html) if params.get("parse_mode") == "HTML" else html
    except MarkupError as error:
        raise broken(f"can't parse entities: {error}") from None
    if units(seen) > most:
        raise broken(f"{name} is too long: {units(seen)} of {most}")
    if name == "text" and not seen.strip():
        raise broken("message text is empty")
    return seen.strip()


def keyboard_of(params: dict[str, Any]) -> Keyboard:
    """Return the inline keyboard of a call; raises where a button cannot be."""
    markup = params.get("reply_markup") or {}
    if isinstance(markup, str):
        markup = json.loads(markup)
    rows = tuple(tuple(_key(button) for button in row) for row in markup.get("inline_keyboard", []))
    if not all(rows) or any(len(row) > ROW for row in rows) or sum(map(len, rows)) > BUTTONS:
        raise broken("reply markup has an empty or too long row, or too many buttons")
    return rows


def _key(button: dict[str, Any]) -> Key:
    label, data = button.get("text", ""), button.get("callback_data", "")
    if not label.strip():
        raise broken("button text is empty")
    if not 1 <= len(data.encode()) <= CALLBACK_DATA:
        raise broken(f"BUTTON_DATA_INVALID: {data!r}")
    return Key(label, data)


def check_photo(content: bytes) -> None:
    """Raise where Telegram would refuse the picture (PNG is all that our bot sends)."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise broken("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    if len(content) > PHOTO_BYTES:
        raise broken("file of size more than 10 MB sent as a photo")
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise broken("PHOTO_INVALID_DIMENSIONS")


def check_document(name: str, content: bytes) -> None:
    if not content:
        raise broken("file must be non-empty")
    if len(content) > DOCUMENT_BYTES:
        raise broken("file is too big")
    if not name:
        raise broken("file has no name")
