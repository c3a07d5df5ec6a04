"""Changing the tree of units where others stand already. It stays a tree, and nobody's work loses its unit."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, delete, func, select, text, update

from bot.store import units
from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, INVITATION, ROLE, UNIT
from bot.store.tables import FILING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlmodel import Session

    from bot.store.units import Unit

_UNIT = bindparam("unit", type_=Integer)


def _count(column: ColumnElement[int]) -> ScalarSelect[int]:
    return select(func.count()).where(column == _UNIT).scalar_subquery()


_USES = select(
    _count(FILING.c.unit_id).label("filings"),
    _count(ASSIGNMENT.c.unit_id).label("assignments"),
    _count(CAMPAIGN.c.unit_id).label("campaigns"),
    select(func.count(ROLE.c.person_id.distinct())).where(ROLE.c.unit_id == _UNIT).scalar_subquery().label("people"),
    _count(UNIT.c.parent_id).label("units"),
)


class UnitTreeError(ValueError):
    """The tree cannot be changed so. Its text is a sentence for the person who wanted it."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What belongs to a unit: filings (deleted ones too), assignments, campaigns, people, units right below it."""

    filings: int
    assignments: int
    campaigns: int
    people: int
    units: int

    def __bool__(self) -> bool:
        return any(astuple(self))


def lock(session: Session) -> None:
    """Let nobody else change the tree until the transaction ends. SQLite has one writer anyway."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE unit IN SHARE ROW EXCLUSIVE MODE"))


def describe(session: Session, unit: Unit, full_name: str | None, department: str | None) -> None:
    """Change what a unit is called in full, and its department."""
    values = {"full_name": full_name, "department": department}
    session.connection().execute(update(UNIT).where(UNIT.c.id == unit.id).values(values))


def move(session: Session, unit: Unit, parent: Unit | None) -> None:
    """Put a unit, with all below it, under another parent, or at the top. Raises UnitTreeError."""
    lock(session)
    if parent and units.contains(session, unit.id, parent.id):
        where = "就是它自己" if parent.id == unit.id else f"在“{unit.name}”下面"
        raise UnitTreeError(f"“{unit.name}”的上级不能是“{parent.name}”：那{where}。请换一个上级。")
    there = units.children(session, parent.id) if parent else units.roots(session)
    if any(each.name == unit.name and each.id != unit.id for each in there):
        raise UnitTreeError(
            f"{f'“{parent.name}”下面' if parent else '最上面一级'}已经有“{unit.name}”了，不能再放一个。"
        )
    values = {"parent_id": parent.id if parent else None}
    session.connection().execute(update(UNIT).where(UNIT.c.id == unit.id).values(values))


def uses(session: Session, unit_id: int) -> Uses:
    """Return what belongs to a unit."""
    return Uses(**session.connection().execute(_USES, {"unit": unit_id}).mappings().one())


def remove(session: Session, unit: Unit) -> None:
    """Take a unit that nothing belongs to out of the tree; its invitations are void. Raises UnitTreeError."""
    lock(session)
    found = uses(session, unit.id)
    if found:
        raise UnitTreeError(f"“{unit.name}”还不能删：{_in_the_way(found)}。")
    connection = session.connection()
    connection.execute(delete(INVITATION).where(INVITATION.c.unit_id == unit.id))
    connection.execute(delete(UNIT).where(UNIT.c.id == unit.id))


def _in_the_way(found: Uses) -> str:
    """Say what is in the way, and what to do about it."""
    work = _counted(
        (found.filings, "份填报（含删除的）"), (found.assignments, "项填报任务"), (found.campaigns, "次发布的任务")
    )
    if work:
        return f"它有 {work}，要一直留着。不再用它，就把里面的人撤去，或者把它移到别的单位下面"
    advice = [
        *(["请先在 /who 里把人撤去"] if found.people else []),
        *(["请先用 units move 把下级单位移走"] if found.units else []),
    ]
    there = _counted((found.people, "人在里面任职"), (found.units, "个下级单位"))
    return f"还有 {there}。{'，'.join(advice)}"


def _counted(*counts: tuple[int, str]) -> str:
    return "、".join(f"{number} {what}" for number, what in counts if number)
