from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import insert

from bot.store import assignments, campaigns, reminders, units
from bot.store.database import transaction
from bot.store.tables import ITEMS, ChatRecord
from tests.office.district import BAISHA, FINANCE, QINGHE, REVIEWER, SECOND, moment, texts

if TYPE_CHECKING:
    import pytest

    from bot.message import Say
    from tests.office.district import District

CLERKS = {QINGHE, BAISHA, SECOND}


def test_everybody_who_still_has_to_file_is_reminded_once_on_each_reminder_day(district: District) -> None:
    district.plan("03-17 09:00", "03-20 09:00")
    assert district.at("03-17 08:59") == {}
    first = district.at("03-17 09:00")
    assert first.keys() == CLERKS
    assert all(len(told) == 1 for told in first.values())
    assert district.at("03-17 09:01") == {}
    assert district.at("03-20 09:00").keys() == CLERKS
    assert district.at("04-20 09:00") == {}


def test_a_message_says_what_is_missing_and_leads_right_there(district: District) -> None:
    district.plan("03-17 09:00")
    filing = district.begin()
    [said] = district.at("03-17 09:00")[QINGHE]
    assert "惠民项目" in said.text
    assert "青禾社区" in said.text
    assert "预算明细" in said.text
    assert "未填，截止还有 3 天" in said.text
    assert said.buttons[0].id == f"open.{filing}"
    clerk = district.person(QINGHE).press(said.buttons[0].id)
    assert clerk.asked
    assert clerk.path == "department"


def test_open_items_are_counted(district: District) -> None:
    district.plan("03-17 09:00")
    filing = district.begin()
    with transaction(district.office.engine) as session:
        items = [{"filing_id": filing, "position": number, "name": "公示及时率"} for number in (1, 2)]
        session.connection().execute(insert(ITEMS["indicators"]), items)
    [said] = district.at("03-17 09:00")[QINGHE]
    assert "2 项绩效指标" in said.text


def test_what_nobody_has_begun_can_be_begun_by_a_button(district: District) -> None:
    district.plan("03-17 09:00")
    [said] = district.at("03-17 09:00")[BAISHA]
    assert "还没有开始填，截止还有 3 天" in said.text
    button = said.buttons[0].id
    assert button.startswith("begin.")
    assert district.person(BAISHA).press(button).asked


def test_who_has_filed_or_submitted_is_not_reminded_but_the_reviewer_is(district: District) -> None:
    district.plan("03-17 09:00", "03-18 09:00")
    filing = district.begin()
    district.move(filing, "submitted")
    told = district.at("03-17 09:00")
    assert told.keys() == {BAISHA, SECOND, REVIEWER}
    assert "有 1 份等您审核：青禾社区 惠民项目" in texts(told[REVIEWER])
    district.move(filing, "filed")
    assert district.at("03-18 09:00").keys() == {BAISHA, SECOND}


def test_what_was_filed_between_spreading_and_firing_is_over_without_a_word(district: District) -> None:
    district.plan("03-17 09:00")
    filing = district.begin()
    district.office.now = moment("03-17 09:00")
    assert district.office.service.remind()
    district.move(filing, "filed")
    assert district.at("03-17 09:00").keys() == {BAISHA, SECOND}
    district.move(filing, "returned")
    assert district.at("03-17 10:00") == {}


def test_what_is_returned_or_only_to_be_submitted_is_told_as_that(district: District) -> None:
    district.plan("03-17 09:00", "03-18 09:00")
    filing = district.begin()
    district.move(filing, "finished")
    assert "已填完，还没有提交，截止还有 3 天" in texts(district.at("03-17 09:00")[QINGHE])
    district.move(filing, "returned")
    assert "被退回了，还差" in texts(district.at("03-18 09:00")[QINGHE])


def test_after_two_days_of_outage_all_that_is_late_comes_in_one_message(district: District) -> None:
    other = district.made("2025 年度补报")
    for number in (district.campaign, other):
        district.plan("03-17 09:00", "03-18 09:00", campaign=number)
    told = district.at("03-19 10:00")
    assert {person: len(said) for person, said in told.items()} == dict.fromkeys(CLERKS, 1)
    [said] = told[QINGHE]
    assert said.text.count("截止还有 1 天") == 2
    assert {each.id.partition(".")[0] for each in said.buttons} == {"begin", "snooze"}
    assert district.at("03-19 10:01") == {}


def test_what_is_late_until_after_the_deadline_still_comes_once(district: District) -> None:
    district.plan("03-20 09:00")
    assert "已过截止日 2 天" in texts(district.at("03-22 09:30")[QINGHE])
    assert district.at("03-23 09:30") == {}


def test_a_closed_campaign_reminds_nobody_even_of_what_was_spread(district: District) -> None:
    district.plan("03-17 09:00")
    district.office.now = moment("03-17 09:00")
    district.office.service.remind()
    with transaction(district.office.engine) as session:
        campaigns.set_state(session, district.campaign, "closed")
    assert district.at("03-17 09:00") == {}
    with transaction(district.office.engine) as session:
        campaigns.set_state(session, district.campaign, "open")
    assert district.at("03-17 09:01") == {}


