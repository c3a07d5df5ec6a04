"""Finding a table by its headings, wherever its columns stand, and the unit in which it counts money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reading.headings import BUDGET_LINES, FUNDS, INDICATORS, TEXTS, Synonyms
from scoring.names import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.reading.table import Row

AMOUNTS = ("budgeted", "settled", "booked")
WAN = 10_000
"""Yuan in a 万元."""

_IN_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
_UNIT = re.compile(r"(?:单位[:：]?|[(（])(?:人民币)?(万?元)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which field stands in which column, counted from 0, and what the headings say of money: yuan in one of it."""

    kind: str
    at: Mapping[str, int]
    yuan: int | None = None

    def cell(self, row: Row, field: str) -> str:
        """Return what a row has of a field; empty where the table has no such column."""
        return row.cell(self.at.get(field))


def bare(text: str) -> str:
    """Return a heading or label as it is compared: `预算金额（万元）：` is `预算金额`."""
    return _IN_BRACKETS.sub("", normal(text)).strip(":*.、")


def labels(*texts: str) -> set[str]:
    """Return the texts as labels: what stands before a colon, as `备注` of `备注：含上年结转`."""
    return {bare(text.replace("：", ":").partition(":")[0]) for text in texts}


def columns_of(row: Row) -> Columns | None:
    """Return what kind of table this row heads, and its columns; `None` if it heads none."""
    texts = _fields(row, TEXTS)
    if len(texts) == len(TEXTS):
        return Columns("texts", texts)
    indicators = _fields(row, INDICATORS)
    if "name" in indicators and len(indicators) >= 3:  # noqa: PLR2004 - one heading more could be chance
        return Columns("indicators", indicators)
    funds = _fields(row, FUNDS)
    if {"budget", "executed"} <= funds.keys() and funds.keys() & {"rate", "score"}:
        return Columns("funds", funds, money_unit(row.cells))
    lines = _fields(row, BUDGET_LINES)
    if "name" in lines and lines.keys() & set(AMOUNTS):
        return Columns("budget_lines", lines, money_unit(row.cells))
    return None


def _fields(row: Row, synonyms: Synonyms) -> dict[str, int]:
    headings = [bare(cell) for cell in row.cells]
    found = {}
    for field, names in synonyms.items():
        written = next((name for name in names if name in headings), None)
        if written is not None:
            found[field] = headings.index(written)
    return found


def money_unit(texts: Iterable[str]) -> int | None:
    """Return the yuan in the unit that a text names, as in `单位：万元` or `预算金额（元）`; `None` if none does."""
    found = next((match for text in texts if (match := _UNIT.search(normal(text)))), None)
    return None if found is None else WAN if found[1] == "万元" else 1
