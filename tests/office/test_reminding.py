from __future__ import annotations

from typing import TYPE_CHECKING

from bot.office.reminding import MOST
from tests.office.district import BAISHA, FINANCE, QINGHE, moment, texts

if TYPE_CHECKING:
    from tests.clerk import Clerk
    from tests.office.district import District


def at(district: District, when: str, person: int = QINGHE) -> Clerk:
    district.office.now = moment(when)
    return district.person(person)


def test_a_person_sets_a_reminder_by_a_button_about_the_filing_in_hand(district: District) -> None:
    clerk = at(district, "03-10 10:00").press(f"open.{district.begin()}")
    clerk.say("/remind")
    assert clerk.path == "remind.at"
    assert "接着填“惠民项目”" in clerk.text
    assert [each.label for each in clerk.buttons] == ["1 小时后", "今晚 19:00", "明早 9:00", "✖ 不办了"]
    clerk.press("evening")
    assert "3月10日（周二）19:00 提醒您接着填“惠民项目”" in clerk.text
    assert clerk.path == "department"
    assert district.at("03-10 18:59") == {}
    [said] = district.at("03-10 19:00")[QINGHE]
    assert "还差" in said.text
    assert said.buttons[0].id.startswith("open.")
    assert district.at("03-10 19:01") == {}


def test_a_moment_is_typed_also_beside_the_command(district: District) -> None:
    assert "3月11日（周三）15:00" in at(district, "03-10 10:00").say("/remind", "明天下午3点").text
    assert "3月12日（周四）9:00" in at(district, "03-10 10:00").say("/remind 3月12日 9:00").text


def test_a_past_or_unreadable_moment_is_refused_and_asked_for_again(district: District) -> None:
    clerk = at(district, "03-10 10:00").say("/remind 3月5日 9:00")
    assert "3月5日（周四）9:00 已经过去了，请写以后的时间，例如" in clerk.text
    assert clerk.path == "remind.at"
    clerk.say("以后吧")
    assert "没看懂“以后吧”是什么时候" in clerk.text
    assert "提醒您" in clerk.say("2 小时后").text


def test_after_seven_nobody_is_offered_this_evening(district: District) -> None:
    assert "evening" not in at(district, "03-10 19:30").say("/remind").ids


def test_what_is_set_is_listed_and_can_be_cancelled(district: District) -> None:
    clerk = at(district, "03-10 10:00").say("/remind 明天9:00", "/remind 后天9:00", "/remind")
    assert "3月11日（周三）9:00" in clerk.text
    button = next(each for each in clerk.buttons if each.label == "✖ 3月11日（周三）9:00")
    assert "没有找到" in at(district, "03-10 10:00", BAISHA).press(button.id).text
    assert "取消了" in clerk.press(button.id).text
    assert "没有找到" in clerk.press(button.id).text
    assert district.at("03-11 09:00") == {}
    assert district.at("03-12 09:00").keys() == {QINGHE}


def test_ones_own_reminder_comes_in_quiet_hours_too_and_even_where_nothing_is_open(district: District) -> None:
    at(district, "03-10 10:00", FINANCE).say("/remind 今晚22:30")
    [said] = district.at("03-10 22:30")[FINANCE]
    assert "您定的时间到了" in said.text


def test_a_reminder_of_a_filing_that_was_handed_in_is_over_without_a_word(district: District) -> None:
    filing = district.begin()
    at(district, "03-10 10:00").press(f"open.{filing}").say("/remind 明天9:00")
    district.move(filing, "submitted")
    assert district.at("03-11 09:00") == {}


def test_a_reminder_of_a_private_filing_names_what_is_open_until_it_is_finished(district: District) -> None:
    at(district, "03-10 10:00", FINANCE).say("/new wuhan-2018", "2025", "惠民项目", "/remind 明天9:00")
    [said] = district.at("03-11 09:00")[FINANCE]
    assert "<b>惠民项目</b>\n还差" in said.text


def test_nobody_sets_more_reminders_than_they_can_look_over(district: District) -> None:
    clerk = at(district, "03-10 10:00")
    for minute in range(MOST):
        clerk.say(f"/remind 明天9:{minute:02}")
    assert f"已经定了 {MOST} 个" in clerk.say("/remind 明天10:00").text


def test_a_reminder_at_a_bad_time_comes_again_later_even_in_quiet_hours(district: District) -> None:
    district.plan("03-17 20:30")
    [said] = district.at("03-17 20:30")[QINGHE]
    hour = next(each.id for each in said.buttons if each.id.startswith("snooze.hour"))
    assert "21:31 再提醒您" in at(district, "03-17 20:30").press(hour).press(hour).text
    assert district.at("03-17 21:30") == {}
    again = district.at("03-17 21:31")
    assert again.keys() == {QINGHE}
    assert len(again[QINGHE]) == 1
    assert "截止还有 3 天" in texts(again[QINGHE])


def test_what_was_snoozed_and_then_filed_does_not_come_again(district: District) -> None:
    district.plan("03-17 09:00")
    [said] = district.at("03-17 09:00")[QINGHE]
    at(district, "03-17 09:00").press(next(each.id for each in said.buttons if "morning" in each.id))
    district.move(district.begin(), "filed")
    assert district.at("03-18 09:00") == {}


def test_this_evening_is_refused_when_it_is_over(district: District) -> None:
    district.plan("03-17 09:00")
    [said] = district.at("03-17 09:00")[QINGHE]
    evening = next(each.id for each in said.buttons if "evening" in each.id)
    assert "已经过去了" in at(district, "03-17 20:00").press(evening).text


def test_a_snoozed_reminder_does_not_keep_the_next_reminder_day_from_others(district: District) -> None:
    district.plan("03-17 09:00", "03-18 09:00")
    [said] = district.at("03-17 09:00")[BAISHA]
    at(district, "03-17 09:00", BAISHA).press(next(each.id for each in said.buttons if "morning" in each.id))
    told = district.at("03-18 09:00")
    assert QINGHE in told
    assert len(told[BAISHA]) == 1


def test_forged_buttons_find_nothing(district: District) -> None:
    district.plan("03-17 09:00")
    district.at("03-17 09:00")
    stranger = at(district, "03-17 09:00", FINANCE)
    for button in (
        "snooze.hour.1",
        "snooze.hour.99",
        "snooze.week.1",
        "snooze.hour",
        "snooze",
        "unremind.1",
        "unremind.x",
    ):
        assert "没有找到" in stranger.press(button).text
    assert "没有找到" in stranger.press(f"snooze.hour.{'9' * 30}").text
    assert district.at("03-17 10:01") == {}
