"""Invitations give roles in units: guided or in one line, and only within what somebody oversees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Invite
from bot.store import roles, unit_tree, units
from bot.store.database import transaction
from tests.office.streets import (
    ADMINISTRATOR,
    CLERK,
    DISTRICT,
    NOBODY,
    OTHER_STREET,
    POSTS,
    REVIEWER,
    STREET,
    TREE,
    Streets,
)

if TYPE_CHECKING:
    from tests.clerk import Clerk, Office

NEWCOMER = 900
MAY_FINANCE = {
    ADMINISTRATOR: set(TREE),
    DISTRICT: set(TREE),
    STREET: {"宝丰街", "长丰社区", "新村社区"},
    OTHER_STREET: {"汉正街", "大夹社区"},
}


@pytest.fixture
def streets(any_office: Office) -> Streets:
    return Streets(any_office)


def answered(clerk: Clerk, *buttons: str) -> Clerk:
    for button in buttons:
        assert clerk.asked
        assert button in clerk.ids, clerk.ids
        clerk.press(button, clerk.asked.number)
    return clerk


def test_the_guide_leads_level_by_level_to_a_link_that_names_unit_and_role(streets: Streets) -> None:
    finance = streets.person(DISTRICT).say("/invite")
    assert finance.path == "invite.unit"
    answered(finance, str(streets.units["宝丰街"]), str(streets.units["新村社区"]))
    assert "新村社区" in finance.text
    answered(finance, "clerk", "2", "14")
    invite = Invite(people=2, days=14, unit=streets.units["新村社区"], role="clerk")
    assert finance.last == [invite]
    told = streets.office.service.invitation(DISTRICT, invite, "ziping_bot")
    assert "<b>新村社区</b>的填报人，2 人可用" in told.text


def test_a_unit_is_named_at_any_level_and_figures_are_typed(streets: Streets) -> None:
    finance = streets.person(DISTRICT).say("/invite", "大夹社区", "审核人", "３人", "10")
    assert finance.last == [Invite(people=3, days=10, unit=streets.units["大夹社区"], role="reviewer")]


def test_who_oversees_several_trees_begins_at_the_tops_of_them(streets: Streets) -> None:
    with transaction(streets.office.engine) as session:
        roles.give(session, REVIEWER, streets.units["汉正街"], "finance", streets.office.now)
    reviewer = streets.person(REVIEWER).say("/invite")
    assert {streets.units[each] for each in ("宝丰街", "汉正街")} == {
        int(each) for each in reviewer.ids if each.isdecimal()
    }
    answered(reviewer, str(streets.units["汉正街"]), "up", str(streets.units["宝丰街"]))
    assert reviewer.path == "invite.role", "who only reviews there does not choose among the units below"
    assert "finance" not in reviewer.ids


def test_one_goes_up_again_and_back_to_the_last_question(streets: Streets) -> None:
    finance = answered(streets.person(DISTRICT).say("/invite"), str(streets.units["宝丰街"]), "up")
    assert {"this", str(streets.units["汉正街"])} <= set(finance.ids)
    answered(finance, "this", "finance", "back", "clerk", "1", "7")
    assert finance.last == [Invite(people=1, days=7, unit=streets.units["硚口区"], role="clerk")]


@pytest.mark.parametrize(("typed", "why"), [("武昌区", "没有找到单位“武昌区”"), ("汉正街", "没有找到单位“汉正街”")])
def test_a_unit_that_is_not_one_s_own_reads_like_one_that_is_not_there(streets: Streets, typed: str, why: str) -> None:
    finance = streets.person(STREET).say("/invite", typed)
    assert why in finance.text
    assert finance.path == "invite.unit"


@pytest.mark.parametrize("typed", ["0", "1001", "三", "3天", "-1"])
def test_a_number_of_people_that_cannot_be_is_told_with_an_example(streets: Streets, typed: str) -> None:
    finance = streets.person(STREET).say("/invite 长丰社区", "填报人", typed)
    assert "请写 1 到 1000 的数，例如 30人" in finance.text
    assert finance.path == "invite.people"


def test_a_name_that_two_units_have_wants_the_one_above_it_too(streets: Streets) -> None:
    with transaction(streets.office.engine) as session:
        other = units.add(session, "新村社区", streets.units["汉正街"], "汉正街新村社区居民委员会").id
    finance = streets.person(DISTRICT).say("/invite", "新村社区")
    assert "有 2 个单位叫“新村社区”" in finance.text
    [made] = finance.say("/invite 汉正街/新村社区 填报人").last
    assert made == Invite(people=1, days=7, unit=other, role="clerk")
    [made] = finance.say("/invite 汉正街新村社区居民委员会 填报人").last
    assert made == Invite(people=1, days=7, unit=other, role="clerk")
    [made] = streets.person(STREET).say("/invite 新村社区 填报人").last
    assert made == Invite(people=1, days=7, unit=streets.units["新村社区"], role="clerk")


def test_many_units_are_turned_page_by_page(streets: Streets) -> None:
    with transaction(streets.office.engine) as session:
        added = [units.add(session, f"第{number}社区", streets.units["汉正街"]).id for number in range(45)]
    finance = answered(streets.person(OTHER_STREET).say("/invite"), "after", "after")
    assert str(added[-1]) in finance.ids
    assert "after" not in finance.ids
    answered(finance, "before", str(added[20]), "clerk", "1", "3")
    assert finance.last == [Invite(people=1, days=3, unit=added[20], role="clerk")]


@pytest.mark.parametrize("inviter", [*POSTS, ADMINISTRATOR, NOBODY])
def test_everybody_invites_only_where_they_oversee_and_reviewers_find_their_own_clerks(
    streets: Streets, inviter: int
) -> None:
    for role in ("填报人", "审核人", "财政"):
        clerk = streets.person(inviter)
        allowed = {unit for unit in TREE if isinstance(clerk.say(f"/invite {unit} {role}").last[0], Invite)}
        own = {"宝丰街"} if (inviter, role) == (REVIEWER, "填报人") else set()
        assert allowed == MAY_FINANCE.get(inviter, own)


def test_forged_buttons_invite_nobody(streets: Streets) -> None:
    for forger in (CLERK, REVIEWER, OTHER_STREET, NOBODY):
        for unit in (str(streets.units["长丰社区"]), "0", "999999", "9" * 30, "²", "-1", ""):
            for role in ("clerk", "finance", "administrator", ""):
                clerk = streets.person(forger).press(f"invite.{unit}.{role}")
                assert "没有找到这个单位" in clerk.text, (forger, unit, role)
    reviewer = streets.person(REVIEWER).say("/invite 宝丰街")
    reviewer.press("finance", reviewer.asked.number if reviewer.asked else None)
    assert not any(isinstance(each, Invite) for each in reviewer.last)


def test_rights_that_are_lost_on_the_way_end_the_invitation(streets: Streets) -> None:
    finance, district = streets.person(STREET).say("/invite 长丰社区 填报人"), streets.person(DISTRICT)
    [invite] = finance.last
    asking = streets.person(STREET).say("/invite 长丰社区", "填报人", "1")
    district.press(f"who.take.{STREET}.{streets.units['宝丰街']}.finance.yes")
    assert isinstance(invite, Invite)
    assert "没有做成" in streets.office.service.invitation(STREET, invite).text
    asking.say("7")
    assert not any(isinstance(each, Invite) for each in asking.last)


def test_only_an_administrator_lets_people_in_without_a_unit(streets: Streets) -> None:
    assert streets.person(ADMINISTRATOR).say("/invite 30人 14天").last == [Invite(people=30, days=14)]
    guided = answered(streets.person(ADMINISTRATOR).say("/invite"), "none", "5", "7")
    assert guided.last == [Invite(people=5, days=7)]
    finance = streets.person(STREET).say("/invite 30人 14天")
    assert finance.path == "invite.unit"
    assert "none" not in finance.ids
    assert finance.say("长丰社区", "填报人").last == [
        Invite(people=30, days=14, unit=streets.units["长丰社区"], role="clerk")
    ]


def test_a_role_alone_is_kept_while_the_unit_is_asked_for(streets: Streets) -> None:
    guided = streets.person(ADMINISTRATOR).say("/invite 审核人", "汉正街", "1", "7")
    assert guided.last == [Invite(people=1, days=7, unit=streets.units["汉正街"], role="reviewer")]
    without = answered(streets.person(ADMINISTRATOR).say("/invite 审核人"), "none", "1", "7")
    assert without.last == [Invite(people=1, days=7)]


def test_who_opens_the_link_gets_the_role_is_asked_for_a_name_once_and_greeted(streets: Streets) -> None:
    newcomer = streets.person(NEWCOMER).say(f"/start {streets.code(STREET, '/invite 新村社区 填报人')}")
    assert "<b>新村社区</b>的填报人" in newcomer.text
    assert newcomer.path == "name.name"
    newcomer.say("张三")
    assert newcomer.path == "scheme"
    assert (NEWCOMER, "新村社区", "clerk") in streets.roles()
    assert streets.name(NEWCOMER) == "张三"


def test_an_invitation_used_twice_does_no_harm(streets: Streets) -> None:
    code = streets.code(STREET, "/invite 新村社区 填报人")
    newcomer = streets.person(NEWCOMER).say(f"/start {code}", "/new wuhan-2018", "2018")
    before = streets.roles()
    late = streets.person(NEWCOMER + 1).say(f"/start {code}")
    assert "已经用过、过期了" in late.text
    for again in (NEWCOMER, NOBODY, CLERK):
        clerk = streets.person(again).say(f"/start {code}")
        assert clerk.text.startswith("这个邀请链接已经用过、过期了")
        assert clerk.asked, "and goes on where they were"
    assert streets.roles() == before
    assert newcomer.filing().year == 2018


def test_one_who_is_in_gets_the_further_role_and_takes_a_place(streets: Streets) -> None:
    code = streets.code(DISTRICT, "/invite 大夹社区 填报人 2人")
    clerk = streets.person(CLERK)
    assert "<b>大夹社区</b>的填报人" in clerk.say(f"/start {code}").text
    assert clerk.path == "scheme"
    assert {(CLERK, "长丰社区", "clerk"), (CLERK, "大夹社区", "clerk")} <= streets.roles()
    assert "已经是<b>大夹社区</b>的填报人" in clerk.say(f"/start {code}").text
    assert "邀请有效" in streets.person(NEWCOMER).say(f"/start {code}").text
    assert "已经用过" in streets.person(NEWCOMER + 1).say(f"/start {code}").text


def test_an_administrator_by_the_settings_may_take_a_role_too(streets: Streets) -> None:
    code = streets.code(ADMINISTRATOR, "/invite 宝丰街 审核人")
    assert "<b>宝丰街</b>的审核人" in streets.person(ADMINISTRATOR).say(f"/start {code}").text
    assert (ADMINISTRATOR, "宝丰街", "reviewer") in streets.roles()


def test_an_invitation_goes_with_its_unit(streets: Streets) -> None:
    code = streets.code(STREET, "/invite 新村社区 填报人")
    with transaction(streets.office.engine) as session:
        [unit] = units.named(session, "新村社区")
        unit_tree.remove(session, unit)
    assert "已经用过、过期了" in streets.person(NEWCOMER).say(f"/start {code}").text
