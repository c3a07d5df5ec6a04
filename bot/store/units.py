"""The tree of units: 区 → 街道 → 社区."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CTE, Integer, bindparam, exists, insert, select

from bot.store.office_tables import UNIT

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Executable, RowMapping
    from sqlmodel import Session

_UNIT = bindparam("unit", type_=Integer)
_ANY = select(UNIT).order_by(UNIT.c.id)
_ONE = select(UNIT).where(UNIT.c.id == _UNIT)
_NAMED = _ANY.where((UNIT.c.name == bindparam("name")) | (UNIT.c.full_name == bindparam("name")))
_TOP = _ANY.where(UNIT.c.parent_id.is_(None))
_UNDER = _ANY.where(UNIT.c.parent_id == _UNIT)

_PARENTS = select(UNIT.c.parent_id).distinct().where(UNIT.c.parent_id.in_(bindparam("units", expanding=True)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands in the tree; one without a parent stands at the top."""

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
    return next(iter(_units(session, _ONE, unit=unit_id)), None)


def everything(session: Session) -> tuple[Unit, ...]:
    """Return all units."""
    return _units(session, _ANY)


def roots(session: Session) -> tuple[Unit, ...]:
    """Return the units at the top."""
    return _units(session, _TOP)


def children(session: Session, unit_id: int) -> tuple[Unit, ...]:
    """Return the units right below one."""
    return _units(session, _UNDER, unit=unit_id)


def parents(session: Session, unit_ids: Collection[int]) -> frozenset[int]:
    """Return which of these units have others below them."""
    return frozenset(session.connection().execute(_PARENTS, {"units": list(unit_ids)}).scalars())


def subtree(session: Session, unit_id: int) -> tuple[Unit, ...]:
    """Return a unit and all units below it."""
    return _units(session, _SUBTREE, unit=unit_id)


def line(session: Session, unit_id: int) -> tuple[Unit, ...]:
    """Return a unit and the units above it, the one at the top first: 硚口区, 宝丰街, 长丰社区."""
    return _units(session, _LINE, unit=unit_id)


def contains(session: Session, unit_id: int, other_id: int) -> bool:
    """Tell whether another unit is this one, or stands below it."""
    found: bool = session.connection().execute(_CONTAINS, {"unit": other_id, "wanted": unit_id}).scalar_one()
    return found


def named(session: Session, name: str) -> tuple[Unit, ...]:
    """Return the units with this name or full name: several where different parents have children of one name.

    `宝丰街/长丰社区` is the one under that parent.
    """
    found = _units(session, _NAMED, name=name)
    above_it, slash, own = name.rpartition("/")
    if found or not slash:
        return found
    parents = {parent.id for parent in named(session, above_it)}
    return tuple(each for each in _units(session, _NAMED, name=own) if each.parent_id in parents)


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


_BELOW, _ABOVE = below(_UNIT), above(_UNIT)
_SUBTREE = select(UNIT).join(_BELOW, UNIT.c.id == _BELOW.c.id).order_by(UNIT.c.id)
_LINE = select(UNIT).join(_ABOVE, UNIT.c.id == _ABOVE.c.id).order_by(_ABOVE.c.steps.desc())
_CONTAINS = select(exists().where(_ABOVE.c.id == bindparam("wanted", type_=Integer)))


def _units(session: Session, wanted: Executable, **values: int | str) -> tuple[Unit, ...]:
    return tuple(_unit(row) for row in session.connection().execute(wanted, values).mappings())


def _unit(row: RowMapping) -> Unit:
    return Unit(row["id"], row["parent_id"], row["name"], row["full_name"], row["department"])
