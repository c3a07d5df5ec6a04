"""Two plain tables in `form.xlsx`: how each indicator is scored, and the answers that the form has no place for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.documents import excel_formulas as formulas
from bot.documents.excel_sheets import MONEY, Value
from bot.formats import day
from scoring.rows import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from scoring import Filing, Indicator, Kind, Scheme, Sheet

KINDS: dict[Kind, str] = {"positive": "正向（≥）", "reverse": "反向（≤）", "equal": "等于（=）", "qualitative": "定性"}
"""How each 指标性质 is written."""
SCORING = {
    "序号": 6,
    "一级指标": 12,
    "二级指标": 14,
    "三级指标": 22,
    "指标性质": 11,
    "分值": 8,
    "目标值": 22,
    "目标数值": 10,
    "计量单位": 10,
    "实际完成值": 26,
    "完成数值": 10,
    "定性档次": 12,
    "按规则得分": 11,
    "得分": 8,
    "得分来源": 10,
    "偏差原因": 26,
}
SCORING_COLUMNS, SCORING_WIDTHS = tuple(SCORING), tuple(SCORING.values())
_LETTERS = {heading: chr(ord("A") + at) for at, heading in enumerate(SCORING_COLUMNS)}
TEXT_COLUMNS, TEXT_WIDTHS = ("栏目", "内容", "完成情况"), (20, 60, 80)
FACTS = {
    "scheme": "规则方案",
    "year": "年度",
    "project": "项目名称",
    "department": "主管部门",
    "unit": "项目实施单位",
    "unit_full_name": "单位全称",
    "category": "项目类别",
    "attribute": "项目属性",
    "duration": "项目类型",
    "filled_on": "填报日期",
    "background": "项目立项背景和依据",
    "objective": "项目预算绩效目标",
    "achievement": "项目绩效情况",
    "compliant": "资金使用合规",
    "allocated": "实际拨付资金（元）",
}


def rule_score(place: int) -> str:
    """Return the address of the rule's score of an indicator, counted from 1."""
    return f"{_LETTERS['按规则得分']}{place + 1}"


def scoring_rows(
    filing: Filing, sheet: Sheet, scheme: Scheme, on_form: Mapping[str, str]
) -> Iterator[tuple[Value, ...]]:
    """Yield a row per indicator. `on_form` says where the form has a figure: that one counts."""
    tiers = {tier.id: tier.name for tier in scheme.tiers}
    for place, (indicator, scored) in enumerate(zip(filing.indicators, sheet.indicators, strict=True), start=1):
        target, actual = _numbers(indicator)
        yield (
            Value(float(place)),
            *(Value(each or "") for each in (indicator.level1, indicator.level2, indicator.name)),
            Value(KINDS[indicator.kind] if indicator.kind else ""),
            _number(indicator.weight, on_form.get(f"weight.{place}", "")),
            Value(indicator.target or ""),
            _number(target),
            Value(indicator.unit or ""),
            Value(indicator.actual or ""),
            _number(actual),
            Value(tiers.get(indicator.tier or "", indicator.tier or "")),
            _rule(indicator, scored.rule_score, scheme, place),
            _number(scored.score, on_form[f"score.{place}"]),
            Value("按规则" if indicator.score is None else "自评"),
            Value(indicator.reason or ""),
        )


def _numbers(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """Return the two numbers that are scored: those given, else those that the texts say."""
    if indicator.kind == "qualitative" or None not in {indicator.target_value, indicator.actual_value}:
        return indicator.target_value, indicator.actual_value
    target, actual = (cell.value if cell.certain else None for cell in cells(indicator))
    return target, actual


def _rule(indicator: Indicator, score: Decimal | None, scheme: Scheme, place: int) -> Value:
    if indicator.kind is None or indicator.kind == "qualitative":
        return Value(None)
    weight, target, actual = (f"{_LETTERS[heading]}{place + 1}" for heading in ("分值", "目标数值", "完成数值"))
    formula = formulas.indicator_score(scheme, indicator.kind, weight, target, actual)
    return Value(None if score is None else float(score), formula)


def texts(filing: Filing) -> Iterator[tuple[Value, ...]]:
    """Yield a row per fact, task and improvement."""
    for key, title in FACTS.items():
        yield Value(title), _fact(filing, key), Value("")
    for task in filing.tasks:
        yield Value("工作任务"), Value(task.title or ""), Value(task.completion or "")
    for improvement in filing.improvements:
        yield Value("问题和改进措施"), Value(improvement.text or ""), Value("")


def _fact(filing: Filing, key: str) -> Value:
    match key:
        case "year":
            return Value(None if filing.year is None else float(filing.year))
        case "filled_on":
            return Value("" if filing.filled_on is None else day(filing.filled_on))
        case "compliant":
            return Value({True: "是", False: "否", None: ""}[filing.compliant])
        case "allocated":
            return Value(None if filing.allocated is None else float(filing.allocated), shown=MONEY)
        case _:
            return Value(getattr(filing, key) or "")


def _number(value: Decimal | None, formula: str = "") -> Value:
    return Value(None) if value is None else Value(float(value), formula)
