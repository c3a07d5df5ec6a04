"""A table as cells that may cover several columns and rows: what form and 表1 are, before anything draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; it covers `columns` × `rows` of its grid.

    `figure` names the number that stands here, for documents that calculate: `budget`, `executed`, `rate`,
    `execution`, `weight.3` and `score.3` (of the filing's third indicator), `weights`, `total`, `grade`,
    `booked.12` (of the twelfth budget line), `booked.sum`.
    """

    text: str = ""
    style: Literal["label", "text", "number", "money"] = "text"
    columns: int = 1
    rows: int = 1
    figure: str = ""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows of cells. A cell covered by one above it or to its left does not appear in its row."""

    widths: tuple[int, ...]
    """Shares of the whole width, one for each column."""
    rows: tuple[Row, ...]
    heading: int = 0
    """Which row heads those below it, counted from 0: it is repeated on every page."""


def placed(grid: Grid) -> Iterator[tuple[int, int, Cell]]:
    """Yield each cell with the row and the column, counted from 0, of its upper left corner."""
    covered: set[tuple[int, int]] = set()
    for down, row in enumerate(grid.rows):
        across = 0
        for cell in row:
            while (down, across) in covered:
                across += 1
            yield down, across, cell
            covered |= {(down + y, across + x) for y in range(cell.rows) for x in range(cell.columns)}


def label(text: str, *, columns: int = 1, rows: int = 1) -> Cell:
    """Return a cell of the printed form itself."""
    return Cell(text=text, style="label", columns=columns, rows=rows)


def number(text: str, figure: str = "", *, columns: int = 1) -> Cell:
    """Return a cell that holds a number, or a sign in the place of one."""
    return Cell(text=text, style="number", figure=figure, columns=columns)
