from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.filing import Change, NoSuchPathError, apply
from bot.store.changes import apply_changes
from bot.store.database import transaction
from bot.store.filings import create, load
from bot.store.tables import AUDIT
from scoring.filing import Filing, Task
from tests.filings import changes, filings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Engine

CLERK = 1
THREE = Filing(scheme="wuhan-2018", tasks=(Task(title="一"), Task(title="二"), Task(title="三")))


def after(engine: Engine, filing: Filing, made: Sequence[Change], now: datetime) -> Filing:
    with transaction(engine) as session:
        filing_id = create(session, CLERK, filing, now)
        apply_changes(session, filing_id, made, CLERK, now)
    with transaction(engine) as session:
        found = load(session, filing_id, CLERK)
    assert found is not None
    return found.filing


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), filing=filings(), count=st.integers(0, 8))
def test_changes_in_the_store_are_changes_of_the_value(
    engine: Engine, now: datetime, data: st.DataObject, filing: Filing, count: int
) -> None:
    made, expected = [], filing
    for _ in range(count):
        made.append(data.draw(changes(expected)))
        expected = apply(expected, made[-1])
    assert after(engine, filing, made, now) == expected


def test_when_an_item_is_removed_the_ones_behind_it_move_up(engine: Engine, now: datetime) -> None:
    assert after(engine, THREE, [Change("tasks.1", None, None)], now).tasks == (Task(title="二"), Task(title="三"))


def test_the_items_of_other_filings_and_groups_stay_where_they_are(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        one, other = create(session, CLERK, THREE, now), create(session, CLERK, THREE, now)
        apply_changes(session, one, [Change("tasks.2", None, None)], CLERK, now)
        found = load(session, other, CLERK)
    assert found is not None
    assert found.filing == THREE


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "funds",
        "funds.nothing",
        "tasks",
        "tasks.4",
        "tasks.0",
        "tasks.0.title",
        "tasks.5.title",
        "tasks.1.position",
        "tasks.x.title",
        "tasks.1.title.x",
        "id",
        "owner",
        "state",
    ],
)
def test_a_path_that_names_no_answer_is_refused_and_nothing_is_written(
    engine: Engine, now: datetime, path: str
) -> None:
    made = [Change("project", None, "项目"), Change(path, None, None)]
    with transaction(engine) as session:
        filing_id = create(session, CLERK, THREE, now)
    with pytest.raises(NoSuchPathError, match=path.replace(".", r"\.")), transaction(engine) as session:
        apply_changes(session, filing_id, made, CLERK, now)
    with transaction(engine) as session:
        found = load(session, filing_id, CLERK)
    assert found is not None
    assert found.filing == THREE


def test_a_change_dates_the_filing_and_no_change_does_not(engine: Engine, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with transaction(engine) as session:
        filing_id = create(session, CLERK, THREE, now)
        apply_changes(session, filing_id, [], CLERK, later)
        untouched = load(session, filing_id, CLERK)
        apply_changes(session, filing_id, [Change("tasks.1.title", "一", "壹")], CLERK, later)
        changed = load(session, filing_id, CLERK)
    assert untouched is not None
    assert changed is not None
    assert (untouched.updated_at, changed.updated_at) == (now, later)


def test_who_changed_what_when_and_from_what_is_on_record(engine: Engine, now: datetime) -> None:
    made = [
        Change("project", None, "项目"),
        Change("compliant", old=True, new=False),
        Change("filled_on", None, date(2019, 7, 28)),
        Change("allocated", Decimal("5358672.00"), Decimal("1E+2")),
        Change("year", 2017, 2018),
        Change("tasks.3", None, None),
    ]
    with transaction(engine) as session:
        filing_id = create(session, CLERK, THREE, now)
        apply_changes(session, filing_id, made, 9, now)
        entries = session.connection().execute(select(AUDIT).order_by(AUDIT.c.id)).all()
    assert {(entry.filing_id, entry.chat_id, entry.at) for entry in entries} == {(filing_id, 9, now)}
    assert [(entry.path, entry.old, entry.new) for entry in entries] == [
        ("project", None, "项目"),
        ("compliant", "true", "false"),
        ("filled_on", None, "2019-07-28"),
        ("allocated", "5358672.00", "100"),
        ("year", "2017", "2018"),
        ("tasks.3", None, None),
    ]
