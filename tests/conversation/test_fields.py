from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.conversation.fields import (
    Day,
    Field,
    Money,
    Number,
    OneOf,
    Option,
    Points,
    Text,
    Unreadable,
    Year,
    YesNo,
    choices,
    visible,
)

TODAY = date(2026, 3, 16)
POINTS = Points(Decimal(8), Decimal(10), "这一档是 8 到 10 分。")
FIELDS = [
    Money(),
    Number(),
    Number("%"),
    POINTS,
    Year(TODAY),
    Day(TODAY),
    YesNo(),
    OneOf(choices("甲", "乙")),
    Text(200),
    OneOf(choices("甲", "乙"), open_to=Text(200)),
]


def refusal(field: Field, text: str) -> str:
    with pytest.raises(Unreadable) as why:
        field.read(text)
    return str(why.value)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\ud800\0", "字" * 5000])
def test_what_no_field_can_take_is_answered_by_one_short_chinese_sentence(field: Field, text: str) -> None:
    why = refusal(field, text)
    assert why.endswith("。")
    assert len(why) < 120
    assert not any(char in why for char in "\ud800\0")


class TestText:
    @pytest.mark.parametrize("text", ["<b>社区</b> & <i>", "*惠民* _项目_ [a](http://b) `c`", "=1+1", "{{ x }}", "🙂"])
    def test_signs_of_html_and_markdown_are_kept_whole(self, text: str) -> None:
        assert Text(200).read(text) == text
        assert Text(200).show(text) == text

    def test_line_breaks_are_kept_only_where_they_belong(self) -> None:
        assert Text(50).read("一\r\n\r\n二\t三\r四") == "一 二 三 四"
        assert Text(50, lines=True).read("一\r\n\n二\r三") == "一\n\n二\n三"

    def test_what_cannot_be_stored_is_left_out(self) -> None:
        assert Text(50).read("\ufeff甲\0\ud800乙\x07") == "甲乙"

    def test_a_text_that_is_too_long_is_told_by_how_much(self) -> None:
        assert refusal(Text(200), "字" * 5000) == "这段有 5000 个字，这里最多 200 个字，请缩短后再发一次。"


class TestMoney:
    @pytest.mark.parametrize(
        ("typed", "yuan"),
        [
            ("1,102,358.00", "1102358"),
            ("1102358元", "1102358"),
            ("110.2358万", "1102358"),
            ("110.2358万元整", "1102358"),
            ("１１０万", "1100000"),
            ("一百一十万", "1100000"),
            ("¥5232", "5232"),
            ("￥5232.50", "5232.50"),
            ("rmb 80块钱", "80"),
            ("人民币5232圆", "5232"),
            ("0", "0"),
        ],
    )
    def test_an_amount_is_understood_as_people_type_it(self, typed: str, yuan: str) -> None:
        assert Money().read(typed) == Decimal(yuan)

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ("很多", "没看懂"),
            ("10^15", "没看懂"),
            ("$5", "没看懂"),
            ("💰", "没看懂"),
            ("-5", "负数"),
            ("负五百", "负数"),
            ("1000000000000000", "太大"),
            ("一千万亿", "太大"),
            ("1.234", "两位小数"),
        ],
    )
    def test_another_amount_is_refused_with_the_reason_and_an_example(self, typed: str, why: str) -> None:
        sentence = refusal(Money(), typed)
        assert why in sentence
        assert "例如 1102358" in sentence

    def test_an_amount_is_shown_with_its_unit(self) -> None:
        assert Money().show(Decimal(1102358)) == "1,102,358.00 元"


class TestPoints:
    def test_points_are_read_with_or_without_their_unit(self) -> None:
        assert POINTS.read("9.5分") == POINTS.read("九点五") == Decimal("9.5")
        assert POINTS.show(Decimal("9.50")) == "9.5 分"

    def test_points_outside_the_band_are_told_the_band(self) -> None:
        assert refusal(POINTS, "7.99") == "这一档是 8 到 10 分。您写的是 7.99 分。"
        assert refusal(POINTS, "-10分").endswith("您写的是 -10 分。")
        assert "10.01 分" in refusal(POINTS, "10.01")

    def test_the_upper_bound_may_belong_to_the_next_band(self) -> None:
        below = Points(Decimal(5), Decimal(8), "不含 8 分。", below_most=True)
        assert below.read("7.99") == Decimal("7.99")
        assert "8 分" in refusal(below, "8")

    def test_points_have_two_decimals_at_most(self) -> None:
        assert "两位小数" in refusal(POINTS, "9.255")
        assert "请写数字，例如 10。" in refusal(POINTS, "很好")


class TestNumber:
    @pytest.mark.parametrize(
        ("unit", "typed", "value"),
        [
            ("%", "98", "98"),
            ("%", "98%", "98"),
            ("%", "0.98%", "0.98"),
            ("人次", "2.5万人次", "25000"),
            (None, "-3", "-3"),
        ],
    )
    def test_a_number_is_read_with_or_without_its_unit(self, unit: str | None, typed: str, value: str) -> None:
        assert Number(unit).read(typed) == Decimal(value)

    def test_a_share_may_be_a_percentage_so_it_is_asked_back(self) -> None:
        assert refusal(Number("%"), "0.98") == "是 98% 还是 0.98%？请带上百分号再写一次。"
        assert Number("天").read("0.5") == Decimal("0.5")

    def test_a_number_beyond_all_measure_is_refused(self) -> None:
        assert "太大" in refusal(Number(), "1000000000000000")
        assert "小数" in refusal(Number(), "0.1234567")
        assert Number("10").read("10") == Decimal(10), "a table may have a figure where the unit belongs"
        assert "只要一个数字" in refusal(Number(), "不少")

    def test_a_number_is_shown_with_its_unit(self) -> None:
        assert Number("%").show(Decimal("98.50")) == "98.5%"
        assert Number().show(98) == "98"


