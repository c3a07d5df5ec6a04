"""The questions about a campaign's terms: year, scheme, deadline, reminder days, who may review."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot import lobby, schedule
from bot.conversation.fields import Day, Text, Unreadable, Year, YesNo
from bot.conversation.numerals import halfwidth
from bot.formats import day
from bot.message import shortened
from bot.office.dialogue import NO_BUTTON, Offer, Prompt
from bot.workdays import is_certain, is_workday, shown, workday_until
from scoring import load_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.office.dialogue import Answers
    from bot.office.scene import Scene

FARTHEST = timedelta(days=2 * 365)
SOON = timedelta(days=270)
"""How far ahead a deadline without a year may be."""
MOST_DAYS, MOST_REMINDERS = 60, 10
"""How long before the deadline the first reminder may be, and how many there may be."""
USUAL_DAYS = "照常：提前 14、7、3、1 天和当天"
_AHEAD = {"今天": 0, "今日": 0, "明天": 1, "后天": 2}
_TITLE, _OWN_REVIEW = Text(60), YesNo("可以", "不可以")
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d")
_DAYS = re.compile(r"(\d{1,3})天?|当[天日]")


def question(text: str, example: str = "") -> Callable[[Scene, Answers], Mapping[str, object]]:
    """Return the values of the template `asked`."""
    return lambda _scene, _answers: {"text": text, "example": example}


def title(answers: Answers) -> str:
    """Return what the campaign is called: as its year says, where nobody gave it another name."""
    return str(answers.get("title") or _usual_title(answers))


def _usual_title(answers: Answers) -> str:
    return f"{answers['year']} 年度项目支出绩效自评"


def deadline(answers: Answers) -> date:
    """Return the chosen deadline; answers hold it as JSON can."""
    return date.fromisoformat(answers["deadline"])


def about(when: date) -> dict[str, object]:
    """Return of a deadline what is to be told and warned of."""
    return {"deadline": shown(when), "year": when.year, "workday": is_workday(when), "certain": is_certain(when)}


def days_in_words(days: tuple[int, ...]) -> str:
    """Return `提前 7、3 天和当天`."""
    ahead = "、".join(str(each) for each in days if each)
    return "和".join(filter(None, (ahead and f"提前 {ahead} 天", "当天" if 0 in days else "")))


def _years(scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
    last, this = scene.today.year - 1, scene.today.year
    return Offer("last-year", f"去年（{last}）", last), Offer("this-year", f"今年（{this}）", this)


def _read_year(scene: Scene, _answers: Answers, text: str) -> int:
    return Year(scene.today).read(text)


def _schemes(_scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
    return tuple(Offer(each.id, shortened(each.title), each.id) for each in lobby.offered())


def _read_scheme(_scene: Scene, _answers: Answers, text: str) -> str:
    wanted = text.strip().lower()
    if wanted not in {each.id for each in lobby.offered()}:
        raise Unreadable(NO_BUTTON)
    return load_scheme(wanted).id


def _deadlines(scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
    today = scene.today
    month_end = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    likely = (
        ("two-weeks", "两周后", today + timedelta(days=14)),
        ("four-weeks", "四周后", today + timedelta(days=28)),
        ("month-end", "月底", month_end),
    )
    found = ((name, label, workday_until(when)) for name, label, when in likely)
    return tuple(Offer(name, f"{label} {shown(when)}", when.isoformat()) for name, label, when in found if when > today)


def _read_deadline(scene: Scene, _answers: Answers, text: str) -> str:
    today, bare = scene.today, halfwidth(text)
    example = f"请写以后的一天，例如 {shown(workday_until(today + timedelta(days=14)))}。"
    if bare in _AHEAD:
        return (today + timedelta(days=_AHEAD[bare])).isoformat()
    if _NO_YEAR.match(bare):
        # The next such day. One that was not long ago is rather a slip than meant for next year.
        when = Day(today + timedelta(days=365)).read(text)
        if when > today + SOON:
            raise Unreadable(f"今年的这一天已经过去了，今天是 {shown(today)}。要是明年的，请写全：{day(when)}。")
    else:
        when = Day(today).read(text)
    if when < today:
        raise Unreadable(f"{shown(when)}已经过去了，今天是 {shown(today)}。{example}")
    if when > today + FARTHEST:
        raise Unreadable(f"{shown(when)}太远了，最多定到两年以内。{example}")
    return when.isoformat()


def _is_restday(_scene: Scene, answers: Answers) -> bool:
    return "deadline" in answers and not is_workday(deadline(answers))


def _kept(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    when, before = deadline(answers), workday_until(deadline(answers))
    keep = Offer("keep", f"就用 {shown(when)}", value=True)
    if before < scene.today:
        return (keep,)
    return Offer("move", f"提早到 {shown(before)}", before.isoformat(), key="deadline"), keep


def _restday(_scene: Scene, answers: Answers) -> dict[str, object]:
    when = deadline(answers)
    known = "" if is_certain(when) else f"（{when.year} 年的放假安排还没有公布，暂定只按周末算）"
    return {"text": f"{shown(when)}不上班{known}，要提早到前一个工作日吗？", "example": ""}


def _usual_days(_scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
    return (Offer("usual", USUAL_DAYS, list(schedule.REMINDER_DAYS)),)


def _read_days(_scene: Scene, _answers: Answers, text: str) -> list[int]:
    parts = [halfwidth(each) for each in re.split(r"[、，,;；和\s]+|提前", text.strip(" 。"))]
    found = [_DAYS.fullmatch(each) for each in parts if each not in ("", "天")]
    if not found or None in found:
        raise Unreadable("没看懂要提前哪几天提醒。请写天数，用顿号隔开，例如 10、5、1、当天。")
    days = sorted({int(each[1] or 0) for each in found if each}, reverse=True)
    if days[0] > MOST_DAYS or len(days) > MOST_REMINDERS:
        raise Unreadable(f"最多提前 {MOST_DAYS} 天、提醒 {MOST_REMINDERS} 次。请少写几个，例如 10、5、1、当天。")
    return days


def _own_reviews(_scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
    return Offer("no", "不可以，要别人审核", value=False), Offer("yes", "可以", value=True)


def _read_own_review(_scene: Scene, _answers: Answers, text: str) -> bool:
    return _OWN_REVIEW.read(text)


def _read_title(_scene: Scene, _answers: Answers, text: str) -> str:
    return _TITLE.read(text)


YEAR = Prompt(
    key="year",
    template="asked",
    read=_read_year,
    offers=_years,
    values=question("自评哪一年度的项目？一般是去年。", "2025"),
)
SCHEME = Prompt(key="scheme", template="asked", read=_read_scheme, offers=_schemes, values=question("用哪一种表？"))
DEADLINE = Prompt(
    key="deadline",
    template="asked",
    read=_read_deadline,
    offers=_deadlines,
    values=question("哪一天截止？到那天的最后一刻为止。", "3月31日，或者 2026-3-31"),
)
KEPT = Prompt(key="kept", template="asked", offers=_kept, values=_restday, when=_is_restday)
"""Whether a deadline on a weekend or holiday stays there."""
REMINDER_DAYS = Prompt(
    key="reminder_days",
    template="asked",
    read=_read_days,
    offers=_usual_days,
    values=question(
        "截止前哪几天提醒还没报送的人？早上 9 点提醒，遇到周末和节假日提早到前一个工作日。", "10、5、1、当天"
    ),
)
OWN_REVIEW = Prompt(
    key="own_review",
    template="asked",
    read=_read_own_review,
    offers=_own_reviews,
    values=question("有的单位审核人自己也填报。自己填的，可以自己审核吗？"),
)
TITLE = Prompt(
    key="title",
    template="asked",
    read=_read_title,
    offers=lambda _scene, answers: (
        Offer("usual", shortened(f"照常：{_usual_title(answers)}"), _usual_title(answers)),
    ),
    values=question("这项填报任务叫什么名称？", "2025 年度部门项目绩效自评"),
    when=lambda _scene, answers: bool(answers.get("renamed")),
)
