"""Importing lists of units: all of it or nothing, and the same list twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.office.unit_import import Plan, carry_out, plan
from bot.reading.units import UnitRow, UnitsError
from bot.store import units
from bot.store.database import open_database, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

DISTRICT = UnitRow("第 2 行", "硚口区", "武汉市硚口区")
STREET = UnitRow("第 3 行", "宝丰街", "硚口区宝丰街办事处", "硚口区", "街道财政所")
COMMUNITY = UnitRow("第 4 行", "长丰社区", None, "宝丰街")


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_database(migrated_url)
    yield opened
    opened.dispose()


def imported(engine: Engine, *rows: UnitRow) -> tuple[int, int, int]:
    """Import the rows; return how many were added, changed, unchanged."""
    with transaction(engine) as session:
        planned = plan(rows, units.everything(session))
        carry_out(session, planned.placed)
    return planned.added, planned.changed, planned.unchanged


def tree(engine: Engine) -> set[str]:
    with transaction(engine) as session:
        return {"/".join(u.name for u in units.line(session, each.id)) for each in units.everything(session)}


def refusal(*rows: UnitRow) -> str:
    with pytest.raises(UnitsError) as refused:
        plan(rows, ())
    return str(refused.value)


def test_parents_may_come_after_their_children_and_twice_changes_nothing(engine: Engine) -> None:
    assert imported(engine, COMMUNITY, STREET, DISTRICT) == (3, 0, 0)
    assert tree(engine) == {"硚口区", "硚口区/宝丰街", "硚口区/宝丰街/长丰社区"}
    assert imported(engine, DISTRICT, COMMUNITY, STREET) == (0, 0, 3)
    assert len(tree(engine)) == 3


def test_parents_may_stand_in_the_tree_already_under_either_name(engine: Engine) -> None:
    imported(engine, DISTRICT, STREET)
    by_full_name = UnitRow("第 5 行", "新村社区", None, "硚口区宝丰街办事处")
    assert imported(engine, COMMUNITY, by_full_name) == (2, 0, 0)
    assert {"硚口区/宝丰街/长丰社区", "硚口区/宝丰街/新村社区"} <= tree(engine)


def test_what_is_said_anew_of_a_unit_is_changed_and_what_is_left_empty_stays(engine: Engine) -> None:
    imported(engine, DISTRICT, STREET)
    renamed = UnitRow("第 2 行", "宝丰街", "宝丰街道办事处", "硚口区")
    assert imported(engine, DISTRICT, renamed) == (0, 1, 1)
    with transaction(engine) as session:
        [street] = units.named(session, "宝丰街")
    assert (street.full_name, street.department) == ("宝丰街道办事处", "街道财政所")


def test_the_same_name_under_another_parent_is_another_unit(engine: Engine) -> None:
    other = UnitRow("第 5 行", "汉正街", None, "硚口区")
    twin = UnitRow("第 6 行", "长丰社区", None, "汉正街")
    assert imported(engine, DISTRICT, STREET, COMMUNITY, other, twin) == (5, 0, 0)
    assert imported(engine, DISTRICT, STREET, COMMUNITY, other, twin) == (0, 0, 5)


def test_a_parent_s_name_that_two_have_wants_the_full_name() -> None:
    twin = UnitRow("第 5 行", "宝丰街", "江岸区宝丰街办事处", "江岸区")
    rows = (DISTRICT, UnitRow("第 6 行", "江岸区"), STREET, twin)
    assert "第 4 行的“长丰社区”：有 2 个单位叫“宝丰街”，请写上级单位的全称" in refusal(*rows, COMMUNITY)
    planned = plan((*rows, UnitRow("第 4 行", "长丰社区", None, "江岸区宝丰街办事处")), ())
    assert planned.placed[-1].made_by == twin


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((COMMUNITY,), "第 4 行的“长丰社区”：没有找到上级单位“宝丰街”"),
        ((DISTRICT, UnitRow("第 3 行", "硚口区")), "第 3 行和第 2 行是同一个单位“硚口区”"),
        (
            (DISTRICT, STREET, COMMUNITY, UnitRow("第 9 行", "长丰社区", None, "硚口区宝丰街办事处")),
            "第 9 行和第 4 行是同一个单位“长丰社区”",
        ),
        (
            (
                UnitRow("第 2 行", "甲", None, "乙"),
                UnitRow("第 3 行", "乙", None, "丙"),
                UnitRow("第 4 行", "丙", None, "乙"),
            ),
            "第 3 行、第 4 行的上级单位绕成了一圈",
        ),
    ],
)
def test_a_list_that_is_no_tree_is_refused_with_the_row(rows: tuple[UnitRow, ...], told: str) -> None:
    assert told in refusal(*rows)


def test_nothing_is_imported_if_anything_is_wrong(engine: Engine) -> None:
    with pytest.raises(UnitsError):
        imported(engine, DISTRICT, COMMUNITY)
    assert tree(engine) == set()


def test_who_may_not_found_a_tree_imports_below_what_they_oversee(engine: Engine) -> None:
    imported(engine, DISTRICT, STREET)
    with transaction(engine) as session:
        [street] = units.named(session, "宝丰街")
        theirs = units.subtree(session, street.id)
    assert plan((COMMUNITY,), theirs, at_top=False).added == 1
    for beyond in (UnitRow("第 2 行", "汉正街", None, "硚口区"), UnitRow("第 2 行", "江岸区"), DISTRICT):
        with pytest.raises(UnitsError, match="第 2 行"):
            plan((beyond,), theirs, at_top=False)


def test_ten_thousand_units_deep_and_wide_are_planned_at_once() -> None:
    deep = tuple(UnitRow(f"第 {n} 行", f"第{n}级", None, f"第{n + 1}级" if n < 3000 else None) for n in range(1, 3001))
    wide = tuple(UnitRow(f"第 {n} 行", f"第{n}社区", None, "第3000级") for n in range(7000))
    assert plan((*deep, *wide), ()).added == 10_000
    assert Plan(()).unchanged == 0
