"""Buttons pressed by typing what stands on them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.conversation.numerals import halfwidth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.message import Button

_SIGN = re.compile(r"^(?:[^\w（“]|\d+\. )+")
_FIGURES = re.compile(r"[\s，：（].*")
_END = re.compile(r"\W+$")
_NUMBER = re.compile(r"[\d.]+")


def typed_button(buttons: Iterable[Button], text: str) -> str | None:
    """Return the button whose label was typed, with or without the sign or number before it and what explains it.

    A bare number is an answer, never a label: `10` is not the button `10 分`.
    """
    wanted = ended(text)
    if not wanted or _NUMBER.fullmatch(wanted):
        return None
    return next((each.id for each in buttons if wanted in _names(each.label)), None)


@lru_cache(maxsize=1024)  # most buttons are always the same, and each answer is held against them
def _names(label: str) -> frozenset[str]:
    unsigned = _SIGN.sub("", label)
    return frozenset(ended(name) for name in (label, unsigned, _FIGURES.sub("", unsigned)))


def ended(text: str) -> str:
    """Return the text without spaces, and without the full stop or arrow that may end it."""
    return _END.sub("", halfwidth(text))
