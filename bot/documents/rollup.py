"""The 汇总 over many units: its table as a grid, and the picture of it with what is still missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from bot.documents.grid import Cell, Grid, Row, label, number
from bot.documents.typeset import typeset
from bot.formats import half_up, money, percent, state_name, wan
from bot.formats import number as points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from scoring import Filing, Finding, Indicator, IndicatorRow, RollupRow, Scheme, Sheet

HEADINGS = ("一级指标", "三级指标", "分值", "目标值", "完成值", "得分", "单位数")
WIDTHS = (13, 30, 8, 17, 17, 9, 9)
SIGNS = {"positive": "≥", "reverse": "≤", "equal": "=", None: ""}
NAMED = 12
"""Missing units that the picture names."""
SHOWN = 60
"""Indicators that the picture shows: units that name them each in their own way make hundreds."""
FOUND = 8
"""Findings that it tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A unit that has not filed yet: where it stands in the tree, and in which state its filing is."""

    unit: str
    above: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """A 汇总: of `wanted` units, those on the sheet have filed.

    `filing` stands for all of them, with a row of `rows` for each of its indicators.
    """

    title: str
    unit: str
    project: str
    wanted: int
    filing: Filing
    sheet: Sheet
    rows: Sequence[RollupRow]
    scheme: Scheme
    missing: Sequence[Missing]

    @property
    def total(self) -> str:
        """The total with its grade, as the picture and the workbook head it."""
        sheet = self.sheet
        if sheet.open:
            return f"总分：{points(sheet.total)}（还有{points(sheet.open)}分未定）"
        return f"总分：{points(sheet.total)}" + (f"　等级：{sheet.grade}" if sheet.grade else "")

    @property
    def filed(self) -> str:
        """How many units have filed."""
        return f"已报送 {self.sheet.units} 个单位，应报 {self.wanted} 个"


def rollup_png(rolled_up: RolledUp) -> bytes:
    """Return the picture, as wide as a phone."""
    missing, findings = rolled_up.missing, rolled_up.sheet.findings
    data = {
        "title": f"{rolled_up.title}　汇总",
        "project": rolled_up.project,
        "unit": rolled_up.unit,
        "filed": rolled_up.filed,
        "total": rolled_up.total,
        "grid": asdict(grid(rolled_up, most=SHOWN)),
        "rows_more": max(0, len(rolled_up.rows) - SHOWN),
        "missing": [_named(each) for each in missing[:NAMED]],
        "more": len(missing) if len(missing) > NAMED else 0,
        "findings": [told(rolled_up, finding) for finding in findings[:FOUND]],
        "findings_more": max(0, len(findings) - FOUND),
    }
    return typeset("rollup.typ", data, pages="png")


def told(rolled_up: RolledUp, finding: Finding) -> str:
    """Return what is found, with the name of the indicator that it is about; what is about its level names that."""
    match finding.path.split("."):
        case ["indicators", place, *_]:
            indicator = rolled_up.filing.indicators[int(place) - 1]
            if indicator.name and not finding.message.startswith(indicator.level1 or indicator.name):
                return f"{indicator.name}：{finding.message}"
    return finding.message


def _named(missing: Missing) -> str:
    where = f"{missing.above}/" if missing.above else ""
    return f"{where}{missing.unit}（{state_name(missing.state)}）"


def grid(rolled_up: RolledUp, *, merged: bool = True, most: int | None = None) -> Grid:
    """Lay out the table: the execution of all budgets, the indicators, and the sum.

    A level of several rows is one `merged` cell, or stands in each of them. It shows `most` indicators, else all.
    """
    above = tuple(_funds(rolled_up.sheet, rolled_up.scheme, merged=merged))
    rows = (
        *above,
        tuple(label(each) for each in HEADINGS),
        *_indicators(rolled_up, most, merged=merged),
        _sum(rolled_up.sheet),
    )
    return Grid(widths=WIDTHS, rows=rows, heading=len(above))


def _funds(sheet: Sheet, scheme: Scheme, *, merged: bool) -> Iterator[Row]:
    row = sheet.execution
    shown = wan if scheme.money_unit == "万元" else money
    yield (
        label("预算执行", rows=2 if merged else 1),
        label(f"全年预算数（{scheme.money_unit}）"),
        label("分值"),
        label(f"全年执行数（{scheme.money_unit}）"),
        label("执行率"),
        label("得分"),
        label("单位数"),
    )
    yield (
        *(() if merged else (label(""),)),
        number("" if row.budget is None else shown(row.budget), "budget"),
        number(points(row.weight), "execution_weight"),
        number("" if row.executed is None else shown(row.executed), "executed"),
        number("" if row.rate is None else percent(row.rate), "rate"),
        number(_known(row.score), "execution"),
        number(str(sheet.units)),
    )


def _indicators(rolled_up: RolledUp, most: int | None, *, merged: bool) -> Iterator[Row]:
    pairs = zip(rolled_up.filing.indicators, rolled_up.sheet.indicators, strict=True)
    rows = enumerate(islice(pairs, most), start=1)
    for level1, those in groupby(rows, key=lambda each: each[1][0].level1 or ""):
        group = list(those)
        first: Row = (label(level1, rows=len(group) if merged else 1),)
        for place, (indicator, row) in group:
            yield (*first, *_indicator(place, indicator, row))
            first = () if merged else first


def _indicator(place: int, indicator: Indicator, row: IndicatorRow) -> Row:
    return (
        Cell(text=indicator.name or ""),
        number(_known(indicator.weight), f"weight.{place}"),
        number("定性" if indicator.kind == "qualitative" else _value(indicator, "target"), f"target.{place}"),
        number(_value(indicator, "actual"), f"actual.{place}"),
        number(_known(row.score), f"score.{place}"),
        number(str(row.units)),
    )


def _value(indicator: Indicator, which: Literal["target", "actual"]) -> str:
    """Return a value with its unit, to 2 decimals."""
    value = indicator.target_value if which == "target" else indicator.actual_value
    if value is None:
        return ""
    sign = SIGNS.get(indicator.kind, "") if which == "target" else ""
    written = f"{half_up(value):,f}".rstrip("0").rstrip(".")
    return f"{sign}{written}{indicator.unit or ''}"


def _sum(sheet: Sheet) -> Row:
    weights = sum((row.weight for row in sheet.indicators if row.weight is not None), start=sheet.execution.weight)
    grade = "" if sheet.open else sheet.grade or ""
    return (
        label("总分", columns=2),
        number(points(weights), "weights"),
        Cell(text=grade, style="label", columns=2, figure="grade"),
        number(points(sheet.total), "total"),
        number(str(sheet.units)),
    )


def _known(value: Decimal | None) -> str:
    return "" if value is None else points(value)
