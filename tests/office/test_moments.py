from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.fields import Unreadable
from bot.office.moments import read_moment, shown

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 3, 10, 30, 20, tzinfo=ZONE)  # a Tuesday


def read(text: str) -> str:
    return f"{read_moment(text, NOW, ZONE).astimezone(ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2 小时后", "2026-03-03 12:31"),
        ("两小时后", "2026-03-03 12:31"),
        ("半小时后", "2026-03-03 11:01"),
        ("1个半小时以后", "2026-03-03 12:01"),
        ("３０分钟后", "2026-03-03 11:01"),
        ("三天后", "2026-03-06 10:31"),
        ("3天后 9点", "2026-03-06 09:00"),
        ("明天下午3点", "2026-03-04 15:00"),
        ("明天3点", "2026-03-04 15:00"),
        ("明天 3:00", "2026-03-04 03:00"),
        ("明早", "2026-03-04 09:00"),
        ("明早八点半", "2026-03-04 08:30"),
        ("今晚 19:00", "2026-03-03 19:00"),
        ("今晚8点", "2026-03-03 20:00"),
        ("中午", "2026-03-03 12:00"),
        ("大后天中午十一点半", "2026-03-06 11:30"),
        ("下午三点一刻", "2026-03-03 15:15"),
        ("15点30分", "2026-03-03 15:30"),
        ("周五上午10点", "2026-03-06 10:00"),
        ("周一", "2026-03-09 09:00"),
        ("下周三", "2026-03-11 09:00"),
        ("星期天晚上", "2026-03-08 19:00"),
        ("3月5日 9:00", "2026-03-05 09:00"),
        ("3.5 9:00", "2026-03-05 09:00"),
        ("2026-3-5 14:30", "2026-03-05 14:30"),
        ("３月５号", "2026-03-05 09:00"),
        ("15号下午", "2026-03-15 15:00"),
    ],
)
def test_moments_are_read_as_people_type_them(text: str, moment: str) -> None:
    assert read(text) == moment


def test_a_time_alone_is_the_next_such_one() -> None:
    assert read("9:00") == "2026-03-04 09:00"
    assert read("15:00") == "2026-03-03 15:00"


def test_a_day_without_a_year_may_lie_in_the_next_one() -> None:
    december = datetime(2026, 12, 20, 9, tzinfo=ZONE)
    assert read_moment("1月5日", december, ZONE) == datetime(2027, 1, 5, 9, tzinfo=ZONE)


@pytest.mark.parametrize("text", ["今天9:00", "3月1日", "1月5日", "本周一", "2025-3-5"])
def test_what_is_past_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Unreadable, match="已经过去了，请写以后的时间，例如：2 小时后"):
        read(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("随便", "没看懂“随便”是什么时候"),
        ("昨天", "没看懂“昨天”"),
        ("两小时后再说", "没看懂"),
        ("2月30日", "2026 年没有 2 月 30 日"),
        ("0.5", "2026 年没有 0 月 5 日"),
        ("25:00", "没有 25 点 0 分"),
        ("9点60分", "没有 9 点 60 分"),
        ("晚上12点", "没有 24 点"),
        ("2028-1-1", "太远了，最多提前一年"),
        ("9999天后", "太远了"),
        ("9999周后", "太远了"),
        ("明天半点点", "没看懂"),
        ("十十月十十日", "没"),
    ],
)
def test_what_is_no_moment_is_answered_by_what_is_wrong_and_an_example(text: str, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem) as refused:
        read(text)
    assert "例如：2 小时后、明天下午3点、3月5日 9:00。" in str(refused.value)


def test_a_moment_is_shown_in_full_with_the_year_where_it_is_another() -> None:
    assert shown(datetime(2026, 3, 5, 1, tzinfo=ZoneInfo("UTC")), NOW) == "3月5日（周四）9:00"
    assert shown(datetime(2027, 1, 5, 19, 5, tzinfo=ZONE), NOW) == "2027年1月5日（周二）19:05"
