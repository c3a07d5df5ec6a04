"""Reading a workbook back, beside the bare library; and how soon a hostile one is given up."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl  # type: ignore[import-untyped]  # publishes no types

import bot
from bench.contest import medians, show
from bot.documents.render import render
from bot.reading.proposing import propose
from bot.reading.workbook import WorkbookError, read_workbook
from scoring import open_filing

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = Path(bot.__file__).parent / "examples" / "wuhan-2018.toml"
ROUNDS = 5
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BARE = "import openpyxl, sys; [list(sheet.values) for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True)]"


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        path, hostile = Path(folder, "form.xlsx"), Path(folder, "hostile.xlsx")
        path.write_bytes(render(open_filing(EXAMPLE), "form.xlsx"))
        _make_hostile(path, hostile)
        contestants: dict[str, Callable[[], object]] = {
            "读入 form.xlsx，另起进程，认出全部答案": lambda: propose("表", read_workbook(path)),
            "只用库，也另起进程": partial(subprocess.run, [sys.executable, "-c", _BARE, str(path)], check=True),
            "只用库，在本进程里": partial(_read, path),
        }
        show("读入 Excel", medians(contestants, ROUNDS))
        show("一行一千万格的文件，放弃为止", medians({"一个文件": partial(_refused, hostile)}, 1))


def _read(path: Path) -> object:
    book = openpyxl.load_workbook(path, read_only=True)
    return [list(sheet.values) for sheet in book]


def _make_hostile(honest: Path, hostile: Path) -> None:
    sheet = f'<worksheet xmlns="{_NAMESPACE}"><sheetData><row r="1">{"<c/>" * 10_000_000}</row></sheetData></worksheet>'
    with ZipFile(honest) as source, ZipFile(hostile, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))


def _refused(path: Path) -> None:
    try:
        read_workbook(path)
    except WorkbookError:
        return
    raise AssertionError("a hostile workbook was read")
