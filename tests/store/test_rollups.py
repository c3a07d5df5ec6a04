from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.store import contributions, filings, rollups, scopes, units
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.office_tables import ASSIGNMENT, CAMPAIGN
from scoring import Filing, Funds, Indicator, Sheet, rollup, schemes
from tests.scoring.test_properties import filings as any_filings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from sqlalchemy import Engine
    from sqlmodel import Session

SCHEMES = st.sampled_from([scheme.id for scheme in schemes()])


def alike(filing: Filing) -> Filing:
    """Call its indicators by one of two names, so that those of different units meet."""
    named = (replace(each, level2=None, name="培训合格"[: 2 + 2 * bool(each.name)]) for each in filing.indicators)
    return replace(filing, indicators=tuple(named))


FILINGS = any_filings | any_filings.map(alike)
BATCHES = SCHEMES.flatmap(
    lambda scheme: st.lists(FILINGS.map(lambda filing: replace(filing, scheme=scheme)), min_size=1, max_size=5)
)
ANY_DATABASE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
_numbers = count(1)


def campaign_of(session: Session, unit: int, scheme: str, now: datetime) -> int:
    values = {"unit_id": unit, "title": "填报任务", "year": 2019, "scheme": scheme, "created_at": now}
    values |= {"deadline": date(2019, 8, 31), "reminder_days": [], "created_by": 1, "remind_at": 540, "quiet_from": 1}
    values |= {"quiet_until": 2, "own_review": False, "state": "open"}
    return int(session.connection().execute(insert(CAMPAIGN).returning(CAMPAIGN.c.id), values).scalar_one())


def wanted_of(session: Session, campaign: int, unit: int, project: str) -> Assigned:
    values = {"campaign_id": campaign, "unit_id": unit, "project": project}
    found = session.connection().execute(insert(ASSIGNMENT).returning(ASSIGNMENT.c.id), values).scalar_one()
    return Assigned(found, unit)


class Project:
    """A campaign's project, for which filings of one unit after the other become filed."""

    def __init__(self, session: Session, scheme: str, now: datetime) -> None:
        self.session, self.now = session, now
        self.root = units.add(session, f"区{next(_numbers)}").id
        self.campaign = campaign_of(session, self.root, scheme, now)

    def file(self, filing: Filing, parent: int | None = None, project: str = "社区建设") -> int:
        unit = units.add(self.session, f"单位{next(_numbers)}", parent or self.root).id
        assigned = wanted_of(self.session, self.campaign, unit, project)
        number = filings.create(self.session, 1, filing, self.now, assigned)
        contributions.keep(self.session, number)
        return number

    def sheet(self, unit: int | None = None, project: str = "社区建设") -> Sheet:
        scope = scopes.get(self.session, self.campaign, unit or self.root)
        assert scope
        return rollups.rolled_up(self.session, scope, project).sheet()


def without_reasons(sheet: Sheet) -> Sheet:
    return replace(sheet, indicators=tuple(replace(each, reason=None) for each in sheet.indicators))


def expected(filed: Sequence[Filing]) -> Sheet:
    return without_reasons(rollup(filed))


def unit_with(actual: object, budget: object = 100, **changes: object) -> Filing:
    share = Indicator(
        level1="产出指标", level2="质量指标", name="合格率", kind="positive", weight=Decimal(10), unit="%"
    )
    share = replace(share, target_value=Decimal(100), actual_value=Decimal(str(actual)), **changes)  # type: ignore[arg-type]  # fields by name
    funds = Funds(budget=Decimal(str(budget)), executed=Decimal(str(budget)))
    return Filing(scheme="mof-2020", funds=funds, indicators=(share,))


@ANY_DATABASE
@given(batch=BATCHES)
def test_the_sums_of_the_database_are_the_rollup_of_scoring(engine: Engine, now: datetime, batch: list[Filing]) -> None:
    with transaction(engine) as session:
        project = Project(session, batch[0].scheme, now)
        for each in batch:
            project.file(each)
        assert project.sheet() == expected(batch)


@ANY_DATABASE
@given(batch=BATCHES, random=st.randoms(use_true_random=False))
def test_what_was_returned_and_filed_again_counts_once_whatever_the_order(
    engine: Engine, now: datetime, batch: list[Filing], random: Random
) -> None:
    with transaction(engine) as session:
        project = Project(session, batch[0].scheme, now)
        numbers = [project.file(each) for each in batch]
        returned = random.sample(numbers, random.randint(0, len(numbers)))
        for number in returned:
            contributions.forget(session, number)
        left = [each for number, each in zip(numbers, batch, strict=True) if number not in returned]
        if left:
            assert project.sheet() == expected(left)
        for number in random.sample(returned, len(returned)):
            contributions.keep(session, number)
        assert project.sheet() == expected(batch)


def test_amounts_and_values_as_great_as_they_can_be_are_added_exactly(engine: Engine, now: datetime) -> None:
    most, least = Decimal("999999999999.999999"), Decimal("-999999999999.999999")
    batch = [
        unit_with(value, "999999999999999.99", kind="reverse") for value in (most, least, most, Decimal("0.000001"))
    ]
    with transaction(engine) as session:
        project = Project(session, "mof-2020", now)
        for each in batch:
            project.file(each)
        assert project.sheet() == expected(batch)


def test_keeping_twice_counts_once(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        project = Project(session, "mof-2020", now)
        contributions.keep(session, project.file(unit_with(90)))
        assert project.sheet().units == 1


def test_a_unit_sees_the_units_below_it_and_no_others(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        project = Project(session, "mof-2020", now)
        street = units.add(session, "宝丰街", project.root).id
        below = [unit_with(80), unit_with(90, 300)]
        for each in below:
            project.file(each, street)
        project.file(unit_with(10))
        assert project.sheet(street) == expected(below)
        assert project.sheet().units == 3


def test_projects_are_rolled_up_each_for_itself(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        project = Project(session, "mof-2020", now)
        project.file(unit_with(80), project="一")
        project.file(unit_with(90), project="二")
        assert project.sheet(project="二") == expected([unit_with(90)])


def test_nothing_filed_is_a_sheet_with_nothing_on_it(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        empty = Project(session, "mof-2020", now).sheet()
    assert (empty.units, empty.indicators) == (0, ())


def test_a_filing_that_no_campaign_wants_contributes_nothing(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        contributions.keep(session, filings.create(session, 1, unit_with(90), now))
        contributions.forget(session, 12345)
