"""What stands on the screens and in the workbooks, read as the figures that were reckoned by hand."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.channels.year.due import Heard
from tests.channels.year.sums import WEIGHTS, Sum, printed, rounded

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types

    from tests.bot_api.chats import Shown
    from tests.channels.year.cast import State
    from tests.channels.year.town import Town

OPEN = re.compile(r"（(\S+?)，2025 年度[^）]*）\n(还没有开始填|已填完，还没有提交|被退回了|)")
DAYS_LEFT = re.compile(r"(?P<over>已过截止日 )?(?:截止还有 )?(?P<days>\d+) 天|今天截止")
STANDS: dict[str, State] = {
    "还没有开始填": "未开始",
    "已填完，还没有提交": "已填完",
    "被退回了": "已退回",
    "": "填报中",
}


def read(town: Town, now: datetime) -> list[Heard]:
    """Return the reminders that have come since the last time."""
    found = []
    for name, phone in town.phones.items():
        new = [each for each in phone.person.told if each.id > town.read.get(name, 0)]
        town.read[name] = max((each.id for each in new), default=town.read.get(name, 0))
        found += [understood(each, name, now) for each in new if each.text.startswith(("⏰", "📊"))]
    return found


def understood(message: Shown, who: str, now: datetime) -> Heard:
    """Return what a reminder says."""
    days = DAYS_LEFT.search(message.text)
    to_review = re.search(r"有 (\d+) 份等您审核", message.text)
    standing = re.search(r"\n(.+)（共 \d+ 份）", message.text)
    pairs = [each.split(" ") for each in standing[1].split(" · ")] if standing else []
    return Heard(
        at=now,
        who=who,
        days_left=int(days["days"] or 0) * (-1 if days["over"] else 1) if days else None,
        open=frozenset((unit, STANDS[stands]) for unit, stands in OPEN.findall(message.text)),
        to_review=int(to_review[1]) if to_review else 0,
        standing=frozenset((label, int(number)) for label, number in pairs),  # type: ignore[misc]
    )


def read_sum(book: Workbook) -> Sum:
    """Return what a 汇总 says in Excel, where amounts are in 万元."""
    table = rows(book, "汇总")
    _, budget, _, spent, rate, execution, _ = table[4]
    return Sum(
        budget=figure(budget, 10_000),
        spent=figure(spent, 10_000),
        rate=figure(rate),
        execution=figure(execution),
        points={str(row[1]): figure(row[5]) for row in table if row[1] in WEIGHTS},
        total=next(figure(row[5]) for row in table if row[0] == "总分"),
    )


def figure(cell: object, times: int = 1) -> str:
    return printed(rounded(times * Fraction(str(cell))))


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))
