"""How a grid and a plain table stand on an Excel sheet: widths, heights, merged cells, formats, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # xlsxwriter has no type marks

from bot.documents.grid import placed
from bot.documents.measure import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.documents.grid import Grid

PAGE_WIDTH = 92
"""Columns share this many Latin characters of 10.5 pt: an A4 page between its margins."""
PAGE_HEIGHT = 760.0
"""Points of an A4 page between its margins."""
LINE, PADDING = 14.0, 5.0
"""Points that a line of text takes, and what a row takes besides its lines."""
MAX_ROW = 400.0
"""Excel makes no row higher than 409 points; what needs more is merged over several rows."""
MAX_TEXT = 32_767
"""Characters that Excel takes in one cell."""
MONEY = "#,##0.00"
STYLES: dict[str, dict[str, object]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center"},
    "center": {"align": "center"},
    "plain": {},
    "total": {"font_name": "黑体", "align": "right"},
    "label": {"font_name": "黑体", "align": "center", "border": 1},
    "text": {"align": "left", "border": 1},
    "number": {"align": "center", "border": 1},
    "money": {"align": "right", "border": 1, "num_format": MONEY},
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell holds: a number, text or nothing; with a formula, the formula's present value."""

    value: float | str | None
    formula: str = ""
    shown: str = ""
    """Excel's number format, where it is not the style's."""


class Formats(dict[tuple[str, str], Any]):
    """The formats of one workbook by style and number format, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter is untyped
        super().__init__()
        self.book = book

    def __missing__(self, key: tuple[str, str]) -> Any:  # noqa: ANN401 - likewise
        style, shown = key
        base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
        self[key] = self.book.add_format(base | STYLES[style] | ({"num_format": shown} if shown else {}))
        return self[key]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a grid stands on its sheet."""

    grid: Grid
    tops: tuple[int, ...]
    """The sheet's row, counted from 0, on which each row of the grid begins; at the end the row below the grid."""
    heights: tuple[float, ...]
    """Points, for each row of the grid."""

    addresses: dict[str, str]
    """Where each figure stands, such as `F12`, in the grid's order."""


def laid_out(grid: Grid, top: int) -> Layout:
    """Give each row of the grid the height that shows all its text."""
    heights = [LINE + PADDING] * len(grid.rows)
    for down, across, cell in sorted(placed(grid), key=lambda each: each[2].rows):
        last = down + cell.rows - 1
        needed = row_height(cell.text, sum(widths(grid)[across : across + cell.columns]))
        heights[last] = max(heights[last], needed - sum(heights[down:last]))
    tops = [top]
    for height in heights:
        tops.append(tops[-1] + ceil(height / MAX_ROW))
    addresses = {
        cell.figure: xl_rowcol_to_cell(tops[down], across) for down, across, cell in placed(grid) if cell.figure
    }
    return Layout(grid, tuple(tops), tuple(heights), addresses)


def row_height(text: str, width: float) -> float:
    """Return the points that a row takes to show a text in a column of that width."""
    return len(wrapped(text, int(width - 1.5))) * LINE + PADDING


def widths(grid: Grid) -> tuple[float, ...]:
    """Return the columns' widths in Latin characters."""
    return tuple(PAGE_WIDTH * share / sum(grid.widths) for share in grid.widths)


def draw_grid(sheet: Any, layout: Layout, values: Mapping[str, Value], formats: Formats) -> None:  # noqa: ANN401
    """Write a grid: its figures from `values`, all else as text."""
    for column, width in enumerate(widths(layout.grid)):
        sheet.set_column(column, column, width)
    for (first, below), height in zip(pairwise(layout.tops), layout.heights, strict=True):
        for row in range(first, below):
            sheet.set_row(row, height / (below - first))
    for down, across, cell in placed(layout.grid):
        bottom, right = layout.tops[down + cell.rows] - 1, across + cell.columns - 1
        value = values.get(cell.figure, Value(cell.text))
        write(sheet, (layout.tops[down], across, bottom, right), value, formats[cell.style, value.shown])


def write(sheet: Any, area: tuple[int, int, int, int], value: Value, style: Any) -> None:  # noqa: ANN401
    """Write one value into an area (first row and column, last row and column), merged if it is more than a cell."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_range(*area, "", style)
    if value.formula:
        sheet.write_formula(top, left, f"={value.formula}", style, "" if value.value is None else value.value)
    elif isinstance(value.value, str) and value.value:
        sheet.write_string(top, left, value.value[:MAX_TEXT], style)
    elif value.value is None or value.value == "":
        sheet.write_blank(top, left, None, style)
    else:
        sheet.write_number(top, left, value.value, style)


def write_table(
    sheet: Any,  # noqa: ANN401
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    column_widths: Sequence[float],
    formats: Formats,
) -> None:
    """Write a plain table, each row as high as its text needs."""
    begin_table(sheet, headings, column_widths, formats)
    for down, row in enumerate(rows, start=1):
        write_row(sheet, down, row, formats)
        lines = (
            len(wrapped(value.value, int(column_widths[at] - 1.5)))
            for at, value in enumerate(row)
            if isinstance(value.value, str)
        )
        sheet.set_row(down, min(MAX_ROW, max(lines, default=1) * LINE + PADDING))


def write_row(sheet: Any, down: int, row: Iterable[Value], formats: Formats) -> None:  # noqa: ANN401
    """Write one row of a plain table."""
    for column, value in enumerate(row):
        style = "text" if isinstance(value.value, str) and not value.formula else "number"
        write(sheet, (down, column, down, column), value, formats[style, value.shown])


def begin_table(sheet: Any, headings: Sequence[str], column_widths: Sequence[float], formats: Formats) -> None:  # noqa: ANN401
    """Write the headings of a plain table into the first row, where they stay when the table is scrolled."""
    for column, (heading, width) in enumerate(zip(headings, column_widths, strict=True)):
        sheet.set_column(column, column, width)
        write(sheet, (0, column, 0, column), Value(heading), formats["label", ""])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    _print_on_a4(sheet, pages_high=0)
    sheet.repeat_rows(0)


def print_grid(sheet: Any, layout: Layout) -> None:  # noqa: ANN401
    """Print on one A4 page, or, where type would get too small to read, on as many pages as it takes."""
    fits = sum(layout.heights) < 1.5 * PAGE_HEIGHT
    _print_on_a4(sheet, pages_high=1 if fits else 0)
    if not fits:
        sheet.repeat_rows(layout.tops[layout.grid.heading], layout.tops[layout.grid.heading + 1] - 1)


def _print_on_a4(sheet: Any, *, pages_high: int) -> None:  # noqa: ANN401
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, pages_high)
    sheet.set_footer("&C第 &P 页，共 &N 页")
