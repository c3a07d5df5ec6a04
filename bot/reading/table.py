"""A table as rows of text, wherever it came from."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.names import normal


@dataclass(frozen=True, slots=True)
class Row:
    """One row that has something in it; `number` as Excel counts rows, from 1."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """Return the text of a column, counted from 0; empty where the table has no such column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    @property
    def first(self) -> str:
        """The first text of the row, without spaces."""
        return next((normal(cell) for cell in self.cells if cell), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, or a pasted text. `cut` tells that it goes on, beyond what is read of one sheet."""

    name: str
    rows: tuple[Row, ...]
    cut: bool = False
