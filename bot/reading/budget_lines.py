"""预算明细行 out of a table, with or without its sum below."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.filing import MOST_ITEMS
from bot.formats import money
from bot.reading.columns import AMOUNTS, labels
from bot.reading.headings import SUBTOTALS, TOTALS
from scoring import BudgetLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.cells import Cells
    from bot.reading.columns import Columns
    from bot.reading.table import Row

TITLES = {"budgeted": "预算金额", "settled": "决算金额", "booked": "账面支出"}


def read_lines(columns: Columns, rows: Sequence[Row], cells: Cells, yuan: int) -> tuple[BudgetLine, ...]:
    """Return the lines below a heading; what is none is noted. `yuan` is what one unit of money counts."""
    lines: list[BudgetLine] = []
    for row in rows:
        if not any(columns.cell(row, field) for field in columns.at):
            continue
        if labels(row.first, columns.cell(row, "name")) & set(TOTALS):
            _compare(columns, row, cells, lines, yuan)
        elif why := _no_line(columns, row):
            cells.leave(row.number, why)
        elif len(lines) == MOST_ITEMS:
            cells.leave(row.number, f"明细最多 {MOST_ITEMS} 行，从这一行起没有读")
            break
        else:
            lines.append(_line(columns, row, cells, yuan))
    return tuple(lines)


def _no_line(columns: Columns, row: Row) -> str | None:
    """Return why this row is no budget line; `None` if it is one."""
    name = columns.cell(row, "name")
    if labels(row.first, name) & set(SUBTOTALS):
        return f"“{name[:10] or row.first[:10]}”是小计或其中数，不是明细"
    if not any(columns.cell(row, field) for field in AMOUNTS):
        return f"“{(name or row.first)[:10]}”这一行没有金额"
    return None if name else "没有项目内容"


def _line(columns: Columns, row: Row, cells: Cells, yuan: int) -> BudgetLine:
    amounts = {field: cells.money(row.number, TITLES[field], columns.cell(row, field), yuan) for field in AMOUNTS}
    return BudgetLine(name=cells.text(row.number, "项目内容", columns.cell(row, "name")), **amounts)


def _compare(columns: Columns, row: Row, cells: Cells, lines: Sequence[BudgetLine], yuan: int) -> None:
    """Tell where the sum that a table prints is another than that of its rows."""
    for field in AMOUNTS:
        printed = cells.money(row.number, f"合计的{TITLES[field]}", columns.cell(row, field), yuan)
        added = sum((getattr(line, field) or Decimal(0) for line in lines), Decimal(0))
        if printed is not None and abs(printed - added) * 2 > yuan / 100:
            cells.leave(row.number, f"合计行的{TITLES[field]}是 {money(printed)} 元，各行相加是 {money(added)} 元")
