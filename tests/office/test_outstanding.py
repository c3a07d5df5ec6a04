from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.demo import EXAMPLE
from bot.filing import GROUPS
from bot.office.outstanding import Outstanding, outstanding
from bot.position import Position
from bot.store.filings import StoredFiling
from scoring import Filing, open_filing
from tests.published import with_tiers

TODAY = date(2026, 3, 2)
CLOSED = frozenset(f"{group}.+" for group in GROUPS)


def of(filing: Filing, passed: frozenset[str] = CLOSED) -> Outstanding:
    stored = StoredFiling(
        id=1,
        filing=filing,
        position=Position(passed=passed),
        updated_at=datetime(2026, 3, 2, tzinfo=UTC),
        unit_id=None,
        assigned=False,
        returned=None,
        version=None,
    )
    return outstanding(stored, TODAY)


FULL = with_tiers(open_filing(EXAMPLE))


def test_of_a_full_filing_nothing_is_open() -> None:
    assert of(FULL) == Outstanding()


def test_items_with_open_questions_are_counted_and_empty_groups_named() -> None:
    first, second, third, *rest = FULL.indicators
    indicators = (*(replace(each, actual=None) for each in (first, second, third)), *rest)
    filing = replace(FULL, indicators=indicators, improvements=())
    assert of(filing, CLOSED - {"improvements.+"}).missing == ("3 项绩效指标", "问题和改进措施")


def test_few_open_questions_are_named_and_many_counted() -> None:
    assert of(replace(FULL, background=None, objective=None)).missing == ("立项背景和依据", "绩效目标")
    assert of(replace(FULL, background=None, objective=None, year=None)).missing == ("项目基本情况 3 处",)


def test_a_group_that_nobody_has_said_is_complete_is_to_be_confirmed() -> None:
    assert of(FULL, CLOSED - {"tasks.+"}) == Outstanding((), ("工作任务",))
