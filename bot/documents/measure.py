"""How much room text takes where Chinese signs are twice as wide as Latin ones: a width of 2 is one 汉字."""

from __future__ import annotations

from unicodedata import east_asian_width


def width(text: str) -> int:
    """Return the width of one line of text. Signs that are wide in Chinese fonts only (“”、■、×) count as wide."""
    return sum(_sign_width(sign) for sign in text)


def wrapped(text: str, room: int) -> list[str]:
    """Return the lines that text makes in a column `room` wide; at least one."""
    return [line for part in text.split("\n") for line in _wrapped(part, room)]


def _wrapped(text: str, room: int) -> list[str]:
    lines, used = [""], 0
    for sign in text:
        wide = _sign_width(sign)
        if used + wide > room and used:
            lines.append("")
            used = 0
        lines[-1] += sign
        used += wide
    return lines


def _sign_width(sign: str) -> int:
    return 2 if east_asian_width(sign) in "WFA" else 1
