"""The rows of a form that say what was budgeted and spent in all, and what that earned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.reading.columns import bare, money_unit
from bot.reading.headings import FUNDS_TOTAL
from scoring import Funds
from scoring.names import normal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.cells import Cells
    from bot.reading.columns import Columns
    from bot.reading.table import Row

_POINTS = re.compile(r"(\d+)分")


@dataclass(frozen=True, slots=True)
class FundsTable:
    """The funds in yuan, and the points that execution can earn, where the form prints them."""

    funds: Funds
    weight: Decimal | None = None


def read_funds(columns: Columns, heading: Row, rows: Sequence[Row], cells: Cells, yuan: int) -> FundsTable | None:
    """Return what the row of the whole funds says; `None` if there is none. Sums by source are not ours to take."""
    row = next((row for row in rows if any(bare(cell) in FUNDS_TOTAL for cell in row.cells)), None)
    row = row or next((row for row in rows if columns.cell(row, "budget")), None)
    if row is None:
        return None
    unit = columns.yuan or money_unit((*heading.cells, *row.cells)) or yuan
    at = row.number
    printed = _POINTS.search(normal("".join(heading.cells)))
    weight = cells.points(at, "预算执行分值", columns.cell(row, "weight"))
    return FundsTable(
        Funds(
            budget=cells.money(at, "全年预算数", columns.cell(row, "budget"), unit),
            executed=cells.money(at, "全年执行数", columns.cell(row, "executed"), unit),
            score=cells.points(at, "预算执行得分", columns.cell(row, "score")),
        ),
        weight if weight is not None or printed is None else Decimal(printed[1]),
    )
