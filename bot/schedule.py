"""When a campaign reminds: days before the deadline, moved to workdays, outside quiet hours. Pure.

Times of day are minutes since midnight, as they stand in the campaign; every moment returned is in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.workdays import workday_until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

REMINDER_DAYS = (14, 7, 3, 1, 0)
"""Days before the deadline on which people are reminded where 财政 says nothing else."""
DIGEST_AT = 17 * 60 + 30
"""When 财政 hears, on each of these days, who has still not filed."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nobody is disturbed, over midnight or not. Where both are the same there are none."""

    start: int = 21 * 60
    end: int = 8 * 60

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment itself, or the end of the quiet hours that it falls into."""
        local = moment.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if not self._holds(minute):
            return moment.astimezone(UTC)
        until = local.date() + timedelta(days=minute >= self.end)
        return _at(until, self.end, zone, fold=local.fold if until == local.date() else 0)

    def _holds(self, minute: int) -> bool:
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def reminder_dates(deadline: date, days: Iterable[int]) -> tuple[date, ...]:
    """Return the workdays on which a campaign reminds, in order. None is later than planned, and none comes twice."""
    return tuple(sorted({workday_until(deadline - timedelta(days=each)) for each in days}))


def moments(
    dates: Iterable[date], minute: int, quiet: QuietHours, zone: ZoneInfo, now: datetime
) -> tuple[datetime, ...]:
    """Return the moments of these days at a time of day. What lies in the past is left out."""
    planned = {quiet.after(_at(each, minute, zone), zone) for each in dates}
    return tuple(sorted(each for each in planned if each > now))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day, such as that of a deadline, is over."""
    return _at(day + timedelta(days=1), 0, zone)


def _at(day: date, minute: int, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """Return a time of day as a moment. One that a clock change skips is as much later as the clock was put forward."""
    local = datetime.combine(day, time(minute // 60, minute % 60, fold=fold), zone)
    return local.astimezone(UTC)
