from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from bot.conversation import answers
from bot.conversation.fields import Unreadable
from scoring import BudgetLine, Filing, Funds, Indicator
from tests.conversation.talk import situation_of

if TYPE_CHECKING:
    from bot.conversation.situation import Situation

COUNTED = Indicator(
    level1="产出指标", weight=Decimal(10), kind="positive", target="≥95%", target_value=Decimal(95), unit="%"
)
JUDGED = Indicator(level1="产出指标", weight=Decimal(10), kind="qualitative", tier="partial", score=Decimal(7))


def labels(offers: tuple[Any, ...]) -> list[str]:
    return [offer.label for offer in offers]


def with_indicators(*indicators: Indicator, scheme: str = "wuhan-2018", number: int = 1) -> Situation:
    return situation_of(Filing(scheme=scheme, indicators=indicators), number=number)


class TestFunds:
    LINES = (
        BudgetLine(name="甲", budgeted=Decimal(100), booked=Decimal(90)),
        BudgetLine(name="乙", budgeted=Decimal(50)),
    )

    def test_totals_are_asked_where_no_lines_give_them(self) -> None:
        assert answers.budget_asked(situation_of(Filing(scheme="wuhan-2018")))
        assert answers.executed_asked(situation_of(Filing(scheme="wuhan-2018")))
        with_lines = situation_of(Filing(scheme="wuhan-2018", budget_lines=self.LINES))
        assert not answers.budget_asked(with_lines)
        assert not answers.executed_asked(with_lines)

    def test_a_total_given_before_the_lines_can_be_mended_to_their_sum(self) -> None:
        funds = Funds(budget=Decimal(200), executed=Decimal(80))
        both = situation_of(Filing(scheme="wuhan-2018", budget_lines=self.LINES, funds=funds))
        assert answers.budget_asked(both)
        assert answers.executed_asked(both)
        assert labels(answers.sum_of_lines(both, "budgeted")) == ["与明细合计相同 150.00"]
        assert labels(answers.sum_of_lines(both, "booked")) == ["与明细合计相同 90.00"]

    def test_the_budget_is_offered_as_the_money_that_arrived(self) -> None:
        of_lines = situation_of(Filing(scheme="wuhan-2018", budget_lines=self.LINES))
        of_total = situation_of(Filing(scheme="wuhan-2018", funds=Funds(budget=Decimal(200))))
        assert labels(answers.whole_budget(of_lines)) == ["与预算相同 150.00"]
        assert labels(answers.whole_budget(of_total)) == ["与预算相同 200.00"]
        assert answers.whole_budget(situation_of(Filing(scheme="wuhan-2018"))) == ()

    def test_what_is_not_there_yet_is_empty(self) -> None:
        nothing = situation_of(Filing(scheme="wuhan-2018"), number=1)
        assert answers.line(nothing) == BudgetLine()
        assert answers.indicator(nothing) == Indicator()

    def test_words_are_repeated_without_being_shown(self) -> None:
        assert labels(answers.repeat("same-unit", "与简称相同", "青禾街")) == ["与简称相同"]


class TestLevels:
    def test_each_first_level_says_what_is_left_of_it(self) -> None:
        field: Any = answers.level1_field(with_indicators(COUNTED, number=2))
        assert labels(field.options) == ["产出指标（剩余 30 分）", "效益指标（剩余 40 分）"]

    def test_a_scheme_with_open_levels_takes_other_names_and_counts_nothing(self) -> None:
        field: Any = answers.level1_field(with_indicators(scheme="yunnan-14"))
        assert "剩余" not in "".join(labels(field.options))
        assert field.read("管理指标") == "管理指标"

    def test_second_levels_are_those_of_the_first_one_and_any_other_name(self) -> None:
        field: Any = answers.level2_field(with_indicators(COUNTED))
        assert labels(field.options) == ["数量指标", "质量指标", "时效指标", "成本指标"]
        assert field.read("安全指标") == "安全指标"


class TestWeights:
    def test_a_weight_is_at_most_what_is_left_of_100_points(self) -> None:
        field = answers.weight_field(with_indicators(COUNTED, number=2))
        assert field.read("70") == 70
        with pytest.raises(
            Unreadable, match="还没分出去的 70 分（总分 100，预算执行占 20 分），例如 10。你写的是 71 分。"
        ):
            field.read("71")

    def test_with_nothing_left_it_says_what_to_do(self) -> None:
        full = replace(COUNTED, weight=Decimal(80))
        with pytest.raises(Unreadable, match=r"100 分已经分完了.*请先到“目录”里调低别的指标，或者删除这一项。"):
            answers.weight_field(with_indicators(full, number=2)).read("1")
        assert answers.likely_weights(with_indicators(full, JUDGED, number=2)) == ()

    def test_what_is_left_and_the_weight_before_are_offered(self) -> None:
        assert labels(answers.likely_weights(with_indicators(COUNTED, Indicator(level1="产出指标"), number=2))) == [
            "剩余 30 分",
            "与上一个相同 10 分",
        ]
        assert labels(answers.likely_weights(with_indicators(Indicator(level1="产出指标")))) == ["剩余 40 分"]
        assert labels(answers.likely_weights(with_indicators(Indicator(level1="别的")))) == ["剩余 80 分"]


