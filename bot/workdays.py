"""Which days are worked in China: weekends, holidays and the weekend days worked in exchange (调休)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import chinese_calendar  # type: ignore[import-untyped]  # it publishes no types
from babel.dates import format_date

from bot.formats import LOCALE, day

if TYPE_CHECKING:
    from datetime import date

_ANNOUNCED = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
"""The years whose holidays the State Council had announced when the library was made."""
_SATURDAY = 5


def is_certain(when: date) -> bool:
    """Tell whether it is known which days of this year are worked; of any other one, only weekends are."""
    return when.year in _ANNOUNCED


def is_workday(when: date) -> bool:
    """Tell whether people work on this day. Where it is not certain, from Monday to Friday."""
    return bool(chinese_calendar.is_workday(when)) if is_certain(when) else when.weekday() < _SATURDAY


def workday_until(when: date) -> date:
    """Return the last workday on or before a day."""
    while not is_workday(when):
        when -= timedelta(days=1)
    return when


def shown(when: date) -> str:
    """Return a day with its weekday: `2026-9-30（周三）`."""
    return f"{day(when)}（{format_date(when, 'EEE', LOCALE)}）"


def planned(when: date) -> str:
    """Return a day that was chosen as a workday, and whether that may still change: `2027-9-30（周四，暂定）`."""
    return shown(when) if is_certain(when) else shown(when).replace("）", "，暂定）")
