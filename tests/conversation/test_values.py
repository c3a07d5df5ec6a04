from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.conversation import values
from bot.conversation.fields import Unreadable
from scoring import Indicator
from tests.conversation.indicators import COUNTED, JUDGED, labels, with_indicators


class TestUnitName:
    @pytest.mark.parametrize("unit", ["%", "人次", "个", "m2", "元/人"])
    def test_a_unit_is_taken_as_it_is(self, unit: str) -> None:
        assert values.UnitName().show(values.UnitName().read(f" {unit} ")) == unit

    @pytest.mark.parametrize("number", ["10", "１０", "98.5", "一百"])
    def test_a_number_is_a_slip(self, number: str) -> None:
        with pytest.raises(Unreadable, match="人次"):
            values.UnitName().read(number)


class TestValues:
    def test_the_kind_first_chosen_reads_the_numbers_of_both_cells(self) -> None:
        read = values.after_kind(with_indicators(Indicator(target="≥95%", actual="98%")), "positive")
        assert read == {
            "tier": None,
            "score": None,
            "target_value": Decimal(95),
            "unit": "%",
            "actual_value": Decimal(98),
        }

    def test_another_way_to_count_leaves_the_numbers(self) -> None:
        assert values.after_kind(with_indicators(COUNTED), "reverse") == {}

    def test_words_instead_of_numbers_forget_the_numbers_and_numbers_forget_the_tier(self) -> None:
        assert set(values.after_kind(with_indicators(COUNTED), "qualitative")) == {
            "target_value",
            "unit",
            "actual_value",
            "score",
        }
        assert values.after_kind(with_indicators(JUDGED), "equal") == {"tier": None, "score": None}
        known = replace(COUNTED, kind=None)
        assert values.after_kind(with_indicators(known), "equal") == {"tier": None, "score": None}

    def test_a_target_in_doubt_has_no_value_but_keeps_its_unit(self) -> None:
        read = values.after_target(with_indicators(COUNTED), "不低于95%，力争100%")
        assert read == {"target_value": None, "unit": "%"}
        assert values.after_target(with_indicators(JUDGED), "≥95%") == {}

    def test_an_actual_value_is_read_in_the_unit_of_the_target(self) -> None:
        assert values.after_actual(with_indicators(COUNTED), "98%") == {"actual_value": Decimal(98)}
        assert values.after_actual(with_indicators(COUNTED), "基本完成") == {"actual_value": None}
        assert values.after_actual(with_indicators(replace(COUNTED, unit=None)), "98") == {"actual_value": Decimal(98)}
        assert values.after_actual(with_indicators(JUDGED), "98%") == {}

    def test_the_unit_is_asked_where_the_target_does_not_tell_it(self) -> None:
        assert values.unit_wanted(with_indicators(replace(COUNTED, target="做好", unit=None)))
        assert not values.unit_wanted(with_indicators(replace(COUNTED, target="≥10", unit=None)))
        assert not values.unit_wanted(with_indicators(JUDGED))

    def test_the_target_is_offered_as_what_was_reached(self) -> None:
        assert labels(values.as_targeted(with_indicators(COUNTED))) == ["与目标相同 95%"]
        assert labels(values.as_targeted(with_indicators(replace(COUNTED, unit=None)))) == ["与目标相同 95"]
        assert values.as_targeted(with_indicators(JUDGED)) == ()
        assert values.as_targeted(with_indicators(replace(COUNTED, target_value=None))) == ()

    def test_each_number_of_a_text_is_offered_once_and_whole(self) -> None:
        written = replace(COUNTED, target="12,000人次，其中95%，95%，2.5万，1234567890123", actual=None)
        assert labels(values.numbers_in_target(with_indicators(written))) == ["12000", "95", "2.5"]
        assert values.numbers_in_actual(with_indicators(written)) == ()

    def test_a_number_too_large_to_be_kept_is_asked_for(self) -> None:
        assert values.after_target(with_indicators(COUNTED), f"≥{10**12}人次") == {"target_value": None, "unit": "人次"}
        assert values.after_actual(with_indicators(COUNTED), f"{10**12}%") == {"actual_value": None}
