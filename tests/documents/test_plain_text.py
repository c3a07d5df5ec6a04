from __future__ import annotations

from typing import TYPE_CHECKING

from bot.documents.grid import Cell, Grid
from bot.documents.measure import width
from bot.documents.plain_text import narrative_text, table_text
from bot.documents.render import render
from tests.documents.test_narrative import blocks_of

if TYPE_CHECKING:
    from scoring import Filing


def test_merged_cells_are_drawn_without_lines_inside() -> None:
    grid = Grid(
        widths=(1, 1),
        rows=((Cell(text="甲", rows=2), Cell(text="乙")), (Cell(text="5.00", style="money"),), (Cell(columns=2),)),
    )
    lines = table_text(grid).split("\n")
    assert lines[0] == lines[4] == f"+{'-' * 54}+{'-' * 54}+"
    assert lines[1].startswith("| 甲 ")
    assert lines[2] == f"|{' ' * 54}+{'-' * 54}+"
    assert lines[3].endswith(" 5.00 |")
    assert lines[5] == f"|{' ' * 109}|"


def test_every_line_of_a_table_is_equally_wide(example: Filing) -> None:
    lines = [line for line in render(example, "report.txt").decode().split("\n") if line.startswith(("|", "+"))]
    assert len({width(line) for line in lines}) == 2  # 表1 and the form


def test_paragraphs_are_indented_and_headings_are_not(street: Filing) -> None:
    lines = narrative_text(blocks_of(street)).split("\n")
    assert "一、项目基本情况" in lines
    assert f"　　{street.objective}" in lines


def test_the_text_report_ends_with_the_form(street: Filing, school: Filing) -> None:
    text = render(street, "report.txt").decode()
    assert text.index("（附后）") < text.index("填报日期：2019-7-28　　总分：97") < text.index("| 一级指标")
    assert "（2022年度）\n填报日期：2023-2-20　　总分：98.29　等级：优" in render(school, "report.txt").decode()
