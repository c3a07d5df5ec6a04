"""When two indicators are the same."""

from __future__ import annotations

from scoring import Indicator
from scoring.names import key


def test_width_and_spaces_make_no_difference() -> None:
    one = Indicator(level1="产出指标", level2=" 数量指标", name="完成率（％）")
    other = Indicator(level1="产出指标", level2="数量指标", name="完成率 (%)")
    assert key(one) == key(other)


def test_another_level_makes_another_indicator() -> None:
    assert key(Indicator(level1="产出指标", name="培训")) != key(Indicator(level1="效益指标", name="培训"))


def test_what_is_missing_is_empty() -> None:
    assert key(Indicator()) == ("", "", "")
