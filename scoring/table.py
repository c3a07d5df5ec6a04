"""A sheet as a table for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from scoring.rounding import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from scoring.sheet import Finding, Sheet

SEVERITIES = {"error": "错误", "warning": "提醒", "hint": "提示"}
_WIDEST = 36
"""Columns of the widest cell; what is longer is cut."""


def sheet_table(sheet: Sheet) -> str:
    """Return the whole sheet as text: a table of rows, the total, and the findings."""
    execution = sheet.execution
    rows = [("预算执行", "", _points(execution.weight), _points(execution.score), execution.explain)]
    rows += [
        (row.level1 or "", row.name or "", _points(row.weight), _points(row.score), row.explain)
        for row in sheet.indicators
    ]
    parts = [table(("一级指标", "三级指标", "权重", "得分", "计算"), rows, right={2, 3})]
    parts.append(f"合计：{plain(sheet.total)} 分" + (f"，等级：{sheet.grade}" if sheet.grade else ""))
    if sheet.open:
        parts.append(f"还有 {plain(sheet.open)} 分未定。")
    return "\n".join([*parts, *findings_lines(sheet.findings)])


def findings_lines(findings: Sequence[Finding]) -> list[str]:
    """Return each finding as a line, with its place in the filing."""
    return [shown(f"【{SEVERITIES[each.severity]}】{each.path}：{each.message}（{each.code}）") for each in findings]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: set[int]) -> str:
    """Return rows in aligned columns under a head; the columns numbered in `right` are flush right."""
    cells = [[_cut(shown(cell)) for cell in row] for row in (head, *rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(_padded(cell, widths[column], flush=column in right) for column, cell in enumerate(row)).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]])


def width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return sum(_columns(each) for each in text)


def shown(text: str) -> str:
    """Return a text on one line, without signs that steer a terminal."""
    return "".join(" " if category(each).startswith("C") else each for each in text)


def _columns(character: str) -> int:
    if category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _padded(text: str, columns: int, *, flush: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if flush else text + space


def _cut(text: str) -> str:
    if width(text) <= _WIDEST:
        return text
    kept = text[:_WIDEST]
    while width(kept) >= _WIDEST:
        kept = kept[:-1]
    return f"{kept}…"


def _points(value: Decimal | None) -> str:
    return "未定" if value is None else f"{value:.2f}"
