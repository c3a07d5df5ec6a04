"""`/who` shows who is who; roles are given up and taken, and the filings stay with the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import people, roles, units
from bot.store.database import transaction
from bot.store.invitations import Invitation
from tests.office.streets import (
    ADMINISTRATOR,
    CLERK,
    DISTRICT,
    NOBODY,
    OTHER_CLERK,
    OTHER_STREET,
    POSTS,
    REVIEWER,
    STREET,
    TREE,
    Streets,
)

if TYPE_CHECKING:
    from tests.clerk import Clerk, Office

OVERSEEN = {
    ADMINISTRATOR: set(TREE),
    DISTRICT: set(TREE),
    STREET: {"宝丰街", "长丰社区", "新村社区"},
    OTHER_STREET: {"汉正街", "大夹社区"},
}


@pytest.fixture
def streets(any_office: Office) -> Streets:
    return Streets(any_office)


def test_everybody_sees_who_is_who_in_their_own_unit(streets: Streets) -> None:
    streets.person(REVIEWER).say("/name 王五")
    clerk = streets.person(CLERK).say("/name 张三", "/who")
    assert "硚口区 › 宝丰街 › <b>长丰社区</b>" in clerk.text
    assert "填报人：张三" in clerk.text
    assert "审核人：王五（上级单位）" in clerk.text
    assert "财政：未留名…0010、未留名…0020" in clerk.text
    assert "大夹社区" not in clerk.text
    assert clerk.ids == [f"who.leave.{streets.units['长丰社区']}.clerk"]


def test_who_shows_the_question_in_hand_again(streets: Streets) -> None:
    assert streets.person(CLERK).say("/new wuhan-2018", "/who").path == "year"


def test_who_has_no_role_is_told_how_to_get_one(streets: Streets) -> None:
    nobody = streets.person(NOBODY).say("/who")
    assert "不在哪个单位里任职" in nobody.text
    assert nobody.buttons == ()


def test_finance_sees_the_units_below_those_where_somebody_is_missing_first(streets: Streets) -> None:
    finance = streets.person(DISTRICT).press(f"who.below.{streets.units['硚口区']}.1")
    lines = [line for line in finance.text.splitlines() if line.startswith(("⚠", "·"))]
    assert lines == [
        "⚠ 宝丰街　没有填报人",
        "⚠ 汉正街　没有填报人、审核人",
        "⚠ 新村社区（宝丰街）　没有填报人",
        "⚠ 大夹社区（汉正街）　没有审核人",
        "· 长丰社区（宝丰街）",
    ]
    assert "5 个单位</b>，4 个缺人" in finance.text
    finance.press(f"who.unit.{streets.units['新村社区']}")
    assert "填报人：⚠ 还没有" in finance.text
    finance.press(f"invite.{streets.units['新村社区']}.clerk")
    assert finance.path == "invite.people"


def test_two_hundred_units_are_paged(streets: Streets) -> None:
    with transaction(streets.office.engine) as session:
        for number in range(200):
            units.add(session, f"第{number}社区", streets.units["汉正街"])
    top = streets.units["汉正街"]
    finance = streets.person(OTHER_STREET)
    seen: set[str] = set()
    page = 1
    while page:
        finance.press(f"who.below.{top}.{page}")
        seen |= {each for each in finance.ids if each.startswith("who.unit.")}
        page = page + 1 if f"who.below.{top}.{page + 1}" in finance.ids else 0
    assert len(seen) == 201
    assert all(len(each) <= 58 for each in finance.ids)


def test_somebody_with_many_units_turns_the_pages(streets: Streets) -> None:
    with transaction(streets.office.engine) as session:
        for number in range(7):
            unit = units.add(session, f"第{number}社区", streets.units["汉正街"])
            roles.give(session, CLERK, unit.id, "clerk", streets.office.now)
    clerk = streets.person(CLERK).say("/who")
    assert clerk.text.count("财政：") == 5
    assert clerk.press("who.own.2").text.count("财政：") == 3


def test_an_administrator_sees_all_units_and_the_administrators(streets: Streets) -> None:
    administrator = streets.person(ADMINISTRATOR).say("/who")
    assert "管理员：由设置指定" in administrator.text
    assert "全部 6 个单位" in administrator.press("who.below.0.1").text


def buttons(streets: Streets) -> set[str]:
    """Return the id of every button of /who about every unit and everybody."""
    made = {"who.below.0.1", f"who.take.{CLERK}.0.administrator", f"who.take.{CLERK}.0.administrator.yes"}
    for unit in streets.units.values():
        made |= {f"who.below.{unit}.1", f"who.unit.{unit}"}
        for person, (_, role) in POSTS.items():
            made |= {f"who.take.{person}.{unit}.{role}", f"who.take.{person}.{unit}.{role}.yes"}
            made |= {f"who.leave.{unit}.{role}"}
    return made


@pytest.mark.parametrize("person", [*POSTS, NOBODY])
def test_nobody_sees_or_changes_who_is_who_elsewhere(streets: Streets, person: int) -> None:
    overseen = OVERSEEN.get(person, set())
    ids = {streets.units[name] for name in overseen}
    before = {each for each in streets.roles() if each[1] not in overseen}
    clerk = streets.person(person)
    for button in sorted(buttons(streets)):
        clerk.press(button)
        unit = next(int(each) for each in reversed(button.split(".")) if each.isdecimal()) if "unit" in button else 0
        if "who.unit" in button and unit not in ids:
            assert "没有找到这个单位" in clerk.text
        if button == "who.below.0.1":
            assert "没有找到这个单位" in clerk.text
    assert {each for each in streets.roles() if each[1] not in overseen} == before


FORGED = (
    *("who", "who.", "who.unit", "who.unit.", "who.unit.x", "who.unit.99999999999999999999", "who.unit.4294967296"),
    *("who.own", "who.own.0", "who.own.-1", "who.below.1", "who.below..1", "who.below.1.999999999", "who.leave"),
    *("who.leave.1", "who.leave.1.x", "who.leave.1.clerk.maybe", "who.leave.0.administrator", "who.leave.yes"),
    *("who.take", "who.take.yes", "who.take.1", f"who.take.{'9' * 40}.1.clerk", "who.take.1.1.clerk.yes.yes"),
)


@pytest.mark.parametrize("person", [CLERK, DISTRICT, ADMINISTRATOR])
def test_forged_buttons_change_nothing(streets: Streets, person: int) -> None:
    before = streets.roles()
    for button in FORGED:
        assert streets.person(person).press(button).last
    assert streets.roles() == before


def test_leaving_is_confirmed_and_the_filing_stays_with_the_unit(streets: Streets) -> None:
    clerk = streets.person(CLERK).press(f"who.leave.{streets.units['长丰社区']}.clerk")
    assert "退出长丰社区的填报人？" in clerk.text
    assert (CLERK, "长丰社区", "clerk") in streets.roles()
    clerk.press(clerk.ids[0])
    assert "您不再是长丰社区的填报人了" in clerk.text
    assert (CLERK, "长丰社区", "clerk") not in streets.roles()
    assert "没有找到这个人" in clerk.press(f"who.leave.{streets.units['长丰社区']}.clerk.yes").text


def test_who_is_dismissed_is_told_and_cannot_come_back_by_a_link_of_their_own(streets: Streets) -> None:
    own_link = streets.code(STREET, "/invite 宝丰街 财政")
    street, district = streets.person(STREET), streets.person(DISTRICT)
    unit = streets.units["宝丰街"]
    assert "撤去 未留名…0020 宝丰街的财政？" in district.press(f"who.take.{STREET}.{unit}.finance").text
    district.press(district.ids[0])
    assert "未留名…0020 不再是宝丰街的财政了" in district.text
    assert district.ids == [f"invite.{unit}.finance"]
    street.read()
    assert "您不再是<b>宝丰街</b>的财政了" in street.text
    assert "已经用过" in street.say(f"/start {own_link}").text
    assert "发邀请" in street.say("/invite 长丰社区 填报人").text
    assert (STREET, "宝丰街", "finance") not in streets.roles()


def administrators(streets: Streets, *chats: int) -> list[Clerk]:
    with transaction(streets.office.engine) as session:
        for each in chats:
            people.let_in(session, each, Invitation(administrator=True), streets.office.now)
    return [streets.person(each) for each in chats]


def test_the_last_administrator_cannot_leave(streets: Streets) -> None:
    first, second = administrators(streets, 701, 702)
    assert "who.leave.0.administrator" in first.say("/who").ids
    first.press("who.leave.0.administrator.yes")
    assert "您不再是管理员了" in first.text
    assert "只剩这一位管理员" in second.press("who.leave.0.administrator.yes").text
    assert "who.below.0.1" in second.say("/who").ids
    assert "who.below.0.1" not in first.say("/who").ids


def test_an_administrator_takes_it_from_another_and_tells_them(streets: Streets) -> None:
    first, second = administrators(streets, 701, 702)
    assert "who.take.702.0.administrator" in first.say("/who").ids
    finance = streets.person(DISTRICT)
    assert "没有找到这个人" in finance.press("who.take.702.0.administrator.yes").text
    first.press("who.take.702.0.administrator.yes")
    second.read()
    assert "您不再是管理员了" in second.text


def test_names_are_text_and_nothing_else(streets: Streets) -> None:
    streets.person(OTHER_CLERK).say("/name <b>&")
    finance = streets.person(OTHER_STREET).press(f"who.unit.{streets.units['大夹社区']}")
    assert "填报人：&lt;b&gt;&amp;" in finance.text
    assert "撤去填报人 <b>&" in [each.label for each in finance.buttons]
