from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.filing import GROUPS, Change, NoSuchPathError, answer, apply
from scoring.filing import BudgetLine, Filing, Funds, Task
from tests.filings import changes, filings

FILING = Filing(
    scheme="wuhan-2018",
    project="基层政权和社区建设",
    funds=Funds(budget=Decimal(100)),
    budget_lines=(BudgetLine(name="惠民项目", booked=Decimal(200000)), BudgetLine(name="公积金")),
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("project", "基层政权和社区建设"),
        ("unit", None),
        ("funds.budget", Decimal(100)),
        ("budget_lines.1.booked", Decimal(200000)),
        ("budget_lines.2.booked", None),
        ("budget_lines.3.booked", None),
        ("tasks.1.title", None),
    ],
)
def test_a_path_names_an_answer_or_the_place_of_one(path: str, expected: object) -> None:
    assert answer(FILING, path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "funds",
        "funds.nothing",
        "tasks",
        "tasks.1",
        "tasks.1.nothing",
        "tasks.x.title",
        "tasks.-1.title",
        "a.b.c",
    ],
)
def test_a_path_that_names_no_answer_is_an_error(path: str) -> None:
    with pytest.raises(NoSuchPathError):
        answer(FILING, path)


@given(data=st.data(), filing=filings())
def test_what_was_changed_is_the_answer_then_and_the_filing_before_stays_as_it_was(
    data: st.DataObject, filing: Filing
) -> None:
    before = answer(filing, "project")
    change = data.draw(
        changes(filing).filter(lambda each: each.path.split(".")[0] not in GROUPS or each.path.count(".") > 1)
    )
    assert answer(apply(filing, change), change.path) == change.new
    assert answer(filing, "project") == before


def test_the_first_answer_of_the_next_item_adds_it() -> None:
    changed = apply(FILING, Change("tasks.1.title", None, "社区建设"))
    assert changed.tasks == (Task(title="社区建设"),)


def test_a_removed_item_lets_those_behind_it_move_up() -> None:
    assert apply(FILING, Change("budget_lines.1", None, None)).budget_lines == (BudgetLine(name="公积金"),)


@pytest.mark.parametrize(
    "change",
    [
        Change("nothing", None, "x"),
        Change("funds", None, None),
        Change("funds.nothing", None, None),
        Change("tasks", None, None),
        Change("budget_lines.0", None, None),
        Change("budget_lines.3", None, None),
        Change("budget_lines.1", None, "x"),
        Change("budget_lines.0.name", None, "x"),
        Change("budget_lines.4.name", None, "x"),
        Change("budget_lines.1.nothing", None, "x"),
    ],
    ids=lambda change: change.path,
)
def test_a_change_of_no_answer_is_an_error(change: Change) -> None:
    with pytest.raises(NoSuchPathError):
        apply(FILING, change)
