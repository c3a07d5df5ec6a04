"""`清单.xlsx`: which filings lie in an archive, and in which folder."""

from __future__ import annotations

from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]  # xlsxwriter has no type marks

from bot.documents.clean_text import clean_text
from bot.documents.excel import CREATED
from bot.documents.excel_sheets import Formats, Value, write_table
from bot.formats import state_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

COLUMNS = {"单位": 28.0, "项目": 44.0, "年度": 8.0, "状态": 10.0, "总分": 8.0, "未定分": 8.0, "文件夹": 60.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFiling:
    """A filing in an archive: its total so far, and how many points are still open."""

    unit: str
    project: str
    year: int | None
    state: str
    total: Decimal
    open: Decimal
    folder: str


def filing_list_xlsx(listed: Iterable[ListedFiling]) -> bytes:
    """Return the list as a workbook."""
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        book.set_properties({"title": "填报清单", "created": CREATED})
        rows = (list(_row(each)) for each in listed)
        write_table(book.add_worksheet("清单"), list(COLUMNS), rows, list(COLUMNS.values()), Formats(book))
        book.close()
        file.seek(0)
        return file.read()


def _row(each: ListedFiling) -> Iterator[Value]:
    yield Value(clean_text(each.unit))
    yield Value(clean_text(each.project))
    yield Value(each.year)
    yield Value(state_name(each.state))
    yield Value(float(each.total))
    yield Value(float(each.open))
    yield Value(each.folder)
