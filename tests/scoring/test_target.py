"""What people write into target and actual cells, and how it is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Target


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        (">=95%", "≥", "95", "%"),
        ("＞＝９５％", "≥", "95", "%"),
        ("≧735人次", "≥", "735", "人次"),
        ("═100%", "=", "100", "%"),
        ("﹦100%", "=", "100", "%"),
        ("不低于90%", "≥", "90", "%"),
        ("不超过5天", "≤", "5", "天"),
        ("5天以内", "≤", "5", "天"),
        ("99%（含）以上", "≥", "99", "%"),
        ("大于等于3个", "≥", "3", "个"),
        ("超过3个", ">", "3", "个"),
        ("超3000人", ">", "3000", "人"),
        ("不足3个", "<", "3", "个"),
        ("达到100%", "=", "100", "%"),
        ("调处率100%", None, "100", "%"),
        ("2.5万人次", None, "25000", "人次"),
        ("20万元", None, "20", "万元"),
        ("1,102,358.00元", None, "1102358", "元"),
        ("≤5300元/人", "≤", "5300", "元/人"),
        ("3千米", None, "3", "千米"),
        ("≥20兆瓦", "≥", "20", "兆瓦"),
        ("≥50 厘米", "≥", "50", "厘米"),
        ("同比增长-2.5%", None, "-2.5", "%"),
        ("负5", None, "-5", None),
        ("1亿", None, "100000000", None),
        ("百分之九十五", None, "95", "%"),
        ("不少于一百零二次", "≥", "102", "次"),
        ("两个", None, "2", "个"),
        ("2018年完成100%", None, "100", "%"),
        ("1、完成98%", None, "98", "%"),
        ("30日内完成", "≤", "30", "日"),
        ("100%，即100%", None, "100", "%"),
    ],
)
def test_it_is_read_with_certainty(text: str, comparator: str | None, value: str, unit: str | None) -> None:
    found = Target.parse(text)
    assert (found.comparator, found.value, found.unit, found.doubt) == (comparator, Decimal(value), unit, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "及时",
        "9月底前",
        "2018-2020年",
        "2019-7-28",
        "第3名",
        "9、10、11号楼",
        "硚财[2019]25号",
        "COVID-19",
        "15日前",
        "上午9:30",
    ],
)
def test_dates_ordinals_and_labels_are_no_numbers_to_score(text: str) -> None:
    found = Target.parse(text)
    assert found.value is None
    assert found.doubt == "没有可以计分的数字，请写成例如 ≥95% 或 735人次"


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("1310余处", "1310", "约数"),
        ("约500人", "500", "约数"),
        ("500人左右", "500", "约数"),
        ("80%-90%", "90", "范围"),
        ("3至5天", "5", "范围"),
        ("登记率98%、出租屋登记率100%", "98", "有几个数字（98、100）"),
        ("2个改造项目、2个创建项目", "2", "有几个数字（2、2）"),
        ("升级到5.3.2", "5.3", "看不出"),
    ],
)
def test_what_is_unsure_says_why(text: str, value: str, why: str) -> None:
    found = Target.parse(text)
    assert found.value == Decimal(value)
    assert not found.certain
    assert why in (found.doubt or "")


@pytest.mark.parametrize("text", ["9" * 16, "1.1234567", "99999999亿", "999999999999万"])
def test_a_number_beyond_all_bounds_is_not_taken(text: str) -> None:
    found = Target.parse(text)
    assert found.value is None
    assert "数字太长" in (found.doubt or "")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("735", "人次", "735"),
        ("735人次", "人次", "735"),
        ("20万元", "元", "200000"),
        ("185000元", "万元", "18.5"),
        ("18.5", "万元", "18.5"),
        ("50万", "万元", "50"),
        ("2.5万人次", "万人次", "2.5"),
        ("矛盾纠纷共500余起，调处率达到100%", "%", "100"),
        ("９８", "％", "98"),
    ],
)
def test_with_the_other_cells_unit_that_number_is_meant(text: str, unit: str, value: str) -> None:
    found = Target.parse(text, unit)
    assert (found.value, found.certain) == (Decimal(value), True)


def test_another_unit_is_told() -> None:
    assert Target.parse("5户", "人").doubt == "单位是“户”，应是“人”"


def test_a_bare_fraction_of_a_percentage_asks_back() -> None:
    assert Target.parse("0.98", "%").doubt == "是 0.98% 还是 98%？请写上百分号"


@pytest.mark.parametrize(
    ("text", "kind"), [("≥95%", "positive"), ("≤5天", "reverse"), ("=100%", "equal"), ("100%", None)]
)
def test_the_comparator_tells_the_kind(text: str, kind: str | None) -> None:
    assert Target.parse(text).kind == kind


@given(st.text() | st.text("0123456789.,，、-~至到年月日号第%万亿元余以内上不超过达约(（ ９／"), st.none() | st.text())
def test_no_text_breaks_it(text: str, unit: str | None) -> None:
    found = Target.parse(text, unit)
    assert found.certain <= (found.value is not None)


@given(st.sampled_from(["≥", "≤", "=", ">", "<"]), st.decimals("-999999", "999999", places=2), st.sampled_from("%天户"))
def test_what_is_written_plainly_is_read_back(comparator: str, value: Decimal, unit: str) -> None:
    assert Target.parse(f"{comparator}{value}{unit}") == Target(comparator, value, unit)  # type: ignore[arg-type]


def test_a_cell_of_any_length_is_read_in_no_time() -> None:
    for piece in ("1-", "1,111", "9", "不低于", "1万", "第1、", "1月", "(1", "1、", "2018-", " ", "1 "):
        assert not Target.parse((piece * 1000)[:1000]).certain
    assert Target.parse("1" * 1001).doubt == "文字太长，最多 1000 字，请只写数字和单位"
