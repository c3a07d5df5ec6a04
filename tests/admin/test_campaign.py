"""Campaigns from the command line: the same as in the chat, for the same people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.store import assignments, campaigns, units
from bot.store.database import transaction
from bot.store.office_tables import REMINDER_DAY
from tests.admin.shell import Shell
from tests.office.district import BAISHA, FINANCE, QINGHE, SECOND, District, texts

if TYPE_CHECKING:
    from bot.store.campaigns import Campaign

CREATE = "campaign create --unit 临湖区 --year 2025 --scheme mof-2020 --deadline 2026-3-20 --projects 路灯维护"


@pytest.fixture
def asked_already() -> bool:
    return False


@pytest.fixture
def shell(district: District, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(district.office, capsys)


def the_only(district: District) -> Campaign:
    with transaction(district.office.engine) as session:
        [found] = campaigns.visible(session, 0, administers=True)
    return found


def asked(district: District) -> set[tuple[str, str]]:
    campaign = the_only(district)
    with transaction(district.office.engine) as session:
        found = assignments.of_campaign(session, campaign.id)
    return {(each.unit, each.project) for each in found}


def test_a_campaign_is_published_and_the_clerks_are_told(district: District, shell: Shell) -> None:
    told = shell.done(f"{CREATE} --reminder-days 7,3,0 --own-review --title 年度自评")
    assert "年度自评 已经发布（编号 1）：3 份，2026-3-20（周五）截止" in told
    assert "已经通知 3 位填报人" in told
    terms = the_only(district).terms
    assert (terms.year, terms.scheme, terms.deadline) == (2025, "mof-2020", date(2026, 3, 20))
    assert (terms.reminder_days, terms.own_review, terms.title) == ((7, 3, 0), True, "年度自评")
    notices = district.told()
    assert set(notices) == {QINGHE, BAISHA, SECOND}
    begin = notices[QINGHE][0].buttons[0]
    assert "路灯维护" in district.person(QINGHE).press(begin.id).text


def test_what_is_left_out_is_as_usual(district: District, shell: Shell) -> None:
    shell.done(CREATE)
    terms = the_only(district).terms
    assert (terms.reminder_days, terms.own_review) == ((14, 7, 3, 1, 0), False)
    assert terms.title == "2025 年度项目支出绩效自评"
    assert asked(district) == {(unit, "路灯维护") for unit in ("青禾社区", "白沙社区", "柳岸社区")}


def test_its_reminders_are_fired_by_whatever_bot_runs(district: District, shell: Shell) -> None:
    shell.done(f"{CREATE} --reminder-days 3")
    district.told()
    told = district.at("03-17 09:00")
    assert "路灯维护" in texts(told[QINGHE])


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("--units 青禾社区、白沙社区", {("青禾社区", "路灯维护"), ("白沙社区", "路灯维护")}),
        ("--units self", {("临湖区", "路灯维护")}),
        ("--units all", {(unit, "路灯维护") for unit in ("青禾社区", "白沙社区", "柳岸社区")}),
    ],
)
def test_units_are_named_or_all_below(
    district: District, shell: Shell, options: str, wanted: set[tuple[str, str]]
) -> None:
    shell.done(f"{CREATE} {options}")
    assert asked(district) == wanted


@pytest.mark.parametrize(
    ("options", "projects"),
    [
        ("--projects 甲、乙", {"甲", "乙"}),
        ("--projects '“甲、乙”、丙'", {"甲、乙", "丙"}),
        ("--project 甲 --project 乙", {"甲", "乙"}),
        ("--project 甲、乙", {"甲、乙"}),
    ],
)
def test_projects_are_listed_or_given_one_by_one(
    district: District, shell: Shell, options: str, projects: set[str]
) -> None:
    shell.done(f"{CREATE} --units 青禾社区".replace("--projects 路灯维护", options))
    assert {project for _, project in asked(district)} == projects


def test_the_same_is_warned_of_as_in_the_chat(district: District, shell: Shell) -> None:
    told = shell.done(CREATE.replace("2026-3-20", "2027-3-20"))
    assert "没有填报人的有 1 个：柳岸社区" in told
    assert "2027-3-20（周六）不上班" in told
    assert "2027 年的放假安排还没有公布" in told
    assert "没有审核人" not in told


def test_a_unit_where_nobody_reviews_is_warned_of(district: District, shell: Shell) -> None:
    with transaction(district.office.engine) as session:
        units.add(session, "湖畔区")
    told = shell.done(CREATE.replace("临湖区", "湖畔区"))
    assert "没有审核人的有 1 个：湖畔区" in told
    assert "不上班" not in told
    assert "还没有公布" not in told


def test_campaigns_are_listed_and_shown(district: District, shell: Shell) -> None:
    assert "还没有填报任务" in shell.done("campaign list")
    shell.done(f"{CREATE} --title 年[度]自评")
    district.campaign = 1
    district.move(district.begin(), "filed")
    listed = shell.done("campaign list")
    assert "年[度]自评" in listed
    assert "1/3" in listed
    assert "一共 3 份，3 个单位" in shell.done("campaign show 1")


def test_a_deadline_moves_and_the_clerks_are_told(district: District, shell: Shell) -> None:
    shell.done(CREATE)
    district.told()
    told = shell.done("campaign change 1 --deadline 2026-3-29 --reminder-days 5")
    assert "从 2026-3-20（周五）改到了 2026-3-29（周日）" in told
    assert "2026-3-29（周日）不上班" in told
    assert "接下来是 2026-3-24（周二）" in told
    assert "改到" in texts(district.told()[QINGHE])
    with transaction(district.office.engine) as session:
        due = session.connection().execute(select(REMINDER_DAY.c.due_at).where(REMINDER_DAY.c.kind == "campaign"))
        assert [f"{each:%m-%d}" for each in due.scalars()] == ["03-24"]


@pytest.mark.parametrize(
    ("options", "new"),
    [
        ("--add-units 白沙社区", {("白沙社区", "路灯维护")}),
        ("--add-projects 绿化", {("青禾社区", "绿化")}),
        ("--add-units 白沙社区 --add-projects 绿化", {("白沙社区", "绿化")}),
        ("--add-units 青禾社区", set()),
    ],
)
def test_units_and_projects_come_in_addition(
    district: District, shell: Shell, options: str, new: set[tuple[str, str]]
) -> None:
    shell.done(f"{CREATE} --units 青禾社区")
    district.told()
    shell.done(f"campaign change 1 {options}")
    assert asked(district) == {("青禾社区", "路灯维护")} | new
    assert bool(district.told()) == bool(new)


def test_all_of_a_change_is_made_or_nothing(district: District, shell: Shell) -> None:
    shell.done(CREATE)
    district.told()
    assert "没有找到：汉正街" in shell.refused("campaign change 1 --deadline 2026-3-27 --add-units 汉正街")
    assert the_only(district).terms.deadline == date(2026, 3, 20)
    assert district.told() == {}


def test_a_campaign_is_closed_and_opened_again(district: District, shell: Shell) -> None:
    shell.done(CREATE)
    assert "已经结束" in shell.done("campaign close 1")
    assert "已经结束了" in shell.refused("campaign close 1")
    assert "请先 python -m bot admin campaign open" in shell.refused("campaign change 1 --reminder-days 3")
    assert the_only(district).state == "closed"
    assert "已经重新开放" in shell.done("campaign open 1")
    assert "正在进行" in shell.refused("campaign open 1")
    assert the_only(district).state == "open"


def test_the_financial_bureau_sees_it_in_the_chat(district: District, shell: Shell) -> None:
    shell.done(CREATE)
    assert "2025 年度项目支出绩效自评" in district.person(FINANCE).say("/campaign").text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (CREATE.replace("临湖区", "汉正街"), "没有找到单位“汉正街”"),
        (CREATE.replace("临湖区", "\udcff"), "没有找到单位"),
        (CREATE.replace("mof-2020", "mof"), "没有“mof”这种表，只有：mof-2020、"),
        (CREATE.replace("2025", "去"), "例如"),
        (CREATE.replace("路灯维护", "''"), "没有读到项目名称"),
        (CREATE.replace("--projects 路灯维护", "--project ''"), "没有读到项目名称"),
        (f"{CREATE} --title ''", "没有读到文字"),
        (CREATE.replace("2026-3-20", "2026-2-20"), "已经过去了"),
        (CREATE.replace("2026-3-20", "某天"), "没看懂“某天”是哪一天"),
        (f"{CREATE} --units 汉正街", "没有找到：汉正街"),
        (f"{CREATE} --reminder-days 很久", "没看懂要提前哪几天"),
        (f"{CREATE} --reminder-days 99", "最多提前 60 天"),
        (f"{CREATE} --units level-9", "没有找到"),
        ("campaign show 7", "没有编号是“7”的填报任务"),
        ("campaign show x", "没有编号是“x”的填报任务"),
        (f"campaign close {'9' * 30}", "没有编号是"),
        ("campaign open -1", "没有编号是“-1”"),
        ("campaign change 7 --deadline 2026-3-27", "没有编号是“7”的填报任务"),
    ],
)
def test_what_cannot_be_done_is_one_line(district: District, shell: Shell, line: str, why: str) -> None:
    assert why in shell.refused(line)
    with transaction(district.office.engine) as session:
        assert campaigns.visible(session, 0, administers=True) == ()


def test_a_change_says_what(shell: Shell) -> None:
    shell.done(CREATE)
    assert "请写要改什么，例如 python -m bot admin campaign change" in shell.refused("campaign change 1")
