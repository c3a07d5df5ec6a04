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

_NUMBER = re.compile(r"\d{1,3}[.、．)）]?")
_NUMBERED = re.compile(r"^\d{1,3}[.、．)）]\s*(?=\D)")
# A comma between a digit and exactly three more groups thousands; any other one ends a cell.
_BORDER = re.compile(r",(?!(?<=\d,)\d{3}(?!\d))")
_WHOLE = re.compile(r"[1-9]\d{2,}(?:\.\d+)?")


def pasted_table(text: str) -> Table | None:
    """Return the table that a text is; `None` if it is something said in words."""
    lines = text.splitlines()[:MOST_LINES]
    rows = [Row(number, tuple(cells)) for number, line in enumerate(lines, 1) if any(cells := _cells(line))]
    heading = next((row for row in rows if columns_of(row)), None)
    if heading:
        return Table(SHEET, tuple(_fitted(row, heading) for row in rows)) if heading != rows[-1] else None
    lines_of_amounts = [_in_columns(row) for row in rows]
    read = [row for row in lines_of_amounts if row and not row.first.startswith(TOTALS)]
    # A title with a year in it is no table: one line must have two amounts, several lines one each, most of them.
    enough = len(read) > len(rows) / 2 if len(rows) > 1 else any(row.cell(2) for row in read)
    if not read or not enough:
        return None
    made = [found or row for row, found in zip(rows, lines_of_amounts, strict=True)]
    return Table(SHEET, (Row(0, HEADING), *made))


def _fitted(row: Row, heading: Row) -> Row:
    """Put a name together again that was cut at its spaces, so that the row has no more cells than the heading."""
    extra = len(row.cells) - len(heading.cells)
    columns = columns_of(heading)
    if extra <= 0 or columns is None:
        return row
    at = columns.at.get("name", 0)
    return Row(row.number, (*row.cells[:at], " ".join(row.cells[at : at + extra + 1]), *row.cells[at + extra + 1 :]))


def _cells(line: str) -> list[str]:
    """Cut a line at its tabs; without one, at its spaces; without those, at its commas."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    words = [word.strip(",，;；|") for word in line.split()]
    return words if len(words) > 1 else [cell.strip('" ') for cell in _between_commas(line)]


def _between_commas(line: str) -> list[str]:
    """Cut a line without spaces. `甲,100,200,300` has three amounts, `甲,200,000` one."""
    if "，" in line:
        return line.split("，")
    parts = line.split(",")
    amounts = parts[1:]
    return parts if len(amounts) <= len(AMOUNTS) and all(map(_WHOLE.fullmatch, amounts)) else _BORDER.split(line)


def _in_columns(row: Row) -> Row | None:
    """Return the row with its name in one cell and its amounts behind it; `None` if it does not end in an amount."""
    cells = list(row.cells)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > 2 and _NUMBER.fullmatch(cells[0]) and not _is_amount(cells[1]):  # noqa: PLR2004 - number, name, amount
        cells.pop(0)
    end = len(cells)
    while end > max(1, len(cells) - len(AMOUNTS)) and (_is_amount(cells[end - 1]) or cells[end - 1] in NOTHING):
        end -= 1
    name = _NUMBERED.sub("", " ".join(filter(None, cells[:end])))
    return Row(row.number, (name, *cells[end:])) if name and any(map(_is_amount, cells[end:])) else None


def _is_amount(text: str) -> bool:
    try:
        amount(text)
    except Unreadable:
        return False
    return True
