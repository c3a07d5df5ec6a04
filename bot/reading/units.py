"""A list of units, from Excel or TOML: what each row says. What the rows mean together is the tree's matter."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.fields import Text, Unreadable
from bot.reading.columns import bare
from bot.reading.headings import UNITS
from bot.reading.workbook import read_workbook
from scoring.fields import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bot.reading.table import Row, Table

MOST_BYTES = 4 * 1024 * 1024
"""Of a TOML file; ten thousand units take a quarter of it."""
_LONGEST = {"name": 50, "full_name": 100, "parent": 100, "department": 100}
_EXAMPLE = "例如 名称“长丰社区”、上级单位“宝丰街”"


class UnitsError(ValueError):
    """The list of units cannot be used. Its text is a sentence that names the row."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of a list; without a parent, it stands at the top. `place` is where in the list, such as `第 3 行`."""

    place: str
    name: str
    full_name: str | None = None
    parent: str | None = None
    department: str | None = None


def open_units(path: Path) -> tuple[UnitRow, ...]:
    """Read the `.toml` file or else workbook at `path`. Raises UnitsError, WorkbookError and OSError."""
    rows = tuple(_from_toml(path) if path.suffix.lower() == ".toml" else units_in(read_workbook(path)))
    if not rows:
        raise UnitsError(f"“{path.name}”里没有单位：表头要有“名称”和“上级单位”，还可以有“全称”“部门”。")
    return rows


def units_in(tables: tuple[Table, ...]) -> Iterator[UnitRow]:
    """Return the units in all sheets that have a heading for a name and for a parent. Raises UnitsError."""
    lists = [(each, found) for each in tables if (found := _head(each))]
    for table, (head, columns) in lists:
        sheet = f"“{table.name}”" if len(lists) > 1 else ""
        if table.cut:
            raise UnitsError(
                f"“{table.name}”超过 {table.rows[-1].number} 行，后面的读不到。请分成几张表，或者用 TOML 文件。"
            )
        for row in table.rows:
            if row.number > head.number:
                fields = {field: row.cell(column) for field, column in columns.items()}
                yield _row(f"{sheet}第 {row.number} 行", fields)


def _head(table: Table) -> tuple[Row, Mapping[str, int]] | None:
    """Return the row of the headings, and in which columns, counted from 0, the fields stand."""
    for row in table.rows:
        headings = [bare(cell) for cell in row.cells]
        columns = {field: headings.index(name) for field, names in UNITS.items() for name in names if name in headings}
        if {"name", "parent"} <= columns.keys():
            return row, columns
    return None


def _from_toml(path: Path) -> Iterator[UnitRow]:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnitsError(f"“{path.name}”太大，最多 {MOST_BYTES // 1024 // 1024} MB。")
    try:
        listed = tomllib.loads(content.decode("utf-8-sig")).get("units", [])
    except (ValueError, RecursionError) as error:
        raise UnitsError(f"“{path.name}”不是正确的 TOML 写法（{place_in(str(error))}）。") from None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise UnitsError('units 要写成一段一段的，例如 [[units]] 下面写 name = "长丰社区" 和 parent = "宝丰街"。')
    for number, entry in enumerate(listed, 1):
        place = f"第 {number} 个单位"
        for key, value in entry.items():
            if key not in _LONGEST or not isinstance(value, str):
                raise UnitsError(f"{place}的 {key} 看不懂：只能有 name、full_name、parent、department，都是文字。")
        yield _row(place, entry)


def _row(place: str, fields: Mapping[str, str]) -> UnitRow:
    if not fields.get("name", "").strip():
        raise UnitsError(f"{place}没有名称。每个单位都要写名称，{_EXAMPLE}。")
    read = {field: _text(place, field, text) for field, text in fields.items() if text.strip()}
    row = UnitRow(place, **read)
    if row.parent and row.parent in (row.name, row.full_name):
        raise UnitsError(f"{place}的“{row.name}”写成了自己的上级。上级单位要写它上面的那个，最上面的空着。")
    return row


def _text(place: str, field: str, text: str) -> str:
    try:
        return Text(_LONGEST[field]).read(text)
    except Unreadable:
        raise UnitsError(
            f"{place}的{UNITS[field][0]}太长或者没有字，最多 {_LONGEST[field]} 个字，{_EXAMPLE}。"
        ) from None
