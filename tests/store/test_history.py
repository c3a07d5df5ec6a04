from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.filing import Change
from bot.position import Returned
from bot.store import filings, people
from bot.store.changes import apply_changes, record
from bot.store.database import transaction
from bot.store.history import Changed, changed_since_return, history, net
from bot.store.invitations import Invitation
from scoring.filing import Filing, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

CLERK, REVIEWER = 1, 2


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        yield session


@pytest.fixture
def filing(session: Session, now: datetime) -> int:
    tasks = tuple(Task(title=title) for title in ("一", "二", "三"))
    return filings.create(session, CLERK, Filing(scheme="mof-2020", project="旧名", tasks=tasks), now)


def returned(session: Session, filing: int, now: datetime, why: Returned) -> None:
    steps = [Change("state", "submitted", "returned"), Change("returned_reason", None, why.reason)]
    steps += [Change("returned_path", None, why.path)] if why.path else []
    record(session, filing, steps, REVIEWER, now)


def test_the_history_says_who_moved_a_filing_when(session: Session, filing: int, now: datetime) -> None:
    for person, name in ((CLERK, "王芳"), (REVIEWER, None)):
        people.let_in(session, person, Invitation(), now)
        if name:
            people.rename(session, person, name)
    record(session, filing, [Change("state", "finished", "submitted")], CLERK, now)
    apply_changes(session, filing, [Change("project", "旧名", "新名")], CLERK, now)
    returned(session, filing, now, Returned("数字对不上", "tasks.2"))
    submitted, back = history(session, filing)
    assert (submitted.at, submitted.who, submitted.name, submitted.old, submitted.new) == (
        *(now, CLERK, "王芳"),
        *("finished", "submitted"),
    )
    assert (back.who, back.name, back.new, back.reason, back.path) == (
        REVIEWER,
        None,
        "returned",
        "数字对不上",
        "tasks.2",
    )


def test_what_changed_is_told_from_the_last_return_on(session: Session, filing: int, now: datetime) -> None:
    assert changed_since_return(session, filing) == ()
    apply_changes(session, filing, [Change("project", "旧名", "又名")], CLERK, now)
    assert changed_since_return(session, filing) == (), "it was never returned"
    returned(session, filing, now, Returned("一"))
    apply_changes(session, filing, [Change("unit", None, "青禾街")], CLERK, now)
    returned(session, filing, now, Returned("二"))
    apply_changes(session, filing, [Change("project", "又名", "新名"), Change("tasks.2", None, None)], CLERK, now)
    record(session, filing, [Change("state", "returned", "finished")], CLERK, now)
    assert changed_since_return(session, filing) == (
        Changed("tasks.2", None, None, removed=True),
        Changed("project", "又名", "新名"),
    )


def answer(path: str, old: str | None, new: str | None) -> Changed:
    return Changed(path, old, new)


def removal(path: str) -> Changed:
    return Changed(path, None, None, removed=True)


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ([answer("project", "甲", "乙"), answer("project", "乙", "丙")], [answer("project", "甲", "丙")]),
        ([answer("project", "甲", "乙"), answer("project", "乙", "甲")], []),
        (
            [answer("tasks.3.title", "三", "叁"), removal("tasks.1")],
            [removal("tasks.1"), answer("tasks.2.title", "三", "叁")],
        ),
        ([answer("tasks.1.title", "一", "壹"), removal("tasks.1")], [removal("tasks.1")]),
        ([answer("tasks.4.title", None, "四"), removal("tasks.4")], []),
        ([removal("tasks.1"), removal("tasks.1")], [removal("tasks.1"), removal("tasks.1")]),
        (
            [answer("funds.budget", "1", "2"), removal("tasks.1")],
            [removal("tasks.1"), answer("funds.budget", "1", "2")],
        ),
        (
            [removal("tasks.1"), answer("tasks.1.title", "二", "贰")],
            [removal("tasks.1"), answer("tasks.1.title", "二", "贰")],
        ),
    ],
)
def test_of_many_changes_only_what_is_different_now_is_left(made: list[Changed], left: list[Changed]) -> None:
    assert list(net(made)) == left
