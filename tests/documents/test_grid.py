from __future__ import annotations

from bot.documents.grid import Cell, Grid, placed


def test_a_cell_stands_right_of_those_that_cover_its_row_from_above() -> None:
    tall, wide, one, two = Cell(text="高", rows=2), Cell(text="宽", columns=2), Cell(text="一"), Cell(text="二")
    grid = Grid(widths=(1, 1, 1), rows=((tall, wide), (one, two)))
    assert list(placed(grid)) == [(0, 0, tall), (0, 1, wide), (1, 1, one), (1, 2, two)]
