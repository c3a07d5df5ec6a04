from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store import people
from bot.store.database import transaction
from bot.store.invitations import Invitation
from bot.store.office_tables import PersonRecord

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


def test_who_was_let_in_is_known_and_by_whom_and_since_when(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        assert people.is_administrator(session, 2**40) is None
        people.let_in(session, 2**40, Invitation(invited_by=7), now)
    with transaction(engine) as session:
        person = session.get(PersonRecord, 2**40)
        assert people.is_administrator(session, 2**40) is False
    assert person
    assert (person.invited_by, person.since, person.administrator) == (7, now, False)


def test_one_who_is_in_may_become_an_administrator_and_stays_one(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        people.let_in(session, 1, Invitation(invited_by=7), now)
        assert not people.has_administrator(session)
        people.let_in(session, 1, Invitation(administrator=True), now + timedelta(days=1))
        assert people.has_administrator(session)
        people.let_in(session, 1, Invitation(), now + timedelta(days=2))
    with transaction(engine) as session:
        person = session.get(PersonRecord, 1)
        assert people.is_administrator(session, 1)
    assert person
    assert (person.administrator, person.invited_by, person.since) == (True, 7, now)


def test_a_stranger_s_messages_are_counted_by_the_minute(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        assert [people.knock(session, 1, now + timedelta(seconds=second)) for second in (0, 1, 59)] == [1, 2, 3]
        assert people.knock(session, 2, now) == 1
    with transaction(engine) as session:
        assert people.knock(session, 1, now + timedelta(seconds=59.9)) == 4
        assert people.knock(session, 1, now + timedelta(seconds=60)) == 1


def test_people_have_names_once_they_told_one(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        people.let_in(session, 1, Invitation(), now)
        people.let_in(session, 2, Invitation(), now)
        assert people.rename(session, 1, "张三")
        assert not people.rename(session, 3, "李四")
        assert people.names(session, [1, 2, 3]) == {1: "张三", 2: None, 3: None}
        assert people.names(session, []) == {}


def test_administrators_are_named_in_the_order_they_came_and_dismissed(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        for number in (2, 1):
            people.let_in(session, number, Invitation(administrator=True), now - timedelta(days=number))
        assert people.administrators(session) == (2, 1)
        people.dismiss(session, 2)
        assert people.administrators(session) == (1,)
        assert people.is_administrator(session, 2) is False
