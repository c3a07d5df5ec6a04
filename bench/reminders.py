"""A reminder day of 100,000 people, fired while others answer: what it costs those who answer, and how fast it goes."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from bench.contest import show
from bench.halfway import Halfway
from bot.channels.telegram.alarm import BREATH
from bot.channels.telegram.pace import OVERALL
from bot.demo import EXAMPLE
from bot.store import assignments, campaigns, filings, reminders, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.office_tables import ASSIGNMENT, PERSON, REMINDER, ROLE, UNIT
from bot.store.tables import CHAT
from scoring import open_filing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlmodel import Session

CHATS = 200
COMMUNITIES, CLERKS = 10_000, 10
"""Units that are asked, and the people in each: 100,000 reminders."""
BEGUN = 2_000
"""Units that are halfway through the example; the others have not begun."""
ANSWERS = 1000
"""Answers that are timed alone, and beside each way of firing."""
FIRST = 1_000_000
"""The id of the first clerk: far from those who answer."""


_WAITING = select(func.count()).where(REMINDER.c.over_at.is_(None))


def main() -> None:
    """Measure and print."""
    # In the working folder, as for answers.
    with (
        TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder,
        closing(Halfway(Path(folder, "ours.db"), CHATS)) as halfway,
    ):
        with transaction(halfway.engine) as session:
            _plan(session)
        spreading = _spread(halfway)
        alone, steadily, restlessly = _answers(halfway, None), _answers(halfway, BREATH), _answers(halfway, 0)
    people = COMMUNITIES * CLERKS
    show(f"提醒日铺到 {people:,} 人（每步另是一个事务）", {"最长的一步": max(spreading), "全部": sum(spreading)})
    for name in ("median", "p99"):
        show(
            f"一个答案从收到到存好，{'中位数' if name == 'median' else name}",
            {
                f"旁边发着提醒，每 {BREATH} 秒一批": getattr(steadily, name),
                "不发提醒": getattr(alone, name),
                "旁边不停地发": getattr(restlessly, name),
            },
        )
    rates = {"不停地写，旁边有人答": restlessly.reminded, "Telegram 最多收": OVERALL}
    show("提醒写进待发", rates, unit="条/秒", scale=1)


def _plan(session: Session) -> None:
    """Let a campaign want a filing of every community, whose clerks are all let in, and remind them now."""
    now, connection = datetime.now(UTC), session.connection()
    top = units.add(session, "区").id
    connection.execute(insert(UNIT), [{"name": f"社区 {number}", "parent_id": top} for number in range(COMMUNITIES)])
    below = connection.execute(select(UNIT.c.id).where(UNIT.c.parent_id == top)).scalars().all()
    clerks = [(FIRST + place, unit) for place, unit in enumerate(list(below) * CLERKS)]
    connection.execute(insert(PERSON), [{"id": who, "administrator": False, "since": now} for who, _ in clerks])
    connection.execute(insert(CHAT), [{"id": who, "question": 0} for who, _ in clerks])
    given = {"role": "clerk", "since": now}
    connection.execute(insert(ROLE), [{"person_id": who, "unit_id": unit, **given} for who, unit in clerks])
    terms = Terms(
        unit_id=top,
        title="年度自评",
        year=2025,
        scheme="wuhan-2018",
        deadline=now.date() + timedelta(days=3),
        reminder_days=(3,),
        quiet_from=0,
        quiet_until=0,
    )
    campaign = campaigns.create(session, terms, 0, now)
    assignments.add(session, campaign, [(unit, "惠民项目") for unit in below])
    _begin(session, dict(zip(below, (who for who, _ in clerks), strict=False)), now)
    campaigns.plan_reminders(session, campaign, [("campaign", now)])


def _begin(session: Session, clerks: dict[int, int], now: datetime) -> None:
    """Let some communities have filled in the example but for what was achieved."""
    example = open_filing(EXAMPLE)
    aims = (replace(each, actual=None, actual_value=None, score=None) for each in example.indicators)
    halfway = replace(example, indicators=tuple(aims), improvements=())
    wanted = session.connection().execute(select(*ASSIGNMENT.c["id", "unit_id"]).limit(BEGUN))
    for assignment, unit in wanted.all():
        filings.create(session, clerks[unit], halfway, now, Assigned(assignment, unit))


def _spread(halfway: Halfway) -> list[float]:
    """Spread the day; return how many seconds each step took."""
    taken = []
    while _is_spreading(halfway):
        start = perf_counter()
        halfway.service.remind()
        taken.append(perf_counter() - start)
    return taken


def _is_spreading(halfway: Halfway) -> bool:
    with transaction(halfway.engine) as session:
        return reminders.is_spreading(session, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Answers:
    """How many seconds an answer took, and how many people a second were reminded meanwhile."""

    median: float
    p99: float
    reminded: float


def _answers(halfway: Halfway, pause: float | None) -> Answers:
    """Time answers while steps of firing are done with this pause in between, or none are done."""
    begun, waiting = perf_counter(), _waiting(halfway)
    with _firing(halfway, pause):
        taken = sorted(_seconds(halfway.take_next) for _ in range(ANSWERS))
    reminded = waiting - _waiting(halfway)
    return Answers(median(taken), taken[ANSWERS * 99 // 100], reminded / (perf_counter() - begun))


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


@contextmanager
def _firing(halfway: Halfway, pause: float | None) -> Iterator[None]:
    """Fire in a thread, as the Telegram channel does, while the block lasts."""
    stop = Event()

    def fire() -> None:
        while not stop.wait(pause):
            halfway.service.remind()

    thread = Thread(target=fire)
    if pause is not None:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if pause is not None:
            thread.join()


def _waiting(halfway: Halfway) -> int:
    with transaction(halfway.engine) as session:
        waiting: int = session.connection().execute(_WAITING).scalar_one()
    return waiting
