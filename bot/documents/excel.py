"""`form.xlsx`: the 自评表, 表1 and the rest of the filing, with live formulas and their values already in place.

Numbers stand where a person would change them: the amounts in 表1, target and actual numbers on the sheet 指标计分,
scores given by hand in the 自评表. What a person wrote is always written as text and is never a formula.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]  # xlsxwriter has no type marks

from bot.documents import excel_formulas as formulas
from bot.documents.budget_table import AMOUNTS, budget_table
from bot.documents.excel_answers import (
    SCORING_COLUMNS,
    SCORING_WIDTHS,
    TEXT_COLUMNS,
    TEXT_WIDTHS,
    rule_score,
    scoring_rows,
    texts,
)
from bot.documents.excel_sheets import (
    MONEY,
    PAGE_WIDTH,
    Formats,
    Layout,
    Value,
    draw_grid,
    laid_out,
    print_grid,
    row_height,
    write,
    write_table,
)
from bot.formats import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.documents.form import Form
    from scoring import Filing, Scheme, Sheet

FORM, BUDGET, SCORING, TEXTS = "自评表", "表1", "指标计分", "文字材料"
CREATED = datetime(2020, 1, 1, tzinfo=UTC)
"""The same filing makes the same file, whenever it is made."""
ABOVE = 3
"""Rows above a grid: title, subtitle, a line of remarks."""


def form_xlsx(form: Form, filing: Filing, sheet: Sheet, scheme: Scheme) -> bytes:
    """Return the filing as a workbook that an accountant can go on working with."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": form.title, "created": CREATED})
    formats = Formats(book)
    table, lines = laid_out(form.grid, ABOVE), laid_out(budget_table(filing), ABOVE)
    pages = {name: book.add_worksheet(name) for name in (FORM, BUDGET, SCORING, TEXTS)}

    head = (Value(form.title), Value(form.subtitle), Value(form.filled_on), _total(table, sheet))
    _draw_head(pages[FORM], table, head, formats)
    draw_grid(pages[FORM], table, _form_values(filing, sheet, scheme, table, lines), formats)
    _draw_notes(pages[FORM], table, form.notes, formats)
    print_grid(pages[FORM], table)

    _draw_head(pages[BUDGET], lines, (Value("项目资金明细表"), Value(""), Value(""), Value("单位：元")), formats)
    draw_grid(pages[BUDGET], lines, dict(_line_values(filing, lines)), formats)
    print_grid(pages[BUDGET], lines)

    on_form = {figure: f"'{FORM}'!{address}" for figure, address in table.addresses.items()}
    rows = scoring_rows(filing, sheet, scheme, on_form)
    write_table(pages[SCORING], SCORING_COLUMNS, rows, SCORING_WIDTHS, formats)
    write_table(pages[TEXTS], TEXT_COLUMNS, texts(filing), TEXT_WIDTHS, formats)
    book.close()
    return file.getvalue()


def _draw_head(page: Any, layout: Layout, head: tuple[Value, Value, Value, Value], formats: Formats) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    last = len(layout.grid.widths) - 1
    middle = last // 2
    title, subtitle, left, right = head
    write(page, (0, 0, 0, last), title, formats["title", ""])
    page.set_row(0, 30)
    write(page, (1, 0, 1, last), subtitle, formats["center", ""])
    write(page, (2, 0, 2, middle), left, formats["plain", ""])
    write(page, (2, middle + 1, 2, last), right, formats["total", right.shown])


def _draw_notes(page: Any, layout: Layout, notes: tuple[str, ...], formats: Formats) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    for row, note in enumerate(("备注：", *notes) if notes else (), start=layout.tops[-1]):
        write(page, (row, 0, row, len(layout.grid.widths) - 1), Value(note), formats["plain", ""])
        page.set_row(row, row_height(note, PAGE_WIDTH))


def _total(table: Layout, sheet: Sheet) -> Value:
    remark = f"（还有{number(sheet.open)}分未定）" if sheet.open else ""
    shown = f'"总分："General"{remark}"' if remark else '"总分："General'
    return Value(float(sheet.total), table.addresses.get("total") or _sum(table, "score."), shown)


def _sum(table: Layout, figures: str) -> str:
    """Return the sum of a column of indicators and of what stands for it in the row of budget execution."""
    execution = {"score.": "execution", "weight.": "execution_weight"}[figures]
    column = [address for figure, address in table.addresses.items() if figure.startswith(figures)]
    return f"ROUND(SUM({','.join([table.addresses[execution], *([f'{column[0]}:{column[-1]}'] if column else [])])}),2)"


def _form_values(filing: Filing, sheet: Sheet, scheme: Scheme, table: Layout, lines: Layout) -> dict[str, Value]:
    at, row = table.addresses, sheet.execution
    weight = at.get("execution_weight") or number(row.weight)
    values = {
        "budget": _amount("budgeted", row.budget, filing, scheme, lines),
        "executed": _amount("booked", row.executed, filing, scheme, lines),
        "rate": _known(row.rate, formulas.rate(scheme.execution, at["budget"], at["executed"]), 'General"%"'),
        "execution_weight": Value(float(row.weight)),
        "execution": _known(row.score, formulas.execution_score(scheme, at["rate"], weight)),
        "total": Value(float(sheet.total), _sum(table, "score.")),
        "grade": _known(None if sheet.open else sheet.grade, formulas.grade(scheme, at.get("total", ""))),
    }
    if "weights" in at:
        values["weights"] = Value(float(_weights(sheet)), _sum(table, "weight."))
    for place, (indicator, scored) in enumerate(zip(filing.indicators, sheet.indicators, strict=True), start=1):
        by_rule = "" if indicator.score is not None or indicator.kind == "qualitative" else rule_score(place)
        values[f"weight.{place}"] = _known(indicator.weight)
        values[f"score.{place}"] = _known(scored.score, f"'{SCORING}'!{by_rule}" if by_rule else "")
    return values


def _weights(sheet: Sheet) -> Decimal:
    return sum((row.weight for row in sheet.indicators if row.weight is not None), start=sheet.execution.weight)


def _amount(key: str, yuan: Decimal | None, filing: Filing, scheme: Scheme, lines: Layout) -> Value:
    """Return an amount in the form's unit: the sum in 表1 where every line has it."""
    unit = 10_000 if scheme.money_unit == "万元" else 1
    summed = bool(filing.budget_lines) and all(getattr(line, key) is not None for line in filing.budget_lines)
    formula = f"'{BUDGET}'!{lines.addresses[f'{key}.sum']}/{unit}" if summed else ""
    return Value(None if yuan is None else float(yuan / unit), formula, MONEY)


def _known(value: Decimal | str | None, formula: str = "", shown: str = "") -> Value:
    """Return a figure's value and formula; what is still open has neither."""
    if value is None:
        return Value(None)
    return Value(value if isinstance(value, str) else float(value), formula, shown)


def _line_values(filing: Filing, lines: Layout) -> Iterator[tuple[str, Value]]:
    for key in AMOUNTS:
        amounts = [getattr(line, key) for line in filing.budget_lines]
        for place, amount in enumerate(amounts, start=1):
            yield f"{key}.{place}", _known(amount)
        total = sum((amount for amount in amounts if amount is not None), start=Decimal(0))
        first, last = (lines.addresses.get(f"{key}.{place}", "") for place in (1, len(amounts)))
        yield f"{key}.sum", Value(float(total), f"SUM({first}:{last})" if first else "")
