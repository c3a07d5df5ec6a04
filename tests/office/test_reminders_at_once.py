"""Reminders where processes die, and where several serve one database at the same moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from bot.service import Service
from bot.store import chats, people, reminders, roles
from bot.store.database import open_database, transaction
from bot.store.invitations import Invitation
from bot.store.office_tables import REMINDER, REMINDER_DAY
from bot.store.tables import OUTBOX
from tests.chat_process import PROJECT
from tests.office.district import BAISHA, QINGHE, SECOND, moment
from tests.test_kill import killing

if TYPE_CHECKING:
    from tests.office.district import District

WHEN = "03-17 09:00"
MANY = 60
WORK = """
import sys
from datetime import datetime
from zoneinfo import ZoneInfo
from bot.service import Service
from bot.store.database import open_database

at = datetime.fromisoformat(sys.argv[2])
service = Service(open_database(sys.argv[1]), lambda: at, ZoneInfo("Asia/Shanghai"))
while service.remind():
    pass
"""


@pytest.mark.parametrize(
    "place",
    [("store", "reminders", "_spread_on"), ("office", "reminders", "_fire"), ("store", "outbox", "enqueue")],
    ids=" ".join,
)
def test_killed_at_any_step_everybody_is_told_once(
    migrated_url: str, district: District, place: tuple[str, str, str]
) -> None:
    district.plan(WHEN)
    at = moment(WHEN).isoformat()
    for program, ending in ((killing(*place) + WORK, -signal.SIGKILL), (WORK, 0), (WORK, 0)):
        done = subprocess.run([sys.executable, "-c", program, migrated_url, at], cwd=PROJECT, check=False)
        assert done.returncode == ending
    told = district.told()
    assert {person: len(said) for person, said in told.items()} == dict.fromkeys((QINGHE, BAISHA, SECOND), 1)


@pytest.fixture
def crowd(district: District) -> range:
    """Give many clerks of one community."""
    crowd = range(100, 100 + MANY)
    with transaction(district.office.engine) as session:
        for person in crowd:
            people.let_in(session, person, Invitation(), district.office.now)
            roles.give(session, person, district.units[3], "clerk", district.office.now)
            chats.locked_chat(session, person)
    return crowd


def test_two_services_at_once_tell_everybody_once_all_that_is_due(
    migrated_url: str, district: District, crowd: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "CHUNK", 7)
    district.plan("03-16 09:00", WHEN)
    engines = [open_database(migrated_url) for _ in range(2)]

    def work(number: int) -> None:
        service = Service(engines[number], lambda: moment(WHEN), district.office.zone)
        while waiting():
            service.remind()

    def waiting() -> bool:
        with transaction(district.office.engine) as session:
            connection = session.connection()
            days = select(func.count()).where(REMINDER_DAY.c.spread_at.is_(None))
            rows = select(func.count()).where(REMINDER.c.over_at.is_(None))
            return bool(connection.execute(days).scalar_one() or connection.execute(rows).scalar_one())

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, range(2)))
    for each in engines:
        each.dispose()
    with transaction(district.office.engine) as session:
        unsent = select(OUTBOX.c.chat_id, func.count().label("times")).where(OUTBOX.c.sent_at.is_(None))
        rows = session.connection().execute(unsent.group_by(OUTBOX.c.chat_id))
        told = {row.chat_id: row.times for row in rows}
    assert told == dict.fromkeys((QINGHE, BAISHA, SECOND, *crowd), 1)
