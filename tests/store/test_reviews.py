from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, get_args

import pytest
from sqlalchemy import select, update

from bot.formats import ROLES
from bot.position import Position, Returned, State
from bot.store import assignments, campaigns, contributions, filings, people, positions, roles, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.invitations import Invitation
from bot.store.office_tables import CAMPAIGN
from bot.store.reviews import Actor, Overtaken, Own, Reviewed, lead, look, may, move, reviewers
from bot.store.tables import AUDIT, FILING
from scoring import Filing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.formats import Role

CLERK, REVIEWER, FINANCE, ADMINISTRATOR, ELSEWHERE, STRANGER = 1, 2, 3, 4, 5, 6
PEOPLE = {
    "clerk": CLERK,
    "reviewer": REVIEWER,
    "finance": FINANCE,
    "administrator": ADMINISTRATOR,
    "clerk, reviewer and 财政 of another unit": ELSEWHERE,
    "stranger": STRANGER,
}
ALLOWED: set[tuple[State, State, str]] = {
    ("finished", "submitted", "clerk"),
    ("submitted", "finished", "clerk"),
    ("submitted", "filed", "reviewer"),
    ("submitted", "returned", "reviewer"),
    ("filed", "returned", "finance"),
    ("filed", "returned", "administrator"),
}
"""(from, to, who): whatever stands not here is refused."""
CONCERNED: dict[State, set[str]] = {
    "submitted": {"clerk"},
    "finished": {"clerk"},
    "filed": {"reviewer"},
    "returned": {"reviewer", "finance", "administrator"},
}
"""Who is told what became of a filing when they come too late for such a move; to all others it is not there."""
STATES: tuple[State, ...] = get_args(State)
MOVES: tuple[State, ...] = ("finished", "submitted", "filed", "returned")
HELD: tuple[State, ...] = ("submitted", "filed")
SUBJECT = Returned("数字对不上", "tasks.1")


@dataclass(frozen=True)
class Place:
    """A district with a street that has all people but the reviewer of the district, and the filing of the street."""

    engine: Engine
    now: datetime
    district: int
    street: int
    campaign: int
    filing: int

    def stands(self, state: State, submitted_by: int | None = CLERK) -> None:
        values = {"state": state, "submitted_by": submitted_by, "submitted_at": submitted_by and self.now}
        with transaction(self.engine) as session:
            session.connection().execute(update(FILING).where(FILING.c.id == self.filing).values(**values))

    def move(self, to: State, person: int, returned: Returned | None = None) -> Reviewed | Overtaken | Own | None:
        actor = Actor(person, self.now + timedelta(hours=1), administers=person == ADMINISTRATOR)
        with transaction(self.engine) as session:
            return move(session, self.filing, to, actor, returned)

    @property
    def state(self) -> str:
        return str(self.row()["state"])

    def row(self) -> dict[str, object]:
        with transaction(self.engine) as session:
            return dict(session.connection().execute(select(FILING).where(FILING.c.id == self.filing)).mappings().one())

    def give(self, person: int, unit: int, role: Role) -> None:
        with transaction(self.engine) as session:
            roles.give(session, person, unit, role, self.now)

    def take(self, person: int, unit: int, role: Role) -> None:
        with transaction(self.engine) as session:
            roles.take(session, person, unit, role)

    def reviewers(self) -> tuple[int, ...]:
        with transaction(self.engine) as session:
            return reviewers(session, self.filing)


@pytest.fixture
def place(engine: Engine, now: datetime) -> Place:
    with transaction(engine) as session:
        district = units.add(session, "临湖区").id
        street, other = (units.add(session, name, district).id for name in ("青禾街", "白沙街"))
        for person in PEOPLE.values():
            people.let_in(session, person, Invitation(), now)
        roles.give(session, CLERK, street, "clerk", now)
        roles.give(session, REVIEWER, street, "reviewer", now)
        roles.give(session, FINANCE, district, "finance", now)
        for role in ROLES:
            roles.give(session, ELSEWHERE, other, role, now)
        terms = Terms(
            unit_id=district,
            title="年度自评",
            year=2018,
            scheme="mof-2020",
            deadline=date(2019, 8, 1),
            reminder_days=(),
        )
        campaign = campaigns.create(session, terms, FINANCE, now)
        assignments.add(session, campaign, [(street, "惠民项目")])
        [wanted] = assignments.of_clerk(session, CLERK)
        filing = filings.create(session, CLERK, Filing(scheme="mof-2020"), now, Assigned(wanted.id, street))
    return Place(engine, now, district, street, campaign, filing)


