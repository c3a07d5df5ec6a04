"""Reads a filing file, TOML or JSON, into a Filing."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.fields import FieldError, Reader, day, flag, many, number, one, one_of, place_in, record, text, whole
from scoring.filing import BudgetLine, Filing, Funds, Improvement, Indicator, Task

MAX_BYTES = 4 * 1024 * 1024
"""A filing of thousands of rows stays far below this; a larger file is refused before it is parsed."""

_MOST_DOTS = 500

# Printed points are checked, not entered: a form that prints 8.617 is read, and told what the rule gives.
_POINTS = number(6)
_SIGNED_POINTS = number(6, signed=True)
_VALUE = number(6, signed=True, example="95")

_INDICATOR: dict[str, Reader] = {
    "level1": text,
    "level2": text,
    "name": text,
    "weight": _POINTS,
    "kind": one_of("positive", "reverse", "equal", "qualitative"),
    "target": text,
    "target_value": _VALUE,
    "unit": text,
    "actual": text,
    "actual_value": _VALUE,
    "tier": text,
    "score": _SIGNED_POINTS,
    "reason": text,
}


def _filing(yuan: int) -> dict[str, Reader]:
    """Return the readers of a filing whose file counts money in units of so many yuan."""
    money = number(2, factor=yuan, example="1102358.00" if yuan == 1 else "110.2358")
    line: dict[str, Reader] = {"name": text, "budgeted": money, "settled": money, "booked": money}
    funds: dict[str, Reader] = {"budget": money, "executed": money, "score": _SIGNED_POINTS}
    return {
        "scheme": text,
        "year": whole(1949, 9999),
        "project": text,
        "department": text,
        "unit": text,
        "unit_full_name": text,
        "category": text,
        "attribute": text,
        "duration": text,
        "filled_on": day,
        "background": text,
        "objective": text,
        "achievement": text,
        "compliant": flag,
        "allocated": money,
        "total": _SIGNED_POINTS,
        "funds": one(Funds, funds),
        "budget_lines": many(one(BudgetLine, line)),
        "indicators": many(one(Indicator, _INDICATOR)),
        "tasks": many(one(Task, {"title": text, "completion": text})),
        "improvements": many(one(Improvement, {"text": text})),
    }


_READERS = {"元": _filing(1), "万元": _filing(10_000)}


class FilingError(ValueError):
    """A filing file cannot be read. `place` is a path such as `indicators.3.weight`, a line, or the file itself."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}：{reason}")
        self.place = place
        self.reason = reason


def open_filing(path: str | Path) -> Filing:
    """Read the filing file at `path`; `-` is standard input. Raises FilingError, also where no file can be read."""
    try:
        if str(path) == "-":
            return read_filing(sys.stdin.buffer.read(MAX_BYTES + 1))
        with Path(path).open("rb") as file:
            return read_filing(file.read(MAX_BYTES + 1))
    except (OSError, ValueError) as error:
        if isinstance(error, FilingError):
            raise
        raise FilingError("文件", "读不到，请检查文件名和权限") from error


def read_filing(source: str | bytes) -> Filing:
    """Read a filing from the content of a filing file.

    TOML, or JSON if it begins with a brace; bytes are UTF-8. Money becomes yuan, whatever `money_unit` the file says.
    Every name but `scheme` may be missing; a name that does not exist is refused, so that no answer is lost by a typo.
    Raises FilingError.
    """
    if len(source) > MAX_BYTES:
        raise FilingError("文件", f"太大，最多 {MAX_BYTES // 1024 // 1024} MB")
    table = _parsed(_decoded(source))
    try:
        unit = str(one_of(*_READERS)(table.pop("money_unit", "元"), "money_unit"))
        return record(Filing, _READERS[unit], table)
    except FieldError as error:
        raise FilingError(error.path, error.reason) from None


def _decoded(source: str | bytes) -> str:
    try:
        return (source.decode("utf-8") if isinstance(source, bytes) else source).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise FilingError(f"第 {error.start + 1} 字节", "不是 UTF-8 文字，请把文件另存为 UTF-8 编码") from None


def _parsed(content: str) -> dict[str, Any]:
    is_json = content.lstrip().startswith("{")
    try:
        return _from_json(content) if is_json else _from_toml(content)
    except FilingError:
        raise
    except RecursionError:
        raise FilingError("文件", "括号套得太深，无法读取") from None
    except ValueError as error:
        raise FilingError(place_in(str(error)), f"不是正确的 {'JSON' if is_json else 'TOML'} 写法") from None


def _from_toml(content: str) -> dict[str, Any]:
    # The parser's time and memory grow with the square of a name's dotted parts.
    for place, line in enumerate(content.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:
            raise FilingError(f"第 {place} 行", f"英文句点太多，一行最多 {_MOST_DOTS} 个，请分成几行")
    return tomllib.loads(content, parse_float=Decimal)


def _from_json(content: str) -> dict[str, Any]:
    return json.loads(  # type: ignore[no-any-return]  # content begins with a brace
        content, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_without_duplicates
    )


def _refused(constant: str) -> None:
    raise FilingError("文件", f"{constant} 不是数字，请改成具体的数")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise FilingError(name[:40], "同一处写了两次，请只留一个")
    return table
