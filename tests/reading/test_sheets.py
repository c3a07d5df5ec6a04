from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest

from bot.reading.sheets import shown
from bot.reading.workbook import read_workbook
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (200000, "General", "200000"),
        (215457.59999999998, "#,##0.00", "215457.6"),
        (0.1 + 0.2, "General", "0.3"),
        (0.98, "0%", "98%"),
        (0.9318, "0.00%", "93.18%"),
        (97.4, 'General"%"', "97.4"),
        (97.4, r"0\%", "97.4"),
        (1e-7, "General", "0.0000001"),
        (1e15, "General", "1000000000000000"),
        (-5, "General", "-5"),
        (datetime(2026, 3, 15), "yyyy-m-d", "2026-03-15"),  # noqa: DTZ001 - a cell knows no zone
        (datetime(2026, 3, 15, 9, 30), "General", "2026-03-15 09:30"),  # noqa: DTZ001 - likewise
        (date(2026, 3, 15), "General", "2026-03-15"),
        (time(9, 30), "General", "09:30:00"),
        (True, "General", "是"),
        (False, "General", "否"),
        ("  甲 \n", "General", "甲"),
        ("#REF!", "General", "#REF!"),
    ],
)
def test_a_cell_is_shown_as_a_person_reads_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_share_in_a_percent_format_comes_out_of_a_workbook_as_percent(tmp_path: Path) -> None:
    [sheet] = read_workbook(workbook(tmp_path / "率.xlsx", (0.98, 0.98), formats={0: "0.0%"}))
    assert sheet.rows[0].cells == ("98%", "0.98")
