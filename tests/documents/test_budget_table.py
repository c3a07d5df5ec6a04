from __future__ import annotations

from decimal import Decimal

from bot.documents.budget_table import budget_table
from scoring import BudgetLine, Filing


def test_each_line_is_numbered_and_the_sums_stand_below(street: Filing) -> None:
    rows = [[cell.text for cell in row] for row in budget_table(street).rows]
    assert rows[0] == ["序号", "项目内容", "预算金额", "决算金额", "账面支出"]
    assert len(rows) == 1 + 12 + 1
    assert rows[9] == ["9", "岗位报酬市级补助－公积金部分", "5,232.00", "5,232.00", "5,232.00"]
    assert rows[-1] == ["合计", "5,358,672.00", "5,358,672.00", "5,358,672.00"]


def test_an_open_amount_is_an_empty_cell() -> None:
    line = BudgetLine(name="甲", budgeted=Decimal(5))
    assert [cell.text for cell in budget_table(Filing(scheme="wuhan-2018", budget_lines=(line,))).rows[1]] == [
        "1",
        "甲",
        "5.00",
        "",
        "",
    ]
