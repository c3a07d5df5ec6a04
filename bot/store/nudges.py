"""催报: 财政 urges those who have not filed yet, each assignment once an hour at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, Integer, bindparam, exists, func, or_, select, update

from bot.store import concerned
from bot.store.columns import Moment
from bot.store.office_tables import ASSIGNMENT, ROLE, UNIT
from bot.store.reminders import made_for

if TYPE_CHECKING:
    from sqlalchemy import Executable, Select
    from sqlmodel import Session

EVERY = timedelta(hours=1)

_CAMPAIGN = bindparam("campaign", type_=Integer)
_NOW = bindparam("now", type_=Moment)


def _overseen() -> Select[Any]:
    there = select(ROLE.c.unit_id.label("id")).where(
        ROLE.c.person_id == bindparam("person", type_=BigInteger), ROLE.c.role == "finance"
    )
    tree = there.cte("overseen", recursive=True)
    return select(tree.union(select(UNIT.c.id).join(tree, UNIT.c.parent_id == tree.c.id)).c.id)


_UNIT = bindparam("unit", type_=Integer)
_THESE = (
    ASSIGNMENT.c.campaign_id == _CAMPAIGN,
    or_(_UNIT.is_(None), ASSIGNMENT.c.unit_id == _UNIT),
    or_(bindparam("administers", type_=Boolean), ASSIGNMENT.c.unit_id.in_(_overseen())),
)
_ALL = concerned.assignments(func.count()).where(*_THESE)
_NOT_FILED = concerned.assignments(ASSIGNMENT.c.id).where(*_THESE, concerned.NOT_FILED)
_NUDGE = (
    update(ASSIGNMENT)
    .where(
        ASSIGNMENT.c.id.in_(_NOT_FILED),
        or_(ASSIGNMENT.c.nudged_at.is_(None), ASSIGNMENT.c.nudged_at <= bindparam("before", type_=Moment)),
    )
    .values(nudged_at=_NOW)
    .returning(ASSIGNMENT.c.id)
)
_NUDGED = (ASSIGNMENT.c.campaign_id == _CAMPAIGN, ASSIGNMENT.c.nudged_at == bindparam("due", type_=Moment))
_TOO_SOON = concerned.assignments(func.min(ASSIGNMENT.c.nudged_at)).where(
    *_THESE, concerned.NOT_FILED, ASSIGNMENT.c.nudged_at != _NOW
)
_HAS_CLERK = exists().where(ROLE.c.unit_id == ASSIGNMENT.c.unit_id, ROLE.c.role == "clerk")
_WITHOUT_CLERK = (
    concerned.assignments(UNIT.c.name)
    .join(UNIT, UNIT.c.id == ASSIGNMENT.c.unit_id)
    .where(*_NUDGED, concerned.STATE.not_in(("submitted", "filed")), ~_HAS_CLERK)
    .group_by(UNIT.c.id, UNIT.c.name)
    .order_by(UNIT.c.id)
)


@dataclass(frozen=True, slots=True)
class Whose:
    """Who nudges in which campaign: all that they oversee there, or one unit."""

    campaign: int
    unit: int | None
    person: int
    administers: bool


@dataclass(frozen=True, slots=True)
class Nudged:
    """How many assignments were urged, to how many people that went, and where nobody fills in.

    `again_at` is when more may be urged, if some were urged within the last hour.
    """

    assignments: int
    people: int
    without_clerk: tuple[str, ...]
    again_at: datetime | None


def nudge(session: Session, whose: Whose, now: datetime) -> Nudged | None:
    """Remind everybody concerned by what is not filed and was not urged within the hour.

    `None` where the campaign wants nothing of units that the person oversees.
    """
    connection = session.connection()
    these = {
        "campaign": whose.campaign,
        "unit": whose.unit,
        "person": whose.person,
        "administers": whose.administers,
        "now": now,
    }
    if not connection.execute(_ALL, these).scalar_one():
        return None
    urged = len(connection.execute(_NUDGE, {**these, "before": now - EVERY}).all())
    nudged = {"campaign": whose.campaign, "of": "nudge", "due": now}
    people = len(connection.execute(_reminding(connection.dialect.name), nudged).all()) if urged else 0
    alone = connection.execute(_WITHOUT_CLERK, nudged).all() if urged else ()
    since = connection.execute(_TOO_SOON, these).scalar_one()
    return Nudged(urged, people, tuple(row.name for row in alone), since and since + EVERY)


@cache
def _reminding(dialect: str) -> Executable:
    return made_for(concerned.people(*_NUDGED), dialect)
