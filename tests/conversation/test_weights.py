from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.conversation import weights
from bot.conversation.fields import Unreadable
from scoring import Indicator
from tests.conversation.indicators import COUNTED, JUDGED, labels, with_indicators


class TestLevels:
    def test_each_first_level_says_what_is_left_of_it(self) -> None:
        field: Any = weights.level1_field(with_indicators(COUNTED, number=2))
        assert labels(field.options) == ["产出指标（剩余 30 分）", "效益指标（剩余 40 分）"]

    def test_a_scheme_with_open_levels_takes_other_names_and_counts_nothing(self) -> None:
        field: Any = weights.level1_field(with_indicators(scheme="yunnan-14"))
        assert "剩余" not in "".join(labels(field.options))
        assert field.read("管理指标") == "管理指标"

    def test_second_levels_are_those_of_the_first_one_and_any_other_name(self) -> None:
        field: Any = weights.level2_field(with_indicators(COUNTED))
        assert labels(field.options) == ["数量指标", "质量指标", "时效指标", "成本指标"]
        assert field.read("安全指标") == "安全指标"

    def test_another_first_level_forgets_a_second_one_that_belongs_elsewhere(self) -> None:
        of_output = replace(COUNTED, level2="质量指标")
        of_nothing = replace(COUNTED, level2="其他指标")
        assert weights.after_level1(with_indicators(of_output), "效益指标") == {"level2": None}
        assert weights.after_level1(with_indicators(of_output), "产出指标") == {}
        assert weights.after_level1(with_indicators(of_nothing), "效益指标") == {}


class TestWeights:
    def test_a_weight_is_at_most_what_is_left_of_100_points(self) -> None:
        field = weights.weight_field(with_indicators(COUNTED, number=2))
        assert field.read("70") == 70
        with pytest.raises(
            Unreadable, match="还没分出去的 70 分（总分 100，预算执行占 20 分），例如 10。您写的是 71 分。"
        ):
            field.read("71")

    def test_with_nothing_left_it_says_what_to_do(self) -> None:
        full = replace(COUNTED, weight=Decimal(80))
        with pytest.raises(Unreadable, match=r"100 分已经分完了.*请先到“目录”里调低别的指标，或者删除这一项。"):
            weights.weight_field(with_indicators(full, number=2)).read("1")
        assert weights.likely_weights(with_indicators(full, JUDGED, number=2)) == ()

    def test_what_is_left_and_the_weight_before_are_offered(self) -> None:
        assert labels(weights.likely_weights(with_indicators(COUNTED, Indicator(level1="产出指标"), number=2))) == [
            "剩余 30 分",
            "与上一个相同 10 分",
        ]
        assert labels(weights.likely_weights(with_indicators(Indicator(level1="产出指标")))) == ["剩余 40 分"]
        assert labels(weights.likely_weights(with_indicators(Indicator(level1="别的")))) == ["剩余 80 分"]
