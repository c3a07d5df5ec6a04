from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.conversation import scores
from bot.conversation.fields import Unreadable
from scoring import Indicator
from tests.conversation.indicators import COUNTED, JUDGED, labels, with_indicators


class TestScores:
    def test_each_tier_says_its_band(self) -> None:
        field: Any = scores.tier_field(with_indicators(JUDGED))
        assert labels(field.options) == ["达成预期（8–10 分）", "部分达成（5–8 分）", "未达成（0–5 分）"]

    def test_a_score_is_asked_once_there_is_a_tier(self) -> None:
        assert not scores.without_tier(with_indicators(JUDGED))
        assert scores.without_tier(with_indicators(replace(JUDGED, tier=None)))
        assert scores.without_tier(with_indicators(COUNTED))

    def test_another_tier_forgets_a_score_outside_it(self) -> None:
        assert scores.after_tier(with_indicators(JUDGED), "partial") == {}
        assert scores.after_tier(with_indicators(JUDGED), "achieved") == {"score": None}
        assert scores.after_tier(with_indicators(replace(JUDGED, score=None)), "missed") == {}
        assert scores.after_tier(with_indicators(replace(JUDGED, score=Decimal(10))), "achieved") == {}

    def test_a_score_is_taken_inside_its_tier_only(self) -> None:
        field = scores.score_field(with_indicators(JUDGED))
        assert field.read("5") == 5
        with pytest.raises(Unreadable, match="“部分达成”这一档是 5 到 8 分，不含 8 分；"):
            field.read("8")
        assert scores.score_field(with_indicators(replace(JUDGED, tier="achieved"))).read("10") == 10

    def test_a_score_that_overrides_the_rule_is_at_most_the_weight(self) -> None:
        with pytest.raises(Unreadable, match="得分要在 0 到 10 分之间"):
            scores.score_field(with_indicators(COUNTED)).read("10.5")

    def test_whole_scores_are_offered_the_highest_first(self) -> None:
        assert labels(scores.likely_scores(with_indicators(JUDGED))) == ["7 分", "6 分", "5 分"]
        assert labels(scores.likely_scores(with_indicators(replace(JUDGED, tier="achieved")))) == [
            "10 分",
            "9 分",
            "8 分",
        ]

    def test_a_band_without_a_whole_score_offers_its_lowest(self) -> None:
        assert labels(scores.likely_scores(with_indicators(replace(JUDGED, weight=Decimal(1))))) == ["0.5 分"]

    def test_without_a_tier_nothing_is_offered(self) -> None:
        assert scores.likely_scores(with_indicators(replace(JUDGED, tier=None))) == ()

    def test_an_override_offers_the_way_back_to_the_rule(self) -> None:
        assert scores.likely_scores(with_indicators(COUNTED)) == ()
        given = scores.likely_scores(with_indicators(replace(COUNTED, score=Decimal(9))))
        assert [(each.label, each.value) for each in given] == [("按规则计分", None)]


class TestReasons:
    DONE = replace(COUNTED, actual_value=Decimal(95))

    def wanted(self, indicator: Indicator, scheme: str) -> bool:
        return scores.reason_wanted(with_indicators(indicator, scheme=scheme))

    def test_a_scheme_may_want_a_reason_below_full_weight(self) -> None:
        missed = replace(COUNTED, actual_value=Decimal(90))
        assert self.wanted(missed, "mof-2020")
        assert not self.wanted(missed, "wuhan-2018")
        assert not self.wanted(self.DONE, "mof-2020")
        assert not self.wanted(Indicator(), "mof-2020")

    def test_a_score_that_overrides_the_rule_wants_a_reason_everywhere(self) -> None:
        assert self.wanted(replace(self.DONE, score=Decimal(9)), "wuhan-2018")
        assert not self.wanted(replace(self.DONE, score=Decimal(10)), "wuhan-2018")

    def test_a_reason_that_is_there_stays(self) -> None:
        assert self.wanted(replace(self.DONE, reason="……"), "wuhan-2018")

    def test_some_schemes_want_a_reason_for_going_far_beyond_the_target(self) -> None:
        beyond = replace(COUNTED, target_value=Decimal(10), actual_value=Decimal(13))
        assert self.wanted(beyond, "guangxi")
        assert not self.wanted(replace(beyond, actual_value=Decimal("12.9")), "guangxi")
        assert not self.wanted(replace(beyond, target_value=Decimal(0)), "guangxi")
        assert not self.wanted(replace(beyond, kind="reverse", actual_value=Decimal(1)), "guangxi")
