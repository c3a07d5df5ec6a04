"""Tables made by tests: written as rows, or as the workbooks that people send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]  # publishes no types

from bot.reading.table import Row, Table

if TYPE_CHECKING:
    from pathlib import Path

    from bot.proposal import Proposal

Cell = str | float | None


def table(*rows: tuple[str, ...], name: str = "Sheet1") -> Table:
    """Return a table of these rows; a row without cells is an empty one."""
    return Table(name, tuple(Row(number, row) for number, row in enumerate(rows, 1) if row))


def workbook(path: Path, *rows: tuple[Cell, ...], formats: dict[int, str] | None = None) -> Path:
    """Write a workbook of one sheet; `formats` are number formats by column, counted from 0."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        styles = {column: book.add_format({"num_format": shown}) for column, shown in (formats or {}).items()}
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                sheet.write(down, across, value, styles.get(across))
    return path


def reasons(proposal: Proposal) -> dict[int, str]:
    """Return why rows were left out, by their number."""
    return {each.row: each.reason for each in proposal.left_out}
