"""Which filings an archive takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, bindparam, func, or_, select

from bot.store import units
from bot.store.office_tables import ASSIGNMENT, UNIT
from bot.store.tables import FILING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from bot.position import State
    from bot.store.scopes import Scope

_STATE = bindparam("state", type_=String)
_BELOW = units.below(bindparam("unit", type_=Integer))
_ALL = (
    select(
        FILING.c.id,
        func.coalesce(UNIT.c.name, FILING.c.unit).label("unit"),
        func.coalesce(ASSIGNMENT.c.project, FILING.c.project).label("project"),
        *FILING.c["state", "updated_at"],
    )
    .outerjoin(ASSIGNMENT, ASSIGNMENT.c.id == FILING.c.assignment_id)
    .outerjoin(UNIT, UNIT.c.id == FILING.c.unit_id)
    .where(FILING.c.deleted_at.is_(None), or_(_STATE.is_(None), FILING.c.state == _STATE))
    .order_by(FILING.c.id)
)
_WHOLE = _ALL.where(ASSIGNMENT.c.campaign_id == bindparam("campaign"))
_BELOW_UNIT = _WHOLE.where(ASSIGNMENT.c.unit_id.in_(select(_BELOW.c.id)))


@dataclass(frozen=True, slots=True)
class Kept:
    """A filing that an archive takes: of which unit and about which project, where that is known."""

    filing_id: int
    unit: str | None
    project: str | None
    state: State
    updated_at: datetime


def kept(session: Session, scope: Scope | None = None, state: State | None = None) -> tuple[Kept, ...]:
    """Return the filings of a campaign, or all there are; with a state, only those in it."""
    wanted: dict[str, Any] = {"state": state}
    statement = _ALL
    if scope:
        wanted["campaign"] = scope.campaign
        statement = _WHOLE
    if scope and not scope.whole:
        wanted["unit"] = scope.unit
        statement = _BELOW_UNIT
    return tuple(Kept(*row) for row in session.connection().execute(statement, wanted))
