"""Calculates a workbook anew, as Excel would, for the few functions that our formulas use."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types

_REFERENCE = re.compile(r"(?:'([^']+)'!)?\$?\b([A-Z]{1,2}\$?\d+)(?::\$?([A-Z]{1,2}\$?\d+))?\b")


class Number(float):
    """A float whose quotient by zero is not a number: in Excel both branches of an IF may be written so."""

    def __truediv__(self, other: float) -> Number:
        return Number(float(self) / other if other else float("nan"))

    def __rtruediv__(self, other: float) -> Number:
        return Number(other / float(self) if self else float("nan"))


class Blank(Number):
    """An empty cell: nought to calculate with, and no number to count."""


class Column(list[Any]):
    """The cells of an area, which are compared and multiplied one by one."""

    def __eq__(self, other: object) -> Column:  # type: ignore[override]  # as Excel compares areas
        return Column(Number(each == other) for each in self)

    __hash__ = None

    def __mul__(self, other: Column) -> Column:  # type: ignore[override]  # likewise
        return Column(Number(one * two) for one, two in zip(self, other, strict=True))


def _where(column: Column, criteria: tuple[Any, ...]) -> list[float]:
    """Return the numbers of a column where other columns are as wanted: a number, or `<>`, not empty."""
    wanted = list(zip(criteria[::2], criteria[1::2], strict=True))
    return _numbers(
        tuple(
            value
            for place, value in enumerate(column)
            if all(not isinstance(of[place], Blank) if like == "<>" else of[place] == like for of, like in wanted)
        )
    )


def _mean(numbers: list[float]) -> Number:
    return Number(sum(numbers)) / len(numbers)


def _round(value: float, digits: float) -> Number:
    if math.isnan(value):
        return Number(value)
    # Like Excel, from the 15 digits that a person sees.
    return Number(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP))


def _numbers(values: tuple[Any, ...]) -> list[float]:
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return [each for each in flat if isinstance(each, int | float) and not isinstance(each, Blank)]


FUNCTIONS: dict[str, Any] = {
    "IF": lambda condition, then, otherwise: then if condition else otherwise,
    "OR": lambda *values: any(values),
    "ROUND": _round,
    "SUM": lambda *values: Number(sum(_numbers(values))),
    "SUMIFS": lambda column, *criteria: Number(sum(_where(column, criteria))),
    "AVERAGEIFS": lambda column, *criteria: _mean(_where(column, criteria)),
    "SUMPRODUCT": lambda column: Number(sum(column)),
    "COUNT": lambda *values: len(_numbers(values)),
    "MIN": lambda *values: min(_numbers(values), default=0),
    "MAX": lambda *values: max(_numbers(values), default=0),
}


def evaluate(formula: str, **cells: Any) -> Any:  # noqa: ANN401 - numbers and text, as a workbook has them
    """Return a formula's value. A cell is a number, text, `None` if it is empty, or a list of these."""
    python = re.sub(r"(?<![<>=])=(?!=)", "==", formula)
    known = {name: _known(value) for name, value in cells.items()}
    return eval(python, {"__builtins__": {}}, FUNCTIONS | known)  # noqa: S307 - only our own formulas get here


def _known(value: Any) -> Any:  # noqa: ANN401 - likewise
    if isinstance(value, list):
        return Column(_known(each) for each in value)
    if value is None:
        return Blank()
    return Number(value) if isinstance(value, int | float) else value


def recalculated(book: Workbook, sheet: str, cell: str) -> Any:  # noqa: ANN401 - likewise
    """Return a cell's value, calculated from what stands in the workbook now."""
    value = book[sheet][cell].value
    if book[sheet][cell].data_type != "f":
        return value
    cells: dict[str, Any] = {}

    def named(match: re.Match[str]) -> str:
        page, first, last = match[1] or sheet, match[2].replace("$", ""), (match[3] or "").replace("$", "")
        column = [each.coordinate for row in book[page][f"{first}:{last or first}"] for each in row]
        values = [recalculated(book, page, each) for each in column]
        cells[f"cells_{len(cells)}"] = values if last else values[0]
        return f"cells_{len(cells) - 1}"

    return evaluate(_REFERENCE.sub(named, value[1:]), **cells)
