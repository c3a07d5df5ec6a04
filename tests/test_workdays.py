from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it publishes no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workdays import is_certain, is_workday, planned, shown, workday_until

LAST_YEAR = max(chinese_calendar.holidays).year


@pytest.mark.parametrize(
    ("when", "worked"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday worked in exchange for the Spring Festival
        (date(2026, 2, 15), False),
        (date(2026, 2, 16), False),  # a Monday, New Year's Eve
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # a Saturday worked
        (date(2026, 9, 20), True),  # a Sunday worked in exchange for the National Day
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday worked
        (date(2026, 10, 11), False),
    ],
)
def test_the_holidays_of_2026_and_the_days_worked_in_exchange_are_known(when: date, *, worked: bool) -> None:
    assert is_workday(when) == worked
    assert is_certain(when)


@pytest.mark.parametrize(
    ("when", "before"),
    [
        (date(2026, 10, 5), date(2026, 9, 30)),
        (date(2026, 2, 20), date(2026, 2, 14)),
        (date(2026, 10, 10), date(2026, 10, 10)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_workday_until_a_holiday_is_the_one_before_it(when: date, before: date) -> None:
    assert workday_until(when) == before


def test_of_a_year_not_yet_announced_only_weekends_are_known() -> None:
    new_year = date(LAST_YEAR + 1, 1, 1)
    assert not is_certain(new_year)
    assert is_workday(new_year) == (new_year.weekday() < 5)
    assert workday_until(date(2099, 3, 1)) == date(2099, 2, 27)


def test_a_day_is_shown_with_its_weekday_and_as_provisional_where_it_is() -> None:
    assert shown(date(2026, 9, 30)) == planned(date(2026, 9, 30)) == "2026-9-30（周三）"
    assert planned(date(2099, 2, 27)) == "2099-2-27（周五，暂定）"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_the_workday_until_a_day_is_the_nearest_one_and_never_later(when: date) -> None:
    found = workday_until(when)
    assert is_workday(found)
    assert not any(is_workday(found + timedelta(days=each)) for each in range(1, (when - found).days + 1))
    assert timedelta(0) <= when - found < timedelta(days=12)
