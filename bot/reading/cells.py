"""Reading one cell with the answer types of the conversation, so that a table is as strict as a typed answer."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from bot.conversation.fields import Money, Text, Unreadable
from bot.conversation.numerals import decimal, halfwidth
from bot.proposal import LeftOut
from scoring.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NAME, CELL, ARTICLE = Text(200), Text(2000, lines=True), Text(4000, lines=True)
NOTHING = ("", "-", "--", "—", "——", "/", "\\", "无", "－")
"""How forms write that a number is not there."""
_OWN_UNIT = re.compile(r"[元万亿圆块]")
_MOST_POINTS = Decimal(1000)
_MOST_VALUE = Decimal(10) ** 9


class Cells:
    """Reads the cells of one sheet; what cannot be read goes to `left_out`."""

    def __init__(self, sheet: str, left_out: list[LeftOut]) -> None:
        self._sheet, self._left_out = sheet, left_out

    def leave(self, row: int, reason: str) -> None:
        """Note that something in a row was not taken over."""
        self._left_out.append(LeftOut(self._sheet, row, reason))

    def text(self, row: int, title: str, written: str, field: Text = NAME) -> str | None:
        """Return a text, `None` for an empty one."""
        return self._read(row, title, written, field.read) if written.strip() else None

    def money(self, row: int, title: str, written: str, yuan: int = 1) -> Decimal | None:
        """Return an amount in yuan. A cell that names its own unit goes before the table's."""
        return self._number(row, title, written, lambda text: amount(text, yuan))

    def points(self, row: int, title: str, written: str) -> Decimal | None:
        """Return a weight or a score in points."""
        return self._number(row, title, written, _points)

    def value(self, row: int, title: str, written: str) -> Decimal | None:
        """Return a target or an actual number, in its unit."""
        return self._number(row, title, written, _value)

    def _number(self, row: int, title: str, written: str, read: Callable[[str], Decimal]) -> Decimal | None:
        return None if halfwidth(written) in NOTHING else self._read(row, title, written, read)

    def _read(self, row: int, title: str, written: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(written)
        except Unreadable as why:
            self.leave(row, f"{title}先空着：{why}")
            return None


def amount(text: str, yuan: int = 1) -> Decimal:
    """Read an amount that is counted in units of so many yuan. Raises Unreadable."""
    plain = decimal(halfwidth(text).lstrip("¥￥"))
    if plain is None or _OWN_UNIT.search(text):
        return Money().read(text)
    # Half up to fen: a sheet in 万元 may show less than it calculated with.
    return Money().read(format(half_up(plain * yuan, 2), "f"))


def _points(text: str) -> Decimal:
    points = decimal(halfwidth(text).removesuffix("分").removesuffix("%"))
    if points is None or abs(points) >= _MOST_POINTS:
        raise Unreadable(f"没看懂“{text[:20]}”是多少分，例如 10。")
    return half_up(points, 2)


def _value(text: str) -> Decimal:
    value = decimal(halfwidth(text).removesuffix("%"))
    if value is None or abs(value) >= _MOST_VALUE:
        raise Unreadable(f"没看懂“{text[:20]}”是多少，例如 95。")
    return half_up(value, 6)
