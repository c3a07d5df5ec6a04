"""How far a campaign's units are, those behind first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, and_, bindparam, case, func, or_, select, update

from bot.store import units
from bot.store.office_tables import ASSIGNMENT, UNIT
from bot.store.tables import FILING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping, Select
    from sqlmodel import Session

    from bot.position import State
    from bot.store.scopes import Scope

BEHIND: Sequence[State | None] = (None, "draft", "returned", "finished", "submitted", "filed")
"""The states from those furthest behind on; `None` is a filing that nobody has begun."""
PAGE = 25
"""Units on a page of the board."""

_UNIT = bindparam("unit", type_=Integer)
_PROJECT = bindparam("project", type_=String)
_PARENT = UNIT.alias("parent")
_BEGUN = and_(FILING.c.assignment_id == ASSIGNMENT.c.id, FILING.c.deleted_at.is_(None))
_RANK = case({state: rank for rank, state in enumerate(BEHIND) if state}, value=FILING.c.state, else_=0)
_BELOW = units.below(_UNIT)
_ENTRIES = (
    select(
        *ASSIGNMENT.c["id", "unit_id", "project", "nudged_at"],
        UNIT.c.name.label("unit"),
        case((UNIT.c.parent_id != _UNIT, _PARENT.c.name)).label("parent"),
        FILING.c.id.label("filing_id"),
        *FILING.c["state", "done", "created_at"],
    )
    .join(UNIT, UNIT.c.id == ASSIGNMENT.c.unit_id)
    .outerjoin(_PARENT, _PARENT.c.id == UNIT.c.parent_id)
    .outerjoin(FILING, _BEGUN)
)
_COUNTS = (
    select(FILING.c.state, func.count()).select_from(ASSIGNMENT).outerjoin(FILING, _BEGUN).group_by(FILING.c.state)
)
_PROJECTS = (
    select(func.min(ASSIGNMENT.c.id), ASSIGNMENT.c.project, func.count(), func.count(FILING.c.id))
    .outerjoin(FILING, and_(_BEGUN, FILING.c.state == "filed"))
    .group_by(ASSIGNMENT.c.project)
    .order_by(func.min(ASSIGNMENT.c.id))
)
_IN_CAMPAIGN = ASSIGNMENT.c.campaign_id == bindparam("campaign")
_OF_PROJECT = or_(_PROJECT.is_(None), ASSIGNMENT.c.project == _PROJECT)
_IN_UNIT = ASSIGNMENT.c.unit_id.in_(select(_BELOW.c.id))


def _scoped(statement: Select[Any]) -> Mapping[bool, Select[Any]]:
    """Return the statement over the whole campaign (`True`), and over a unit and the units below it."""
    whole = statement.where(_IN_CAMPAIGN, _OF_PROJECT)
    return {True: whole, False: whole.where(_IN_UNIT)}


_COUNT = _scoped(_COUNTS)
_SOME = _scoped(
    _ENTRIES.order_by(_RANK, FILING.c.done, ASSIGNMENT.c.id).limit(bindparam("limit")).offset(bindparam("offset"))
)
_WITHOUT = _scoped(
    _ENTRIES.where(or_(FILING.c.state.is_(None), FILING.c.state != "filed")).order_by(
        _RANK, FILING.c.done, ASSIGNMENT.c.id
    )
)
_FILED = _scoped(_ENTRIES.where(FILING.c.state == "filed").order_by(ASSIGNMENT.c.id))
_EACH_PROJECT = _scoped(_PROJECTS)
_DONE = update(FILING).where(FILING.c.id == bindparam("filing")).values(done=bindparam("now"))
_ONE = _scoped(_ENTRIES.where(ASSIGNMENT.c.id == bindparam("assignment")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is wanted of a unit and how far it is. `state` is `None` where nobody has begun; `done` is in percent.

    `parent` is the name of the unit above, where that is not the one that is looked at.
    """

    assignment_id: int
    unit_id: int
    unit: str
    parent: str | None
    project: str
    nudged_at: datetime | None
    filing_id: int | None
    state: State | None
    done: int
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a campaign: from how many units it is wanted, and how many have filed. `key` stands for it."""

    key: int
    name: str
    wanted: int
    filed: int


def note(session: Session, filing_id: int, done: int) -> None:
    """Note how many percent of a filing's questions are answered."""
    session.connection().execute(_DONE, {"filing": filing_id, "now": done})


def counts(session: Session, scope: Scope, project: str | None = None) -> dict[State | None, int]:
    """Return how many filings are in each state, those furthest behind first; states without any are left out."""
    rows = session.connection().execute(_COUNT[scope.whole], _values(scope, project)).all()
    found: dict[State | None, int] = dict(rows)
    return {state: found[state] for state in BEHIND if state in found}


def pages(counts: Mapping[State | None, int]) -> int:
    """Return how many pages the board has; one where there is nothing to show."""
    return max(1, -(-sum(counts.values()) // PAGE))


def first(page_number: int) -> int:
    """Return the number of the first unit on a page; both are counted from 1."""
    return (page_number - 1) * PAGE + 1


def page(session: Session, scope: Scope, number: int) -> tuple[Entry, ...]:
    """Return one page of what is wanted, counted from 1, those furthest behind first."""
    values = {**_values(scope, None), "limit": PAGE, "offset": first(number) - 1}
    return tuple(_entry(row) for row in session.connection().execute(_SOME[scope.whole], values).mappings())


def missing(session: Session, scope: Scope, project: str | None = None) -> tuple[Entry, ...]:
    """Return what is wanted and not yet filed, those furthest behind first."""
    found = session.connection().execute(_WITHOUT[scope.whole], _values(scope, project)).mappings()
    return tuple(_entry(row) for row in found)


def filed(session: Session, scope: Scope, project: str | None = None) -> tuple[Entry, ...]:
    """Return what is wanted and filed."""
    found = session.connection().execute(_FILED[scope.whole], _values(scope, project)).mappings()
    return tuple(_entry(row) for row in found)


def projects(session: Session, scope: Scope) -> tuple[Project, ...]:
    """Return the projects that are wanted, in the order in which the campaign took them up."""
    return tuple(
        Project(*row) for row in session.connection().execute(_EACH_PROJECT[scope.whole], _values(scope, None))
    )


def entry(session: Session, scope: Scope, assignment_id: int) -> Entry | None:
    """Return one thing that is wanted, if it is in the scope."""
    values = {**_values(scope, None), "assignment": assignment_id}
    row = session.connection().execute(_ONE[scope.whole], values).mappings().one_or_none()
    return _entry(row) if row else None


def _values(scope: Scope, project: str | None) -> dict[str, Any]:
    return {"campaign": scope.campaign, "unit": scope.unit, "project": project}


def _entry(row: RowMapping) -> Entry:
    names = ("unit_id", "unit", "parent", "project", "nudged_at", "filing_id", "state", "created_at")
    return Entry(assignment_id=row["id"], done=row["done"] or 0, **{name: row[name] for name in names})
