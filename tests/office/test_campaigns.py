from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from bot.conversation.events import Unsupported
from bot.message import Say
from bot.store import assignments, campaigns, roles, units
from bot.store.database import transaction
from bot.store.office_tables import CAMPAIGN, REMINDER_DAY, ROLE, UNIT
from tests.office.district import BAISHA, FINANCE, QINGHE, REVIEWER, SECOND, District, moment

if TYPE_CHECKING:
    from bot.store.assignments import Assignment
    from bot.store.campaigns import Terms
    from tests.clerk import Clerk

USUAL = ("去年", "wuhan-2018", "全部下级单位", "路灯维护", "2026-3-20", "照常", "不可以")
"""What is answered to each question of a plain campaign."""


@pytest.fixture
def asked_already() -> bool:
    return False


@pytest.fixture
def finance(district: District) -> Clerk:
    return district.person(FINANCE)


def published(finance: Clerk, *answers: str) -> Clerk:
    return finance.say("/campaign", *(answers or USUAL)).press("publish")


def terms(district: District, campaign: int = 1) -> Terms:
    with transaction(district.office.engine) as session:
        found = campaigns.get(session, campaign, FINANCE, administers=True)
    assert found
    return found.terms


def wanted(district: District, campaign: int = 1) -> list[tuple[str, str]]:
    return [(each.unit, each.project) for each in _assignments(district, campaign)]


def _assignments(district: District, campaign: int = 1) -> tuple[Assignment, ...]:
    with transaction(district.office.engine) as session:
        return assignments.of_campaign(session, campaign)


def reminder_days(district: District, kind: str = "campaign") -> list[str]:
    rows = select(REMINDER_DAY.c.due_at).where(REMINDER_DAY.c.kind == kind).order_by(REMINDER_DAY.c.due_at)
    with transaction(district.office.engine) as session:
        found = session.connection().execute(rows).scalars().all()
    return [each.astimezone(district.office.zone).strftime("%m-%d %H:%M") for each in found]


def take_finance(district: District) -> None:
    with transaction(district.office.engine) as session:
        session.connection().execute(delete(ROLE).where(ROLE.c.person_id == FINANCE))


# Publishing


def test_answers_may_be_typed_and_what_is_none_is_told(district: District, finance: Clerk) -> None:
    finance.say("/campaign", "1999")
    assert "不像年度" in finance.text
    finance.say("2024", "自己画的表")
    assert "请按下面的按钮" in finance.text
    finance.say("mof-2020", *USUAL[2:6], "随便")
    assert "请回答“可以”或“不可以”" in finance.text
    finance.say("可以", "好的")
    assert "请按下面的按钮" in finance.text
    finance.say("发布")
    assert (terms(district).year, terms(district).scheme, terms(district).own_review) == (2024, "mof-2020", True)


def test_a_campaign_is_published_in_a_few_answers(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL)
    assert "一共要 <b>3 份</b>：3 个单位，1 个项目" in finance.text
    assert "2025 年度项目支出绩效自评" in finance.text
    assert (
        "2026-3-6（周五）、2026-3-13（周五）、2026-3-17（周二）、2026-3-19（周四）、2026-3-20（周五）" in finance.text
    )
    assert "已经发布（编号 1）：3 份" in finance.press("publish").text
    made = terms(district)
    assert (made.title, made.year, made.scheme) == ("2025 年度项目支出绩效自评", 2025, "wuhan-2018")
    assert (made.deadline, made.reminder_days, made.own_review) == (date(2026, 3, 20), (14, 7, 3, 1, 0), False)
    assert wanted(district) == [("青禾社区", "路灯维护"), ("白沙社区", "路灯维护"), ("柳岸社区", "路灯维护")]
    assert reminder_days(district) == [f"03-{day:02} 09:00" for day in (6, 13, 17, 19, 20)]
    assert reminder_days(district, "digest") == [f"03-{day:02} 17:30" for day in (6, 13, 17, 19, 20)]