@pytest.fixture
def session(place: Place) -> Iterator[Session]:
    with transaction(place.engine) as session:
        yield session


def test_a_filing_moves_as_the_table_says_and_no_other_way(place: Place) -> None:
    for old, new, (who, person) in product(STATES, MOVES, PEOPLE.items()):
        place.stands(old)
        outcome = place.move(new, person)
        if (old, new, who) in ALLOWED:
            assert isinstance(outcome, Reviewed), (old, new, who)
            assert place.state == new
        else:
            assert isinstance(outcome, Overtaken) == (who in CONCERNED[new]), (old, new, who)
            assert isinstance(outcome, Overtaken | None), (old, new, who)
            assert place.state == old, (old, new, who)


def test_who_is_not_its_clerk_knows_nothing_of_a_filing_before_it_is_submitted(place: Place) -> None:
    for new, (who, person) in product(MOVES, PEOPLE.items()):
        place.stands("finished", submitted_by=None)
        assert (place.move(new, person) is None) == (who != "clerk" or new in ("filed", "returned"))


def test_a_filing_that_no_campaign_wants_is_not_reviewed(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        people.let_in(session, CLERK, Invitation(), now)
        number = filings.create(session, CLERK, Filing(scheme="mof-2020"), now)
        assert move(session, number, "submitted", Actor(CLERK, now)) is None
        assert move(session, number + 1, "submitted", Actor(CLERK, now)) is None


def test_a_deleted_filing_is_not_there(place: Place) -> None:
    place.stands("finished")
    with transaction(place.engine) as session:
        assert filings.delete(session, place.filing, CLERK, place.now)
    assert place.move("submitted", CLERK) is None


def test_a_move_is_on_record_and_a_return_with_its_reason_and_item(place: Place) -> None:
    place.stands("finished", submitted_by=None)
    place.move("submitted", CLERK)
    place.move("returned", REVIEWER, SUBJECT)
    with transaction(place.engine) as session:
        rows = session.connection().execute(select(*AUDIT.c["chat_id", "path", "old", "new"]).order_by(AUDIT.c.id))
        assert [tuple(row) for row in rows] == [
            (CLERK, "state", "finished", "submitted"),
            (REVIEWER, "state", "submitted", "returned"),
            (REVIEWER, "returned_reason", None, "数字对不上"),
            (REVIEWER, "returned_path", None, "tasks.1"),
        ]
    assert (place.row()["submitted_by"], place.row()["submitted_at"]) == (CLERK, place.now + timedelta(hours=1))


def test_the_reason_stands_until_the_filing_is_submitted_again(place: Place) -> None:
    place.stands("submitted")
    place.move("returned", REVIEWER, SUBJECT)
    place.stands("finished")
    assert (place.row()["returned_reason"], place.row()["returned_path"]) == ("数字对不上", "tasks.1")
    with transaction(place.engine) as session:
        stored = filings.load(session, place.filing, CLERK)
    assert stored is not None
    assert stored.returned == SUBJECT
    place.move("submitted", CLERK)
    assert (place.row()["returned_reason"], place.row()["returned_path"]) == (None, None)


def test_what_comes_too_late_learns_what_happened_meanwhile(place: Place) -> None:
    place.stands("finished", submitted_by=None)
    place.move("submitted", CLERK)
    place.move("finished", CLERK)
    outcome = place.move("filed", REVIEWER)
    assert isinstance(outcome, Overtaken)
    assert outcome.last is not None
    assert (outcome.filing.state, outcome.last.who, outcome.last.new) == ("finished", CLERK, "finished")


def test_what_is_filed_contributes_until_it_is_returned(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, int]] = []
    for name in ("keep", "forget"):
        monkeypatch.setattr(contributions, name, lambda _session, filing, name=name: called.append((name, filing)))
    place.stands("finished")
    place.move("submitted", CLERK)
    place.move("filed", REVIEWER)
    place.move("returned", FINANCE, SUBJECT)
    assert called == [("keep", place.filing), ("forget", place.filing)]


