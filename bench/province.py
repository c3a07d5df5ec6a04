"""A province in a database: one campaign, and for each of its many units a filing in this state or that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text, update

from bot.store import contributions, filings, units
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, UNIT
from bot.store.tables import FILING
from scoring import Filing, Funds, Indicator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

PROJECT = "基层政权和社区建设"
INDICATORS = 14
NOW = datetime(2026, 3, 1, tzinfo=UTC)
DISTRICTS = 100
_PATTERNS = 500
"""Filings that differ; all others contribute the same as one of these."""
_MORE = text("""
    INSERT INTO contribution (group_id, filing_id, planned, reached, counts)
    SELECT kept.group_id, filing.id, kept.planned, kept.reached, kept.counts
    FROM rollup_group CROSS JOIN filing CROSS JOIN contribution AS kept
    WHERE kept.group_id = rollup_group.id AND kept.filing_id = (filing.id - 1) % :patterns + 1
        AND filing.id > :patterns
""")


def fill(engine: Engine, wanted: int, states: Sequence[str | None]) -> tuple[int, int]:
    """Make the units with their filings, in these states by turns; return the ids of the campaign and its unit.

    `None` is a filing that nobody has begun. If all are filed, their contributions are kept.
    """
    with transaction(engine) as session:
        province = units.add(session, "省").id
        districts = [units.add(session, f"第{number}区", province).id for number in range(DISTRICTS)]
        campaign: int = (
            session.connection().execute(insert(CAMPAIGN).returning(CAMPAIGN.c.id), _campaign(province)).scalar_one()
        )
        below = range(districts[-1] + 1, districts[-1] + 1 + wanted)
        rows: list[dict[str, Any]] = [
            {"id": unit, "parent_id": districts[unit % DISTRICTS], "name": f"第{unit}街道"} for unit in below
        ]
        session.connection().execute(insert(UNIT), rows)
        rows = [
            {"id": number, "campaign_id": campaign, "unit_id": unit, "project": PROJECT}
            for number, unit in enumerate(below, start=1)
        ]
        session.connection().execute(insert(ASSIGNMENT), rows)
        _file(session, below, states)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))  # what the server does by itself a minute later
    return campaign, province


def _campaign(province: int) -> dict[str, Any]:
    return {
        "unit_id": province,
        "title": "2025年度绩效自评",
        "year": 2025,
        "scheme": "mof-2020",
        "deadline": date(2026, 3, 31),
        "reminder_days": [],
        "remind_at": 540,
        "quiet_from": 1260,
        "quiet_until": 480,
        "own_review": False,
        "state": "open",
        "created_by": 0,
        "created_at": NOW,
    }


def _file(session: Session, below: Sequence[int], states: Sequence[str | None]) -> None:
    kept = list(states) == ["filed"]
    for number, unit in enumerate(below[:_PATTERNS] if kept else (), start=1):
        filing = filings.create(session, 1, _filing(number), NOW, Assigned(number, unit))
        contributions.keep(session, filing)
    rows = [
        {
            "id": number,
            "owner": 1,
            "unit_id": unit,
            "assignment_id": number,
            "scheme": "mof-2020",
            "project": PROJECT,
            "passed": [],
            "state": state,
            "created_at": NOW,
            "updated_at": NOW,
        }
        for number, unit in enumerate(below, start=1)
        if not (kept and number <= _PATTERNS) and (state := states[number % len(states)])
    ]
    if rows:
        session.connection().execute(insert(FILING), rows)
    if kept:
        session.connection().execute(update(FILING).values(state="filed"))
        session.connection().execute(_MORE, {"patterns": _PATTERNS})


def _filing(unit: int) -> Filing:
    budget = Decimal(1_000_000 + 1_102_358 * (unit % 37))
    return Filing(
        scheme="mof-2020",
        year=2025,
        project=PROJECT,
        funds=Funds(budget=budget, executed=budget * (80 + unit % 20) / 100),
        indicators=tuple(_indicator(unit, place) for place in range(INDICATORS)),
    )


def _indicator(unit: int, place: int) -> Indicator:
    """Return one of the kinds that forms have: shares in %, counts, and what is judged."""
    common = Indicator(level1="产出指标", level2="数量指标", name=f"指标{place}", weight=Decimal(5))
    actual = Decimal(80 + (unit * 7 + place) % 31)
    match place % 7:
        case 0 | 1:
            return replace(common, kind="positive", target_value=Decimal(95), actual_value=actual, unit="%")
        case 2:
            return replace(common, kind="qualitative", score=Decimal(unit % 5))
    return replace(common, kind="positive", target_value=Decimal(100 + place), actual_value=actual, unit="人次")
