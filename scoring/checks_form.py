"""What can be wrong with a filing as a whole: its facts, its money, its sums."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from scoring.checks_indicator import empty
from scoring.names import Key, key, normal
from scoring.rounding import HUNDRED, ZERO, half_up, plain
from scoring.rows import whole_sum
from scoring.sheet import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from scoring.filing import Filing
    from scoring.scheme import Scheme
    from scoring.sheet import Sheet

UNSPENT = HUNDRED - 20
"""Percent of the budget; executed to less, the rest counts as left lying."""
OUTRUN = 5
"""Percentage points by which the indicators' share of their weight may exceed the execution's."""

_FACTS = {"year": "年度", "project": "项目名称", "unit": "项目实施单位"}
_ITEMS = {
    "budget_lines": {"name": "项目内容", "budgeted": "预算金额", "booked": "账面支出"},
    "tasks": {"title": "工作任务", "completion": "完成情况"},
}


def form_findings(filing: Filing, scheme: Scheme, sheet: Sheet) -> Iterator[Finding]:
    """Find everything that is not about one single indicator."""
    return chain(
        _holes(filing),
        _sums_of_lines(filing),
        _execution(filing, scheme, sheet),
        _duplicates(filing),
        _weights(scheme, sheet),
        _levels(scheme, sheet),
        _total(filing, sheet),
        _outruns(sheet),
    )


def _holes(filing: Filing) -> Iterator[Finding]:
    for field, title in _FACTS.items():
        if empty(getattr(filing, field)):
            yield Finding.warning("empty-cell", field, f"请填写{title}。")
    if not filing.budget_lines and (filing.funds.budget is None or filing.funds.executed is None):
        started = filing.funds.budget is not None or filing.funds.executed is not None
        yield Finding.warning("empty-cell", "funds" if started else "budget_lines", "请填写预算数和执行数。")
    for group, cells in _ITEMS.items():
        for place, item in enumerate(getattr(filing, group), 1):
            for field, title in cells.items():
                if empty(getattr(item, field)):
                    yield Finding.warning("empty-cell", f"{group}.{place}.{field}", f"请填写{title}。")
    if not filing.indicators:
        yield Finding.warning("empty-cell", "indicators", "请填写绩效指标。")


def _sums_of_lines(filing: Filing) -> Iterator[Finding]:
    for field, title, given, amounts in (
        ("budget", "预算", filing.funds.budget, (line.budgeted for line in filing.budget_lines)),
        ("executed", "执行", filing.funds.executed, (line.booked for line in filing.budget_lines)),
    ):
        total = whole_sum(amounts)
        if given is not None and total is not None and given != total:
            message = f"{title}数写的是 {given:,.2f} 元，明细各行合计是 {total:,.2f} 元，请核对后改成一致。"
            yield Finding.error("lines-sum", f"funds.{field}", message)


def _execution(filing: Filing, scheme: Scheme, sheet: Sheet) -> Iterator[Finding]:
    row, path = sheet.execution, "budget_lines" if filing.budget_lines else "funds.executed"
    if row.rate is None or row.score is None:
        return
    if filing.funds.score is not None and half_up(filing.funds.score) != row.score:
        message = f"表上预算执行 {plain(filing.funds.score)} 分，按规则 {row.explain}，请改为 {row.score:.2f} 分。"
        yield Finding.error("execution-differs", "funds.score", message)
    if not row.budget and not row.rate:
        yield Finding.warning("zero-budget", path, "预算数为 0，执行率和得分按 0 计，请核对预算数。")
    elif row.rate > HUNDRED and scheme.execution.over_100 == "finding":
        message = f"执行率 {row.rate}% 超过 100%，只按满分计，请核对预算数是否含调整和上年结转。"
        yield Finding.warning("rate-over-100", path, message)
    elif row.budget and row.rate < UNSPENT:
        yield Finding.warning("unspent", path, f"执行率只有 {row.rate}%，结余超过 20%，请说明原因。")
    under = scheme.reason.rate_under
    if under is not None and row.rate < under and all(empty(each.text) for each in filing.improvements):
        message = f"执行率 {row.rate}%，低于 {plain(under)}%，请在问题和改进措施中写明原因。"
        yield Finding.warning("reason-missing", "improvements", message)


def _duplicates(filing: Filing) -> Iterator[Finding]:
    if len({normal(each.name or "") for each in filing.indicators}) == len(filing.indicators):
        return
    seen: dict[Key, int] = {}
    for place, indicator in enumerate(filing.indicators, 1):
        first = place if empty(indicator.name) else seen.setdefault(key(indicator), place)
        if first != place:
            message = f"和第 {first} 项指标相同，请删去一项，或改名以示区别。"
            yield Finding.warning("duplicate-indicator", f"indicators.{place}.name", message)


def _weights(scheme: Scheme, sheet: Sheet) -> Iterator[Finding]:
    total = sum((row.weight for row in sheet.indicators if row.weight is not None), scheme.execution.weight)
    if total == HUNDRED or not sheet.indicators:
        return
    report = Finding.error if total > HUNDRED or _complete(sheet) else Finding.hint
    ask = f"请减少 {plain(total - HUNDRED)} 分" if total > HUNDRED else f"还差 {plain(HUNDRED - total)} 分"
    message = f"权重合计 {plain(total)} 分（含预算执行 {plain(scheme.execution.weight)} 分），应为 100 分，{ask}。"
    yield report("weights-sum", "indicators", message)


def _complete(sheet: Sheet) -> bool:
    """Tell whether every row there is has its score."""
    return sheet.execution.score is not None and all(row.score is not None for row in sheet.indicators)


def _levels(scheme: Scheme, sheet: Sheet) -> Iterator[Finding]:
    complete = bool(sheet.indicators) and _complete(sheet)
    weights = {level.name: level.weight for level in sheet.level1}
    for level in scheme.levels:
        weight = weights[level.name]
        if level.weight is not None and (weight > level.weight or (complete and weight < level.weight)):
            message = (
                f"{level.name}的权重合计 {plain(weight)} 分，规则方案是 {plain(level.weight)} 分，请核对各项权重。"
            )
            yield Finding.warning("level-weights", _path_of(level.name, sheet), message)
    known = [level.name for level in scheme.levels]
    for row in () if scheme.levels_open else sheet.indicators:
        if row.level1 and row.level1 not in known:
            message = f"规则方案里没有“{row.level1}”这个一级指标，请改为 {'、'.join(known)} 之一。"
            yield Finding.warning("level-weights", f"{row.path}.level1", message)


def _path_of(level: str, sheet: Sheet) -> str:
    """Return where the last weight of a 一级指标 stands."""
    return next((f"{row.path}.weight" for row in reversed(sheet.indicators) if row.level1 == level), "indicators")


def _total(filing: Filing, sheet: Sheet) -> Iterator[Finding]:
    """Compare the printed total with the printed rows, so that a row which is wrong in itself is told only once."""
    if filing.total is None or not _complete(sheet):
        return
    rows = [filing.funds.score if filing.funds.score is not None else sheet.execution.score]
    for indicator, row in zip(filing.indicators, sheet.indicators, strict=True):
        rows.append(indicator.score if indicator.score is not None else row.score)
    total: Decimal = sum((each for each in rows if each is not None), ZERO)
    if total != filing.total:
        message = f"表上总分 {plain(filing.total)} 分，各行得分相加是 {plain(total)} 分，请改正总分或各行得分。"
        yield Finding.error("total-mismatch", "total", message)


def _outruns(sheet: Sheet) -> Iterator[Finding]:
    row = sheet.execution
    weight = sum((each.weight for each in sheet.indicators if each.weight is not None), ZERO)
    if row.score is None or not row.weight or not weight or not _complete(sheet):
        return
    indicators = HUNDRED * (sheet.total - row.score) / weight
    execution = HUNDRED * row.score / row.weight
    if indicators - execution > OUTRUN:
        message = (
            f"指标得分率 {indicators:.2f}%，比预算执行得分率 {execution:.2f}% 高出 5 个百分点以上，请核对指标得分。"
        )
        yield Finding.warning("score-outruns-execution", "indicators", message)
