"""What somebody looks at: a campaign, over one unit and the units below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, bindparam, select

from bot.store import units
from bot.store.office_tables import CAMPAIGN, ROLE, UNIT

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

_TOP = CAMPAIGN.c.unit_id.label("top")
_ABOVE = units.above(bindparam("unit", type_=Integer))
_SCOPE = (
    select(*CAMPAIGN.c["title", "year", "scheme", "deadline", "created_at"], _TOP, UNIT.c.name)
    .join(UNIT, UNIT.c.id == bindparam("unit"))
    .where(CAMPAIGN.c.id == bindparam("campaign"), CAMPAIGN.c.unit_id.in_(select(_ABOVE.c.id)))
)
_TOP_OF = select(CAMPAIGN.c.unit_id).where(CAMPAIGN.c.id == bindparam("campaign"))
_BELOW_TOP = units.below(_TOP_OF.scalar_subquery())
_FINANCE = (
    select(ROLE.c.unit_id)
    .where(
        ROLE.c.person_id == bindparam("person", type_=BigInteger),
        ROLE.c.role == "finance",
        ROLE.c.unit_id.in_(select(_BELOW_TOP.c.id)),
    )
    .order_by(ROLE.c.unit_id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A campaign as far as it concerns a unit. `whole`: the unit is the campaign's own, so that all of it does."""

    campaign: int
    title: str
    year: int
    scheme: str
    deadline: date
    since: datetime
    unit: int
    unit_name: str
    whole: bool


def get(session: Session, campaign_id: int, unit_id: int) -> Scope | None:
    """Return a campaign over one of its units; `None` if the unit is not its own and not below that."""
    row = session.connection().execute(_SCOPE, {"campaign": campaign_id, "unit": unit_id}).one_or_none()
    if row is None:
        return None
    return Scope(
        campaign=campaign_id,
        title=row.title,
        year=row.year,
        scheme=row.scheme,
        deadline=row.deadline,
        since=row.created_at,
        unit=unit_id,
        unit_name=row.name,
        whole=row.top == unit_id,
    )


def top(session: Session, campaign_id: int) -> int | None:
    """Return the campaign's own unit."""
    return session.connection().execute(_TOP_OF, {"campaign": campaign_id}).scalar_one_or_none()


def overseen(session: Session, campaign_id: int, person: int) -> tuple[int, ...]:
    """Return the campaign's units where a person is 财政 themselves."""
    found = session.connection().execute(_FINANCE, {"campaign": campaign_id, "person": person})
    return tuple(found.scalars())
