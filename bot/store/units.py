"""The tree of units: 区 → 街道 → 社区."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CTE, bindparam, insert, select

from bot.store.office_tables import UNIT

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, RowMapping
    from sqlmodel import Session

_ONE = select(UNIT).where(UNIT.c.id == bindparam("unit"))
_NAMED = select(UNIT).where((UNIT.c.name == bindparam("name")) | (UNIT.c.full_name == bindparam("name")))
_UNDER = select(UNIT).where(UNIT.c.parent_id == bindparam("unit")).order_by(UNIT.c.id)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands in the tree; one without a parent is a root."""

    id: int
    parent_id: int | None
    name: str
    full_name: str | None = None
    department: str | None = None


def add(
    session: Session,
    name: str,
    parent_id: int | None = None,
    full_name: str | None = None,
    department: str | None = None,
) -> Unit:
    """Put a new unit into the tree."""
    values = {"parent_id": parent_id, "name": name, "full_name": full_name, "department": department}
    unit_id: int = session.connection().execute(insert(UNIT).returning(UNIT.c.id), values).scalar_one()
    return Unit(unit_id, parent_id, name, full_name, department)


def get(session: Session, unit_id: int) -> Unit | None:
    """Return the unit with this id."""
    row = session.connection().execute(_ONE, {"unit": unit_id}).mappings().one_or_none()
    return _unit(row) if row else None


def named(session: Session, name: str) -> tuple[Unit, ...]:
    """Return the units with this name or full name: several where different parents have children of one name."""
    return tuple(_unit(row) for row in session.connection().execute(_NAMED, {"name": name}).mappings())


def children(session: Session, unit_id: int) -> tuple[Unit, ...]:
    """Return the units right below one."""
    return tuple(_unit(row) for row in session.connection().execute(_UNDER, {"unit": unit_id}).mappings())


def below(unit: ColumnElement[int]) -> CTE:
    """Return the ids of a unit and of all units below it, as a table with the one column `id`."""
    tree = select(unit.label("id")).cte("below", recursive=True)
    return tree.union(select(UNIT.c.id).join(tree, UNIT.c.parent_id == tree.c.id))


def above(unit: ColumnElement[int]) -> CTE:
    """Return the ids of a unit (`steps` 0) and of all units above it (`steps` 1 and more)."""
    line = select(UNIT.c.id, UNIT.c.parent_id, bindparam("start", 0).label("steps")).where(UNIT.c.id == unit)
    chain = line.cte("above", recursive=True)
    return chain.union_all(
        select(UNIT.c.id, UNIT.c.parent_id, chain.c.steps + 1).join(chain, UNIT.c.id == chain.c.parent_id)
    )


def _unit(row: RowMapping) -> Unit:
    return Unit(row["id"], row["parent_id"], row["name"], row["full_name"], row["department"])
