from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from bot.store import assignments, campaigns, filings, people, roles, unit_tree, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.invitations import Invitation, create, find
from bot.store.unit_tree import UnitTreeError, Uses
from scoring import Filing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from bot.store.units import Unit


@pytest.fixture
def tree(engine: Engine) -> dict[str, Unit]:
    with transaction(engine) as session:
        top = units.add(session, "硚口区")
        one, two = units.add(session, "宝丰街", top.id), units.add(session, "汉正街", top.id)
        below = units.add(session, "长丰社区", one.id)
    return {each.name: each for each in (top, one, two, below)}


def test_a_unit_moves_with_all_that_is_below_it(engine: Engine, tree: dict[str, Unit]) -> None:
    with transaction(engine) as session:
        unit_tree.move(session, tree["宝丰街"], tree["汉正街"])
        assert [each.name for each in units.line(session, tree["长丰社区"].id)] == [
            "硚口区",
            "汉正街",
            "宝丰街",
            "长丰社区",
        ]
        unit_tree.move(session, tree["宝丰街"], None)
        assert {each.name for each in units.roots(session)} == {"硚口区", "宝丰街"}


@pytest.mark.parametrize("parent", ["硚口区", "宝丰街", "长丰社区"])
def test_no_unit_comes_under_itself(engine: Engine, tree: dict[str, Unit], parent: str) -> None:
    with transaction(engine) as session:
        with pytest.raises(UnitTreeError, match=f"“硚口区”的上级不能是“{parent}”"):
            unit_tree.move(session, tree["硚口区"], tree[parent])
        assert units.roots(session) == (tree["硚口区"],)


def test_no_unit_comes_beside_one_of_its_name(engine: Engine, tree: dict[str, Unit]) -> None:
    with transaction(engine) as session:
        twin = units.add(session, "长丰社区", tree["汉正街"].id)
        with pytest.raises(UnitTreeError, match="“宝丰街”下面已经有“长丰社区”了"):
            unit_tree.move(session, twin, tree["宝丰街"])
        unit_tree.move(session, twin, tree["汉正街"])


def test_two_moves_at_once_make_no_circle(engine: Engine, tree: dict[str, Unit]) -> None:
    together = Barrier(2)

    def move(names: tuple[str, str]) -> bool:
        together.wait()
        try:
            with transaction(engine) as session:
                unit_tree.move(session, *(tree[name] for name in names))
        except UnitTreeError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(move, [("宝丰街", "汉正街"), ("汉正街", "宝丰街")])) == [False, True]


def test_a_unit_that_nothing_belongs_to_goes_and_its_invitations_with_it(
    engine: Engine, tree: dict[str, Unit], now: datetime
) -> None:
    with transaction(engine) as session:
        invitation = Invitation(unit_id=tree["长丰社区"].id, role="clerk")
        code = create(session, invitation, 1, now, now.replace(year=2030))
        unit_tree.remove(session, tree["长丰社区"])
        assert units.get(session, tree["长丰社区"].id) is None
        assert find(session, code, now) is None


def test_a_unit_with_filings_stays_also_where_they_are_deleted(
    engine: Engine, tree: dict[str, Unit], now: datetime
) -> None:
    unit = tree["长丰社区"]
    with transaction(engine) as session:
        terms = Terms(
            unit_id=tree["硚口区"].id,
            title="2025 年度绩效自评",
            year=2025,
            scheme="wuhan-2018",
            deadline=date(2026, 3, 20),
            reminder_days=(),
        )
        campaign = campaigns.create(session, terms, 7, now)
        assignments.add(session, campaign, [(unit.id, "社区治理")])
        people.let_in(session, 7, Invitation(), now)
        roles.give(session, 7, unit.id, "clerk", now)
        [wanted] = assignments.open_for(session, 7)
        filing = filings.create(session, 7, Filing(scheme="wuhan-2018"), now, Assigned(wanted.id, unit.id))
        filings.delete(session, filing, 7, now)
        assert unit_tree.uses(session, unit.id) == Uses(filings=1, assignments=1, campaigns=0, people=1, units=0)
        with pytest.raises(UnitTreeError, match="还不能删：它有 1 份填报（含删除的）、1 项填报任务，要一直留着"):
            unit_tree.remove(session, unit)
        with pytest.raises(UnitTreeError, match="它有 1 次发布的任务"):
            unit_tree.remove(session, tree["硚口区"])


def test_a_unit_with_people_or_units_below_says_what_to_do(
    engine: Engine, tree: dict[str, Unit], now: datetime
) -> None:
    with transaction(engine) as session:
        people.let_in(session, 7, Invitation(), now)
        roles.give(session, 7, tree["宝丰街"].id, "clerk", now)
        roles.give(session, 7, tree["宝丰街"].id, "reviewer", now)
        with pytest.raises(
            UnitTreeError, match="还有 1 人在里面任职、1 个下级单位。请先在 /who 里把人撤去，请先用 units move"
        ):
            unit_tree.remove(session, tree["宝丰街"])
        with pytest.raises(UnitTreeError, match="还有 2 个下级单位。请先用 units move 把下级单位移走"):
            unit_tree.remove(session, tree["硚口区"])
