from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update

from bot.position import Position
from bot.store import assignments, campaigns, filings, people, positions, roles, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.invitations import Invitation
from bot.store.office_tables import UNIT
from bot.store.tables import FILING
from scoring import Filing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.position import State

CLERK, COLLEAGUE, STRANGER = 11, 12, 13


@pytest.fixture
def session(engine: Engine, now: datetime) -> Iterator[Session]:
    with transaction(engine) as session:
        for person in (CLERK, COLLEAGUE, STRANGER):
            people.let_in(session, person, Invitation(), now)
        yield session


@pytest.fixture
def street(session: Session, now: datetime) -> int:
    """A street with two clerks, and beside it another one with a clerk of its own."""
    district = units.add(session, "临湖区")
    street = units.add(session, "青禾街", district.id, "青禾街道办事处", "区民政局")
    other = units.add(session, "白沙街", district.id)
    roles.give(session, CLERK, street.id, "clerk", now)
    roles.give(session, COLLEAGUE, street.id, "clerk", now)
    roles.give(session, STRANGER, other.id, "clerk", now)
    return street.id


def campaign(session: Session, unit: int, at: datetime, *projects: str, deadline: date = date(2019, 8, 30)) -> int:
    terms = Terms(
        unit_id=unit, title="2018 年度自评", year=2018, scheme="wuhan-2018", deadline=deadline, reminder_days=(3, 0)
    )
    number = campaigns.create(session, terms, CLERK, at)
    assert assignments.add(session, number, [(unit, project) for project in projects]) == len(projects)
    return number


def in_state(session: Session, filing_id: int, state: State, at: datetime) -> None:
    stored = filings.load(session, filing_id, CLERK)
    assert stored
    positions.keep(session, stored, CLERK, Position(state=state), at)


def test_a_clerk_sees_what_is_wanted_of_their_unit_with_the_soonest_deadline_first(
    session: Session, street: int, now: datetime
) -> None:
    campaign(session, street, now, "路灯", deadline=date(2019, 9, 30))
    campaign(session, street, now, "绿化", "养老")
    assert [each.project for each in assignments.open_for(session, CLERK)] == ["绿化", "养老", "路灯"]
    first = assignments.open_for(session, COLLEAGUE)[0]
    assert (first.unit, first.title, first.deadline) == ("青禾街", "2018 年度自评", date(2019, 8, 30))
    assert (first.filing_id, first.state) == (None, None)
    assert assignments.open_for(session, STRANGER) == ()


def test_an_assignment_that_is_begun_has_all_filled_in_that_the_campaign_knows(
    session: Session, street: int, now: datetime
) -> None:
    campaign(session, street, now, "绿化")
    [wanted] = assignments.open_for(session, CLERK)
    begun = assignments.begin(session, wanted.id, CLERK, now)
    assert begun is not None
    assert filings.content(session, begun) == Filing(
        scheme="wuhan-2018",
        year=2018,
        project="绿化",
        department="区民政局",
        unit="青禾街",
        unit_full_name="青禾街道办事处",
    )
    [going_on] = assignments.open_for(session, COLLEAGUE)
    assert (going_on.filing_id, going_on.state) == (begun, "draft")


def test_a_colleague_comes_to_the_filing_that_was_begun_already(session: Session, street: int, now: datetime) -> None:
    campaign(session, street, now, "绿化")
    [wanted] = assignments.open_for(session, CLERK)
    assert assignments.begin(session, wanted.id, CLERK, now) == assignments.begin(session, wanted.id, COLLEAGUE, now)


def test_nobody_begins_what_is_another_units_or_closed_or_not_there(
    session: Session, street: int, now: datetime
) -> None:
    number = campaign(session, street, now, "绿化")
    [wanted] = assignments.open_for(session, CLERK)
    assert assignments.begin(session, wanted.id, STRANGER, now) is None
    assert assignments.begin(session, wanted.id + 1, CLERK, now) is None
    campaigns.set_state(session, number, "closed")
    assert assignments.begin(session, wanted.id, CLERK, now) is None
    assert assignments.open_for(session, CLERK) == ()


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("draft", True), ("finished", True), ("returned", True), ("submitted", False), ("filed", False)],
)
def test_what_waits_for_a_clerk_is_neither_submitted_nor_filed(
    session: Session, street: int, now: datetime, state: State, *, is_open: bool
) -> None:
    number = campaign(session, street, now, "绿化")
    [wanted] = assignments.open_for(session, CLERK)
    in_state(session, assignments.begin(session, wanted.id, CLERK, now) or 0, state, now)
    assert bool(assignments.open_for(session, CLERK)) == is_open
    assert [each.state for each in assignments.of_clerk(session, CLERK)] == [state]
    assert bool(assignments.concerned(session, number)) == (state != "filed")