class TestYear:
    @pytest.mark.parametrize("typed", ["2018", "２０１８", "2018年", "2018年度", "18", "18年"])
    def test_a_year_is_read_in_four_digits_or_two(self, typed: str) -> None:
        assert Year(TODAY).read(typed) == 2018

    @pytest.mark.parametrize("typed", ["1999", "2028", "十八", "20180", "-18"])
    def test_a_year_far_off_is_refused_with_the_range(self, typed: str) -> None:
        assert refusal(Year(TODAY), typed) == f"“{typed}”不像年度。请写 2000 到 2027 之间的四位数字，例如 2025。"

    def test_a_year_is_shown_as_a_fiscal_year(self) -> None:
        assert Year(TODAY).show(2018) == "2018 年度"


class TestDay:
    @pytest.mark.parametrize(
        ("typed", "day"),
        [
            ("2019-7-28", date(2019, 7, 28)),
            ("2019年7月28日", date(2019, 7, 28)),
            ("2019/07/28", date(2019, 7, 28)),
            ("2019.7.28", date(2019, 7, 28)),
            ("20190728", date(2019, 7, 28)),
            ("7.28", date(2025, 7, 28)),
            ("3月16号", date(2026, 3, 16)),
            ("今天", TODAY),
            ("昨天", date(2026, 3, 15)),
            ("前天", date(2026, 3, 14)),
        ],
    )
    def test_a_date_is_understood_and_without_a_year_it_is_the_last_such_day(self, typed: str, day: date) -> None:
        assert Day(TODAY).read(typed) == day

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ("7月32日", "2026 年没有 7 月 32 日这一天。"),
            ("2025-2-29", "2025 年没有 2 月 29 日这一天。"),
            ("2月29日", "2026 年没有 2 月 29 日这一天。"),
            ("13.1", "2026 年没有 13 月 1 日这一天。"),
            ("明天", "没看懂“明天”是哪一天。"),
        ],
    )
    def test_a_day_that_no_calendar_has_is_named(self, typed: str, why: str) -> None:
        sentence = refusal(Day(TODAY), typed)
        assert sentence.startswith(why)
        assert "2026-3-16" in sentence

    def test_a_leap_day_that_last_year_had_not_is_refused(self) -> None:
        assert refusal(Day(date(2024, 1, 5)), "2.29").startswith("2023 年没有 2 月 29 日这一天。")

    def test_a_date_is_shown_as_forms_write_it(self) -> None:
        assert Day(TODAY).show(date(2019, 7, 28)) == "2019-7-28"
        assert Day(TODAY).show("2019") == "2019"


class TestOneOf:
    KINDS = OneOf((Option("a", "a", "≥ 越多越好（正向）"), Option("b", "b", "≤ 越少越好（反向）")))

    @pytest.mark.parametrize("typed", ["≥ 越多越好（正向）", "越多越好", "正向", "a", "1"])
    def test_a_choice_is_its_label_its_number_or_a_part_that_fits_no_other(self, typed: str) -> None:
        assert self.KINDS.read(typed) == "a"

    @pytest.mark.parametrize("typed", ["越", "3", "0", "都行"])
    def test_what_fits_none_or_several_is_refused_with_all_labels(self, typed: str) -> None:
        assert refusal(self.KINDS, typed).endswith("打出其中一个：≥ 越多越好（正向）、≤ 越少越好（反向）。")

    def test_a_choice_may_be_open_to_other_answers(self) -> None:
        names = OneOf(choices("数量指标", "质量指标"), open_to=Text(50))
        assert names.read("质量") == "质量指标"
        assert names.read("指标") == "指标"

    def test_a_choice_is_shown_by_its_label_and_another_answer_as_it_is(self) -> None:
        assert self.KINDS.show("a") == "≥ 越多越好（正向）"
        assert self.KINDS.show("c") == "c"


class TestYesNo:
    COMPLIANT = YesNo("符合规定", "有不符合的情况")

    def test_yes_and_no_are_understood_in_many_words(self) -> None:
        assert all(self.COMPLIANT.read(typed) for typed in ("是", "符合", "YES", "符合规定"))
        assert not any(self.COMPLIANT.read(typed) for typed in ("否", "不符合", "no", "有不符合的情况"))

    @pytest.mark.parametrize("typed", ["有", "没有", "大概"])
    def test_words_that_may_mean_either_are_asked_again(self, typed: str) -> None:
        assert "请回答“符合规定”或“有不符合的情况”" in refusal(self.COMPLIANT, typed)

    def test_the_answer_is_shown_by_its_button(self) -> None:
        assert [self.COMPLIANT.show(each) for each in (True, False)] == ["符合规定", "有不符合的情况"]


def test_what_was_typed_is_repeated_only_in_part() -> None:
    assert "“字字字字字字字字字字字字字字字字字字字字…”" in refusal(Money(), "字" * 5000)


def test_signs_of_no_width_are_nothing_to_see() -> None:
    assert visible(" a ")
    assert not visible(" \u200b\ufeff")