class TestValues:
    def test_the_kind_first_chosen_reads_the_numbers_of_both_cells(self) -> None:
        read = answers.after_kind(with_indicators(Indicator(target="≥95%", actual="98%")), "positive")
        assert read == {
            "tier": None,
            "score": None,
            "target_value": Decimal(95),
            "unit": "%",
            "actual_value": Decimal(98),
        }

    def test_another_way_to_count_leaves_the_numbers(self) -> None:
        assert answers.after_kind(with_indicators(COUNTED), "reverse") == {}

    def test_words_instead_of_numbers_forget_the_numbers_and_numbers_forget_the_tier(self) -> None:
        assert set(answers.after_kind(with_indicators(COUNTED), "qualitative")) == {
            "target_value",
            "unit",
            "actual_value",
            "score",
        }
        assert answers.after_kind(with_indicators(JUDGED), "equal") == {"tier": None, "score": None}
        known = replace(COUNTED, kind=None)
        assert answers.after_kind(with_indicators(known), "equal") == {"tier": None, "score": None}

    def test_a_target_in_doubt_has_no_value_but_keeps_its_unit(self) -> None:
        read = answers.after_target(with_indicators(COUNTED), "不低于95%，力争100%")
        assert read == {"target_value": None, "unit": "%"}
        assert answers.after_target(with_indicators(JUDGED), "≥95%") == {}

    def test_an_actual_value_is_read_in_the_unit_of_the_target(self) -> None:
        assert answers.after_actual(with_indicators(COUNTED), "98%") == {"actual_value": Decimal(98)}
        assert answers.after_actual(with_indicators(COUNTED), "基本完成") == {"actual_value": None}
        assert answers.after_actual(with_indicators(replace(COUNTED, unit=None)), "98") == {"actual_value": Decimal(98)}
        assert answers.after_actual(with_indicators(JUDGED), "98%") == {}

    def test_the_unit_is_asked_where_the_target_does_not_tell_it(self) -> None:
        assert answers.unit_wanted(with_indicators(replace(COUNTED, target="做好", unit=None)))
        assert not answers.unit_wanted(with_indicators(replace(COUNTED, target="≥10", unit=None)))
        assert not answers.unit_wanted(with_indicators(JUDGED))

    def test_the_target_is_offered_as_what_was_reached(self) -> None:
        assert labels(answers.as_targeted(with_indicators(COUNTED))) == ["与目标相同 95%"]
        assert labels(answers.as_targeted(with_indicators(replace(COUNTED, unit=None)))) == ["与目标相同 95"]
        assert answers.as_targeted(with_indicators(JUDGED)) == ()
        assert answers.as_targeted(with_indicators(replace(COUNTED, target_value=None))) == ()

    def test_each_number_of_a_text_is_offered_once_and_whole(self) -> None:
        written = replace(COUNTED, target="12,000人次，其中95%，95%，2.5万，1234567890123", actual=None)
        assert labels(answers.numbers_in_target(with_indicators(written))) == ["12000", "95", "2.5"]
        assert answers.numbers_in_actual(with_indicators(written)) == ()


class TestScores:
    def test_each_tier_says_its_band(self) -> None:
        field: Any = answers.tier_field(with_indicators(JUDGED))
        assert labels(field.options) == ["达成预期（8–10 分）", "部分达成（5–8 分）", "未达成（0–5 分）"]

    def test_a_score_is_asked_once_there_is_a_tier(self) -> None:
        assert not answers.without_tier(with_indicators(JUDGED))
        assert answers.without_tier(with_indicators(replace(JUDGED, tier=None)))
        assert answers.without_tier(with_indicators(COUNTED))

    def test_another_tier_forgets_a_score_outside_it(self) -> None:
        assert answers.after_tier(with_indicators(JUDGED), "partial") == {}
        assert answers.after_tier(with_indicators(JUDGED), "achieved") == {"score": None}
        assert answers.after_tier(with_indicators(replace(JUDGED, score=None)), "missed") == {}
        assert answers.after_tier(with_indicators(replace(JUDGED, score=Decimal(10))), "achieved") == {}

    def test_a_score_is_taken_inside_its_tier_only(self) -> None:
        field = answers.score_field(with_indicators(JUDGED))
        assert field.read("5") == 5
        with pytest.raises(Unreadable, match="“部分达成”这一档是 5 到 8 分，不含 8 分；"):
            field.read("8")
        assert answers.score_field(with_indicators(replace(JUDGED, tier="achieved"))).read("10") == 10

    def test_a_score_that_overrides_the_rule_is_at_most_the_weight(self) -> None:
        with pytest.raises(Unreadable, match="得分要在 0 到 10 分之间"):
            answers.score_field(with_indicators(COUNTED)).read("10.5")

    def test_whole_scores_are_offered_the_highest_first(self) -> None:
        assert labels(answers.likely_scores(with_indicators(JUDGED))) == ["7 分", "6 分", "5 分"]
        assert labels(answers.likely_scores(with_indicators(replace(JUDGED, tier="achieved")))) == [
            "10 分",
            "9 分",
            "8 分",
        ]

    def test_a_band_without_a_whole_score_offers_its_lowest(self) -> None:
        assert labels(answers.likely_scores(with_indicators(replace(JUDGED, weight=Decimal(1))))) == ["0.5 分"]

    def test_without_a_tier_nothing_is_offered(self) -> None:
        assert answers.likely_scores(with_indicators(replace(JUDGED, tier=None))) == ()

    def test_an_override_offers_the_way_back_to_the_rule(self) -> None:
        assert answers.likely_scores(with_indicators(COUNTED)) == ()
        given = answers.likely_scores(with_indicators(replace(COUNTED, score=Decimal(9))))
        assert [(each.label, each.value) for each in given] == [("按规则计分", None)]


class TestReasons:
    DONE = replace(COUNTED, actual_value=Decimal(95))

    def wanted(self, indicator: Indicator, scheme: str) -> bool:
        return answers.reason_wanted(with_indicators(indicator, scheme=scheme))

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
