"""Text pasted from Excel or WeChat becomes a table: lines of cells between tabs, spaces or commas."""

from __future__ import annotations

import re

from bot.conversation.fields import Unreadable
from bot.reading.cells import NOTHING, amount
from bot.reading.columns import AMOUNTS, columns_of, labels
from bot.reading.headings import TOTALS
from bot.reading.table import Row, Table

SHEET = "粘贴的文字"
MOST_LINES = 2000
HEADING = ("项目内容", "预算金额", "决算金额", "账面支出")
"""The columns of a text without headings."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"\d{1,3}[.、．)）]?")
_NUMBERED = re.compile(r"^\d{1,3}[.、．)）]\s*(?=\D)")
# A comma between a digit and exactly three more groups thousands; any other one ends a cell.
_BORDER = re.compile(r",(?!(?<=\d,)\d{3}(?!\d))")
_WHOLE = re.compile(r"[1-9]\d{2,}(?:\.\d+)?")


def pasted_table(text: str) -> Table | None:
    """Return the table that a text is; `None` if it is something said in words."""
    written = enumerate(_CONTROLS.sub("", text).splitlines()[:MOST_LINES], 1)
    rows = [Row(number, tuple(cells)) for number, line in written if any(cells := _cells(line))]
    heading = next((row for row in rows if columns_of(row)), None)
    if heading:
        return Table(SHEET, tuple(_fitted(row, heading) for row in rows)) if heading != rows[-1] else None
    found = [_in_columns(row) for row in rows]
    lines = [row for row in found if row and not labels(row.first) & set(TOTALS)]
    others = found.count(None)
    # A title with a year in it is no table: one line alone must have two amounts, of several most must have one.
    enough = len(lines) > others if len(rows) > 1 else any(row.cell(2) for row in lines)
    if not lines or not enough:
        return None
    return Table(SHEET, (Row(0, HEADING), *(line or row for row, line in zip(rows, found, strict=True))))


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
    """Return the row as a name and up to three amounts; `None` if it has none.

    A row of four cells has its name in the first, whatever is written in place of an amount; else the amounts are what
    the row ends in, and all before them is a name that was cut at its spaces.
    """
    cells = list(row.cells)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > 2 and _NUMBER.fullmatch(cells[0]) and not _is_amount(cells[1]):  # noqa: PLR2004 - number, name, amount
        cells.pop(0)
    if len(cells) == 1 + len(AMOUNTS) and not _is_amount(cells[0]):
        end = 1
    else:
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
