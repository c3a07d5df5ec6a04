from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import units
from bot.store.database import transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.store.units import Unit


@pytest.fixture
def street(engine: Engine) -> dict[str, Unit]:
    with transaction(engine) as session:
        district = units.add(session, "硚口区")
        street = units.add(session, "宝丰街", district.id, "硚口区人民政府宝丰街道办事处", "街道财政所")
        community = units.add(session, "长丰社区", street.id)
    return {each.name: each for each in (district, street, community)}


def test_a_unit_is_what_it_was_made(engine: Engine, street: dict[str, Unit]) -> None:
    with transaction(engine) as session:
        assert units.get(session, street["宝丰街"].id) == street["宝丰街"]
        assert units.get(session, 999) is None
        assert units.everything(session) == tuple(street.values())


def test_the_tree_is_walked_up_and_down(engine: Engine, street: dict[str, Unit]) -> None:
    district, middle, community = street.values()
    with transaction(engine) as session:
        other = units.add(session, "江岸区")
        assert units.roots(session) == (district, other)
        assert units.children(session, district.id) == (middle,)
        assert units.subtree(session, middle.id) == (middle, community)
        assert units.line(session, community.id) == (district, middle, community)
        assert units.contains(session, district.id, community.id)
        assert units.contains(session, middle.id, middle.id)
        assert not units.contains(session, community.id, middle.id)
        assert not units.contains(session, other.id, community.id)
        assert units.parents(session, [district.id, middle.id, community.id]) == {district.id, middle.id}
        assert units.parents(session, []) == set()


def test_a_unit_is_found_by_its_name_its_full_name_or_the_way_to_it(engine: Engine, street: dict[str, Unit]) -> None:
    district, middle, community = street.values()
    with transaction(engine) as session:
        twin = units.add(session, "长丰社区", district.id)
        assert units.named(session, "硚口区人民政府宝丰街道办事处") == (middle,)
        assert units.named(session, "长丰社区") == (community, twin)
        assert units.named(session, "宝丰街/长丰社区") == (community,)
        assert units.named(session, "硚口区/长丰社区") == (twin,)
        assert units.named(session, "硚口区/宝丰街/长丰社区") == (community,)
        for unknown in ("", "/", "长丰", "宝丰街/", "/长丰社区", "武昌区/长丰社区", "%", "x" * 5000):
            assert units.named(session, unknown) == ()


@pytest.mark.parametrize("parent", ["硚口区", None])
def test_no_two_of_one_name_stand_in_one_place(engine: Engine, street: dict[str, Unit], parent: str | None) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        units.add(session, "宝丰街" if parent else "硚口区", street[parent].id if parent else None)
