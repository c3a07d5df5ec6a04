"""The six documents of a filing, warm, each beside the bare library with the same words and no looks at all."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typst
import xlsxwriter  # type: ignore[import-untyped]  # publishes no types
from docx import Document

import bot
from bench.contest import medians, show
from bot.documents.budget_table import budget_table
from bot.documents.form import form
from bot.documents.glyphs import FONT_FOLDER
from bot.documents.grid import placed
from bot.documents.narrative import narrative
from bot.documents.render import KINDS, render
from scoring import Filing, load_scheme, open_filing, score

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.documents.grid import Grid

EXAMPLE = Path(bot.__file__).parent / "examples" / "wuhan-2018.toml"
ROUNDS, TIMES = 5, 4
RENDERS = 500
BARE = Path(__file__).with_name("bare.typ")


def main() -> None:
    """Measure and print."""
    filing, numbers = open_filing(EXAMPLE), count()
    floors = {"form.png": _typst("png", 0), "form.pdf": _typst("pdf", 0), "report.pdf": _typst("pdf", 1)}
    floors |= {"report.docx": _word, "form.xlsx": _excel}

    def another() -> Filing:
        # Never the same twice: Typst remembers what it has set before.
        return replace(filing, project=f"{filing.project}{next(numbers)}")

    for kind in KINDS:
        contestants: dict[str, Callable[[], object]] = {f"{kind}，连同计分": partial(_made, another, kind)}
        if kind in floors:
            contestants["只用库，同样的文字"] = partial(_given, floors[kind], another)
        show(f"文件 {kind}", medians(contestants, ROUNDS, TIMES))
    show("全部六个文件", medians({"一份填报": lambda: [render(another(), kind) for kind in KINDS]}, ROUNDS))
    show("内存", _memory(another), "MB", 1)


def _made(another: Callable[[], Filing], kind: str) -> object:
    return render(another(), kind)


def _given(floor: Callable[[Filing], object], another: Callable[[], Filing]) -> object:
    return floor(another())


def _typst(pages: Literal["png", "pdf"], narrated: int) -> Callable[[Filing], object]:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])
    compiler = typst.Compiler(BARE, root=BARE.parent, font_paths=fonts)

    def bare(filing: Filing) -> object:
        lines, grids = _words(filing)
        data = {"lines": lines if narrated else [], "grids": [asdict(grid) for grid in grids[1 - narrated :]]}
        return compiler.compile(format=pages, sys_inputs={"data": json.dumps(data)})

    return bare


def _words(filing: Filing) -> tuple[list[str], list[Grid]]:
    sheet, scheme = score(filing), load_scheme(filing.scheme)
    lines = [block.text for block in narrative(filing, sheet, scheme) if block.text]
    return lines, [budget_table(filing), form(filing, sheet, scheme).grid]


def _word(filing: Filing) -> object:
    document = Document()
    lines, grids = _words(filing)
    for line in lines:
        document.add_paragraph(line)
    for grid in grids:
        table = document.add_table(len(grid.rows), len(grid.widths))
        for down, across, cell in placed(grid):
            table.cell(down, across).text = cell.text
    document.save(BytesIO())
    return document


def _excel(filing: Filing) -> object:
    book = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
    lines, grids = _words(filing)
    for grid in grids:
        sheet = book.add_worksheet()
        for down, across, cell in placed(grid):
            sheet.write_string(down, across, cell.text)
    sheet = book.add_worksheet()
    for down, line in enumerate(lines):
        sheet.write_string(down, 0, line)
    book.close()
    return book


def _memory(another: Callable[[], Filing]) -> dict[str, float]:
    def rendered(times: int) -> float:
        for at in range(times):
            render(another(), KINDS[at % len(KINDS)])
        return _resident()

    return {f"再做 {RENDERS} 个文件之后": rendered(RENDERS), f"再做 {RENDERS} 个": rendered(RENDERS)}


def _resident() -> float:
    """Return this process's memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
