from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from bot.position import Asked, Position, Rival
from bot.store.database import transaction
from bot.store.filings import create, load
from bot.store.positions import keep
from bot.store.tables import AUDIT
from scoring.filing import Filing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.filing import Value
    from bot.store.filings import StoredFiling

CLERK = 1


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        yield session


@pytest.fixture
def stored(session: Session, now: datetime) -> StoredFiling:
    return loaded(session, create(session, CLERK, Filing(scheme="mof-2020"), now))


def loaded(session: Session, filing_id: int) -> StoredFiling:
    found = load(session, filing_id, CLERK)
    assert found is not None
    return found


@pytest.mark.parametrize("value", [None, True, 2018, "青禾街", Decimal("98.50"), date(2019, 7, 28)])
def test_a_position_is_kept_with_all_that_it_remembers(
    session: Session, stored: StoredFiling, now: datetime, value: Value
) -> None:
    position = Position(
        "tasks.2.completion",
        "review",
        frozenset({"duration", "attribute"}),
        asked=Asked("year", (("year-2025", "2025"),)),
        rival=Rival("year", value, "2018 年度", "王芳"),
        seen=7,
    )
    keep(session, stored, CLERK, position, now)
    assert loaded(session, stored.id).position == position


def test_who_finishes_a_filing_or_opens_it_again_is_on_record(
    session: Session, stored: StoredFiling, now: datetime
) -> None:
    keep(session, stored, CLERK, Position(state="finished"), now)
    keep(session, loaded(session, stored.id), CLERK, Position(), now)
    entries = session.connection().execute(select(*AUDIT.c["path", "old", "new", "chat_id"]).order_by(AUDIT.c.id)).all()
    assert entries == [("state", "draft", "finished", CLERK), ("state", "finished", "draft", CLERK)]


def test_what_is_skipped_dates_the_filing_and_where_somebody_stands_does_not(
    session: Session, stored: StoredFiling, now: datetime
) -> None:
    keep(session, stored, CLERK, Position("review"), now + timedelta(days=1))
    assert loaded(session, stored.id).updated_at == now
    keep(session, loaded(session, stored.id), CLERK, Position(passed=frozenset({"unit"})), now + timedelta(days=1))
    assert loaded(session, stored.id).updated_at == now + timedelta(days=1)


def test_who_stands_where_they_stood_costs_nothing(engine: Engine, session: Session, stored: StoredFiling) -> None:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    keep(session, stored, CLERK, stored.position, stored.updated_at)
    assert seen == []
