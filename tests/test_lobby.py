from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.store import assignments, campaigns, roles
from bot.store.database import transaction
from tests.office.district import BAISHA, FINANCE, QINGHE, REVIEWER, SECOND, District

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.clerk import Clerk


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    made = District(f"sqlite:///{tmp_path / 'office.db'}")
    yield made
    made.office.engine.dispose()


@pytest.fixture
def clerk(district: District) -> Clerk:
    assert district.campaign
    return district.person(QINGHE)


def begun(district: District, person: int = QINGHE) -> int | None:
    with transaction(district.office.engine) as session:
        return assignments.of_clerk(session, person)[0].filing_id


def test_the_greeting_leads_to_what_is_due(clerk: Clerk) -> None:
    clerk.say("/start")
    assert "等您填报的有 1 项" in clerk.text
    assert "我是<b>自评助手</b>" in clerk.text
    assert [button.label for button in clerk.buttons] == ["惠民项目 · 青禾社区 · 3-20", "➕ 其他"]


def test_one_tap_fills_in_all_that_the_campaign_knows(clerk: Clerk) -> None:
    clerk.say("/new").press("begin.1")
    assert "截止" in clerk.text
    filing = clerk.filing()
    assert (filing.scheme, filing.year, filing.project, filing.unit) == ("wuhan-2018", 2025, "惠民项目", "青禾社区")
    assert clerk.path == "department", "the first thing that the campaign does not say"
    clerk.press("contents").press("go.contents.facts")
    assert {"年度：2025 年度", "项目名称：惠民项目", "项目实施单位：青禾社区"} <= {each.label for each in clerk.buttons}


def test_what_is_due_is_also_begun_by_typing_the_project(clerk: Clerk) -> None:
    assert clerk.say("/new", "惠民项目").filing().project == "惠民项目"


def test_other_leads_to_the_choice_of_a_form(clerk: Clerk) -> None:
    clerk.say("/new").press("other").press("new.mof-2020")
    assert clerk.filing().scheme == "mof-2020"
    assert clerk.filing().unit is None
    assert clerk.say("/new", "其他").path == "scheme"
    assert clerk.say("/new wuhan-2018").path == "year"


def test_a_colleague_goes_on_with_what_was_begun(district: District, clerk: Clerk) -> None:
    first, second = district.person(BAISHA).press("begin.2"), district.person(SECOND)
    first.say("民政局")
    second.say("/new")
    assert "填报中" in second.text
    assert "已经有人开始填了" in second.press("begin.2").text
    assert second.filing().department == "民政局"
    assert len(second.filings()) == len(first.filings()) == 1


@pytest.mark.parametrize("person", [QINGHE, FINANCE, REVIEWER])
@pytest.mark.parametrize("button", ["begin.2", "begin.99", "begin.4294967296", "begin.99999999999999999999"])
def test_nobody_begins_what_is_another_units(district: District, clerk: Clerk, person: int, button: str) -> None:
    other = district.person(person).press(button)
    assert "没有找到这项填报任务" in other.text or "现在没有打开" in other.text
    assert other.filings() == ()
    assert begun(district, BAISHA) is None


def test_the_list_shows_states_and_deadlines_and_what_is_not_begun(district: District, clerk: Clerk) -> None:
    clerk.press("begin.1").say("/new wuhan-2018", "2018")
    district.made("2025 年度补报")
    clerk.say("/list")
    [assigned] = [line for line in clerk.text.splitlines() if line.startswith("2. 2025 年度 惠民项目")]
    assert "填报中　截止 2026-3-20" in assigned
    [own] = [line for line in clerk.text.splitlines() if line.startswith("1. 2018")]
    assert "截止" not in own
    assert "还没开始的（1 项）" in clerk.text
    assert clerk.ids == ["open.2", "open.1", "begin.4", "new"]
    assert clerk.press("begin.4").filing().year == 2025


def test_from_the_list_a_new_one_begins_with_what_is_due(clerk: Clerk) -> None:
    clerk.say("/list").press("new")
    assert clerk.ids == ["begin.1", "other"]


def test_what_is_due_soonest_comes_first(district: District, clerk: Clerk) -> None:
    sooner = district.made("2025 年度补报")
    with transaction(district.office.engine) as session:
        campaigns.set_deadline(session, sooner, date(2026, 3, 10))
    clerk.say("/list")
    assert clerk.ids == ["begin.4", "begin.1", "new"]
    clerk.say("/new")
    assert clerk.ids == ["begin.4", "begin.1", "other"]


def test_long_lists_give_buttons_to_the_twenty_that_are_due_soonest(district: District, clerk: Clerk) -> None:
    with transaction(district.office.engine) as session:
        unit = district.units[1]
        assignments.add(session, district.campaign, [(unit, f"项目{'长' * 30}{number}") for number in range(25)])
    clerk.say("/list")
    assert len(clerk.ids) == 21
    assert "还没开始的（26 项）" in clerk.text
    assert "先列最早截止的 20 项" in clerk.text
    assert all(len(button.label) <= 30 for button in clerk.buttons)
    clerk.say("/new")
    assert len(clerk.ids) == 21
    assert "先列最早截止的 20 项" in clerk.text


def test_what_is_submitted_is_not_due(district: District, clerk: Clerk) -> None:
    clerk.press("begin.1")
    district.move(begun(district) or 0, "submitted")
    assert clerk.say("/new").path == "scheme"
    clerk.say("/list")
    assert "待审核　截止 2026-3-20" in clerk.text
    assert "还没开始的" not in clerk.text


def test_who_is_no_clerk_any_more_has_nothing_due(district: District, clerk: Clerk) -> None:
    clerk.press("begin.1")
    with transaction(district.office.engine) as session:
        roles.take(session, QINGHE, district.units[1], "clerk")
    assert "没有找到这项填报任务" in clerk.press("begin.1").text
    clerk.say("/list")
    assert "惠民项目" not in clerk.text


def test_a_deleted_filing_leaves_its_assignment_to_be_begun_anew(district: District, clerk: Clerk) -> None:
    clerk.press("begin.1").say("民政局", "/delete").press("yes")
    assert "begin.1" in clerk.ids
    clerk.press("begin.1")
    assert clerk.filing().department is None


def test_a_filing_whose_place_is_taken_meanwhile_cannot_be_restored(district: District, clerk: Clerk) -> None:
    first, second = district.person(BAISHA).press("begin.2"), district.person(SECOND)
    number = first.filings()[0].id
    first.say("/delete").press("yes")
    second.press("begin.2")
    first.press(f"restore.{number}")
    assert "这份不能恢复" in first.text
    assert [each.id for each in first.filings()] == [begun(district, BAISHA)]
    clerk.press(f"restore.{number}")
    assert "这份不能恢复" not in clerk.text, "others hear nothing of it"
    second.say("/delete").press("yes")
    assert "已恢复" in first.press(f"restore.{number}").text


def test_a_dialogue_is_put_aside_when_a_filing_is_opened(district: District, clerk: Clerk) -> None:
    finance = district.person(FINANCE)
    district.give(FINANCE, 1, "clerk")
    finance.say("/campaign").press("campaign.new").press("begin.1").say("民政局")
    assert finance.filing().department == "民政局", "what is typed answers the question that stands there"


def test_the_terminal_files_what_is_due(district: District, clerk: Clerk) -> None:
    operator = district.office.clerk(0)
    district.give(0, 1, "clerk")
    assert operator.say("/start").ids == ["begin.1", "other"]
    assert operator.press("begin.1").filing().unit == "青禾社区"
