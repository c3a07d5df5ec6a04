"""What a workbook has to hold, so that a reader can make the same filing of it again."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl  # type: ignore[import-untyped]  # publishes no types

from bot.documents.excel_answers import FACTS, KINDS
from bot.documents.render import render
from scoring import BudgetLine, Filing, Improvement, Indicator, Scheme, Task, load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator


def records(sheet: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - openpyxl publishes no types
    """Yield each row by its headings."""
    headings, *rows = sheet.iter_rows(values_only=True)
    yield from (dict(zip(headings, row, strict=True)) for row in rows)


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def indicator(row: dict[str, Any], scheme: Scheme) -> Indicator:
    kinds = {shown: kind for kind, shown in KINDS.items()}
    tiers = {tier.name: tier.id for tier in scheme.tiers}
    return Indicator(
        level1=row["一级指标"],
        level2=row["二级指标"],
        name=row["三级指标"],
        weight=exact(row["分值"]),
        kind=kinds[row["指标性质"]],
        target=row["目标值"],
        target_value=exact(row["目标数值"]),
        unit=row["计量单位"],
        actual=row["实际完成值"],
        actual_value=exact(row["完成数值"]),
        tier=tiers.get(row["定性档次"]),
        score=exact(row["得分"]) if row["得分来源"] == "自评" else None,
        reason=row["偏差原因"],
    )


def read(document: bytes) -> Filing:
    book = openpyxl.load_workbook(BytesIO(document), data_only=True)
    texts = list(records(book["文字材料"]))
    facts = {key: next(row["内容"] for row in texts if row["栏目"] == title) for key, title in FACTS.items()}
    facts["allocated"] = exact(facts["allocated"])
    facts["compliant"] = {"是": True, "否": False, None: None}[facts["compliant"]]
    facts["filled_on"] = datetime.strptime(facts["filled_on"], "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    lines = [row[1:] for row in book["表1"].iter_rows(min_row=5, max_col=5, values_only=True) if row[0] != "合计"]
    return Filing(
        **facts,
        budget_lines=tuple(
            BudgetLine(name=name, budgeted=exact(budgeted), settled=exact(settled), booked=exact(booked))
            for name, budgeted, settled, booked in lines
        ),
        indicators=tuple(indicator(row, load_scheme(facts["scheme"])) for row in records(book["指标计分"])),
        tasks=tuple(Task(title=row["内容"], completion=row["完成情况"]) for row in texts if row["栏目"] == "工作任务"),
        improvements=tuple(Improvement(text=row["内容"]) for row in texts if row["栏目"] == "问题和改进措施"),
    )


def test_the_workbook_read_back_is_the_same_filing(example: Filing) -> None:
    assert read(render(example, "form.xlsx")) == example
