from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.store import assignments, campaigns, filings, people, roles, trays, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.invitations import Invitation
from bot.store.office_tables import CAMPAIGN
from bot.store.tables import FILING
from scoring import Filing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.position import State

CLERK, ABOVE, THERE, FINANCE = 1, 2, 3, 4


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        yield session


@pytest.fixture
def filed(session: Session, now: datetime) -> list[int]:
    """Three filings of 青禾街 and one of 白沙街, which has a reviewer of its own; all submitted, the last one first."""
    top = units.add(session, "临湖区").id
    streets = [units.add(session, name, top).id for name in ("青禾街", "白沙街")]
    for person in (CLERK, ABOVE, THERE, FINANCE):
        people.let_in(session, person, Invitation(), now)
    roles.give(session, ABOVE, top, "reviewer", now)
    roles.give(session, THERE, streets[1], "reviewer", now)
    roles.give(session, FINANCE, top, "finance", now)
    terms = Terms(
        unit_id=top, title="年度自评", year=2018, scheme="mof-2020", deadline=date(2019, 8, 1), reminder_days=()
    )
    campaign = campaigns.create(session, terms, FINANCE, now)
    wanted = [(streets[0], "甲"), (streets[0], "乙"), (streets[0], "丙"), (streets[1], "甲")]
    assignments.add(session, campaign, wanted)
    made = []
    for place, each in enumerate(assignments.of_campaign(session, campaign)):
        number = filings.create(session, CLERK, Filing(scheme="mof-2020"), now, Assigned(each.id, each.unit_id))
        stand(session, number, "submitted", now - timedelta(hours=place))
        made.append(number)
    return made


def stand(session: Session, filing: int, state: State, at: datetime) -> None:
    values = {"state": state, "submitted_by": CLERK, "submitted_at": at, "updated_at": at}
    session.connection().execute(update(FILING).where(FILING.c.id == filing).values(**values))


def ids(tray: trays.Tray) -> list[int]:
    return [paper.id for paper in tray.papers]


def test_what_waits_lies_before_the_reviewers_in_charge_the_oldest_first(session: Session, filed: list[int]) -> None:
    waiting = trays.waiting(session, ABOVE)
    assert ids(waiting) == [filed[2], filed[1], filed[0]]
    assert [(paper.unit, paper.project) for paper in waiting.papers] == [("青禾街", each) for each in "丙乙甲"]
    assert ids(trays.waiting(session, THERE)) == [filed[3]]
    assert trays.waiting(session, FINANCE) == trays.Tray((), 0)


def test_what_one_submitted_oneself_lies_before_the_next_above(
    session: Session, filed: list[int], now: datetime
) -> None:
    roles.give(session, CLERK, roles.held(session, THERE)[0].unit_id, "reviewer", now)
    roles.take(session, THERE, roles.held(session, THERE)[0].unit_id, "reviewer")
    assert filed[3] in ids(trays.waiting(session, ABOVE))
    assert trays.waiting(session, CLERK).total == 0
    session.connection().execute(update(CAMPAIGN).values(own_review=True))
    assert ids(trays.waiting(session, CLERK)) == [filed[3]]
    assert filed[3] not in ids(trays.waiting(session, ABOVE))


def test_what_was_filed_lies_before_finance_the_latest_first(session: Session, filed: list[int], now: datetime) -> None:
    assert trays.came_in(session, FINANCE, administers=False).total == 0
    stand(session, filed[0], "filed", now)
    stand(session, filed[3], "filed", now + timedelta(hours=1))
    assert ids(trays.came_in(session, FINANCE, administers=False)) == [filed[3], filed[0]]
    assert ids(trays.came_in(session, CLERK, administers=True)) == [filed[3], filed[0]]
    assert trays.came_in(session, ABOVE, administers=False).total == 0
    assert ids(trays.waiting(session, ABOVE)) == [filed[2], filed[1]]


def test_a_full_tray_shows_the_first_and_counts_all(
    session: Session, filed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trays, "MOST", 2)
    waiting = trays.waiting(session, ABOVE)
    assert (ids(waiting), waiting.total) == ([filed[2], filed[1]], 3)


def test_a_deleted_filing_lies_nowhere(session: Session, filed: list[int], now: datetime) -> None:
    session.connection().execute(update(FILING).values(deleted_at=now))
    assert trays.waiting(session, ABOVE).total == 0
    assert filed
