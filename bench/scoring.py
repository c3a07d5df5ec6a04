"""Scoring: a full sheet beside the barest loop over the same rows, and a rollup beside DuckDB on the same rows."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bench.contest import medians, show
from scoring import Filing, Funds, Indicator, Rollup, load_scheme, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS, UNITS = 14, 100_000
BUDGET, WEIGHT = Decimal(100_000), Decimal(5)
_CENT = Decimal("0.01")

# The same rows once more, as SQL: see _actual.
_SQL = """
    select least(5, round(5 * sum(actual) / sum(target), 2)) from (
        select place, (100 + place)::decimal(18, 2) as target, (80 + (unit * 7 + place) % 31)::decimal(18, 2) as actual
        from range(?) as units(unit), range(?) as places(place)
    ) group by place order by place
"""


def main() -> None:
    """Measure and print."""
    filing = _unit(1)
    assert score(filing).total - 20 == _barest(filing)  # noqa: S101 - both must do the same work
    show(
        f"一份得分表，{ROWS} 项，含说明和核对",
        medians({"得分表": lambda: score(filing), "只有 Decimal 的循环": lambda: _barest(filing)}, rounds=20, times=50),
        "微秒",
        1_000_000,
    )
    contestants: dict[str, Callable[[], object]] = {"汇总": _rollup, "只有 Decimal 的累加": _barest_rollup}
    if find_spec("duckdb"):
        contestants["DuckDB，行由它自己造"] = lambda: import_module("duckdb").execute(_SQL, [UNITS, ROWS]).fetchall()
    show(f"汇总 {UNITS} 份，各 {ROWS} 项", medians(contestants, rounds=1))


def _actual(unit: int, row: int) -> Decimal:
    return Decimal(80 + (unit * 7 + row) % 31)


def _indicators(unit: int) -> Iterator[Indicator]:
    for row in range(ROWS):
        yield Indicator(
            level1="产出指标",
            level2="数量指标",
            name=f"指标{row}",
            weight=WEIGHT,
            kind="positive",
            target=f"≥{100 + row}人次",
            target_value=Decimal(100 + row),
            actual="完成",
            actual_value=_actual(unit, row),
            unit="人次",
        )


def _unit(unit: int) -> Filing:
    return Filing(
        scheme="wuhan-2018",
        year=2024,
        project="项目",
        unit=f"单位{unit}",
        funds=Funds(budget=BUDGET, executed=BUDGET),
        indicators=tuple(_indicators(unit)),
    )


def _barest(filing: Filing) -> Decimal:
    """Score the rows and nothing else: no explanation, no finding, no sum by level."""
    total = Decimal(0)
    for row in filing.indicators:
        if row.weight and row.target_value and row.actual_value:
            points = (row.weight * row.actual_value / row.target_value).quantize(_CENT, ROUND_HALF_UP)
            total += min(row.weight, points)
    return total


def _rollup() -> object:
    total = Rollup(load_scheme("wuhan-2018"))
    for unit in range(UNITS):
        total.add(_unit(unit))
    return total.sheet()


def _barest_rollup() -> object:
    """Make the same filings and add up their values, nothing else."""
    targets, actuals = [Decimal(0)] * ROWS, [Decimal(0)] * ROWS
    for unit in range(UNITS):
        for place, row in enumerate(_unit(unit).indicators):
            targets[place] += row.target_value or 0
            actuals[place] += row.actual_value or 0
    return targets, actuals
