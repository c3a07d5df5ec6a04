"""What colleagues call somebody: asked once, changed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office.streets import ADMINISTRATOR, CLERK, STREET, Streets

if TYPE_CHECKING:
    from tests.clerk import Office

NEWCOMER = 900


@pytest.fixture
def streets(office: Office) -> Streets:
    return Streets(office)


def test_the_name_may_be_skipped_and_is_not_asked_for_again(streets: Streets) -> None:
    newcomer = streets.person(NEWCOMER).say(f"/start {streets.code(STREET, '/invite 新村社区 填报人')}")
    assert newcomer.path == "name.name"
    assert newcomer.press("skip", newcomer.asked.number if newcomer.asked else None).path == "scheme"
    further = streets.code(STREET, "/invite 新村社区 审核人")
    assert newcomer.say(f"/start {further}").path == "scheme"
    assert streets.name(NEWCOMER) is None


def test_whoever_does_something_else_instead_is_not_held_up(streets: Streets) -> None:
    newcomer = streets.person(NEWCOMER).say(f"/start {streets.code(STREET, '/invite 新村社区 填报人')}")
    assert newcomer.say("/new wuhan-2018", "2018").filing().year == 2018
    assert streets.name(NEWCOMER) is None


def test_a_name_is_changed_in_the_midst_of_a_filing(streets: Streets) -> None:
    clerk = streets.person(CLERK).say("/new wuhan-2018", "/name 李<四>")
    assert "好的，李&lt;四&gt;" in clerk.text
    assert clerk.path == "year"
    assert streets.name(CLERK) == "李<四>"
    assert "现在是：李&lt;四&gt;" in clerk.say("/name").text
    assert clerk.say("李四").path == "year"
    assert streets.name(CLERK) == "李四"


@pytest.mark.parametrize("wrong", ["长" * 21, "\u200b"])
def test_what_is_no_name_is_told_with_an_example(streets: Streets, wrong: str) -> None:
    clerk = streets.person(CLERK)
    clerk.say(f"/name {wrong}")
    assert "例如" in clerk.text or "请写成 /name 张三" in clerk.text
    assert streets.name(CLERK) is None
    assert clerk.say("/name", wrong).path == "name.name"


def test_who_was_not_let_in_by_anybody_has_no_name_to_keep(streets: Streets) -> None:
    assert "没有记下" in streets.person(ADMINISTRATOR).say("/name 主任").text
