from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from bot.store.database import transaction
from bot.store.updates import claim

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


def test_an_update_is_claimed_once(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        assert claim(session, 7, now)
        assert not claim(session, 7, now)
    with transaction(engine) as session:
        assert not claim(session, 7, now)


def test_a_lower_id_that_comes_late_is_new(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        assert claim(session, 2**52, now)
        assert claim(session, 1, now)


def test_what_was_undone_can_be_claimed_again(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        claim(session, 7, now)
        session.rollback()
    with transaction(engine) as session:
        assert claim(session, 7, now)


def test_of_two_threads_with_the_same_update_exactly_one_claims_it(engine: Engine, now: datetime) -> None:
    together = Barrier(2)

    def handle(update_id: int) -> bool:
        together.wait()
        with transaction(engine) as session:
            return claim(session, update_id, now)

    with ThreadPoolExecutor(2) as threads:
        for update_id in range(20):
            assert sorted(threads.map(handle, [update_id, update_id])) == [False, True]
