"""The report as plain text: the narrative, then the form as a table of characters."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from bot.documents.grid import placed
from bot.documents.measure import width, wrapped

if TYPE_CHECKING:
    from bot.documents.form import Form
    from bot.documents.grid import Cell, Grid
    from bot.documents.narrative import Block

TABLE_WIDTH = 110
"""How wide a table is, in Latin characters: a page of a text file in an ordinary editor."""
INDENT = "　　"


def report_txt(blocks: tuple[Block, ...], form: Form) -> bytes:
    """Return the whole report as UTF-8 text."""
    head = (form.title, *([form.subtitle] if form.subtitle else []), f"{form.filled_on}　　{form.total}")
    notes = ("备注：", *form.notes) if form.notes else ()
    return "\n".join((narrative_text(blocks), "", *head, table_text(form.grid), *notes, "")).encode()


def narrative_text(blocks: tuple[Block, ...]) -> str:
    """Return the narrative as text, a paragraph a line, with 表1 as a table of characters."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if block.table is not None:
        return table_text(block.table)
    return INDENT + block.text if block.style == "body" else block.text


def table_text(grid: Grid) -> str:
    """Draw a grid with `+`, `-` and `|`, which are equally wide in every font that has Chinese signs."""
    edges = [0]
    for share in grid.widths:
        # An even room between the edges, so that Chinese signs fill it.
        edges.append(edges[-1] + 3 + 2 * round(share * (TABLE_WIDTH / 2 - 2 * len(grid.widths)) / sum(grid.widths)))
    cells = [
        (down, across, cell, _lines(cell, edges[across + cell.columns] - edges[across] - 3))
        for down, across, cell in placed(grid)
    ]
    tops = _tops(len(grid.rows), [(down, cell.rows, len(lines)) for down, _, cell, lines in cells])
    canvas = [[" "] * (edges[-1] + 1) for _ in range(tops[-1] + 1)]
    for down, across, cell, lines in cells:
        _draw(canvas, (tops[down], tops[down + cell.rows]), (edges[across], edges[across + cell.columns]), lines)
    return "\n".join("".join(line) for line in canvas)


def _lines(cell: Cell, room: int) -> list[str]:
    lines = wrapped(cell.text, room)
    return [" " * (room - width(line)) + line for line in lines] if cell.style == "money" else lines


def _tops(rows: int, cells: list[tuple[int, int, int]]) -> list[int]:
    """Return the line on which each row begins, and the last line.

    A cell is its first row, its number of rows and of lines; a tall one makes its last row taller.
    """
    heights = [1] * rows
    for first, covered, lines in sorted(cells, key=itemgetter(1)):
        last = first + covered - 1
        heights[last] = max(heights[last], lines - sum(heights[first:last]) - (covered - 1))
    tops = [0]
    for height in heights:
        tops.append(tops[-1] + height + 1)
    return tops


def _draw(canvas: list[list[str]], down: tuple[int, int], across: tuple[int, int], lines: list[str]) -> None:
    (top, bottom), (left, right) = down, across
    for row in (top, bottom):
        for column in range(left, right + 1):
            canvas[row][column] = "+" if column in across or canvas[row][column] == "+" else "-"
    for row in range(top + 1, bottom):
        for column in across:
            canvas[row][column] = "+" if canvas[row][column] == "+" else "|"
    for row, line in enumerate(lines, start=top + 1):
        # One character of the list for the whole line, and nothing where it goes on.
        canvas[row][left + 2 : left + 2 + width(line)] = [line, *[""] * (width(line) - 1)] if line else []