def test_every_clerk_concerned_gets_one_notice_that_begins_the_filing(district: District, finance: Clerk) -> None:
    published(finance, *USUAL[:3], "路灯维护、绿化", *USUAL[4:])
    told = district.told()
    assert told.keys() == {QINGHE, BAISHA, SECOND}
    [notice] = told[QINGHE]
    assert "开始填报了，2026-3-20（周五）截止" in notice.text
    assert [button.label for button in notice.buttons] == ["路灯维护 · 青禾社区 · 3-20", "绿化 · 青禾社区 · 3-20"]
    clerk = district.person(QINGHE).press(notice.buttons[0].id)
    assert clerk.filing().project == "路灯维护"


def test_what_is_missing_is_warned_of_with_what_to_do(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL)
    assert "没有填报人的有 1 个：柳岸社区" in finance.text
    assert "/invite" in finance.text
    assert "没有审核人" not in finance.text
    with transaction(district.office.engine) as session:
        roles.take(session, REVIEWER, district.units[0], "reviewer")
        roles.give(session, REVIEWER, district.units[2], "reviewer", district.office.now)
    finance.say("/campaign")
    assert "没有审核人的有 2 个：青禾社区、柳岸社区" in finance.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("昨天", "已经过去了，今天是 2026-3-2（周一）"),
        ("2026-3-1", "2026-3-1（周日）已经过去了"),
        ("3月1日", "今年的这一天已经过去了"),
        ("2026年2月30日", "没有 2 月 30 日"),
        ("3026-3-20", "太远了"),
        ("尽快", "没看懂“尽快”是哪一天"),
        ("<b>", "没看懂“&lt;b&gt;”是哪一天"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_with_a_sentence(finance: Clerk, typed: str, told: str) -> None:
    finance.say("/campaign", *USUAL[:4], typed)
    assert told in finance.text
    assert finance.path == "campaign.deadline"


@pytest.mark.parametrize(
    ("typed", "deadline"),
    [
        ("今天", date(2026, 3, 2)),
        ("明天", date(2026, 3, 3)),
        ("3.20", date(2026, 3, 20)),
        ("11月5日", date(2026, 11, 5)),
        ("两周后", date(2026, 3, 16)),
        ("月底", date(2026, 3, 31)),
    ],
)
def test_a_deadline_is_understood_as_people_say_it(
    district: District, finance: Clerk, typed: str, deadline: date
) -> None:
    published(finance, *USUAL[:4], typed, *USUAL[5:])
    assert terms(district).deadline == deadline


def test_a_deadline_on_a_holiday_is_told_and_moves_by_a_button(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:4], "2026-10-3")
    assert "2026-10-3（周六）不上班" in finance.text
    assert "提早到 2026-9-30（周三）" in [button.label for button in finance.buttons]
    finance.press("move").say("照常", "不可以").press("publish")
    assert terms(district).deadline == date(2026, 9, 30)


def test_a_deadline_may_stay_on_a_holiday_but_its_reminders_do_not(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:4], "2026-10-3").press("keep").say("3、当天", "不可以").press("publish")
    assert terms(district).deadline == date(2026, 10, 3)
    assert reminder_days(district) == ["09-30 09:00"]


def test_today_can_be_the_deadline_on_a_weekend_and_there_is_no_workday_left_before(
    district: District, finance: Clerk
) -> None:
    district.office.now = moment("03-07 10:00")
    finance.say("/campaign", *USUAL[:4], "今天")
    assert finance.ids == ["keep", "back", "cancel"]
    finance.press("keep").say(*USUAL[5:])
    assert "截止前没有要提醒的日子了" in finance.text


def test_dates_of_a_year_whose_holidays_nobody_knows_are_provisional(finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:4], "2027-3-19", *USUAL[5:])
    assert "2027-3-5（周五，暂定）" in finance.text
    assert "2027 年的放假安排还没有公布" in finance.text


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("10、5、1、当天", (10, 5, 1, 0)),
        ("提前 7 天和当天", (7, 0)),
        ("１０ ３", (10, 3)),
        ("5天，5天", (5,)),
    ],
)
def test_reminder_days_are_understood_as_people_write_them(
    district: District, finance: Clerk, typed: str, days: tuple[int, ...]
) -> None:
    published(finance, *USUAL[:5], typed, "不可以")
    assert terms(district).reminder_days == days


