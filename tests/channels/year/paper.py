"""What a community has on paper, as the filing that a clerk types in, and as the workbook that another one sends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]  # publishes no types

from scoring import BudgetLine, Filing, Indicator, load_scheme, tier_of
from tests.channels.year.cast import PROJECT, SCHEME, YEAR
from tests.channels.year.sums import COMPLAINTS, CONTENT, JUDGED, RATE, SERVED, WEIGHTS

if TYPE_CHECKING:
    from scoring import Kind
    from tests.channels.year.cast import Community, Figures

LINE = "惠民服务经费"
LINES = ("项目内容", "预算金额", "决算金额", "账面支出")
INDICATORS = (
    *("一级指标", "二级指标", "三级指标", "分值", "目标值", "实际完成值", "指标性质", "定性档次", "得分"),
    "偏差原因",
)
MEASURED: dict[str, tuple[str, str, Kind, str]] = {
    SERVED: ("产出指标", "数量指标", "positive", "人次"),
    RATE: ("产出指标", "质量指标", "positive", "%"),
    COMPLAINTS: ("效益指标", "社会效益指标", "reverse", "件"),
    CONTENT: ("满意度指标", "服务对象满意度指标", "positive", "%"),
}
KINDS: dict[Kind, str] = {"positive": "正向（≥）", "reverse": "反向（≤）", "qualitative": "定性"}
WHY = "按实际情况填报，明年改进。"


def filing(community: Community) -> Filing:
    """Return what a clerk answers who types all of it."""
    figures = community.figures
    line = BudgetLine(
        name=LINE, budgeted=Decimal(figures.budget), settled=Decimal(figures.spent), booked=Decimal(figures.spent)
    )
    return Filing(
        scheme=SCHEME,
        year=YEAR,
        project=PROJECT,
        unit=community.name,
        filled_on=date(2026, 4, 22),
        budget_lines=(line,),
        indicators=_indicators(figures),
    )


def _indicators(figures: Figures) -> tuple[Indicator, ...]:
    return (
        _measured(SERVED, figures.served_target, figures.served),
        _measured(RATE, figures.rate_target, figures.rate),
        _measured(COMPLAINTS, figures.complaints_limit, figures.complaints),
        _judged(Decimal(figures.judged)),
        _measured(CONTENT, figures.content_target, figures.content),
    )


def _measured(name: str, target: str, actual: str) -> Indicator:
    level1, level2, kind, unit = MEASURED[name]
    return Indicator(
        level1=level1,
        level2=level2,
        name=name,
        weight=Decimal(WEIGHTS[name]),
        kind=kind,
        target=f"{'≤' if kind == 'reverse' else '≥'}{target}{unit}",
        target_value=Decimal(target),
        unit=unit,
        actual=f"{actual}{unit}",
        actual_value=Decimal(actual),
        reason=WHY,
    )


def _judged(points: Decimal) -> Indicator:
    weight = Decimal(WEIGHTS[JUDGED])
    return Indicator(
        level1="效益指标",
        level2="社会效益指标",
        name=JUDGED,
        weight=weight,
        kind="qualitative",
        target="居民办事更方便",
        actual="有所改善",
        tier=tier_of(load_scheme(SCHEME), weight, points).id,
        score=points,
        reason=WHY,
    )


def workbook(community: Community) -> bytes:
    """Return the workbook of a clerk who has the budget and the indicators in Excel."""
    content = BytesIO()
    tiers = {tier.id: tier.name for tier in load_scheme(SCHEME).tiers}
    figures = community.figures
    rows = [
        LINES,
        (LINE, float(figures.budget), float(figures.spent), float(figures.spent)),
        INDICATORS,
        *(
            (
                *(each.level1, each.level2, each.name, float(each.weight or 0), each.target, each.actual),
                *(KINDS[each.kind or "positive"], tiers.get(each.tier or ""), each.score and float(each.score)),
                each.reason,
            )
            for each in _indicators(figures)
        ),
    ]
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()
