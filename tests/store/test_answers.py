"""What is remembered of a filing is what stands in its rows, whoever wrote them and whatever was undone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.filing import Change
from bot.recent import Recent
from bot.store import answers
from bot.store.database import transaction
from bot.store.filings import change, content, create, load
from scoring.filing import Filing, Task
from tests.filings import changes, filings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from bot.store.filings import StoredFiling

CLERK = 1
DRAFT = Filing(scheme="wuhan-2018", project="旧名", tasks=(Task(title="一"), Task(title="二")))


@contextmanager
def elsewhere(monkeypatch: pytest.MonkeyPatch, most: int = answers.MOST) -> Iterator[None]:
    """Be another process, which remembers nothing yet."""
    with monkeypatch.context() as patch:
        patch.setattr(answers, "_remembered", Recent(most))
        yield


def loaded(engine: Engine, filing_id: int) -> StoredFiling:
    with transaction(engine) as session:
        found = load(session, filing_id, CLERK)
    assert found is not None
    return found


def changed(engine: Engine, filing_id: int, made: Change, now: datetime) -> None:
    with transaction(engine) as session:
        found = load(session, filing_id, CLERK)
        assert found is not None
        change(session, found, [made], CLERK, now)


@pytest.fixture
def filing_id(engine: Engine, now: datetime) -> int:
    with transaction(engine) as session:
        return create(session, CLERK, DRAFT, now)


def test_what_is_known_is_not_read_again(engine: Engine, filing_id: int, now: datetime) -> None:
    changed(engine, filing_id, Change("project", "旧名", "新名"), now)
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    found = loaded(engine, filing_id)
    assert found.filing == replace(DRAFT, project="新名")
    assert loaded(engine, filing_id).filing is found.filing
    assert sum(each.startswith("SELECT") for each in seen) == 2


def test_what_another_process_wrote_is_read(
    engine: Engine, filing_id: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(engine, filing_id).filing == DRAFT
    with elsewhere(monkeypatch):
        changed(engine, filing_id, Change("project", "旧名", "新名"), now)
        changed(engine, filing_id, Change("tasks.1", None, None), now)
    after = replace(DRAFT, project="新名", tasks=DRAFT.tasks[1:])
    with transaction(engine) as session:
        assert content(session, filing_id) == after
    assert loaded(engine, filing_id).filing == after


def test_what_was_undone_is_never_seen_again(engine: Engine, filing_id: int, now: datetime) -> None:
    def undone() -> None:
        with transaction(engine) as session:
            found = load(session, filing_id, CLERK)
            assert found is not None
            change(session, found, [Change("project", "旧名", "没存下")], CLERK, now)
            assert content(session, filing_id) == replace(DRAFT, project="没存下")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        undone()
    assert loaded(engine, filing_id).filing == DRAFT
    changed(engine, filing_id, Change("unit", None, "青禾街"), now)
    assert loaded(engine, filing_id).filing == replace(DRAFT, unit="青禾街")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), filing=filings(), count=st.integers(1, 8))
def test_what_is_remembered_is_what_is_read_to_the_last_digit(
    engine: Engine, now: datetime, data: st.DataObject, filing: Filing, count: int
) -> None:
    with transaction(engine) as session:
        number = create(session, CLERK, filing, now)
    for _ in range(count):
        changed(engine, number, data.draw(changes(loaded(engine, number).filing)), now)
    with transaction(engine) as session:
        assert repr(content(session, number)) == repr(answers.read(session, number))


def test_only_so_many_are_remembered_those_that_were_wanted_last(monkeypatch: pytest.MonkeyPatch) -> None:
    with elsewhere(monkeypatch, most=2):
        for version in (1, 2):
            answers.remember(version, DRAFT)
        answers.recall(1)
        answers.remember(3, DRAFT)
        assert [answers.recall(version) is not None for version in (1, 2, 3)] == [True, False, True]