@pytest.mark.parametrize("typed", ["每天", "61", "-1", "1 2 3 4 5 6 7 8 9 10 11", "、", "第三天"])
def test_reminder_days_that_cannot_be_are_refused(finance: Clerk, typed: str) -> None:
    finance.say("/campaign", *USUAL[:5], typed)
    assert "❗" in finance.text
    assert "例如 10、5、1、当天" in finance.text
    assert finance.path == "campaign.reminder_days"


def test_units_are_chosen_one_by_one_by_buttons(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:2])
    for unit in (1, 3, 1, 2):
        finance.press(f"pick-{district.units[unit]}")
    finance.press("picked").say(*USUAL[3:]).press("publish")
    assert [unit for unit, _ in wanted(district)] == ["白沙社区", "柳岸社区"]


def test_units_are_chosen_by_their_names(district: District, finance: Clerk) -> None:
    published(finance, *USUAL[:2], "柳岸社区、青禾社区", *USUAL[3:])
    assert [unit for unit, _ in wanted(district)] == ["青禾社区", "柳岸社区"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("火星社区", "没有找到：火星社区"), ("、", "没有找到"), ("青禾社区、<i>", "没有找到：&lt;i&gt;")],
)
def test_units_that_are_not_there_are_named(finance: Clerk, typed: str, told: str) -> None:
    finance.say("/campaign", *USUAL[:2], typed)
    assert told in finance.text
    assert "例如 白沙社区、柳岸社区" in finance.text


def test_units_of_one_name_are_told_apart_by_their_full_names(district: District, finance: Clerk) -> None:
    with transaction(district.office.engine) as session:
        for parent in district.units[2:]:
            units.add(session, "一组", parent, f"{parent} 村一组")
    finance.say("/campaign", *USUAL[:2], "一组")
    assert "叫“一组”的有 2 个单位。请写全称" in finance.text
    labels = [button.label for button in finance.buttons]
    assert {f"▫️ {parent} 村一组" for parent in district.units[2:]} <= set(labels)
    finance.say(f"{district.units[2]} 村一组、{district.units[3]} 村一组", *USUAL[3:]).press("publish")
    assert len(wanted(district)) == 2


def test_units_are_chosen_by_their_level(district: District, finance: Clerk) -> None:
    with transaction(district.office.engine) as session:
        units.add(session, "青禾一组", district.units[1])
    finance.say("/campaign", *USUAL[:2])
    assert {"level-1", "level-2"} <= set(finance.ids)
    finance.press("level-2").say(*USUAL[3:]).press("publish")
    assert wanted(district) == [("青禾一组", "路灯维护")]


def test_a_project_with_a_comma_in_its_name_is_quoted_or_stands_on_its_line(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:2]).press("self").say("“治安、消防”、绿化", *USUAL[4:]).press("publish")
    assert [project for _, project in wanted(district)] == ["治安、消防", "绿化"]
    finance.say("/campaign").press("campaign.new")
    finance.say(*USUAL[:2]).press("self").say("治安、消防\n\n绿化\n绿化", *USUAL[4:]).press("publish")
    assert [project for _, project in wanted(district, 2)] == ["治安、消防", "绿化"]


