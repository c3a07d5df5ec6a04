"""The figures of a 汇总 as Excel formulas over the sheets behind it, by the rules of the 汇总."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.documents import excel_formulas as formulas
from bot.documents.excel_sheets import MONEY, Value
from bot.documents.rollup import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from bot.documents.excel_sheets import Layout
    from bot.documents.rollup import RolledUp
    from scoring import Indicator, IndicatorRow, RollupRow, Scheme

BUDGET, EXECUTED, PLACE = "预算数（元）", "执行数（元）", "汇总行"
VALUES: dict[Literal["target", "actual"], str] = {"target": "目标值", "actual": "完成值"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the units and of their indicators stand. `live`: all of the latter are on one sheet."""

    units: Mapping[str, str]
    rows: Mapping[str, str]
    live: bool


def figures(rolled_up: RolledUp, layout: Layout, columns: Columns) -> Iterator[tuple[str, Value]]:
    """Yield each figure of the table with its value and the formula that gives it."""
    at, sheet, scheme = layout.addresses, rolled_up.sheet, rolled_up.scheme
    yield from _execution(rolled_up, at, columns)
    weights = sheet.execution.weight
    for place, (indicator, row) in enumerate(zip(rolled_up.filing.indicators, sheet.indicators, strict=True), start=1):
        weights += indicator.weight or 0
        yield f"weight.{place}", _known(indicator.weight)
        for which in VALUES:
            yield f"{which}.{place}", _measured(which, place, indicator, rolled_up.rows[place - 1], columns)
        yield f"score.{place}", _score(place, indicator, row, at, scheme)
    yield "weights", Value(float(weights), _sum(at, "execution_weight", "weight"))
    yield "total", Value(float(sheet.total), _sum(at, "execution", "score"))
    grade = "" if sheet.open else sheet.grade or ""
    yield "grade", Value(grade, formulas.grade(scheme, at["total"]) if grade else "")


def _execution(rolled_up: RolledUp, at: Mapping[str, str], columns: Columns) -> Iterator[tuple[str, Value]]:
    row, scheme = rolled_up.sheet.execution, rolled_up.scheme
    unit = 10_000 if scheme.money_unit == "万元" else 1
    yield "execution_weight", Value(float(row.weight))
    if row.rate is None or row.budget is None or row.executed is None:
        return
    # A unit that left one of the two open counts with neither.
    for figure, amount, one, other in (
        ("budget", row.budget, BUDGET, EXECUTED),
        ("executed", row.executed, EXECUTED, BUDGET),
    ):
        summed = f'SUMIFS({columns.units[one]},{columns.units[other]},"<>")/{unit}'
        yield figure, Value(float(amount / unit), summed, MONEY)
    yield "rate", _known(row.rate, formulas.rate(scheme.execution, at["budget"], at["executed"]), 'General"%"')
    yield "execution", _known(row.score, formulas.execution_score(scheme, at["rate"], at["execution_weight"]))


def _measured(
    which: Literal["target", "actual"], place: int, indicator: Indicator, sums: RollupRow, columns: Columns
) -> Value:
    """Return a target or actual value: added up, or where it is relative the mean by budget."""
    value = indicator.target_value if which == "target" else indicator.actual_value
    if value is None:
        return Value("定性" if which == "target" and indicator.kind == "qualitative" else None)
    sign = SIGNS.get(indicator.kind, "") if which == "target" else ""
    digits = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    unit = (indicator.unit or "").replace('"', "")
    shown = f'"{sign}"{digits}"{unit}"'
    if not columns.live:
        return Value(float(value), shown=shown)
    here, those, budget = columns.rows[PLACE], columns.rows[VALUES[which]], columns.rows[BUDGET]
    if not sums.is_relative:
        formula = f"SUMIFS({those},{here},{place})"
    elif sums.funded.measured:
        formula = f'SUMPRODUCT(({here}={place})*{those}*{budget})/SUMIFS({budget},{here},{place},{those},"<>")'
    else:
        formula = f"AVERAGEIFS({those},{here},{place})"
    return Value(float(value), formula, shown)


def _score(place: int, indicator: Indicator, row: IndicatorRow, at: Mapping[str, str], scheme: Scheme) -> Value:
    """Return a score, by the rule where no person had a say in it."""
    if indicator.score is not None or indicator.kind in (None, "qualitative") or row.score is None:
        return _known(row.score)
    weight, target, actual = (at[f"{figure}.{place}"] for figure in ("weight", "target", "actual"))
    return _known(row.score, formulas.indicator_score(scheme, indicator.kind, weight, target, actual))


def _sum(at: Mapping[str, str], first: str, column: str) -> str:
    cells = [address for figure, address in at.items() if figure.startswith(f"{column}.")]
    return f"ROUND(SUM({','.join([at[first], *([f'{cells[0]}:{cells[-1]}'] if cells else [])])}),2)"


def _known(value: Decimal | None, formula: str = "", shown: str = "") -> Value:
    return Value(None) if value is None else Value(float(value), formula, shown)
