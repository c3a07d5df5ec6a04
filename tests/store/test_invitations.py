from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store import units
from bot.store.database import transaction
from bot.store.invitations import Invitation, create, find, redeem, withdraw
from bot.store.office_tables import INVITATION

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

WEEK = timedelta(days=7)
COLLEAGUE = Invitation(invited_by=7)
FOUNDER = Invitation(administrator=True)


def given(engine: Engine, now: datetime, invitation: Invitation = COLLEAGUE, places: int = 1) -> str:
    with transaction(engine) as session:
        return create(session, invitation, places, now, now + WEEK)


def test_an_invitation_lets_in_as_many_as_it_has_places(engine: Engine, now: datetime) -> None:
    code = given(engine, now, places=2)
    with transaction(engine) as session:
        assert [redeem(session, code, now) for _ in range(3)] == [COLLEAGUE, COLLEAGUE, None]


def test_it_ends_at_its_hour(engine: Engine, now: datetime) -> None:
    code = given(engine, now, places=2)
    with transaction(engine) as session:
        assert redeem(session, code, now + WEEK - timedelta(microseconds=1)) == COLLEAGUE
        assert redeem(session, code, now + WEEK) is None


def test_no_other_code_opens(engine: Engine, now: datetime) -> None:
    code = given(engine, now)
    with transaction(engine) as session:
        for wrong in ("", code[:-1], code.swapcase(), f"{code} ", "\ud800", "x" * 10_000):
            assert redeem(session, wrong, now) is None
        assert redeem(session, code, now) == COLLEAGUE


def test_the_database_never_holds_a_code(engine: Engine, now: datetime) -> None:
    code = given(engine, now)
    with transaction(engine) as session:
        [row] = session.connection().execute(select(INVITATION))
    assert len(code) == 22, "128 bits"
    assert code not in str(row)
    assert len(row.code_hash) == 64


def test_of_two_who_take_the_last_place_at_once_one_gets_it(engine: Engine, now: datetime) -> None:
    together = Barrier(2)

    def take(code: str) -> bool:
        together.wait()
        with transaction(engine) as session:
            return redeem(session, code, now) is not None

    with ThreadPoolExecutor(2) as threads:
        for _ in range(10):
            code = given(engine, now)
            assert sorted(threads.map(take, [code, code])) == [False, True]


def test_what_was_undone_takes_no_place(engine: Engine, now: datetime) -> None:
    code = given(engine, now)
    with transaction(engine) as session:
        redeem(session, code, now)
        session.rollback()
    with transaction(engine) as session:
        assert redeem(session, code, now) == COLLEAGUE


def test_once_somebody_founded_every_other_founding_code_is_void(engine: Engine, now: datetime) -> None:
    former, latest, colleague = (given(engine, now, each) for each in (FOUNDER, FOUNDER, COLLEAGUE))
    with transaction(engine) as session:
        assert redeem(session, latest, now) == FOUNDER
        assert redeem(session, former, now) is None
        assert redeem(session, colleague, now) == COLLEAGUE


def test_what_has_expired_is_forgotten(engine: Engine, now: datetime) -> None:
    given(engine, now)
    given(engine, now + WEEK)
    with transaction(engine) as session:
        assert len(session.connection().execute(select(INVITATION)).all()) == 1


def test_what_is_used_up_is_forgotten_too(engine: Engine, now: datetime) -> None:
    code = given(engine, now)
    with transaction(engine) as session:
        redeem(session, code, now)
    given(engine, now)
    with transaction(engine) as session:
        assert len(session.connection().execute(select(INVITATION)).all()) == 1


def test_looking_at_an_invitation_takes_no_place(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        unit = units.add(session, "宝丰街").id
        made = Invitation(unit_id=unit, role="reviewer", invited_by=7)
        code = create(session, made, 1, now, now + WEEK)
        assert find(session, code, now) == find(session, code, now) == made
        assert redeem(session, code, now) == made
        assert find(session, code, now) is None


def test_somebody_s_invitations_are_withdrawn_and_nobody_else_s(engine: Engine, now: datetime) -> None:
    theirs, other = given(engine, now), given(engine, now, Invitation(invited_by=8))
    with transaction(engine) as session:
        withdraw(session, 7)
        assert find(session, theirs, now) is None
        assert find(session, other, now)