def test_each_unit_has_its_own_projects_by_a_pasted_table(district: District, finance: Clerk) -> None:
    table = "单位\t项目\n青禾社区\t路灯维护\n白沙社区\t绿化\n青禾社区\t养老\n青禾社区\t养老"
    finance.say("/campaign", *USUAL[:3], table, *USUAL[4:])
    assert "一共要 <b>3 份</b>：2 个单位，3 个项目" in finance.text
    assert "选中的单位里有 1 个没有项目" in finance.text
    finance.press("publish")
    assert wanted(district) == [("青禾社区", "路灯维护"), ("青禾社区", "养老"), ("白沙社区", "绿化")]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("火星社区\t路灯", "没有找到：火星社区"),
        ("青禾社区\t", "要有单位和项目两列"),
        ("青禾社区\t路灯\n绿化", "要有单位和项目两列"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(finance: Clerk, table: str, told: str) -> None:
    finance.say("/campaign", *USUAL[:3], table)
    assert told in finance.text
    assert finance.path == "campaign.projects"


@pytest.mark.parametrize("typed", ["、", " \n ", "x" * 201, "\n".join(f"项目{number}" for number in range(51))])
def test_projects_that_cannot_be_are_refused(finance: Clerk, typed: str) -> None:
    finance.say("/campaign", *USUAL[:3], typed)
    assert "❗" in finance.text
    assert finance.path == "campaign.projects"


def test_every_answer_can_be_changed_before_it_is_published(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL)
    finance.press("change-year").press("this-year")
    finance.press("change-scheme").press("mof-2020")
    finance.press("change-units").press("self")
    finance.press("change-projects").say("养老")
    finance.press("change-deadline").say("2026-4-3")
    finance.press("change-days").say("2")
    finance.press("change-review").press("yes")
    finance.press("change-title").say("区本级自评")
    finance.press("change-title").say("临湖区自评")
    finance.press("publish")
    made = terms(district)
    assert (made.title, made.year, made.scheme, made.own_review) == ("临湖区自评", 2026, "mof-2020", True)
    assert (made.deadline, made.reminder_days) == (date(2026, 4, 3), (2,))
    assert wanted(district) == [("临湖区", "养老")]


def test_another_command_leaves_the_dialogue_and_campaign_goes_on_with_it(finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:3], "/help")
    assert finance.say("/campaign").path == "campaign.projects"
    assert finance.press("back").path == "campaign.units"
    finance.press("cancel")
    assert finance.say("/campaign").path == "campaign.year"


def test_a_file_does_not_end_the_dialogue(finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:3], "项目内容\t预算金额\t决算金额\t账面支出\n路灯\t100\t100\t100")
    assert finance.path == "campaign.projects", "a pasted table is text here"


def test_a_sticker_and_an_old_button_change_nothing(finance: Clerk) -> None:
    finance.say("/campaign", "去年")
    finance.do(Unsupported("sticker"))
    assert "只能打字或者按按钮" in finance.text
    finance.press("this-year", question=1)
    assert "这个按钮现在用不上了" in finance.text
    assert finance.path == "campaign.scheme"


def test_a_deadline_that_passes_before_it_is_published_is_asked_again(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL)
    district.office.now = moment("03-21 09:00")
    finance.press("publish")
    assert "原来的截止日期已经过了" in finance.text
    finance.say("2026-4-3").press("publish")
    assert terms(district).deadline == date(2026, 4, 3)


def test_nothing_is_published_that_asks_nobody(finance: Clerk) -> None:
    finance.say("/campaign", *USUAL[:3], "青禾社区\t路灯", *USUAL[4:])
    finance.press("change-units").say("白沙社区、柳岸社区")
    assert "一份也没有，还不能发布" in finance.text
    assert "publish" not in finance.ids


# Changing


def test_the_deadline_moves_with_its_reminders_and_one_line_to_each_clerk(district: District, finance: Clerk) -> None:
    published(finance)
    district.told()
    finance.say("/campaign").press("campaign.1").press("campaign.1.deadline").say("2026-3-27")
    assert "还没报送的 3 位填报人" in finance.text
    finance.press("agree")
    told = district.told()
    assert told.keys() == {QINGHE, BAISHA, SECOND}
    assert "截止日期从 2026-3-20（周五）改到了 2026-3-27（周五）" in told[BAISHA][0].text
    assert reminder_days(district) == [f"03-{day:02} 09:00" for day in (13, 20, 24, 26, 27)]


def test_who_has_filed_hears_nothing_of_another_deadline(district: District, finance: Clerk) -> None:
    published(finance)
    clerk = district.person(QINGHE).press("begin.1")
    district.move(clerk.filings()[0].id, "filed")
    district.told()
    finance.press("campaign.1.deadline").say("2026-3-27").press("agree")
    assert district.told().keys() == {BAISHA, SECOND}


