"""`/board` shows how far the units are, those behind first; each person sees the units that they oversee."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.message import Report, Say
from bot.store import people, unit_tree, units
from bot.store.database import transaction
from bot.store.tables import FILING
from tests.office.overseen import PROJECT, Overseen
from tests.office.streets import ADMINISTRATOR, CLERK, DISTRICT, NOBODY, OTHER_STREET, REVIEWER, STREET

if TYPE_CHECKING:
    from tests.clerk import Clerk


def labels(clerk: Clerk) -> list[str]:
    return [button.label for button in clerk.buttons]


def picture(overseen: Overseen, clerk: Clerk) -> tuple[int, int]:
    """Return the size of the one picture that was sent."""
    [report] = [each for each in clerk.last if isinstance(each, Report)]
    png = overseen.document(report)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def press(clerk: Clerk, label: str) -> Clerk:
    [button] = [each.id for each in clerk.buttons if label in each.label]
    return clerk.press(button)


def test_those_behind_come_first_and_drafts_by_how_little_is_done(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "draft", 61)
    overseen.begin("新村社区", "draft", 12)
    overseen.begin("汉正街", "filed")
    finance = overseen.streets.person(DISTRICT).say("/board")
    assert "应报 4 份：⬜ 未开始 1，✍️ 填报中 2，📁 已报送 1" in finance.text
    assert labels(finance)[:4] == ["⬜ 1 大夹社区", "✍️ 2 新村社区", "✍️ 3 长丰社区", "📁 4 汉正街"]
    assert picture(overseen, finance)[0] == 1080


def test_a_deleted_filing_is_not_begun(overseen: Overseen) -> None:
    deleted = overseen.begin("长丰社区", "draft", 61)
    with transaction(overseen.office.engine) as session:
        this = update(FILING).where(FILING.c.id == deleted).values(deleted_at=overseen.office.now)
        session.connection().execute(this)
    assert "未开始 4" in overseen.streets.person(DISTRICT).say("/board").text


def test_a_street_sees_its_own_units_of_the_districts_campaign(overseen: Overseen) -> None:
    street = overseen.streets.person(STREET).say("/board")
    assert "宝丰街" in street.text
    assert labels(street)[:2] == ["⬜ 1 长丰社区", "⬜ 2 新村社区"]
    assert "应报 2 份" in street.text


def test_a_unit_shows_its_state_its_clerks_and_what_can_be_done(overseen: Overseen) -> None:
    with transaction(overseen.office.engine) as session:
        people.rename(session, CLERK, "张三")
    overseen.begin("长丰社区", "draft", 61)
    finance = press(overseen.streets.person(DISTRICT).say("/board"), "长丰社区")
    assert "填报人：张三" in finance.text
    assert "61%" in finance.text
    assert PROJECT in finance.text
    assert labels(finance) == ["📣 催报", "📋 回到进度"]


def test_a_filed_unit_shows_its_score_and_can_be_looked_at_and_returned(overseen: Overseen) -> None:
    overseen.begin("大夹社区", "filed")
    finance = press(overseen.streets.person(DISTRICT).say("/board"), "大夹社区")
    assert "得分：<b>97</b>" in finance.text
    assert labels(finance) == ["📄 看表", "↩ 退回", "🕘 经过", "📋 回到进度"]


def test_a_unit_that_was_moved_elsewhere_is_only_told_of(overseen: Overseen) -> None:
    overseen.begin("大夹社区", "filed")
    with transaction(overseen.office.engine) as session:
        [moved] = units.named(session, "大夹社区")
        unit_tree.move(session, moved, units.add(session, "别的区"))
    finance = press(overseen.streets.person(DISTRICT).say("/board"), "大夹社区")
    assert "得分：<b>97</b>" in finance.text
    assert labels(finance) == ["📋 回到进度"]


def test_a_unit_without_a_clerk_says_what_to_do(overseen: Overseen) -> None:
    finance = press(overseen.streets.person(DISTRICT).say("/board"), "新村社区")
    assert "还没有填报人" in finance.text


def test_several_campaigns_are_asked_for(overseen: Overseen) -> None:
    overseen.asks("2026年度中期自评", [PROJECT])
    finance = overseen.streets.person(DISTRICT).say("/board")
    assert labels(finance) == ["2025年度绩效自评 · 硚口区", "2026年度中期自评 · 硚口区"]
    assert "应报 4 份" in press(finance, "中期").text


def test_what_is_answered_moves_a_draft_on(overseen: Overseen) -> None:
    clerk = overseen.streets.person(CLERK).say("/start", "/new")
    [begin] = [each for each in clerk.ids if each.startswith(("begin", "new."))][:1]
    clerk.press(begin)
    while clerk.asked and "budget_lines" not in clerk.asked.path:
        clerk.press(clerk.asked.buttons[0].id)
    card = press(overseen.streets.person(DISTRICT).say("/board"), "长丰社区")
    assert "✍️ 填报中" in card.text
    assert " 0%" not in card.text


@pytest.mark.parametrize("person", [CLERK, REVIEWER, NOBODY])
def test_who_oversees_nothing_is_told_so(overseen: Overseen, person: int) -> None:
    assert "还没有可以看的填报任务" in overseen.streets.person(person).say("/board").text
    assert "还没有可以看的填报任务" in overseen.streets.person(person).say("/rollup").text


def test_an_administrator_sees_all(overseen: Overseen) -> None:
    assert "应报 4 份" in overseen.streets.person(ADMINISTRATOR).say("/board").text


@pytest.mark.parametrize("person", [CLERK, REVIEWER, NOBODY, OTHER_STREET])
def test_forged_buttons_find_nothing_and_look_the_same_everywhere(overseen: Overseen, person: int) -> None:
    overseen.begin("长丰社区", "filed")
    units, campaign = overseen.units, overseen.campaign
    theirs = [(f"{word}.{campaign}.{units[name]}") for word in ("board", "rollup") for name in ("硚口区", "宝丰街")]
    cards = [f"unit.{campaign}.{units['宝丰街']}.{number}" for number in (1, 2, 3)]
    forged = ["board", "board.x", "board.9", f"board.{campaign}.{'9' * 19}", "rollup.1.2.3.4.5", "unit.1", "unit.1.2.x"]
    for button in (*theirs, *(f"{each}.1" for each in theirs), *cards, *forged):
        said = overseen.streets.person(person).press(button)
        assert [type(each) for each in said.last if not isinstance(each, Say)] in ([], [type(said.asked)]), button
        assert "没有" in said.text, button


def test_a_unit_of_another_street_is_not_in_ones_own_scope(overseen: Overseen) -> None:
    own = f"unit.{overseen.campaign}.{overseen.units['宝丰街']}"
    street = overseen.streets.person(STREET)
    assert "长丰社区" in street.press(f"{own}.1").text
    assert "没有" in street.press(f"{own}.3").text


def test_a_campaign_of_many_units_is_paged(overseen: Overseen) -> None:
    many = overseen.many(60)
    finance = overseen.streets.person(DISTRICT).press(f"board.{many}")
    assert len([each for each in finance.ids if each.startswith("unit.")]) == 25
    last = press(press(finance, "后一页"), "后一页")
    assert len([each for each in last.ids if each.startswith("unit.")]) == 10
    assert "◀ 前一页" in labels(last)
    assert "后一页 ▶" not in labels(last)
    assert picture(overseen, last)[0] == 1080
