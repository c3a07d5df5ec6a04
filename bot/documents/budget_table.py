"""表1: what each budget line was given, settled and booked, in yuan, and the sums."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.documents.grid import Cell, Grid, label, number
from bot.formats import money

if TYPE_CHECKING:
    from scoring import Filing

AMOUNTS = {"budgeted": "预算金额", "settled": "决算金额", "booked": "账面支出"}
WIDTHS = (7, 36, 19, 19, 19)
ZERO = Decimal(0)


def budget_table(filing: Filing) -> Grid:
    """Return the table of a filing's budget lines; what is still open is an empty cell."""
    lines = tuple(
        (
            number(str(place)),
            Cell(text=line.name or ""),
            *(_money(getattr(line, key), f"{key}.{place}") for key in AMOUNTS),
        )
        for place, line in enumerate(filing.budget_lines, start=1)
    )
    sums = (_money(_sum(filing, key), f"{key}.sum") for key in AMOUNTS)
    headings = ("序号", "项目内容", *AMOUNTS.values())
    return Grid(widths=WIDTHS, rows=(tuple(map(label, headings)), *lines, (label("合计", columns=2), *sums)))


def _sum(filing: Filing, key: str) -> Decimal:
    return sum((getattr(line, key) or ZERO for line in filing.budget_lines), start=ZERO)


def _money(yuan: Decimal | None, figure: str) -> Cell:
    return Cell(text="" if yuan is None else money(yuan), style="money", figure=figure)
