"""绩效指标 out of a table: a form made elsewhere, or the sheet 指标计分 of our own workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.fields import MOST_NUMBER
from bot.conversation.numerals import decimal
from bot.filing import MOST_ITEMS
from bot.reading.cells import CELL, NOTHING
from bot.reading.columns import bare, labels
from bot.reading.headings import NOTES, SUBTOTALS, TOTALS
from scoring import Indicator, Target, schemes
from scoring.names import normal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from bot.reading.cells import Cells
    from bot.reading.columns import Columns
    from bot.reading.table import Row
    from scoring import Kind

KINDS: dict[str, Kind] = {"正向": "positive", "反向": "reverse", "等于": "equal", "定性": "qualitative"}
"""First word of a 指标性质."""
BY_RULE = "按规则"
_POINTS = re.compile(r"[(（](\d+(?:\.\d+)?)分[)）]")


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The indicators of a table, and the total that it prints."""

    indicators: tuple[Indicator, ...]
    total: Decimal | None = None


def read_indicators(columns: Columns, rows: Sequence[Row], cells: Cells) -> IndicatorTable:
    """Return the indicators below a heading; a level that stands once for several rows is carried down."""
    found: list[Indicator] = []
    total = None
    level1 = level2 = ""
    for row in rows:
        label = labels(row.first)
        if label & set(TOTALS):
            total = cells.points(row.number, "总分", columns.cell(row, "score"))
            break
        if label & set(NOTES):
            break
        if columns.cell(row, "level1"):
            level1, level2 = columns.cell(row, "level1"), ""
        level2 = columns.cell(row, "level2") or level2
        if why := _no_indicator(columns, row):
            cells.leave(row.number, why)
        elif len(found) == MOST_ITEMS:
            cells.leave(row.number, f"指标最多 {MOST_ITEMS} 个，从这一行起没有读")
            break
        else:
            found.append(_indicator(columns, row, cells, level1, level2))
    return IndicatorTable(tuple(found), total)


def _no_indicator(columns: Columns, row: Row) -> str | None:
    """Return why this row is no indicator; `None` if it is one."""
    if labels(row.first, columns.cell(row, "name")) & set(SUBTOTALS):
        return f"“{row.first[:10]}”是小计，不是指标"
    if not columns.cell(row, "name"):
        return "没有三级指标"
    if not any(columns.cell(row, field) for field in ("target", "actual", "weight", "score")):
        return f"“{columns.cell(row, 'name')[:10]}”这一行没有目标、完成值和分数"
    return None


def _indicator(columns: Columns, row: Row, cells: Cells, level1: str, level2: str) -> Indicator:
    at, given = row.number, {field: columns.cell(row, field) for field in columns.at}
    target = cells.text(at, "目标值", given.get("target", ""), CELL)
    actual = cells.text(at, "实际完成值", given.get("actual", ""), CELL)
    by_rule = given.get("score_source") == BY_RULE
    reason = given.get("reason", "")
    return Indicator(
        level1=cells.text(at, "一级指标", bare(level1)),
        level2=cells.text(at, "二级指标", bare(level2)),
        name=cells.text(at, "三级指标", given["name"]),
        weight=cells.points(at, "分值", given.get("weight") or _points(level2)),
        target=target,
        actual=actual,
        score=None if by_rule else cells.points(at, "得分", given.get("score", "")),
        reason=None if normal(reason) in NOTHING else cells.text(at, "偏差原因", reason, CELL),
        tier=_tier(given.get("tier", "")),
        **(_scored(columns, row, cells) if "kind" in columns.at else guessed(target, actual)),  # type: ignore[arg-type]
    )


def _points(level2: str) -> str:
    """Return the points that some forms print below the name of the second level: `质量指标（10分）`."""
    found = _POINTS.search(normal(level2))
    return found[1] if found else ""


def _tier(name: str) -> str | None:
    """Return the id of a tier by its name: they are the same in all schemes."""
    return next((tier.id for scheme in schemes() for tier in scheme.tiers if tier.name == name), None)


def _scored(columns: Columns, row: Row, cells: Cells) -> dict[str, object]:
    """Return how an indicator is scored, where its table says it."""
    kind = next((KINDS[word] for word in KINDS if columns.cell(row, "kind").startswith(word)), None)
    told = guessed(columns.cell(row, "target") or None, columns.cell(row, "actual") or None)
    if kind is None:
        return told
    if kind != "qualitative" and "target_value" not in columns.at:
        return {**told, "kind": kind}  # the blank workbook has no columns for the numbers: the texts say them
    return {
        "kind": kind,
        "target_value": cells.value(row.number, "目标数值", columns.cell(row, "target_value")),
        "unit": cells.text(row.number, "计量单位", columns.cell(row, "unit")),
        "actual_value": cells.value(row.number, "完成数值", columns.cell(row, "actual_value")),
    }


def guessed(target: str | None, actual: str | None) -> dict[str, object]:
    """Return how an indicator is scored, as far as its two texts leave no doubt; else it is judged in words.

    A target without a sign before its number (`100%`) is taken as `equal`.
    """
    aim = Target.parse(target or "")
    if not target or not aim.certain or aim.value is None or abs(aim.value) >= MOST_NUMBER:
        return {"kind": "qualitative" if target else None}
    reached = Target.parse(actual or "", aim.unit)
    if actual and not reached.certain:
        reached = Target(value=decimal(actual))
    if actual and (reached.value is None or abs(reached.value) >= MOST_NUMBER):
        return {"kind": "qualitative"}
    value = reached.value if actual else None
    return {"kind": aim.kind or "equal", "target_value": aim.value, "unit": aim.unit, "actual_value": value}
