"""What holds for every filing."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from scoring import (
    BudgetLine,
    Filing,
    Funds,
    Indicator,
    Rollup,
    Sheet,
    load_scheme,
    read_filing,
    rollup,
    schemes,
    score,
    sheet_json,
)

if TYPE_CHECKING:
    from random import Random

texts = st.none() | st.text("产出效益指标 abc（(）)％%", max_size=6)
money = st.none() | st.decimals("0", "99999999999999", places=2)
points = st.decimals("-1", "120", places=2)
values = st.none() | st.decimals("-999999", "999999999", places=3)

indicators = st.builds(
    Indicator,
    level1=st.sampled_from([None, "产出指标", "效益指标", "其他"]),
    level2=texts,
    name=texts,
    weight=st.none() | st.decimals("0", "100", places=2),
    kind=st.sampled_from([None, "positive", "equal", "reverse", "qualitative"]),
    target=st.sampled_from([None, "≥95%", "及时", "12000余份"]),
    target_value=values,
    unit=st.sampled_from([None, "%", "人次", "％"]),
    actual=st.sampled_from([None, "98%", "735", "已完成"]),
    actual_value=values,
    tier=st.sampled_from([None, "achieved", "missed", "?"]),
    score=st.none() | points,
    reason=texts,
)
lines = st.builds(BudgetLine, name=texts, budgeted=money, settled=money, booked=money)
filings = st.builds(
    Filing,
    scheme=st.sampled_from([scheme.id for scheme in schemes()]),
    total=st.none() | points,
    funds=st.builds(Funds, budget=money, executed=money, score=st.none() | points),
    budget_lines=st.lists(lines, max_size=3).map(tuple),
    indicators=st.lists(indicators, max_size=5).map(tuple),
)
batches = st.lists(filings.map(lambda filing: replace(filing, scheme="wuhan-2018")), min_size=1, max_size=4)


def without_findings(sheet: Sheet) -> Sheet:
    return replace(sheet, findings=())


def scored(sheet: Sheet) -> list[tuple[Decimal, Decimal]]:
    """Weight and score of every row that has its score; a score without a weight would be nonsense."""
    rows = [(row.weight, row.score) for row in sheet.indicators]
    rows.append((sheet.execution.weight, sheet.execution.score))
    return [(Decimal(-1) if weight is None else weight, each) for weight, each in rows if each is not None]


@given(filings)
def test_the_total_is_the_sum_of_the_shown_rows(filing: Filing) -> None:
    shown = sheet_json(score(filing))
    rows = [shown["execution"]["score"], *(row["score"] for row in shown["indicators"])]
    assert Decimal(shown["total"]) == sum(Decimal(row) for row in rows if row is not None)
    assert Decimal(shown["total"]) == Decimal(shown["execution"]["score"] or 0) + sum(
        Decimal(level["score"]) for level in shown["level1"]
    )


@given(filings)
def test_no_score_leaves_its_weight(filing: Filing) -> None:
    sheet = score(filing)
    for weight, points_of_row in scored(sheet):
        assert 0 <= points_of_row <= weight


@given(filings)
def test_what_is_earned_and_open_and_lost_is_at_least_100(filing: Filing) -> None:
    sheet = score(filing)
    assert sheet.open >= 0
    assert sheet.open + sum(weight for weight, _ in scored(sheet)) >= 100


@given(filings)
def test_the_rollup_of_one_filing_is_its_sheet(filing: Filing) -> None:
    assert without_findings(rollup([filing])) == without_findings(score(filing))


@given(batches, st.randoms(use_true_random=False))
def test_the_rollup_does_not_depend_on_the_order(units: list[Filing], random: Random) -> None:
    shuffled = random.sample(units, len(units))
    assert rollup(shuffled) == rollup(units)


@given(batches, st.integers(0, 4))
def test_the_rollup_does_not_depend_on_the_batches(units: list[Filing], cut: int) -> None:
    first, second = (Rollup(load_scheme("wuhan-2018")) for _ in range(2))
    for filing in units[:cut]:
        first.add(filing)
    for filing in units[cut:]:
        second.add(filing)
    first.merge(second)
    assert first.sheet() == rollup(units)


@given(filings)
def test_a_filing_scores_the_same_after_being_written_and_read(filing: Filing) -> None:
    written = json.dumps(_present(asdict(filing)), default=str)
    assert score(read_filing(written)) == score(filing)


def _present(value: object) -> object:
    """What a file would hold: no key where there is no answer."""
    if isinstance(value, dict):
        return {key: _present(each) for key, each in value.items() if each is not None}
    return [_present(each) for each in value] if isinstance(value, tuple) else value
