"""Who could be asked: the units below one, and whether anybody fills in and reviews there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, exists, literal, select

from bot.store.office_tables import ROLE, UNIT

if TYPE_CHECKING:
    from sqlmodel import Session

_TOP = select(UNIT.c.id, literal(0).label("level")).where(UNIT.c.id == bindparam("unit", type_=Integer))
_TREE = _TOP.cte("tree", recursive=True)
_TREE = _TREE.union_all(select(UNIT.c.id, _TREE.c.level + 1).join(_TREE, UNIT.c.parent_id == _TREE.c.id))
# Who reviews in a unit reviews for all units below it that have nobody nearer.
_REVIEWED = select(ROLE.c.unit_id.label("id")).where(ROLE.c.role == "reviewer").cte("reviewed", recursive=True)
_REVIEWED = _REVIEWED.union(select(UNIT.c.id).join(_REVIEWED, UNIT.c.parent_id == _REVIEWED.c.id))
_CANDIDATES = (
    select(
        *UNIT.c["id", "name", "full_name"],
        _TREE.c.level,
        exists().where(ROLE.c.unit_id == UNIT.c.id, ROLE.c.role == "clerk").label("has_clerk"),
        UNIT.c.id.in_(select(_REVIEWED.c.id)).label("has_reviewer"),
    )
    .join(_TREE, _TREE.c.id == UNIT.c.id)
    .order_by(_TREE.c.level, UNIT.c.id)
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, how many levels below the one that asks it stands, and whether it has a clerk and anybody to review."""

    id: int
    name: str
    full_name: str | None
    level: int
    has_clerk: bool
    has_reviewer: bool


def below(session: Session, unit_id: int) -> tuple[Candidate, ...]:
    """Return a unit (level 0) and all units below it, level by level."""
    found = session.connection().execute(_CANDIDATES, {"unit": unit_id})
    return tuple(
        Candidate(row.id, row.name, row.full_name, row.level, bool(row.has_clerk), bool(row.has_reviewer))
        for row in found
    )