def test_who_is_concerned_is_told_clerk_by_clerk(session: Session, street: int, now: datetime) -> None:
    number = campaign(session, street, now, "绿化", "养老")
    before = assignments.last(session, number)
    assignments.add(session, number, [(street, "路灯"), (street, "绿化")])
    assert [(person, each.project) for person, each in assignments.concerned(session, number, before)] == [
        (CLERK, "路灯"),
        (COLLEAGUE, "路灯"),
    ]
    assert len(assignments.concerned(session, number)) == 6


def test_only_what_nobody_has_begun_is_taken_back(session: Session, street: int, now: datetime) -> None:
    number, other = campaign(session, street, now, "绿化", "养老"), campaign(session, street, now, "别的")
    begun, unbegun = (each.id for each in assignments.of_campaign(session, number))
    [foreign] = (each.id for each in assignments.of_campaign(session, other))
    assignments.begin(session, begun, CLERK, now)
    assert assignments.remove(session, number, [begun, unbegun, foreign, 2**31 - 1]) == 1
    assert [each.project for each in assignments.of_campaign(session, number)] == ["绿化"]
    assert len(assignments.of_campaign(session, other)) == 1


def test_a_deleted_filing_of_what_is_taken_back_stays_its_units(session: Session, street: int, now: datetime) -> None:
    number = campaign(session, street, now, "绿化")
    [wanted] = assignments.of_campaign(session, number)
    begun = assignments.begin(session, wanted.id, CLERK, now) or 0
    filings.delete(session, begun, CLERK, now)
    assert assignments.of_campaign(session, number)[0].state is None, "deleted is not begun"
    assert assignments.remove(session, number, [wanted.id]) == 1
    assert filings.restore(session, begun, CLERK)
    assert filings.load(session, begun, COLLEAGUE)


def test_a_deleted_filing_whose_assignment_is_answered_meanwhile_is_known(
    session: Session, street: int, now: datetime
) -> None:
    number = campaign(session, street, now, "绿化")
    [wanted] = assignments.of_campaign(session, number)
    first = assignments.begin(session, wanted.id, CLERK, now) or 0
    filings.delete(session, first, CLERK, now)
    assert not assignments.is_taken(session, first, CLERK)
    second = assignments.begin(session, wanted.id, COLLEAGUE, now)
    assert second != first
    assert assignments.is_taken(session, first, CLERK)
    assert not assignments.is_taken(session, first, STRANGER), "nothing of it is told to others"
    assert not assignments.is_taken(session, second or 0, CLERK)


def test_ten_thousand_units_are_asked_within_two_seconds(session: Session, now: datetime) -> None:
    district = units.add(session, "临湖区")
    rows = [{"parent_id": district.id, "name": f"社区 {number}"} for number in range(10_000)]
    session.connection().execute(insert(UNIT), rows)
    wanted = [(unit.id, "绿化") for unit in units.children(session, district.id)]
    number = campaign(session, district.id, now)
    before = monotonic()
    assert assignments.add(session, number, wanted) == 10_000
    assert monotonic() - before < 2
    session.connection().execute(update(FILING).values(assignment_id=None))
    assert len(assignments.of_campaign(session, number)) == 10_000


def test_two_clerks_who_begin_at_once_come_to_one_filing(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        street = units.add(session, "青禾街").id
        for person in (CLERK, COLLEAGUE):
            people.let_in(session, person, Invitation(), now)
            roles.give(session, person, street, "clerk", now)
        campaign(session, street, now, "绿化")
    together = Barrier(2)

    def begun(person: int) -> int | None:
        together.wait()
        with transaction(engine) as session:
            return assignments.begin(session, 1, person, now)

    with ThreadPoolExecutor() as threads:
        first, second = threads.map(begun, (CLERK, COLLEAGUE))
    assert first == second == 1
