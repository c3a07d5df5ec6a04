from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import REMINDER_DAYS, QuietHours, end_of, moments, reminder_dates
from bot.workdays import is_workday

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
MINUTES = st.integers(0, 24 * 60 - 1)
NINE = 9 * 60
QUIET = QuietHours()


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=zone)


def test_people_are_reminded_at_nine_on_each_day_before_the_deadline() -> None:
    dates = reminder_dates(date(2026, 3, 20), REMINDER_DAYS)
    assert dates == tuple(date(2026, 3, day) for day in (6, 13, 17, 19, 20))
    assert moments(dates, NINE, QUIET, SHANGHAI, at(1, 0)) == tuple(at(day.day, 9) for day in dates)


def test_a_reminder_on_a_holiday_comes_on_the_workday_before() -> None:
    assert reminder_dates(date(2026, 10, 8), (7, 0)) == (date(2026, 9, 30), date(2026, 10, 8))


def test_reminders_that_fall_on_one_day_are_one() -> None:
    assert reminder_dates(date(2026, 10, 7), (5, 3, 1, 0)) == (date(2026, 9, 30),)


def test_what_lies_in_the_past_is_left_out() -> None:
    dates = reminder_dates(date(2026, 3, 20), REMINDER_DAYS)
    assert moments(dates, NINE, QUIET, SHANGHAI, at(19, 9)) == (at(20, 9),)


def test_two_moments_that_quiet_hours_move_together_are_one() -> None:
    dates = (date(2026, 3, 19), date(2026, 3, 20))
    until_noon = QuietHours(0, 12 * 60)
    assert moments(dates, 0, until_noon, SHANGHAI, at(1, 0)) == (at(19, 12), at(20, 12))
    assert moments((dates[0], dates[0]), 0, until_noon, SHANGHAI, at(1, 0)) == (at(19, 12),)


@pytest.mark.parametrize(
    ("moment", "moved"),
    [
        (at(5, 9), at(5, 9)),
        (at(5, 20, 59), at(5, 20, 59)),
        (at(5, 21), at(6, 8)),
        (at(5, 23, 59), at(6, 8)),
        (at(6, 0), at(6, 8)),
        (at(6, 7, 59), at(6, 8)),
        (at(6, 8), at(6, 8)),
    ],
)
def test_a_moment_in_quiet_hours_moves_to_their_end(moment: datetime, moved: datetime) -> None:
    assert QUIET.after(moment, SHANGHAI) == moved


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = QuietHours(12 * 60, 14 * 60)
    assert noon.after(at(5, 13), SHANGHAI) == at(5, 14)
    assert noon.after(at(5, 2), SHANGHAI) == at(5, 2)
    assert QuietHours(0, 0).after(at(5, 2), SHANGHAI) == at(5, 2)


def test_a_time_that_the_clock_skips_comes_when_the_clock_was_put_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    [moment] = moments((date(2026, 3, 29),), 2 * 60 + 30, QuietHours(0, 0), berlin, at(1, 0))
    assert moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "half past three in summer time"


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_do_not_end_before_they_began() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    second_time = datetime(2026, 10, 25, 2, 15, tzinfo=berlin, fold=1)
    assert QuietHours(0, 150).after(second_time, berlin) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_deadline_is_over_at_the_end_of_its_day() -> None:
    assert end_of(date(2026, 3, 20), SHANGHAI) == at(21, 0)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.lists(st.integers(0, 60), max_size=8))
def test_reminder_dates_are_workdays_in_order_none_twice_and_each_for_a_planned_day(
    deadline: date, days: list[int]
) -> None:
    found = reminder_dates(deadline, days)
    assert all(is_workday(each) for each in found)
    assert list(found) == sorted(set(found))
    for each in days:
        planned = deadline - timedelta(days=each)
        assert any(planned - timedelta(days=12) < day <= planned for day in found), "moved back, never on"
    assert len(found) <= len(set(days))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=ZONES.map(ZoneInfo)), MINUTES, MINUTES)  # noqa: DTZ001 - Hypothesis adds the zone
def test_quiet_hours_are_kept_in_every_zone_and_never_move_a_moment_back(
    moment: datetime, start: int, end: int
) -> None:
    zone = moment.tzinfo
    assert isinstance(zone, ZoneInfo)
    quiet = QuietHours(start, end)
    moved = quiet.after(moment, zone)
    assert moment.astimezone(UTC) <= moved <= moment.astimezone(UTC) + timedelta(hours=26)
    assert quiet.after(moved, zone) == moved


@given(st.lists(st.dates(date(2024, 1, 1), date(2030, 1, 1)), max_size=6), MINUTES, ZONES.map(ZoneInfo))
def test_moments_lie_ahead_in_order_outside_quiet_hours(dates: list[date], minute: int, zone: ZoneInfo) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    found = moments(dates, minute, QUIET, zone, now)
    assert list(found) == sorted(set(found))
    assert all(each > now and each.tzinfo is UTC and QUIET.after(each, zone) == each for each in found)
