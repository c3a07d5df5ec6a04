"""The schemes that come along, and scheme files that are refused."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import pytest

from scoring import SchemeError, load_scheme, read_scheme, schemes

KNOWN = ("grades-807060", "guangxi", "jiangxi", "mof-2020", "sichuan", "wuhan-2018", "yunnan-14", "zhejiang")
GOOD = (files("scoring") / "schemes" / "jiangxi.toml").read_text(encoding="utf-8")


def test_every_official_form_is_there_under_its_own_id() -> None:
    assert tuple(scheme.id for scheme in schemes()) == KNOWN
    for scheme_id in KNOWN:
        assert load_scheme(scheme_id).id == scheme_id
        assert load_scheme(scheme_id).source


def test_an_unknown_scheme_is_told_the_known_ones() -> None:
    with pytest.raises(
        SchemeError, match=r"没有“\.\./\.\./x”这个规则方案，可用的有：grades-807060、guangxi、.*zhejiang"
    ):
        load_scheme("../../x")


@pytest.mark.parametrize(
    ("scheme_id", "weights"),
    [("wuhan-2018", [20, 40, 40]), ("mof-2020", [10, 50, 30, 10]), ("sichuan", [10, None, None, None])],
)
def test_a_scheme_gives_weights_or_leaves_them_free(scheme_id: str, weights: list[int | None]) -> None:
    scheme = load_scheme(scheme_id)
    assert [scheme.execution.weight, *(level.weight for level in scheme.levels)] == weights


def test_grades_differ() -> None:
    assert {each.name: each.lower for each in load_scheme("mof-2020").grades} == {"优": 90, "良": 80, "中": 60, "差": 0}
    assert [each.lower for each in load_scheme("grades-807060").grades] == [80, 70, 60, 0]
    assert load_scheme("wuhan-2018").grades == ()


def line_of(text: str) -> int:
    return next(place for place, line in enumerate(GOOD.splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("weight = 50", "weight = 40", line_of("[[levels]]"), "权重合计应为 100，现在是 90"),
        ("weight = 50", "weight = 60", line_of("[[levels]]"), "权重合计应为 100，现在是 110"),
        ("weight = 50", 'weight = "x"', line_of("weight = 50"), "levels.1.weight 应是数字"),
        ('method = "steps"', 'method = "curve"', line_of("method ="), "只能是 proportional、steps 之一"),
        ('method = "steps"', 'method = "proportional"', line_of("[[execution.steps]]"), "按档计分"),
        ("rate = 80", "rate = 100", line_of("[[execution.steps]]"), "从高到低"),
        ("score = 7", "score = 11", line_of("score = 7"), "不能超过预算执行的权重"),
        ("upper = 80", "upper = 75", line_of("upper = 80"), "与上一档不相接，应为 80"),
        ("upper = 100", "upper = 90", line_of("[[tiers]]"), "从 100 排到 0"),
        ("lower = 60\nupper = 80", "lower = 80\nupper = 80", line_of("lower = 60"), "应低于本档的上限"),
        ("lower = 90", "lower = 70", line_of("[[grades]]"), "等级应从高到低排列"),
        ('name = "差"\nlower = 0', 'name = "差"\nlower = 10', line_of("[[grades]]"), "最低一等应从 0 分开始"),
        ("digits = 0", "digits = 3", line_of("digits"), "0 到 2 之间的整数"),
        ("below_full = true", "below_full = 1", line_of("below_full"), "true（是）或 false（否）"),
        ("below_full = true", "below = true", line_of("below_full"), "没有这个名称"),
        ('reverse = "linear"\n', "", 1, "缺少这一项"),
        ("[reason]", "[reason", line_of("[reason]"), "不是正确的 TOML 写法"),
    ],
)
def test_a_broken_scheme_is_refused_with_the_line_and_the_reason(old: str, new: str, line: int, reason: str) -> None:
    broken = GOOD.replace(old, new, 1)
    assert broken != GOOD
    with pytest.raises(SchemeError) as refused:
        read_scheme(broken)
    assert str(refused.value).startswith(f"第 {line} 行")
    assert reason in str(refused.value)


def test_steps_need_their_method_and_the_method_its_steps() -> None:
    begin, end = GOOD.index("[[execution.steps]]"), GOOD.index("[[levels]]")
    with pytest.raises(SchemeError, match="按档计分"):
        read_scheme(GOOD[:begin] + GOOD[end:])


def test_a_scheme_may_leave_some_weights_free_but_not_exceed_100() -> None:
    free = GOOD.replace("weight = 50\n", "", 1)
    assert read_scheme(free).levels[0].weight is None
    with pytest.raises(SchemeError, match="现在是 110"):
        read_scheme(free.replace("weight = 30", "weight = 90", 1))


def test_adding_a_province_is_adding_a_file() -> None:
    scheme = read_scheme(GOOD.replace('id = "jiangxi"', 'id = "hunan"'))
    assert (scheme.id, scheme.execution.steps[1].score) == ("hunan", Decimal(7))