def test_who_submitted_reviews_only_where_the_campaign_allows_it(place: Place) -> None:
    place.give(CLERK, place.street, "reviewer")
    place.take(REVIEWER, place.street, "reviewer")
    place.stands("submitted")
    assert place.reviewers() == ()
    assert isinstance(place.move("filed", CLERK), Own)
    assert isinstance(place.move("returned", CLERK, SUBJECT), Own)
    place.give(REVIEWER, place.district, "reviewer")
    assert place.reviewers() == (REVIEWER,), "the next one above"
    with transaction(place.engine) as session:
        session.connection().execute(update(CAMPAIGN).values(own_review=True))
    assert place.reviewers() == (CLERK,)
    assert place.move("filed", REVIEWER) is None, "not in charge any more"
    assert isinstance(place.move("filed", CLERK), Reviewed)


def test_a_colleague_who_reviews_too_may_pass_what_they_did_not_submit(place: Place) -> None:
    place.give(STRANGER, place.street, "clerk")
    place.give(STRANGER, place.street, "reviewer")
    place.stands("submitted")
    assert place.reviewers() == (REVIEWER, STRANGER)
    assert isinstance(place.move("filed", STRANGER), Reviewed)


def test_reviewers_above_are_in_charge_only_where_there_are_none_below(place: Place) -> None:
    place.give(STRANGER, place.district, "reviewer")
    place.stands("submitted")
    assert place.reviewers() == (REVIEWER,)
    assert place.move("filed", STRANGER) is None
    place.take(REVIEWER, place.street, "reviewer")
    assert place.reviewers() == (STRANGER,)
    place.take(STRANGER, place.district, "reviewer")
    assert place.reviewers() == ()


def test_others_read_a_filing_only_while_it_is_with_them(place: Place) -> None:
    for state in STATES:
        place.stands(state)
        with transaction(place.engine) as session:
            seen = {who: look(session, place.filing, Actor(person, place.now)) for who, person in PEOPLE.items()}
        assert {who for who, filing in seen.items() if filing} == {"clerk", "reviewer", "finance"}
        readers = {who for who, filing in seen.items() if filing and filing.is_readable}
        assert readers == {"clerk"} | (
            {"reviewer", "finance"} if state in ("submitted", "filed", "returned") else set()
        )


def test_of_all_who_move_a_filing_at_once_one_does(place: Place) -> None:
    place.give(STRANGER, place.street, "reviewer")
    for _ in range(5):
        place.stands("submitted")
        wanted: list[tuple[State, int]] = [("filed", REVIEWER), ("returned", STRANGER), ("finished", CLERK)] * 2
        with ThreadPoolExecutor(len(wanted)) as threads:
            outcomes = list(threads.map(lambda each: place.move(each[0], each[1], SUBJECT), wanted))
        [moved] = [to for (to, _), outcome in zip(wanted, outcomes, strict=True) if isinstance(outcome, Reviewed)]
        assert place.state == moved
        assert sum(isinstance(outcome, Overtaken) for outcome in outcomes) == len(wanted) - 1


def test_the_conversation_never_moves_a_filing_into_review_nor_out_of_it(place: Place) -> None:
    with transaction(place.engine) as session:
        loaded = filings.load(session, place.filing, CLERK)
    assert loaded is not None
    for held, wanted in product(HELD, STATES):
        place.stands(held)
        with transaction(place.engine) as session:
            positions.keep(session, loaded, CLERK, replace(loaded.position, state=wanted, cursor="year"), place.now)
            assert not filings.delete(session, place.filing, CLERK, place.now)
        assert place.state == held


def test_who_is_led_somewhere_stands_there_when_they_come(place: Place, session: Session) -> None:
    lead(session, place.filing, CLERK, "tasks.1.title")
    stored = filings.load(session, place.filing, CLERK)
    assert stored is not None
    assert stored.position == Position(cursor="tasks.1.title")


def test_whether_somebody_may_is_told_without_a_move(place: Place) -> None:
    place.stands("submitted")
    with transaction(place.engine) as session:
        assert isinstance(may(session, place.filing, "filed", Actor(REVIEWER, place.now)), Reviewed)
        assert may(session, place.filing, "filed", Actor(FINANCE, place.now)) is None
    assert place.state == "submitted"
