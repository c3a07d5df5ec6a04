"""Assignments: what campaigns want of units, one filing about one project each; and how far each one is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from bot.store import filings
from bot.store.filings import Assigned
from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, ROLE, UNIT
from bot.store.tables import FILING
from scoring import Filing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection, RowMapping
    from sqlmodel import Session

    from bot.position import State

_BEGUN = and_(FILING.c.assignment_id == ASSIGNMENT.c.id, FILING.c.deleted_at.is_(None))
_CLERK = and_(ROLE.c.unit_id == ASSIGNMENT.c.unit_id, ROLE.c.role == "clerk")
_SHOWN = (
    select(
        *ASSIGNMENT.c["id", "campaign_id", "unit_id", "project"],
        *CAMPAIGN.c["title", "deadline"],
        UNIT.c.name.label("unit"),
        FILING.c.id.label("filing_id"),
        FILING.c.state,
    )
    .join(CAMPAIGN, CAMPAIGN.c.id == ASSIGNMENT.c.campaign_id)
    .join(UNIT, UNIT.c.id == ASSIGNMENT.c.unit_id)
    .outerjoin(FILING, _BEGUN)
)
_OF_CLERK = (
    _SHOWN.join(ROLE, _CLERK)
    .where(ROLE.c.person_id == bindparam("person"), CAMPAIGN.c.state == "open")
    .order_by(CAMPAIGN.c.deadline, ASSIGNMENT.c.id)
)
_CONCERNED = (
    _SHOWN.add_columns(ROLE.c.person_id)
    .join(ROLE, _CLERK)
    .where(
        ASSIGNMENT.c.campaign_id == bindparam("campaign"),
        ASSIGNMENT.c.id > bindparam("after"),
        or_(FILING.c.state.is_(None), FILING.c.state != "filed"),
    )
    .order_by(ROLE.c.person_id, ASSIGNMENT.c.id)
)
_OF_CAMPAIGN = _SHOWN.where(ASSIGNMENT.c.campaign_id == bindparam("campaign")).order_by(ASSIGNMENT.c.id)
_WANTED = (
    select(ASSIGNMENT.c.unit_id, ASSIGNMENT.c.project, *CAMPAIGN.c["scheme", "year"], UNIT)
    .join(CAMPAIGN, CAMPAIGN.c.id == ASSIGNMENT.c.campaign_id)
    .join(UNIT, UNIT.c.id == ASSIGNMENT.c.unit_id)
    .join(ROLE, _CLERK)
    .where(
        ASSIGNMENT.c.id == bindparam("assignment"),
        ROLE.c.person_id == bindparam("person"),
        CAMPAIGN.c.state == "open",
    )
    .with_for_update(of=ASSIGNMENT)
)
_FILING = select(FILING.c.id).where(FILING.c.assignment_id == bindparam("assignment"), FILING.c.deleted_at.is_(None))
_LAST = select(func.coalesce(func.max(ASSIGNMENT.c.id), 0)).where(ASSIGNMENT.c.campaign_id == bindparam("campaign"))
_THIS = (
    select(ASSIGNMENT.c.id)
    .where(ASSIGNMENT.c.id == bindparam("assignment"), ASSIGNMENT.c.campaign_id == bindparam("campaign"))
    .with_for_update()
)
_DETACH = update(FILING).where(FILING.c.assignment_id == bindparam("assignment")).values(assignment_id=None)
_REMOVE = delete(ASSIGNMENT).where(ASSIGNMENT.c.id == bindparam("assignment"))
_OF_DELETED = (
    select(ASSIGNMENT.c.id)
    .join(FILING, FILING.c.assignment_id == ASSIGNMENT.c.id)
    .join(ROLE, _CLERK)
    .where(
        FILING.c.id == bindparam("filing"),
        FILING.c.deleted_at.is_not(None),
        ROLE.c.person_id == bindparam("person"),
    )
    .with_for_update(of=ASSIGNMENT)
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a campaign wants of a unit. `filing_id` and `state` are those of the filing that answers it, if any does."""

    id: int
    campaign_id: int
    title: str
    unit_id: int
    unit: str
    project: str
    deadline: date
    filing_id: int | None
    state: State | None


