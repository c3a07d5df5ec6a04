"""Findings about one indicator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring import Filing, Sheet, score


def with_measured(filing: Filing, **changes: Any) -> Sheet:  # noqa: ANN401 - any field of an indicator
    """The sheet with the measured indicator changed."""
    first, second = filing.indicators
    return score(replace(filing, indicators=(replace(first, **changes), second)))


def with_judged(filing: Filing, **changes: Any) -> Sheet:  # noqa: ANN401 - any field of an indicator
    """The sheet with the judged indicator changed."""
    first, second = filing.indicators
    return score(replace(filing, indicators=(first, replace(second, **changes))))


def found(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [(each.severity, each.code, each.path) for each in sheet.findings if each.path.startswith("indicators.")]


@pytest.mark.parametrize("field", ["level2", "name", "target", "actual"])
def test_an_empty_cell_is_named(filing: Filing, field: str) -> None:
    assert found(with_measured(filing, **{field: " "})) == [("warning", "empty-cell", f"indicators.1.{field}")]


def test_a_row_without_kind_or_weight_is_open(filing: Filing) -> None:
    assert found(with_measured(filing, kind=None)) == [("warning", "empty-cell", "indicators.1.kind")]
    assert found(with_measured(filing, weight=None)) == [("warning", "empty-cell", "indicators.1.weight")]


def test_an_unknown_first_level_is_told_the_known_ones(filing: Filing) -> None:
    sheet = with_measured(filing, level1="管理指标")
    assert ("warning", "level-weights", "indicators.1.level1") in found(sheet)
    assert any("请改为 产出指标、效益指标 之一" in each.message for each in sheet.findings)


def test_an_open_scheme_takes_any_first_level(filing: Filing) -> None:
    free = replace(filing, scheme="yunnan-14")
    assert "level-weights" not in [code for _, code, _ in found(with_measured(free, level1="管理指标"))]


def test_a_judged_indicator_needs_its_score(filing: Filing) -> None:
    assert found(with_judged(filing, score=None)) == [("warning", "empty-cell", "indicators.2.score")]


@pytest.mark.parametrize("points", ["-1", "41"])
def test_a_score_beyond_the_weight_is_an_error_and_counts_as_the_bound(filing: Filing, points: str) -> None:
    for sheet, place in (
        (with_judged(filing, score=Decimal(points)), 2),
        (with_measured(filing, score=Decimal(points)), 1),
    ):
        assert found(sheet) == [("error", "tier-range", f"indicators.{place}.score")]
        assert sheet.indicators[place - 1].score == max(0, min(40, Decimal(points)))


def test_a_score_outside_its_tier_is_an_error_with_the_band(filing: Filing) -> None:
    sheet = with_judged(filing, tier="partial", score=Decimal(32))
    assert found(sheet) == [("error", "tier-range", "indicators.2.score")]
    assert "“部分达成”应评 20 到 32 分，不含 32 分，现在是 32 分" in sheet.findings[0].message
    sheet = with_judged(filing, tier="achieved", score=Decimal(31))
    assert "“达成预期”应评 32 到 40 分，现在是 31 分" in sheet.findings[0].message


def test_an_unknown_tier_is_told_the_known_ones(filing: Filing) -> None:
    sheet = with_judged(filing, tier="good")
    assert found(sheet) == [("error", "tier-range", "indicators.2.tier")]
    assert "achieved（达成预期）" in sheet.findings[0].message


def test_a_tier_is_not_needed(filing: Filing) -> None:
    assert found(with_judged(filing, tier=None)) == []


def test_a_score_that_differs_from_the_rule_is_told(filing: Filing) -> None:
    sheet = with_measured(filing, score=Decimal(35))
    assert found(sheet) == [("warning", "score-differs", "indicators.1.score")]
    assert sheet.findings[0].message == "按规则 40 × 2100 ÷ 2000，封顶 = 40.00，自评 35.00，请改正，或写明原因。"
    assert (sheet.indicators[0].score, sheet.indicators[0].rule_score) == (Decimal(35), Decimal(40))


def test_a_score_that_differs_for_a_reason_is_told_more_softly(filing: Filing) -> None:
    sheet = with_measured(filing, score=Decimal(35), reason="部分图书待上架")
    assert sheet.findings[0].message.endswith("自评 35.00，请再核对一次。")
    assert sheet.indicators[0].reason == "部分图书待上架"


def test_a_score_that_agrees_with_the_rule_is_not_told(filing: Filing) -> None:
    assert found(with_measured(filing, score=Decimal("40.00"))) == []


def test_texts_are_read_where_no_values_are_given(filing: Filing) -> None:
    sheet = with_measured(filing, target_value=None, actual_value=None, actual="1900册", unit=None)
    assert found(sheet) == []
    assert sheet.indicators[0].score == 38


def test_a_text_that_cannot_be_read_for_certain_leaves_the_row_open(filing: Filing) -> None:
    sheet = with_measured(filing, actual_value=None, actual="2100余册")
    assert found(sheet) == [("warning", "target-unreadable", "indicators.1.actual")]
    assert "完成值读不准：是约数" in sheet.findings[0].message
    assert sheet.indicators[0].score is None
    assert sheet.open == 40


def test_a_given_score_makes_an_unreadable_text_a_hint(filing: Filing) -> None:
    sheet = with_measured(filing, target_value=None, target="按时", score=Decimal(36))
    assert found(sheet) == [("hint", "target-unreadable", "indicators.1.target")]
    assert sheet.indicators[0].explain == "自评 36.00"


def test_points_lost_need_a_reason_where_the_scheme_wants_one(filing: Filing) -> None:
    central = replace(filing, scheme="mof-2020")
    lost = ("warning", "reason-missing", "indicators.2.reason")
    assert lost in found(with_judged(central))
    assert lost not in found(with_judged(central, reason="宣传不够"))
    assert lost not in found(with_judged(central, score=Decimal(40)))
    assert lost not in found(with_judged(central, score=None))
    assert lost not in found(with_judged(central, weight=None))


def test_far_more_than_the_target_asks_for_a_reason(filing: Filing) -> None:
    central = replace(filing, scheme="mof-2020")
    told = ("warning", "over-completed", "indicators.1.actual")
    assert told not in found(with_measured(central, actual_value=Decimal("2399.99")))
    assert told in found(with_measured(central, actual_value=Decimal(2400)))
    assert told not in found(with_measured(central, actual_value=Decimal(2400), kind="reverse"))
    softly = found(with_measured(central, actual_value=Decimal(2400), reason="获赠图书"))
    assert ("hint", "over-completed", "indicators.1.actual") in softly


def test_a_scheme_may_make_that_reason_compulsory(filing: Filing) -> None:
    guangxi = replace(filing, scheme="guangxi")
    told = ("warning", "reason-missing", "indicators.1.reason")
    assert told in found(with_measured(guangxi, actual_value=Decimal(2600)))
    assert told not in found(with_measured(guangxi, actual_value=Decimal(2599)))
    assert told not in found(with_measured(guangxi, actual_value=Decimal(2600), reason="获赠图书"))


def test_a_weight_of_nothing_has_no_bands(filing: Filing) -> None:
    nothing = with_judged(filing, weight=Decimal(0), score=Decimal(0), tier="missed")
    assert "tier-range" not in [code for _, code, _ in found(nothing)]
    something = with_judged(filing, weight=Decimal(0), score=Decimal(1))
    assert ("error", "tier-range", "indicators.2.score") in found(something)
