"""Reads tables of a TOML or JSON file into values; where one cannot be read, says which and why.

A reader takes a value as the file's parser gave it and its path (`indicators.3.weight`, items counted from 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from typing import TypeVar

from scoring.rounding import EXACT

T = TypeVar("T")
Reader = Callable[[object, str], object]

BEYOND = Decimal(10**15)
"""Numbers stay below this in size: it is more than any budget, and fen still fit into 64 bits."""

MOST_ITEMS = 1000
"""No form has a list as long as this."""

_SHOWN = 40
"""Characters that a message shows of an unknown name."""
_WRITTEN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,20})(\.\d{1,20})?", re.ASCII)


class FieldError(ValueError):
    """The value at `path` cannot be read, for a `reason` that a person understands."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}：{reason}" if path else reason)
        self.path = path
        self.reason = reason


def text(value: object, path: str) -> str:
    """Read a text as it stands."""
    if not isinstance(value, str):
        raise FieldError(path, '应是文字，用引号括起来，例如 "宝丰街"')
    if not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value):
        raise FieldError(path, "含有残缺的字符，请重新输入这段文字")
    return value


def flag(value: object, path: str) -> bool:
    """Read a yes or no."""
    if not isinstance(value, bool):
        raise FieldError(path, "应是 true（是）或 false（否）")
    return value


def day(value: object, path: str) -> date:
    """Read a date: TOML's own, or a text like `2019-07-28`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise FieldError(path, "应是日期，例如 2019-07-28") from None


def one_of(*allowed: str) -> Reader:
    """Make a reader of one of these words."""

    def read(value: object, path: str) -> str:
        if value not in allowed or not isinstance(value, str):
            raise FieldError(path, f"只能是 {'、'.join(allowed)} 之一")
        return value

    return read


def number(places: int, *, signed: bool = False, factor: int = 1, example: str = "10") -> Reader:
    """Make a reader of a number with at most `places` decimals once multiplied by `factor`; a text may hold it too."""

    def read(value: object, path: str) -> Decimal:
        found = _decimal(value)
        if found is None:
            raise FieldError(path, f"应是数字，例如 {example}")
        if found.copy_abs() >= BEYOND / factor:
            raise FieldError(path, "数字太大，请检查是否多写了位数")
        found = EXACT.multiply(found, factor)
        if found != found.quantize(Decimal(1).scaleb(-places), context=EXACT):
            raise FieldError(path, f"小数位数太多，请四舍五入后再填，例如 {example}")
        if found < 0 and not signed:
            raise FieldError(path, f"不能是负数，例如 {example}")
        return found

    return read


def whole(lowest: int, highest: int) -> Reader:
    """Make a reader of a whole number within bounds, both included."""

    def read(value: object, path: str) -> int:
        found = _decimal(value)
        if found is None or not lowest <= found <= highest or found != int(found):
            raise FieldError(path, f"应是 {lowest} 到 {highest} 之间的整数")
        return int(found)

    return read


def _decimal(value: object) -> Decimal | None:
    """Return the finite number that a file's value stands for. `True` is none, though Python counts it as one."""
    if isinstance(value, str) and _WRITTEN.fullmatch(value.strip()):
        return Decimal(value.strip().replace(",", ""))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        found = Decimal(value)
        return found if found.is_finite() else None
    return None


def record(kind: Callable[..., T], readers: Mapping[str, Reader], value: object, path: str = "") -> T:
    """Read a table into a dataclass; JSON's null is no answer. An unknown key is an error, as is a missing one."""
    if not isinstance(value, dict):
        raise FieldError(path, "应是一张表（名称和值成对出现）")
    inside = f"{path}." if path else ""
    present = {key: each for key, each in value.items() if each is not None}
    for key in present:
        if key not in readers:
            raise FieldError(f"{inside}{key[:_SHOWN]}", _unknown(key[:_SHOWN], readers))
    for field in fields(kind):  # type: ignore[arg-type]  # every kind read here is a dataclass
        if field.name not in present and field.default is MISSING:
            raise FieldError(f"{inside}{field.name}", "缺少这一项")
    return kind(**{key: readers[key](each, f"{inside}{key}") for key, each in present.items()})


def _unknown(key: str, readers: Mapping[str, Reader]) -> str:
    close = get_close_matches(key, readers, n=1)
    return f"没有这个名称，是不是 {close[0]}？" if close else "没有这个名称，请删去或改正"


def one(kind: Callable[..., T], readers: Mapping[str, Reader]) -> Callable[[object, str], T]:
    """Make a reader of a table."""
    return partial(record, kind, readers)


def many(read: Reader) -> Reader:
    """Make a reader of a list, whose items are counted from 1."""

    def read_all(value: object, path: str) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FieldError(path, "应是一个列表，可以有多项")
        if len(value) > MOST_ITEMS:
            raise FieldError(path, f"有 {len(value)} 项，太多，最多 {MOST_ITEMS} 项")
        return tuple(read(each, f"{path}.{place}") for place, each in enumerate(value, 1))

    return read_all


def place_in(message: str) -> str:
    """Return the line and column that a parser's message names, or just the file."""
    found = re.search(r"line (\d+),? column (\d+)", message)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else "文件"