def of_clerk(session: Session, person: int) -> tuple[Assignment, ...]:
    """Return what running campaigns want of the units where a person is clerk, the soonest deadline first."""
    found = session.connection().execute(_OF_CLERK, {"person": person}).mappings()
    return tuple(_assignment(row) for row in found)


def open_for(session: Session, person: int) -> tuple[Assignment, ...]:
    """Return of these what the clerk still has to begin or to go on with: neither 待审核 nor 已报送."""
    return tuple(each for each in of_clerk(session, person) if each.state not in ("submitted", "filed"))


def concerned(session: Session, campaign_id: int, after: int = 0) -> tuple[tuple[int, Assignment], ...]:
    """Return every clerk of a campaign with each assignment of theirs that is not yet 已报送, clerk by clerk.

    With `after`, only of assignments made later than that one.
    """
    found = session.connection().execute(_CONCERNED, {"campaign": campaign_id, "after": after}).mappings()
    return tuple((row["person_id"], _assignment(row)) for row in found)


def of_campaign(session: Session, campaign_id: int) -> tuple[Assignment, ...]:
    """Return all that a campaign wants."""
    found = session.connection().execute(_OF_CAMPAIGN, {"campaign": campaign_id}).mappings()
    return tuple(_assignment(row) for row in found)


def last(session: Session, campaign_id: int) -> int:
    """Return the id of a campaign's newest assignment; 0 where it has none."""
    found: int = session.connection().execute(_LAST, {"campaign": campaign_id}).scalar_one()
    return found


def add(session: Session, campaign_id: int, wanted: Iterable[tuple[int, str]]) -> int:
    """Let a campaign want a project of a unit, for each pair that it does not want yet; return how many are new."""
    had = {(each.unit_id, each.project) for each in of_campaign(session, campaign_id)}
    new = [pair for pair in dict.fromkeys(wanted) if pair not in had]
    rows = [{"campaign_id": campaign_id, "unit_id": unit, "project": project} for unit, project in new]
    if rows:
        session.connection().execute(insert(ASSIGNMENT), rows)
    return len(rows)


def remove(session: Session, campaign_id: int, chosen: Iterable[int]) -> int:
    """Take back those of the assignments that nobody has begun; return how many. A deleted filing stays its unit's."""
    return sum(_removed(session.connection(), campaign_id, each) for each in sorted(chosen))


def _removed(connection: Connection, campaign_id: int, assignment: int) -> bool:
    this = {"assignment": assignment}
    found = connection.execute(_THIS, {**this, "campaign": campaign_id}).first()
    if found is None or connection.execute(_FILING, this).first() is not None:
        return False
    connection.execute(_DETACH, this)
    connection.execute(_REMOVE, this)
    return True


def begin(session: Session, assignment_id: int, person: int, at: datetime) -> int | None:
    """Return the id of the filing that answers an assignment: the one a colleague began, or else a new one.

    `None` where the person is no clerk there, or the campaign is closed, or there is no such assignment.
    """
    connection = session.connection()
    row = connection.execute(_WANTED, {"assignment": assignment_id, "person": person}).mappings().one_or_none()
    if row is None:
        return None
    begun: int | None = connection.execute(_FILING, {"assignment": assignment_id}).scalar_one_or_none()
    if begun is not None:
        return begun
    filing = Filing(
        scheme=row["scheme"],
        year=row["year"],
        project=row["project"],
        department=row["department"],
        unit=row["name"],
        unit_full_name=row["full_name"],
    )
    return filings.create(session, person, filing, at, Assigned(assignment_id, row["unit_id"]))


def is_taken(session: Session, filing_id: int, person: int) -> bool:
    """Tell whether a clerk's deleted filing cannot come back: another one answers its assignment meanwhile."""
    connection = session.connection()
    found = connection.execute(_OF_DELETED, {"filing": filing_id, "person": person}).scalar_one_or_none()
    return found is not None and connection.execute(_FILING, {"assignment": found}).first() is not None


def _assignment(row: RowMapping) -> Assignment:
    return Assignment(**{each.name: row[each.name] for each in fields(Assignment)})
