from __future__ import annotations

import struct
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from bot.documents import rollup_excel
from bot.documents.rollup import Missing, RolledUp, grid, rollup_png, told
from bot.documents.rollup_excel import Filed, rollup_xlsx
from bot.progress import untold
from scoring import Filing, Funds, Indicator, Rollup, load_scheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest


def unit(*names: str, budget: int = 100) -> Filing:
    indicators = tuple(
        Indicator(
            level1="产出指标",
            level2="数量指标",
            name=name,
            kind="positive",
            weight=Decimal(10),
            unit="人次",
            target_value=Decimal(100),
            actual_value=Decimal("80.5"),
        )
        for name in names
    )
    return Filing(
        scheme="mof-2020", funds=Funds(budget=Decimal(budget), executed=Decimal(budget)), indicators=indicators
    )


def rolled_up(filings: Sequence[Filing], missing: int = 0) -> RolledUp:
    rollup = Rollup(load_scheme("mof-2020"))
    for each in filings:
        rollup.add(each)
    return RolledUp(
        title="2025年度绩效自评",
        unit="硚口区",
        project="社区建设",
        wanted=len(filings) + missing,
        filing=rollup.filing(),
        sheet=rollup.sheet(),
        rows=rollup.rows(),
        scheme=rollup.scheme,
        missing=[Missing(unit=f"第{number}社区", above="宝丰街", state="unbegun") for number in range(missing)],
    )


def test_the_table_shows_sums_with_their_unit_and_the_comparator_of_the_kind() -> None:
    rows = [[cell.text for cell in row] for row in grid(rolled_up([unit("培训"), unit("培训")])).rows]
    assert rows[3] == ["产出指标", "培训", "10", "≥200人次", "161人次", "8.05", "2"]


def test_a_finding_names_the_indicator_that_it_is_about() -> None:
    made = rolled_up([unit("培训", "走访"), unit("培训")])
    assert "走访：2 个单位中有 1 个没有这项指标，请核对是否漏报。" in [told(made, each) for each in made.sheet.findings]


def test_a_picture_of_very_many_indicators_and_missing_units_is_one_that_telegram_takes() -> None:
    png = rollup_png(rolled_up([unit(*(f"指标{number}" for number in range(300)))], missing=500))
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1080
    assert width + height <= 10_000


def test_what_exceeds_a_sheet_goes_on_on_the_next_and_the_table_keeps_its_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rollup_excel, "MOST_ROWS", 3)
    filings = [unit("培训", "走访"), unit("培训", "走访")]
    filed = [Filed(f"第{number}社区", "宝丰街", each) for number, each in enumerate(filings)]
    made = load_workbook(BytesIO(rollup_xlsx(rolled_up(filings), filed, untold)))
    assert made.sheetnames == ["汇总", "各单位", "各单位指标", "各单位指标2", "未报送"]
    assert made["各单位指标2"].max_row == 2
    [target] = [row[3] for row in made["汇总"].iter_rows(values_only=True) if row[1] == "培训"]
    assert target == 200


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    filing = replace(unit("=1+1"), project="@x")
    made = load_workbook(BytesIO(rollup_xlsx(rolled_up([filing]), [Filed("=cmd|x", "", filing)], untold)))
    assert made["各单位"]["A2"].data_type == "s"
    assert made["各单位指标"]["E2"].data_type == "s"


def test_progress_is_told_unit_by_unit() -> None:
    filings = [unit("培训")] * 4
    shares: list[float] = []
    rollup_xlsx(rolled_up(filings), (Filed("社区", "", each) for each in filings), shares.append)
    assert shares == [0.25, 0.5, 0.75, 1.0]
