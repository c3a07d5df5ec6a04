"""`rollup.xlsx`: the 汇总 with live formulas over what each unit has filed, which stands on the sheets behind it.

It may be thousands of units: rows are written out as they come, so that they never lie in memory together.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]  # xlsxwriter has no type marks

from bot.documents import excel_formulas as formulas
from bot.documents.excel import CREATED
from bot.documents.excel_sheets import (
    MONEY,
    PAGE_WIDTH,
    Formats,
    Value,
    begin_table,
    draw_grid,
    laid_out,
    print_grid,
    row_height,
    write,
    write_row,
    write_table,
)
from bot.documents.rollup import grid, told
from bot.documents.rollup_formulas import Columns, figures
from bot.formats import state_name
from scoring import rollup_rows, score
from scoring.rows import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.documents.rollup import Missing, RolledUp
    from bot.progress import Progress
    from scoring import Filing, Indicator, IndicatorRow, Scheme, Sheet
    from scoring.rollup_row import Match

TABLE, UNITS, ROWS, MISSING = "汇总", "各单位", "各单位指标", "未报送"
UNIT_COLUMNS = {
    "单位": 28.0,
    "上级单位": 18.0,
    "预算数（元）": 18.0,
    "执行数（元）": 18.0,
    "执行率（%）": 10.0,
    "执行得分": 10.0,
    "指标得分": 10.0,
    "总分": 8.0,
    "等级": 8.0,
}
ROW_COLUMNS = {
    "汇总行": 8.0,
    "单位": 28.0,
    "上级单位": 18.0,
    "一级指标": 12.0,
    "三级指标": 28.0,
    "分值": 7.0,
    "计量单位": 10.0,
    "目标值": 14.0,
    "完成值": 14.0,
    "得分": 8.0,
    "预算数（元）": 18.0,
}
MISSING_COLUMNS = {"单位": 28.0, "上级单位": 18.0, "状态": 12.0}
ABOVE = 3
MOST_ROWS = 1_000_000
"""Rows of a sheet; Excel takes a few more. What exceeds them stands on further sheets, and no formula adds it up."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Filed:
    """What a unit has filed."""

    unit: str
    above: str
    filing: Filing


def rollup_xlsx(rolled_up: RolledUp, filed: Iterable[Filed], progress: Progress) -> bytes:
    """Return the workbook over what the units have filed."""
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        book.set_properties({"title": f"{rolled_up.title} 汇总", "created": CREATED})
        table = book.add_worksheet(TABLE)
        behind = _Behind(
            book, rolled_up.scheme, {row.match: place for place, row in enumerate(rolled_up.rows, start=1)}
        )
        for number, each in enumerate(filed, start=1):
            behind.take(each)
            progress(number / max(1, rolled_up.sheet.units))
        _draw(table, rolled_up, behind)
        behind.finish(rolled_up.missing)
        book.close()
        file.seek(0)
        return file.read()


class _Behind:
    """The sheets behind the table, filled unit by unit."""

    def __init__(self, book: Any, scheme: Scheme, places: Mapping[Match, int]) -> None:  # noqa: ANN401 - xlsxwriter is untyped
        self._book, self._scheme, self._places = book, scheme, places
        self.formats = Formats(book)
        self._units = self._sheet(UNITS, UNIT_COLUMNS)
        self._rows = [self._sheet(ROWS, ROW_COLUMNS)]
        self.units = self.rows = 0

    def _sheet(self, name: str, columns: Mapping[str, float]) -> Any:  # noqa: ANN401 - likewise
        sheet = self._book.add_worksheet(name)
        begin_table(sheet, list(columns), list(columns.values()), self.formats)
        return sheet

    def take(self, filed: Filed) -> None:
        """Write what a unit has filed."""
        sheet = score(filed.filing, self._scheme)
        self.units += 1
        write_row(self._units, self.units, _unit(filed, sheet, self._scheme, self.units + 1), self.formats)
        indicators = zip(
            filed.filing.indicators, sheet.indicators, rollup_rows(filed.filing, self._scheme), strict=True
        )
        for indicator, row, sums in indicators:
            place = self._places.get(sums.match, 0)
            if self.rows and self.rows % MOST_ROWS == 0:
                self._rows.append(self._sheet(f"{ROWS}{len(self._rows) + 1}", ROW_COLUMNS))
            self.rows += 1
            value = _row(place, filed, indicator, row, sheet)
            write_row(self._rows[-1], (self.rows - 1) % MOST_ROWS + 1, value, self.formats)

    def finish(self, missing: Iterable[Missing]) -> None:
        """Write who has not filed."""
        rows = ([Value(each.unit), Value(each.above), Value(state_name(each.state))] for each in missing)
        sheet = self._book.add_worksheet(MISSING)
        write_table(sheet, list(MISSING_COLUMNS), rows, list(MISSING_COLUMNS.values()), self.formats)

    def columns(self) -> Columns:
        """Return where formulas find what was written."""
        return Columns(
            {heading: _column(UNITS, UNIT_COLUMNS, heading, self.units) for heading in UNIT_COLUMNS},
            {heading: _column(ROWS, ROW_COLUMNS, heading, self.rows) for heading in ROW_COLUMNS},
            live=0 < self.rows <= MOST_ROWS,
        )


