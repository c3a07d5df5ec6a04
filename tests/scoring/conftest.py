"""A filing to start from: complete, consistent, and with no finding that asks anything of a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring import BudgetLine, Filing, Indicator


@pytest.fixture
def filing() -> Filing:
    """A filing by wuhan-2018: 20 points of execution, 40 of output measured, 40 of effect judged; 97 in all."""
    return Filing(
        scheme="wuhan-2018",
        year=2024,
        project="社区图书角",
        unit="青禾街",
        budget_lines=(
            BudgetLine(name="图书", budgeted=Decimal(60_000), settled=Decimal(60_000), booked=Decimal(60_000)),
            BudgetLine(name="书架", budgeted=Decimal(40_000), settled=Decimal(40_000), booked=Decimal(40_000)),
        ),
        indicators=(
            Indicator(
                level1="产出指标",
                level2="数量指标",
                name="新增图书",
                weight=Decimal(40),
                kind="positive",
                target="≥2000册",
                target_value=Decimal(2000),
                actual="2100册",
                actual_value=Decimal(2100),
                unit="册",
            ),
            Indicator(
                level1="效益指标",
                level2="社会效益指标",
                name="阅读氛围",
                weight=Decimal(40),
                kind="qualitative",
                target="更浓",
                actual="明显更浓",
                tier="achieved",
                score=Decimal(37),
            ),
        ),
    )
