"""Text pasted from Excel or WeChat becomes a table: lines of cells between tabs, spaces or commas."""

from __future__ import annotations

import re

from bot.conversation.fields import Unreadable
from bot.reading.cells import NOTHING, amount
from bot.reading.columns import AMOUNTS, columns_of
from bot.reading.headings import TOTALS
from bot.reading.table import Row, Table

SHEET = "粘贴的文字"
MOST_LINES = 2000
HEADING = ("项目内容", "预算金额", "决算金额", "账面支出")
"""The columns of a text without headings."""

_NUMBERED = re.compile(r"^\s*\d{1,3}\s*(?:[.、．)）]\s*|[\s,，]+)(?=\D)")
# A comma between a digit and exactly three more groups thousands; any other one ends a cell.
_COMMA = re.compile(r"[,，](?!(?<=\d[,，])\d{3}(?!\d))")
_DOUBTFUL = re.compile(r"\d,\d{3}(?!\d)")


def pasted_table(text: str) -> Table | None:
    """Return the table that a text is; `None` if it is something said in words."""
    lines = text.splitlines()[:MOST_LINES]
    rows = [Row(number, tuple(cells)) for number, line in enumerate(lines, 1) if any(cells := _cells(line))]
    if any(columns_of(row) for row in rows):
        return Table(SHEET, tuple(rows)) if len(rows) > 1 else None
    lines_of_amounts = [_in_columns(row) for row in rows]
    read = [row for row in lines_of_amounts if row and not row.first.startswith(TOTALS)]
    # A title with a year in it is no table: one line must have two amounts, several lines one each, most of them.
    enough = len(read) > len(rows) / 2 if len(rows) > 1 else any(row.cell(2) for row in read)
    if not read or not enough:
        return None
    made = [found or row for row, found in zip(rows, lines_of_amounts, strict=True)]
    return Table(SHEET, (Row(0, HEADING), *made))


def _cells(line: str) -> list[str]:
    """Cut a line at its tabs; without one, at its spaces; without those, at its commas."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if len(words := line.split()) > 1:
        return words
    parts = [part.strip() for part in _COMMA.split(line)]
    return [line.strip()] if _DOUBTFUL.search(line) and len(parts) == 1 else parts


def _in_columns(row: Row) -> Row | None:
    """Return the row with its name in one cell and its amounts behind it; `None` if it does not end in an amount."""
    cells = [_NUMBERED.sub("", row.cells[0], count=1) if len(row.cells[0]) > 1 else row.cells[0], *row.cells[1:]]
    if len(cells) > 2 and cells[0].isdecimal() and not _is_amount(cells[1]):  # noqa: PLR2004 - number, name, amount
        cells = cells[1:]
    while cells and not cells[-1]:
        cells.pop()
    name_end = len(cells)
    while name_end > max(1, len(cells) - len(AMOUNTS)) and (
        _is_amount(cells[name_end - 1]) or cells[name_end - 1] in NOTHING
    ):
        name_end -= 1
    amounts = cells[name_end:]
    if not any(map(_is_amount, amounts)) or not any(cells[:name_end]):
        return None
    return Row(row.number, (" ".join(filter(None, cells[:name_end])), *amounts))


def _is_amount(text: str) -> bool:
    try:
        amount(text)
    except Unreadable:
        return False
    return True
