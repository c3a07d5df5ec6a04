"""Who is what in which unit: 填报人, 审核人, 财政."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, bindparam, delete, exists, func, select

from bot.store import units
from bot.store.database import insert_if_absent
from bot.store.office_tables import PERSON, ROLE, UNIT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from bot.formats import Role

_UNIT = bindparam("unit", type_=Integer)
_PERSON = bindparam("person", type_=BigInteger)
_HELD = (
    select(ROLE.c.unit_id, UNIT.c.name, ROLE.c.role)
    .join(UNIT, UNIT.c.id == ROLE.c.unit_id)
    .where(ROLE.c.person_id == _PERSON)
    .order_by(ROLE.c.unit_id, ROLE.c.role)
)
_HOLDERS = (
    select(ROLE.c.person_id)
    .where(ROLE.c.unit_id == _UNIT, ROLE.c.role == bindparam("role"))
    .order_by(ROLE.c.since, ROLE.c.person_id)
)
_MEMBERS = (
    select(ROLE.c.person_id, PERSON.c.name, ROLE.c.role)
    .join(PERSON, PERSON.c.id == ROLE.c.person_id)
    .where(ROLE.c.unit_id == _UNIT)
    .order_by(ROLE.c.since, ROLE.c.person_id, ROLE.c.role)
)
_ABOVE = units.above(_UNIT)
_REVIEWED_AT = (
    select(func.min(_ABOVE.c.steps)).join(ROLE, ROLE.c.unit_id == _ABOVE.c.id).where(ROLE.c.role == "reviewer")
)
_REVIEWERS = (
    select(ROLE.c.person_id)
    .join(_ABOVE, ROLE.c.unit_id == _ABOVE.c.id)
    .where(ROLE.c.role == "reviewer", _ABOVE.c.steps == _REVIEWED_AT.scalar_subquery())
    .order_by(ROLE.c.since, ROLE.c.person_id)
)
_FINANCE = (
    select(ROLE.c.person_id)
    .distinct()
    .join(_ABOVE, ROLE.c.unit_id == _ABOVE.c.id)
    .where(ROLE.c.role == "finance")
    .order_by(ROLE.c.person_id)
)
_OVERSEES = select(exists().where(ROLE.c.unit_id == _ABOVE.c.id, ROLE.c.person_id == _PERSON, ROLE.c.role == "finance"))


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person has in a unit."""

    unit_id: int
    unit: str
    role: Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in a unit; who told no name has none."""

    person: int
    name: str | None
    role: Role


def give(session: Session, person: int, unit: int, role: Role, at: datetime) -> bool:
    """Give a person a role in a unit; tell whether they did not have it before."""
    return insert_if_absent(session, ROLE, {"person_id": person, "unit_id": unit, "role": role, "since": at})


def take(session: Session, person: int, unit: int, role: Role) -> bool:
    """Take a role from a person; tell whether they had it. What they filled in stays with the unit."""
    this = (ROLE.c.person_id == person, ROLE.c.unit_id == unit, ROLE.c.role == role)
    return session.connection().execute(delete(ROLE).where(*this)).rowcount == 1


def held(session: Session, person: int) -> tuple[Held, ...]:
    """Return the roles that a person has."""
    return tuple(Held(*row) for row in session.connection().execute(_HELD, {"person": person}))


def holders(session: Session, unit: int, role: Role) -> tuple[int, ...]:
    """Return the people who have a role in a unit itself."""
    return tuple(session.connection().execute(_HOLDERS, {"unit": unit, "role": role}).scalars())


def members(session: Session, unit: int) -> tuple[Member, ...]:
    """Return who is what in a unit itself, those who came first before the others."""
    return tuple(Member(*row) for row in session.connection().execute(_MEMBERS, {"unit": unit}))


def reviewers(session: Session, unit: int) -> tuple[int, ...]:
    """Return who reviews a unit's filings: its own reviewers, or else those of the nearest unit above that has any."""
    return tuple(session.connection().execute(_REVIEWERS, {"unit": unit}).scalars())


def overseers(session: Session, unit: int) -> tuple[int, ...]:
    """Return the 财政 people of a unit and of the units above it."""
    return tuple(session.connection().execute(_FINANCE, {"unit": unit}).scalars())


def oversees(session: Session, person: int, unit: int) -> bool:
    """Tell whether a person is 财政 for a unit: there, or in a unit above it."""
    found: bool = session.connection().execute(_OVERSEES, {"unit": unit, "person": person}).scalar_one()
    return found