def _column(sheet: str, columns: Iterable[str], heading: str, rows: int) -> str:
    letter = chr(ord("A") + list(columns).index(heading))
    return f"'{sheet}'!${letter}$2:${letter}${rows + 1}"


def _unit(filed: Filed, sheet: Sheet, scheme: Scheme, line: int) -> Iterator[Value]:
    row = sheet.execution
    indicators = sum((each.score for each in sheet.indicators if each.score is not None), ZERO)
    known = row.rate is not None
    yield Value(filed.unit)
    yield Value(filed.above)
    yield Value(_float(row.budget), shown=MONEY)
    yield Value(_float(row.executed), shown=MONEY)
    yield Value(_float(row.rate), formulas.rate(scheme.execution, f"C{line}", f"D{line}") if known else "")
    yield Value(_float(row.score), formulas.execution_score(scheme, f"E{line}", str(row.weight)) if known else "")
    yield Value(float(indicators))
    yield Value(float(sheet.total), f"ROUND(SUM(F{line}:G{line}),2)")
    yield Value("" if sheet.open else sheet.grade or "", formulas.grade(scheme, f"H{line}") if sheet.grade else "")


def _row(place: int, filed: Filed, indicator: Indicator, row: IndicatorRow, sheet: Sheet) -> Iterator[Value]:
    target, actual = values(indicator) if indicator.kind != "qualitative" else (None, None)
    measured = target is not None and actual is not None
    yield Value(place)
    yield Value(filed.unit)
    yield Value(filed.above)
    yield Value(indicator.level1 or "")
    yield Value(indicator.name or "")
    yield Value(_float(indicator.weight))
    yield Value(indicator.unit or "")
    yield Value(_float(target) if measured else None)
    yield Value(_float(actual) if measured else None)
    yield Value(_float(row.score))
    yield Value(_float(sheet.execution.budget), shown=MONEY)


def _draw(page: Any, rolled_up: RolledUp, behind: _Behind) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    layout = laid_out(grid(rolled_up, merged=False), ABOVE)
    last = len(layout.grid.widths) - 1
    formats = behind.formats
    write(page, (0, 0, 0, last), Value(f"{rolled_up.title}　汇总"), formats["title", ""])
    page.set_row(0, 30)
    write(page, (1, 0, 1, last), Value(rolled_up.project), formats["center", ""])
    write(page, (2, 0, 2, 2), Value(f"{rolled_up.unit}　{rolled_up.filed}"), formats["plain", ""])
    write(page, (2, 3, 2, last), Value(rolled_up.total), formats["total", ""])
    draw_grid(page, layout, dict(figures(rolled_up, layout, behind.columns())), formats)
    for down, finding in enumerate(rolled_up.sheet.findings, start=layout.tops[-1]):
        message = told(rolled_up, finding)
        write(page, (down, 0, down, last), Value(message), formats["plain", ""])
        page.set_row(down, row_height(message, PAGE_WIDTH))
    print_grid(page, layout)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
