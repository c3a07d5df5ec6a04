from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, StatementError

from bot.filing import GROUPS
from bot.position import Position
from bot.store.database import transaction
from bot.store.filings import content, create, delete, listed, load, restore
from bot.store.positions import keep
from bot.store.tables import FILING, ITEMS
from scoring.filing import BudgetLine, Filing, Funds, Indicator
from tests.filings import filings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

CLERK, STRANGER = 1, 2
DRAFT = Filing(scheme="wuhan-2018", year=2018, project="基层政权和社区建设")


def stored(engine: Engine, filing: Filing, now: datetime) -> int:
    with transaction(engine) as session:
        return create(session, CLERK, filing, now)


def test_the_tables_have_a_column_for_every_field() -> None:
    alone = {field.name for field in fields(Filing)} - {*GROUPS, "funds"} | {
        f"funds_{each.name}" for each in fields(Funds)
    }
    assert alone <= set(FILING.c.keys())
    for group, kind in GROUPS.items():
        assert {field.name for field in fields(kind)} | {"filing_id", "position"} == set(ITEMS[group].c.keys())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filing=filings())
def test_a_filing_is_loaded_as_it_was_stored(engine: Engine, now: datetime, filing: Filing) -> None:
    with transaction(engine) as session:
        found = load(session, create(session, CLERK, filing, now), CLERK)
    assert found is not None
    assert found.filing == filing


def test_money_is_exact_up_to_ten_to_the_fifteenth(engine: Engine, now: datetime) -> None:
    amounts = [Decimal("99999999999999.99"), Decimal("999999999999999.99"), Decimal(10**15), Decimal("0.01")]
    filing = Filing(scheme="wuhan-2018", budget_lines=tuple(BudgetLine(booked=amount) for amount in amounts))
    filing_id = stored(engine, filing, now)
    with transaction(engine) as session:
        found = load(session, filing_id, CLERK)
    assert found is not None
    assert [line.booked for line in found.filing.budget_lines] == amounts


def test_an_amount_with_a_part_of_a_fen_is_refused(engine: Engine, now: datetime) -> None:
    with pytest.raises(StatementError, match="does not fit"):
        stored(engine, Filing(scheme="wuhan-2018", allocated=Decimal("0.005")), now)


def test_a_kind_that_does_not_exist_is_refused(engine: Engine, now: datetime) -> None:
    unknown = Indicator(kind="other")  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        stored(engine, Filing(scheme="wuhan-2018", indicators=(unknown,)), now)


def test_a_new_filing_is_a_draft_at_its_first_question(engine: Engine, now: datetime) -> None:
    filing_id = stored(engine, DRAFT, now)
    with transaction(engine) as session:
        found = load(session, filing_id, CLERK)
    assert found is not None
    assert (found.id, found.position, found.updated_at) == (filing_id, Position(), now)


def test_another_persons_filing_is_not_there(engine: Engine, now: datetime) -> None:
    filing_id = stored(engine, DRAFT, now)
    with transaction(engine) as session:
        assert load(session, filing_id, STRANGER) is None
        assert not delete(session, filing_id, STRANGER, now)
        assert listed(session, STRANGER) == ()
        assert load(session, filing_id, CLERK) is not None


def test_the_content_is_there_for_whoever_was_promised_it(engine: Engine, now: datetime) -> None:
    filing_id = stored(engine, DRAFT, now)
    with transaction(engine) as session:
        assert content(session, filing_id) == DRAFT
        assert content(session, filing_id + 1) is None


def test_a_deleted_filing_is_gone_until_it_is_restored(engine: Engine, now: datetime) -> None:
    filing_id = stored(engine, DRAFT, now)
    with transaction(engine) as session:
        assert delete(session, filing_id, CLERK, now)
        assert not delete(session, filing_id, CLERK, now)
        assert load(session, filing_id, CLERK) is None
        assert listed(session, CLERK) == ()
        assert not restore(session, filing_id, STRANGER)
        assert restore(session, filing_id, CLERK)
        assert not restore(session, filing_id, CLERK)
        found = load(session, filing_id, CLERK)
    assert found is not None
    assert found.filing == DRAFT


def test_filings_are_listed_with_the_newest_first(engine: Engine, now: datetime) -> None:
    old = stored(engine, DRAFT, now)
    new = stored(engine, Filing(scheme="mof-2020"), now + timedelta(days=1))
    with transaction(engine) as session:
        found = load(session, old, CLERK)
        assert found is not None
        keep(session, found, CLERK, Position(state="finished"), now)
        first, second = listed(session, CLERK)
    assert (first.id, first.project, first.year, first.scheme, first.state) == (new, None, None, "mof-2020", "draft")
    assert (second.id, second.project, second.year, second.state) == (old, "基层政权和社区建设", 2018, "finished")
    assert second.updated_at == now


def test_loading_takes_as_many_queries_whatever_the_filing_holds(engine: Engine, now: datetime) -> None:
    long = Filing(
        scheme="wuhan-2018", budget_lines=(BudgetLine(name="一"),) * 50, indicators=(Indicator(name="二"),) * 50
    )
    filing_id = stored(engine, long, now)
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    with transaction(engine) as session:
        load(session, filing_id, CLERK)
    assert sum(each.startswith("SELECT") for each in seen) == 2 + len(GROUPS)