def test_who_has_blocked_the_bot_is_left_alone_and_not_reminded_of_the_past_on_return(district: District) -> None:
    district.plan("03-17 09:00", "03-18 09:00")
    district.office.now = moment("03-17 09:00")
    district.office.service.remind()
    with transaction(district.office.engine) as session:
        chat = session.get(ChatRecord, QINGHE)
        assert chat
        chat.blocked_at = district.office.now
    assert district.at("03-17 09:00").keys() == {BAISHA, SECOND}
    assert district.at("03-18 09:00").keys() == {BAISHA, SECOND}
    district.person(QINGHE).say("/start")
    assert district.at("03-18 09:30") == {}


def test_quiet_hours_hold_a_late_reminder_back_until_they_end(district: District) -> None:
    district.plan("03-17 09:00")
    assert district.at("03-17 23:00") == {}
    assert district.at("03-18 07:59") == {}
    assert district.at("03-18 08:00").keys() == CLERKS
    assert district.at("03-18 23:00") == {}


def test_a_clock_set_back_fires_nothing_twice(district: District) -> None:
    district.plan("03-17 09:00", "03-18 09:00")
    assert district.at("03-17 09:00").keys() == CLERKS
    assert district.at("03-16 09:00") == {}
    assert district.at("03-17 09:00") == {}
    assert district.at("03-18 09:00").keys() == CLERKS


def test_a_day_replanned_in_the_middle_of_its_spreading_reaches_nobody_twice(district: District) -> None:
    district.plan("03-17 09:00")
    district.office.now = moment("03-17 09:00")
    district.office.service.remind()
    district.plan("03-17 09:00", "03-19 09:00")
    assert {person: len(told) for person, told in district.at("03-17 09:00").items()} == dict.fromkeys(CLERKS, 1)
    district.plan("03-18 09:00")
    assert district.at("03-18 09:00").keys() == CLERKS
    assert district.at("03-19 09:00") == {}


def test_a_clerk_who_left_is_reminded_no_more_and_a_new_one_from_the_next_day_on(district: District) -> None:
    district.plan("03-17 09:00", "03-18 09:00")
    district.at("03-17 09:00")
    district.give(FINANCE, 1, "clerk")
    assert FINANCE in district.at("03-18 09:00")


def test_finance_gets_a_digest_of_who_is_where(district: District) -> None:
    district.plan("03-17 17:30", kind="digest")
    filing = district.begin()
    district.move(filing, "filed")
    told = district.at("03-17 17:30")
    assert told.keys() == {FINANCE}
    [said] = told[FINANCE]
    assert "已报送 1 · 未开始 2（共 3 份）" in said.text
    assert "还没报送的单位：白沙社区、柳岸社区。" in said.text
    assert [each.id for each in said.buttons] == [f"board.{district.campaign}", f"nudge.{district.campaign}"]


def test_a_digest_names_ten_units_that_are_the_furthest_behind_and_counts_all(district: District) -> None:
    district.plan("03-17 17:30", kind="digest")
    district.begin()
    with transaction(district.office.engine) as session:
        more = [units.add(session, f"第{number}社区", district.units[0]).id for number in range(1, 21)]
        assignments.add(session, district.campaign, [(unit, "惠民项目") for unit in more])
    [said] = district.at("03-17 17:30")[FINANCE]
    assert "第8社区 等 23 个。" in said.text
    assert "青禾社区" not in said.text


def test_late_digests_of_a_campaign_come_as_one(district: District) -> None:
    district.plan("03-16 17:30", "03-17 17:30", kind="digest")
    [said] = district.at("03-18 09:00")[FINANCE]
    assert said.text.count("2025 年度绩效自评") == 1


def test_who_is_clerk_and_finance_gets_both_in_one_message(district: District) -> None:
    district.give(FINANCE, 3, "clerk")
    with transaction(district.office.engine) as session:
        at = moment("03-17 09:00")
        campaigns.plan_reminders(session, district.campaign, [("campaign", at), ("digest", at)])
    [said] = district.at("03-17 09:00")[FINANCE]
    assert "柳岸社区，2025 年度绩效自评）\n还没有开始填" in said.text
    assert "未开始 3（共 3 份）" in said.text
    words = [each.id.partition(".")[0] for each in said.buttons]
    assert words == ["begin", "snooze", "snooze", "snooze", "board", "nudge"]


def test_after_the_deadline_was_moved_the_message_counts_to_the_new_one(district: District) -> None:
    district.plan("03-17 09:00", "03-20 09:00")
    district.at("03-17 09:00")
    with transaction(district.office.engine) as session:
        campaigns.set_deadline(session, district.campaign, date(2026, 3, 27))
    district.plan("03-24 09:00", "03-27 09:00")
    assert district.at("03-20 09:00") == {}
    assert "截止还有 3 天" in texts(district.at("03-24 09:00")[QINGHE])
    assert "今天截止" in texts(district.at("03-27 09:00")[QINGHE])


def test_a_day_is_spread_over_many_people_in_several_short_steps(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "CHUNK", 2)
    district.plan("03-17 09:00")
    district.office.now = moment("03-17 09:00")
    assert district.office.service.remind()
    assert district.told() == {}
    assert {person: len(said) for person, said in district.at("03-17 09:00").items()} == dict.fromkeys(CLERKS, 1)


def test_restarted_in_the_middle_everybody_is_told_once(district: District) -> None:
    district.plan("03-17 09:00")
    district.office.now = moment("03-17 09:00")
    told: list[Say] = []
    steps = 0
    while True:
        district.office.__post_init__()  # another service on the same database
        if not district.office.service.remind():
            break
        steps += 1
        told += [each for said in district.told().values() for each in said]
    assert steps > 1
    assert len(told) == len(CLERKS)
