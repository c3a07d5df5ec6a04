from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.store import campaigns, candidates, people, roles, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.invitations import Invitation
from bot.store.office_tables import REMINDER_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

DISTRICT, STREET, COMMUNITY, OTHER, CLERK = 11, 12, 13, 14, 15
"""财政 of each unit, and somebody who is 财政 nowhere."""
TERMS = Terms(
    unit_id=0,
    title="2018 年度自评",
    year=2018,
    scheme="wuhan-2018",
    deadline=date(2019, 8, 30),
    reminder_days=(3, 0),
    own_review=True,
)


@pytest.fixture
def session(engine: Engine, now: datetime) -> Iterator[Session]:
    with transaction(engine) as session:
        for person in (DISTRICT, STREET, COMMUNITY, OTHER, CLERK):
            people.let_in(session, person, Invitation(), now)
        yield session


@pytest.fixture
def line(session: Session, now: datetime) -> list[int]:
    """A district, a street in it, a community there; and another street."""
    district = units.add(session, "临湖区").id
    street = units.add(session, "青禾街", district).id
    tree = [district, street, units.add(session, "青禾社区", street).id, units.add(session, "白沙街", district).id]
    for person, unit in zip((DISTRICT, STREET, COMMUNITY, OTHER), tree, strict=True):
        roles.give(session, person, unit, "finance", now)
    roles.give(session, CLERK, tree[2], "clerk", now)
    return tree


def made(session: Session, unit: int, at: datetime) -> int:
    return campaigns.create(session, replace(TERMS, unit_id=unit), DISTRICT, at)


def test_a_campaign_keeps_its_terms(session: Session, line: list[int], now: datetime) -> None:
    number = made(session, line[1], now)
    found = campaigns.get(session, number, STREET, administers=False)
    assert found
    assert (found.unit, found.state, found.terms) == ("青禾街", "open", replace(TERMS, unit_id=line[1]))
    campaigns.set_deadline(session, number, date(2019, 9, 30))
    campaigns.set_reminder_days(session, number, (5, 1))
    campaigns.set_state(session, number, "closed")
    changed = campaigns.get(session, number, STREET, administers=False)
    assert changed
    assert (changed.terms.deadline, changed.terms.reminder_days) == (date(2019, 9, 30), (5, 1))
    assert changed.state == "closed"


@pytest.mark.parametrize(
    ("person", "administers", "changeable"),
    [
        (DISTRICT, False, True),
        (STREET, False, True),
        (COMMUNITY, False, False),
        (OTHER, False, None),
        (CLERK, False, None),
        (CLERK, True, True),
    ],
)
def test_finance_of_the_unit_and_above_may_change_it_those_below_see_it_others_do_not(  # noqa: PLR0913 - who, what may they
    session: Session, line: list[int], now: datetime, person: int, *, administers: bool, changeable: bool | None
) -> None:
    number = made(session, line[1], now)
    found = campaigns.get(session, number, person, administers=administers)
    assert (found and found.changeable) == changeable
    assert len(campaigns.visible(session, person, administers=administers)) == (changeable is not None)


def test_running_campaigns_come_first_and_the_soonest_deadline(
    session: Session, line: list[int], now: datetime
) -> None:
    closed, later, sooner = (made(session, line[0], now) for _ in range(3))
    campaigns.set_state(session, closed, "closed")
    campaigns.set_deadline(session, sooner, date(2019, 8, 1))
    found = campaigns.visible(session, DISTRICT, administers=False)
    assert [each.id for each in found] == [sooner, later, closed]


def test_moments_to_come_are_replaced_and_those_that_reached_people_stay(
    session: Session, line: list[int], now: datetime
) -> None:
    number, other = made(session, line[0], now), made(session, line[0], now)
    first, second, third = (now + timedelta(days=day) for day in (1, 2, 3))
    campaigns.plan_reminders(session, number, [("campaign", first), ("campaign", second), ("digest", first)])
    campaigns.plan_reminders(session, other, [("campaign", first)])
    session.connection().execute(
        update(REMINDER_DAY)
        .where(REMINDER_DAY.c.campaign_id == number, REMINDER_DAY.c.kind == "campaign", REMINDER_DAY.c.due_at == first)
        .values(spread_at=first)
    )
    campaigns.plan_reminders(session, number, [("campaign", first), ("campaign", third)])
    rows = select(*REMINDER_DAY.c["campaign_id", "kind", "due_at"]).order_by(REMINDER_DAY.c.due_at, REMINDER_DAY.c.id)
    assert [tuple(row) for row in session.connection().execute(rows)] == [
        (number, "campaign", first),
        (other, "campaign", first),
        (number, "campaign", third),
    ]


def test_candidates_are_the_units_below_level_by_level_with_what_they_lack(
    session: Session, line: list[int], now: datetime
) -> None:
    roles.give(session, CLERK, line[1], "reviewer", now)
    found = candidates.below(session, line[0])
    assert [(each.name, each.level) for each in found] == [
        ("临湖区", 0),
        ("青禾街", 1),
        ("白沙街", 1),
        ("青禾社区", 2),
    ]
    assert [each.has_clerk for each in found] == [False, False, False, True]
    assert [each.has_reviewer for each in found] == [False, True, False, True], "who reviews above reviews below"
    assert [each.name for each in candidates.below(session, line[2])] == ["青禾社区"]
    assert candidates.below(session, 999) == ()
