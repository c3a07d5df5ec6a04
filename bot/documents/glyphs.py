"""Which characters the bundled fonts can print, and what stands in the picture and the PDF for one that they cannot.

Word and Excel keep every character: the office's own fonts show it. A picture cannot, and a box would hide what was
written, so such a character is printed as its code, `〔U+1F389〕`, and told to the clerk through `unprintable`.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn

from bot.documents.clean_text import clean, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring import Filing

FONT_FOLDER = Path(pylopdf_fonts_zh_cn.__file__).parent
# Joiners and variation selectors have no shape of their own; without the emoji they belong to they mean nothing.
_SHAPELESS = re.compile("[\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_GROUPED = 12
"""The format of the `cmap` subtable that lists every character; the others repeat a part of it."""
_WHITESPACE = frozenset(map(ord, "\n\t\r"))


def printable(text: str) -> str:
    """Return the text with each character that no bundled font has replaced by its code: `〔U+1F389〕`."""
    if all(ord(sign) in _covered() for sign in text):
        return text
    return "".join(sign if ord(sign) in _covered() else f"〔U+{ord(sign):04X}〕" for sign in _SHAPELESS.sub("", text))


def unprintable(filing: Filing) -> tuple[str, ...]:
    """Return the filing's characters that picture and PDF can show by their codes only, each once, in order."""
    written = _SHAPELESS.sub("", "".join(texts(clean(filing))))
    return tuple(dict.fromkeys(sign for sign in written if ord(sign) not in _covered()))


@cache
def _covered() -> frozenset[int]:
    """Return the characters that every bundled font has, so that each may stand anywhere in a document."""
    fonts = [frozenset(_code_points(path)) for path in sorted(FONT_FOLDER.glob("*.otf"))]
    return frozenset.intersection(*fonts) | _WHITESPACE


def _code_points(font: Path) -> Iterator[int]:
    """Yield the characters in a font's `cmap` table (OpenType specification, format 12)."""
    data = font.read_bytes()
    tables = (struct.unpack_from(">4s4xLL", data, 12 + 16 * at) for at in range(struct.unpack_from(">H", data, 4)[0]))
    start = next(offset for tag, offset, _ in tables if tag == b"cmap")
    for at in range(struct.unpack_from(">H", data, start + 2)[0]):
        subtable = start + struct.unpack_from(">L", data, start + 4 + 8 * at + 4)[0]
        if struct.unpack_from(">H", data, subtable)[0] == _GROUPED:
            for group in range(struct.unpack_from(">L", data, subtable + 12)[0]):
                first, last, _ = struct.unpack_from(">LLL", data, subtable + 16 + 12 * group)
                yield from range(first, last + 1)
