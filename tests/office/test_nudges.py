from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office.district import BAISHA, FINANCE, QINGHE, REVIEWER, SECOND, moment

if TYPE_CHECKING:
    from tests.office.district import District


def nudge(district: District, when: str, unit: int | None = None, person: int = FINANCE) -> str:
    district.office.now = moment(when)
    there = f".{district.units[unit]}" if unit else ""
    return district.person(person).press(f"nudge.{district.campaign}{there}").text


def test_finance_urges_all_who_have_not_filed(district: District) -> None:
    district.move(district.begin(), "filed")
    answer = nudge(district, "03-10 10:00")
    assert "已催 2 人" in answer
    assert "没有填报人的单位：柳岸社区" in answer
    assert district.at("03-10 10:01").keys() == {BAISHA, SECOND}


def test_nobody_is_urged_twice_within_an_hour(district: District) -> None:
    assert "已催 1 人" in nudge(district, "03-10 10:00", 1)
    assert "3月10日（周二）11:00 以后可以再催" in nudge(district, "03-10 10:30", 1)
    assert district.at("03-10 10:31").keys() == {QINGHE}
    answer = nudge(district, "03-10 10:40")
    assert "已催 2 人" in answer
    assert "其余的一小时之内催过了" in answer
    assert district.at("03-10 10:41").keys() == {BAISHA, SECOND}
    assert "已催 1 人" in nudge(district, "03-10 11:05", 1)
    assert district.at("03-10 11:06").keys() == {QINGHE}


def test_where_a_filing_waits_for_review_the_reviewer_is_urged(district: District) -> None:
    district.move(district.begin(), "submitted")
    assert "已催 1 人" in nudge(district, "03-10 10:00", 1)
    assert district.at("03-10 10:01").keys() == {REVIEWER}


def test_where_all_is_filed_nobody_is_urged(district: District) -> None:
    district.move(district.begin(), "filed")
    assert "都报送了，不用催" in nudge(district, "03-10 10:00", 1)
    assert district.at("03-10 10:01") == {}


def test_in_quiet_hours_it_arrives_when_they_end(district: District) -> None:
    assert "现在是免打扰时间，消息 3月11日（周三）8:00 送到" in nudge(district, "03-10 22:00", 1)
    assert district.at("03-10 22:01") == {}
    assert district.at("03-11 08:00").keys() == {QINGHE}


def test_only_finance_of_a_unit_above_urges_and_only_below_it(district: District) -> None:
    for person in (QINGHE, REVIEWER, BAISHA):
        assert "没有找到" in nudge(district, "03-10 10:00", 1, person)
        assert "没有找到" in nudge(district, "03-10 10:00", None, person)
    district.give(BAISHA, 2, "finance")
    assert "没有找到" in nudge(district, "03-10 10:00", 1, BAISHA)
    assert "已催 2 人" in nudge(district, "03-10 10:00", None, BAISHA)
    assert district.at("03-10 10:01").keys() == {BAISHA, SECOND}


def test_forged_buttons_find_nothing(district: District) -> None:
    finance = district.person(FINANCE)
    for words in (
        "",
        ".0",
        ".999",
        ".x",
        f".{district.campaign}.999",
        f".{district.campaign}.x",
        f".{'9' * 30}",
        ".1.1.1",
    ):
        assert "没有找到" in finance.press(f"nudge{words}").text
    assert "没有找到" in finance.press(f"nudge.{district.campaign}.{district.units[0]}").text
