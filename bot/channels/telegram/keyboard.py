"""Buttons as Telegram shows them: rows by the width of the labels, and the 64 bytes that a press brings back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from bot.conversation.events import Pressed
from bot.message import Ask, Button, Say

if TYPE_CHECKING:
    from collections.abc import Sequence

NAVIGATION = ("back", "skip", "contents", "return", "pause")  # always there, so always in the same place: the last row
MOST_IN_ROW = 3
ROW_WIDTH = 26  # what a phone shows of a row without cutting a label, in half-width characters

_DATA = re.compile(r"(\d*):(.+)", re.DOTALL)
_OUTDATED = 0  # no question has this number: the press of a button that we cannot read is answered as an old one


def keyboard(message: Ask | Say) -> dict[str, Any]:
    """Return the parameter that shows the message's buttons; none if it has none.

    An Ask's carry its number; a Say's are valid at any time.
    """
    if not message.buttons:
        return {}
    number = message.number if isinstance(message, Ask) else ""
    keys = [
        [{"text": each.label, "callback_data": f"{number}:{each.id}"} for each in row] for row in rows(message.buttons)
    ]
    return {"reply_markup": {"inline_keyboard": keys}}


def pressed(data: str) -> Pressed:
    """Return the press that a button's data stands for."""
    match = _DATA.fullmatch(data)
    if match is None:
        return Pressed(data, _OUTDATED)
    return Pressed(match[2], int(match[1]) if match[1] else None)


def rows(buttons: Sequence[Button]) -> list[list[Button]]:
    """Lay the buttons out in their order, short ones up to three a row, the standing navigation last."""
    made: list[list[Button]] = []
    for button in buttons:
        if button.id in NAVIGATION:
            continue
        if made and _fits([*made[-1], button]):
            made[-1].append(button)
        else:
            made.append([button])
    navigation = [button for button in buttons if button.id in NAVIGATION]
    return [*made, navigation] if navigation else made


def _fits(row: Sequence[Button]) -> bool:
    # Telegram makes the buttons of a row equally wide.
    return len(row) <= MOST_IN_ROW and max(_width(button.label) for button in row) * len(row) <= ROW_WIDTH


@lru_cache(maxsize=1024)  # most labels are always the same
def _width(label: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in label)
