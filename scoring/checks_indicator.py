"""What can be wrong with one indicator."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from scoring.rounding import HUNDRED, ZERO, half_up, plain
from scoring.rows import cells, values
from scoring.rules import band, tier_of
from scoring.sheet import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.filing import Indicator
    from scoring.scheme import Scheme
    from scoring.sheet import IndicatorRow

_CELLS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "指标名称",
    "weight": "权重",
    "kind": "指标性质",
    "target": "年初目标值",
    "actual": "实际完成值",
}
_cells = attrgetter(*_CELLS)


def indicator_findings(indicator: Indicator, row: IndicatorRow, scheme: Scheme) -> Iterator[Finding]:
    """Find what is missing, unreadable, out of its bounds or different from the rule in one indicator."""
    for field, cell in zip(_CELLS, _cells(indicator), strict=True):
        if cell is None or (cell.__class__ is str and not cell.strip()):
            yield Finding.warning("empty-cell", f"{row.path}.{field}", f"请填写{_CELLS[field]}。")
    if indicator.kind == "qualitative":
        yield from _judged(indicator, row, scheme)
    elif indicator.kind:
        yield from _measured(indicator, row, scheme)
    if scheme.reason.below_full and empty(indicator.reason) and _below_full(row):
        message = f"得 {plain(row.score or ZERO)} 分，低于权重 {plain(row.weight or ZERO)} 分，请写明原因和改进措施。"
        yield Finding.warning("reason-missing", f"{row.path}.reason", message)


def empty(value: object) -> bool:
    """Tell whether a cell holds nothing to read."""
    return value is None or (isinstance(value, str) and not value.strip())


def _below_full(row: IndicatorRow) -> bool:
    return row.score is not None and row.weight is not None and row.score < row.weight


def _judged(indicator: Indicator, row: IndicatorRow, scheme: Scheme) -> Iterator[Finding]:
    """Find what is wrong with a qualitative indicator's score and tier."""
    weight, score = indicator.weight, indicator.score
    if score is None:
        yield Finding.warning("empty-cell", f"{row.path}.score", "请为这项定性指标评分。")
    tier = next((each for each in scheme.tiers if each.id == indicator.tier), None)
    if tier is None and not empty(indicator.tier):
        known = "、".join(f"{each.id}（{each.name}）" for each in scheme.tiers)
        message = f"没有“{indicator.tier}”这一档，请改为 {known} 之一。"
        yield Finding.error("tier-range", f"{row.path}.tier", message)
    if score is None or weight is None:
        return
    if not ZERO <= score <= weight:
        yield _outside(indicator, row)
    elif tier and weight and tier_of(scheme, weight, score) is not tier:
        low, high = band(tier, weight)
        top = "" if tier is scheme.tiers[0] else f"，不含 {plain(high)} 分"
        message = (
            f"“{tier.name}”应评 {plain(low)} 到 {plain(high)} 分{top}，现在是 {plain(score)} 分，请改分数或改档次。"
        )
        yield Finding.error("tier-range", f"{row.path}.score", message)


def _outside(indicator: Indicator, row: IndicatorRow) -> Finding:
    score, weight = plain(indicator.score or ZERO), plain(indicator.weight or ZERO)
    message = f"自评 {score} 分，超出 0 到 {weight} 分的范围，请改分数。"
    return Finding.error("tier-range", f"{row.path}.score", message)


def _measured(indicator: Indicator, row: IndicatorRow, scheme: Scheme) -> Iterator[Finding]:
    """Find what is wrong with a quantitative indicator's numbers and given score."""
    score, weight = indicator.score, indicator.weight
    if score is not None and weight is not None and not ZERO <= score <= weight:
        yield _outside(indicator, row)
    elif score is not None and row.rule_score is not None and row.score != row.rule_score:
        ask = "请改正，或写明原因" if empty(indicator.reason) else "请再核对一次"
        yield Finding.warning("score-differs", f"{row.path}.score", f"按规则 {row.explain}，{ask}。")
    if indicator.target_value is None or indicator.actual_value is None:
        yield from _unreadable(indicator, row)
    if scheme.over_completion and indicator.kind != "reverse":
        yield from _completion(indicator, row, scheme)


def _unreadable(indicator: Indicator, row: IndicatorRow) -> Iterator[Finding]:
    report = Finding.warning if row.score is None else Finding.hint
    for field, title, cell in zip(("target", "actual"), ("目标值", "完成值"), cells(indicator), strict=True):
        if cell.doubt and not empty(getattr(indicator, field)):
            yield report("target-unreadable", f"{row.path}.{field}", f"{title}读不准：{cell.doubt}。")


def _completion(indicator: Indicator, row: IndicatorRow, scheme: Scheme) -> Iterator[Finding]:
    """Find whether the target is exceeded so far that the target itself is in doubt."""
    target, actual = values(indicator)
    threshold = scheme.over_completion
    if not target or not actual or not threshold or target < 0 or HUNDRED * actual < threshold * target:
        return
    percent = half_up(HUNDRED * actual / target)
    report = Finding.warning if empty(indicator.reason) else Finding.hint
    message = f"完成值是目标值的 {plain(percent)}%，已到 {plain(threshold)}%，请核对目标值并写明原因。"
    yield report("over-completed", f"{row.path}.actual", message)
    if scheme.reason.over_completion and empty(indicator.reason):
        message = f"完成目标值的 {plain(threshold)}% 以上，必须写明原因。"
        yield Finding.warning("reason-missing", f"{row.path}.reason", message)