def test_reminders_that_went_out_stay_when_the_deadline_moves(district: District, finance: Clerk) -> None:
    published(finance)
    district.at("03-06 09:00")
    finance.press("campaign.1.deadline").say("2026-3-27").press("agree")
    assert reminder_days(district) == [f"03-{day:02} 09:00" for day in (6, 13, 20, 24, 26, 27)]
    assert [day for day in reminder_days(district, "digest") if day < "03-07"] == [], "its digest is not due any more"


def test_the_same_moment_is_not_planned_twice(district: District, finance: Clerk) -> None:
    published(finance)
    district.at("03-13 09:00")
    finance.press("campaign.1.days").say("7、当天")
    assert reminder_days(district) == ["03-06 09:00", "03-13 09:00", "03-20 09:00"]


def test_units_and_projects_are_added_and_their_clerks_are_told(district: District, finance: Clerk) -> None:
    published(finance, *USUAL[:2], "青禾社区", "就这 1 个", *USUAL[3:])
    district.told()
    finance.press("campaign.1.add").say("青禾社区、白沙社区", "路灯维护")
    assert "增加 1 份" in finance.text
    assert "另有 1 份本来就有" in finance.text
    finance.press("agree")
    assert wanted(district) == [("青禾社区", "路灯维护"), ("白沙社区", "路灯维护")]
    assert district.told().keys() == {BAISHA, SECOND}
    finance.press("campaign.1.add").say("全部下级单位", "路灯维护").press("change-units").say(
        "青禾社区", "就这 1 个"
    ).press("agree")
    assert "没有增加" in finance.text


def test_only_what_nobody_has_begun_is_taken_back(district: District, finance: Clerk) -> None:
    published(finance)
    assert "没有找到这样的" in finance.press("campaign.1.remove").say("绿化").text
    finance.say("路灯维护")
    district.person(BAISHA).press("begin.2")
    assert "撤回这 2 份" in finance.press("resume").say("/campaign").press("campaign.1.remove").say("路灯维护").text
    district.person(QINGHE).press("begin.1")
    finance.press("agree")
    assert "撤回了 1 份" in finance.text
    assert "另有 1 份已经有人开始填" in finance.text
    assert [unit for unit, _ in wanted(district)] == ["青禾社区", "白沙社区"]
    assert "没有能撤回的" in finance.press("campaign.1.remove").text


def test_a_closed_campaign_reminds_nobody_until_it_is_open_again(district: District, finance: Clerk) -> None:
    published(finance)
    finance.press("campaign.1.close")
    assert "已经结束" in finance.text
    assert reminder_days(district) == []
    assert "没有找到这项填报任务" in district.person(QINGHE).press("begin.1").text
    finance.press("campaign.1.deadline").say("2026-3-27").press("agree")
    assert reminder_days(district) == []
    assert district.told().keys() <= {QINGHE, BAISHA, SECOND}
    for change in ("days", "add", "remove", "close"):
        assert "没有找到这项填报任务" in finance.press(f"campaign.1.{change}").text
    finance.press("campaign.1.open")
    assert reminder_days(district) == [f"03-{day:02} 09:00" for day in (13, 20, 24, 26, 27)]


def test_a_change_to_a_campaign_that_was_closed_meanwhile_is_none(district: District, finance: Clerk) -> None:
    published(finance)
    finance.press("campaign.1.days")
    with transaction(district.office.engine) as session:
        campaigns.set_state(session, 1, "closed")
    assert "刚才的没有办" in finance.say("5").text
    assert terms(district).reminder_days == (14, 7, 3, 1, 0)


# Whose it is


def street(district: District) -> Clerk:
    """财政 of 青禾社区, below the unit that asks."""
    with transaction(district.office.engine) as session:
        roles.give(session, SECOND, district.units[1], "finance", district.office.now)
    return district.person(SECOND)


CHANGES = ("deadline", "days", "add", "remove", "close", "open")


def test_finance_of_a_unit_below_sees_the_campaign_and_changes_nothing(district: District, finance: Clerk) -> None:
    published(finance)
    below = street(district)
    below.read()
    below.say("/campaign")
    assert "只能看" in below.text
    below.press("campaign.1")
    assert "2026-3-20（周五）" in below.text
    assert "一共 3 份" not in below.text
    assert below.ids == []
    for change in CHANGES:
        assert "没有找到这项填报任务" in below.press(f"campaign.1.{change}").text
    assert terms(district).deadline == date(2026, 3, 20)


