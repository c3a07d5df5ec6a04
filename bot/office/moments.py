"""Moments to come, as people type them: `2 小时后`, `明天下午3点`, `3月5日 9:00`, `周五上午`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.conversation.fields import Unreadable
from bot.conversation.numerals import decimal, halfwidth

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST = timedelta(days=366)
EXAMPLES = "例如：2 小时后、明天下午3点、3月5日 9:00"
MORNING, EVENING = time(9), time(19)

_N = r"[0-9零〇一二两三四五六七八九十]{1,4}"
_AFTER = re.compile(
    rf"(?:过)?(?P<count>半|{_N})个?(?P<half>半)?(?P<unit>分钟|小时|钟头|天|日|周|星期|礼拜)(?:以|之)?后"
)
_UNITS = {
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "礼拜": timedelta(weeks=1),
}
_DAYS = {"今天": 0, "今日": 0, "今": 0, "明天": 1, "明日": 1, "明": 1, "后天": 2, "大后天": 3}
_WEEKDAYS = {sign: number for signs in ("一二三四五六日", "1234567") for number, sign in enumerate(signs)} | {"天": 6}
_DAY = re.compile(
    r"(?P<word>大后天|后天|[今明][天日]?(?=$|[^年月]))"
    r"|(?P<next>下)?(?:个)?(?P<this>[本这])?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-7])"
    rf"|(?:(?P<year>\d{{4}})[-/.年])?(?P<month>{_N})[-/.月](?P<day>{_N})[日号]? ?"
    rf"|(?P<only>{_N})[日号]"
)
_PERIODS = {
    "凌晨": (0, time(5)),
    "早上": (1, MORNING),
    "早晨": (1, MORNING),
    "早": (1, MORNING),
    "上午": (1, MORNING),
    "中午": (10, time(12)),
    "下午": (12, time(15)),
    "傍晚": (15, time(18)),
    "晚上": (17, EVENING),
    "晚": (17, EVENING),
}
"""The first of the twelve hours that a period means, and when it is where no hour is named."""
_WRITTEN, _SPOKEN = 1, 7
"""The same without a period: `3:00` is what it says, 3点 the afternoon; nobody is reminded in the small hours."""
_TIME = re.compile(
    rf"(?P<period>{'|'.join(_PERIODS)})?"
    rf"(?:(?P<hour>{_N})(?:[:：](?P<minutes>\d{{2}})|[点时](?:(?P<part>半|一刻|三刻|整|钟)|(?P<minute>{_N})分?)?))?"
)
_PARTS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "钟": 0}


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment after `now` that `text` says, to the minute. Raises Unreadable.

    A day alone is its morning. A time alone is the next such one. A month and day without a year is the next such day,
    unless that is more than half a year away.
    """
    bare, today = _bare(text), now.astimezone(zone)
    when = _relative(bare, today) or _named(bare, today)
    if when is None:
        raise Unreadable(f"没看懂“{text.strip()[:20]}”是什么时候。{EXAMPLES}。")
    if when <= now:
        raise Unreadable(f"{shown(when, today)} 已经过去了，请写以后的时间，{EXAMPLES}。")
    if when > now + LONGEST:
        raise Unreadable(f"{shown(when, today)} 太远了，最多提前一年，{EXAMPLES}。")
    return when


def _bare(text: str) -> str:
    """Return the text without spaces but those that part one number from the next."""
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(map(halfwidth, text.split())))


def shown(when: datetime, now: datetime) -> str:
    """Return a moment as a person reads it: `3月5日（周四）9:00`, with the year where it is not this one."""
    local = when.astimezone(now.tzinfo)
    year = f"{local.year}年" if local.year != now.year else ""
    return f"{year}{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）{local.hour}:{local.minute:02}"


def _relative(bare: str, now: datetime) -> datetime | None:
    found = _AFTER.match(bare)
    if not found:
        return None
    count = 0.5 if found["count"] == "半" else float(_number(found["count"]))
    when = now + (count + (0.5 if found["half"] else 0)) * _UNITS[found["unit"]]
    rest = bare[found.end() :]
    if rest:
        return _at(when.date(), rest, now) if _UNITS[found["unit"]] >= timedelta(days=1) else None
    return _whole_minute(when)


def _whole_minute(when: datetime) -> datetime:
    """Round up: pressed twice, a button means the same moment."""
    full = when.replace(second=0, microsecond=0)
    return full if full == when else full + timedelta(minutes=1)


def _named(bare: str, now: datetime) -> datetime | None:
    found = _DAY.match(bare)
    if not found:
        when = _at(now.date(), bare, now)
        return when + timedelta(days=1) if when and when <= now else when
    return _at(_day(found, now.date()), bare[found.end() :], now)


def _day(found: re.Match[str], today: date) -> date:
    if found["word"]:
        return today + timedelta(days=_DAYS[found["word"]])
    if found["weekday"]:
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=_WEEKDAYS[found["weekday"]], weeks=1 if found["next"] else 0)
        is_past = day < today and not (found["next"] or found["this"])
        return day + timedelta(weeks=1) if is_past else day
    if found["only"]:
        return _date(today.year, today.month, _number(found["only"]))
    month, number = _number(found["month"]), _number(found["day"])
    if found["year"]:
        return _date(int(found["year"]), month, number)
    day = _date(today.year, month, number)
    following = _date(today.year + 1, month, number) if day < today else day
    return following if following - today < LONGEST / 2 else day


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"{year} 年没有 {month} 月 {day} 日这一天。{EXAMPLES}。") from None


def _at(day: date, bare: str, now: datetime) -> datetime | None:
    """Return the moment of a day that the rest of the text says; nothing more said is the morning."""
    found = _TIME.fullmatch(bare)
    return datetime.combine(day, _time(found), now.tzinfo) if found else None


def _time(found: re.Match[str]) -> time:
    first, usual = _PERIODS.get(found["period"], (_WRITTEN if found["minutes"] else _SPOKEN, MORNING))
    if not found["hour"]:
        return usual
    hour = _number(found["hour"])
    minute = _PARTS.get(found["part"], 0) or _number(found["minutes"] or found["minute"] or "0")
    if 1 <= hour <= 12:  # noqa: PLR2004 - what clocks with hands show
        hour = first + (hour - first) % 12
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the last ones of a day and an hour
        raise Unreadable(f"一天里没有 {hour} 点 {minute} 分。{EXAMPLES}。")
    return time(hour, minute)


def _number(digits: str) -> int:
    value = decimal(digits)
    if value is None:
        raise Unreadable(f"没看懂“{digits}”是几。{EXAMPLES}。")
    return int(value)
