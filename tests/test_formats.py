from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import formats


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [("5358672", "5,358,672.00"), ("0", "0.00"), ("0.005", "0.01"), ("0.125", "0.13"), ("999999999999.99", None)],
)
def test_money_has_two_decimals_and_thousands_signs(yuan: str, shown: str | None) -> None:
    assert formats.money(Decimal(yuan)) == (shown or "999,999,999,999.99")


@pytest.mark.parametrize(("yuan", "shown"), [("5358672", "535.87"), ("50", "0.01"), ("49.99", "0.00")])
def test_wan_rounds_half_up(yuan: str, shown: str) -> None:
    assert formats.wan(Decimal(yuan)) == shown


@given(st.decimals(0, 10**12, places=3))
def test_money_is_rounded_half_up_and_nothing_else(yuan: Decimal) -> None:
    shown = Decimal(formats.money(yuan).replace(",", ""))
    assert shown == int(yuan * 100 + Decimal("0.5")) / Decimal(100)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("97.00", "97"), ("8.62", "8.62"), ("8.60", "8.6"), ("0.00", "0"), ("1E+3", "1000"), ("-3.50", "-3.5")],
)
def test_a_number_has_as_many_decimals_as_it_needs(value: str, shown: str) -> None:
    assert formats.number(Decimal(value)) == shown
    assert formats.percent(Decimal(value)) == f"{shown}%"


@pytest.mark.parametrize(
    ("done", "total", "cells"), [(0, 20, 0), (1, 20, 0), (2, 20, 1), (19, 20, 9), (20, 20, 10), (0, 0, 0)]
)
def test_the_bar_is_full_only_at_the_end(done: int, total: int, cells: int) -> None:
    assert formats.bar(done, total) == "▓" * cells + "░" * (10 - cells)


def test_a_long_text_is_shown_by_its_beginning_and_its_length() -> None:
    assert formats.glance("四个字呀", 4) == "四个字呀"
    assert formats.glance("五个字呀！", 4) == "四个字呀……（共 5 字）".replace("四", "五")


def test_a_day_is_written_as_on_the_forms() -> None:
    assert formats.day(date(2019, 7, 28)) == "2019-7-28"
    assert formats.day(date(2019, 12, 1)) == "2019-12-1"


@pytest.mark.parametrize(
    ("text", "ended"),
    [("提速推进", "提速推进；"), ("提速推进。", "提速推进。"), ("提速推进 \n", "提速推进；"), ("", ""), (None, "")],
)
def test_a_clause_gets_the_mark_that_its_writer_left_out(text: str | None, ended: str) -> None:
    assert formats.ended(text, "；") == ended