def test_finance_above_changes_the_campaign_of_a_unit_below(district: District, finance: Clerk) -> None:
    published(street(district), *USUAL[:2], *USUAL[3:])
    finance.press("campaign.1.deadline").say("2026-4-3").press("agree")
    assert terms(district).deadline == date(2026, 4, 3)


@pytest.mark.parametrize("person", [QINGHE, REVIEWER])
def test_others_see_nothing_of_it_whatever_they_press(district: District, finance: Clerk, person: int) -> None:
    published(finance)
    other = district.person(person)
    other.read()
    assert "只有财政和管理员能发布填报任务" in other.say("/campaign").text
    for button in ("campaign.1", "campaign.2", *(f"campaign.1.{change}" for change in CHANGES)):
        assert "没有找到这项填报任务" in other.press(button).text
        assert other.ids == []
    assert "只有财政和管理员" in other.press("campaign.new").text


def test_finance_of_another_district_sees_nothing_of_it(district: District, finance: Clerk) -> None:
    published(finance)
    with transaction(district.office.engine) as session:
        other = units.add(session, "江岸区")
        roles.give(session, REVIEWER, other.id, "finance", district.office.now)
    elsewhere = district.person(REVIEWER)
    assert elsewhere.say("/campaign").path == "campaign.year", "there is none they could see"
    for button in ("campaign.1", *(f"campaign.1.{change}" for change in CHANGES)):
        assert "没有找到这项填报任务" in elsewhere.press(button).text


@pytest.mark.parametrize(
    "forged",
    ["", ".", ".x", ".99999999999999999999", ".4294967296", ".1.x", ".1.close.1", ".-1", ".１"],
)
def test_forged_buttons_find_nothing(finance: Clerk, forged: str) -> None:
    published(finance)
    assert "没有找到这项填报任务" in finance.press(f"campaign{forged}").text


def test_who_is_finance_no_more_cannot_end_what_they_began(district: District, finance: Clerk) -> None:
    finance.say("/campaign", *USUAL)
    take_finance(district)
    finance.press("publish")
    assert "已经不归您管" in finance.text
    with transaction(district.office.engine) as session:
        assert session.connection().execute(select(CAMPAIGN)).first() is None


def test_who_is_finance_no_more_cannot_end_a_change(district: District, finance: Clerk) -> None:
    published(finance)
    finance.press("campaign.1.deadline").say("2026-4-3")
    take_finance(district)
    assert "已经不归您管" in finance.press("agree").text
    assert terms(district).deadline == date(2026, 3, 20)


def test_finance_of_two_units_says_which_one_asks(district: District, finance: Clerk) -> None:
    with transaction(district.office.engine) as session:
        other = units.add(session, "江岸区")
        roles.give(session, FINANCE, other.id, "finance", district.office.now)
    assert finance.say("/campaign").path == "campaign.unit"
    assert "没有找到单位" in finance.say("火星区").text
    finance.say("江岸区", *USUAL[:2], *USUAL[3:]).press("publish")
    assert wanted(district) == [("江岸区", "路灯维护")]


def test_the_terminal_publishes_and_files_like_anybody(district: District) -> None:
    operator = district.office.clerk(0)
    district.give(0, 1, "clerk")
    operator.say("/campaign")
    assert operator.path == "campaign.unit"
    operator.say("临湖区", *USUAL).press("publish")
    assert any(isinstance(each, Say) and "开始填报了" in each.text for each in operator.last)
    operator.press("begin.1")
    assert operator.filing().unit == "青禾社区"


def test_without_any_unit_an_administrator_is_told_how_to_make_them(district: District) -> None:
    with transaction(district.office.engine) as session:
        session.connection().execute(delete(ROLE))
        for unit in reversed(district.units):
            session.connection().execute(delete(UNIT).where(UNIT.c.id == unit))
    assert "还没有单位" in district.office.clerk(0).say("/campaign").text
