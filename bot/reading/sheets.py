"""The texts in a workbook's cells, read by a process of its own: `python sheets.py FILE` writes them as JSON.

A workbook is written by strangers. Whatever it makes the parser do, it gets SECONDS and BYTES for it, and
the bot goes on. It imports nothing of the bot, so that it starts quickly.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import warnings
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

SECONDS = 1.0
"""Of computing; an honest sheet of 2000 rows takes half of it."""
BYTES = 300 * 1024 * 1024
MOST_SHEETS = 20
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_TEXT = 1_000_000
"""Characters in all sheets together: ten times the longest filing."""

_QUOTED = re.compile(r'"[^"]*"|\\.|_.')
_WORST = 32_767
"""Characters that Excel allows in one cell."""


def main() -> None:
    """Read the workbook named on the command line."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # which ends the process; a limit on it takes whole seconds only
    with suppress(ValueError, OSError):  # a system that knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    warnings.simplefilter("ignore")  # of drawings and validations that the library does not read
    json.dump(read(sys.argv[1]), sys.stdout)


def read(path: str) -> list[dict[str, Any]]:
    """Return the visible sheets with their rows: `{"name", "rows": [[number, [text, …]], …], "cut"}`."""
    import openpyxl  # type: ignore[import-untyped] # noqa: PLC0415 - only under the limits; publishes no types

    # An open file: a name that does not end in .xlsx would be refused, and a download has none.
    with Path(path).open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        left, sheets = MOST_TEXT, []
        for sheet in visible[:MOST_SHEETS]:
            rows = _rows(sheet, left)
            left -= sum(len(text) for _, texts in rows for text in texts)
            kept = [row for row in rows if row[0] <= MOST_ROWS]
            sheets.append({"name": sheet.title, "rows": kept, "cut": kept != rows})
    return sheets


def _rows(sheet: Any, left: int) -> list[tuple[int, list[str]]]:  # noqa: ANN401 - openpyxl is untyped
    found = []
    cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    for number, row in enumerate(cells, start=1):
        texts = [shown(cell.value, cell.number_format)[:_WORST] if cell.value is not None else "" for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.append((number, texts))
            left -= sum(map(len, texts))
        if left < 0:
            raise MemoryError
    return found


def shown(value: object, number_format: str) -> str:
    """Return a cell as a person reads it: `0.98` in a percent format as `98%`, a date as `2026-03-15`."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() | float():
            is_share = "%" in _QUOTED.sub("", number_format)
            return f"{_exact(value * 100)}%" if is_share else _exact(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
    return str(value).strip()


def _exact(value: float) -> str:
    """Return a number with the 15 digits that Excel itself goes by: `0.1 + 0.2` is `0.3`."""
    digits = f"{value:.15g}"
    if "e" not in digits:
        return digits
    return f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.0f}"


if __name__ == "__main__":
    main()
