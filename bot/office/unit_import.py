"""Importing a list of units into the tree: what it adds and changes, decided as a whole before anything is done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.reading.units import UnitRow, UnitsError
from bot.store import unit_tree, units
from bot.store.units import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlmodel import Session

Named = TypeVar("Named", UnitRow, Unit)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its place: under a `parent` that is there, or under one that another row makes, else at the top.

    `unit` is the one that the row describes, where that is there already.
    """

    row: UnitRow
    parent: Unit | None
    made_by: UnitRow | None
    unit: Unit | None

    @property
    def changes(self) -> bool:
        """Whether the row says something else of a unit that is there. What it leaves empty it does not say."""
        if self.unit is None:
            return False
        full_name, department = self.row.full_name, self.row.department
        return full_name not in (None, self.unit.full_name) or department not in (None, self.unit.department)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does, parents before their children."""

    placed: tuple[Placed, ...]

    @property
    def added(self) -> int:
        """How many units are new."""
        return sum(each.unit is None for each in self.placed)

    @property
    def changed(self) -> int:
        """How many units that are there get another full name or department."""
        return sum(each.changes for each in self.placed)

    @property
    def unchanged(self) -> int:
        """How many stay as they are."""
        return len(self.placed) - self.added - self.changed


def plan(rows: Sequence[UnitRow], known: Collection[Unit], *, at_top: bool = True) -> Plan:
    """Decide what importing the rows into the tree of `known` units does. Raises UnitsError, which names the row.

    A unit is known by its name under its parent. A parent is looked for in the list first, then in the tree, by its
    full name first, then by its name. With `at_top` false, no new unit stands at the top.
    """
    listed, there = _Names(rows), _Names(known)
    above = {row: listed.find(row) or there.find(row) for row in rows}
    children = {(unit.parent_id, unit.name): unit for unit in known}
    placed: dict[UnitRow, Placed] = {}
    taken: dict[tuple[object, str], UnitRow] = {}
    for row in _from_the_top(rows, {row: over for row, over in above.items() if isinstance(over, UnitRow)}):
        over = above[row]
        if over is None and row.parent:
            raise UnitsError(
                f"{row.place}的“{row.name}”：没有找到上级单位“{row.parent}”。请核对名称，或者把它也写进表里。"
            )
        parent = placed[over].unit if isinstance(over, UnitRow) else over
        made_by = over if parent is None and isinstance(over, UnitRow) else None
        unit = None if made_by else children.get((parent.id if parent else None, row.name))
        twin = taken.setdefault((parent or made_by, row.name), row)
        if twin is not row:
            raise UnitsError(f"{row.place}和{twin.place}是同一个单位“{row.name}”。请删掉一行，或者改一个名称。")
        if over is None and unit is None and not at_top:
            raise UnitsError(f"{row.place}的“{row.name}”没有写上级单位。请写上您的单位，或者它下面的单位。")
        placed[row] = Placed(row, parent, made_by, unit)
    return Plan(tuple(placed.values()))


def carry_out(session: Session, placed: Iterable[Placed]) -> None:
    """Do what was planned, in the same transaction, with the tree locked since before."""
    made: dict[UnitRow, Unit] = {}
    for each in placed:
        row = each.row
        if each.unit is None:
            parent = made[each.made_by] if each.made_by else each.parent
            made[row] = units.add(session, row.name, parent.id if parent else None, row.full_name, row.department)
        elif each.changes:
            full_name, department = row.full_name or each.unit.full_name, row.department or each.unit.department
            unit_tree.describe(session, each.unit, full_name, department)


class _Names(Generic[Named]):
    """Units by what they are called."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._full: defaultdict[str | None, list[Named]] = defaultdict(list)
        self._short: defaultdict[str | None, list[Named]] = defaultdict(list)
        for each in named:
            self._short[each.name].append(each)
            if each.full_name:
                self._full[each.full_name].append(each)

    def find(self, row: UnitRow) -> Named | None:
        """Return the one that the row names as its parent. Raises UnitsError where several are called so."""
        found = self._full.get(row.parent) or self._short.get(row.parent, [])
        if len(found) > 1:
            raise UnitsError(f"{row.place}的“{row.name}”：有 {len(found)} 个单位叫“{row.parent}”，请写上级单位的全称。")
        return found[0] if found else None


def _from_the_top(rows: Sequence[UnitRow], above: Mapping[UnitRow, UnitRow]) -> Iterator[UnitRow]:
    """Return the rows with parents before their children. Raises UnitsError where they go round in a circle."""
    done: set[UnitRow] = set()
    for row in rows:
        chain: dict[UnitRow, None] = {}
        at: UnitRow | None = row
        while at is not None and at not in done:
            if at in chain:
                circle = "、".join(each.place for each in list(chain)[list(chain).index(at) :][:5])
                raise UnitsError(
                    f"{circle}的上级单位绕成了一圈，例如“{at.name}”最后又在自己下面。请改其中一个的上级单位。"
                )
            chain[at] = None
            at = above.get(at)
        for each in reversed(chain):
            done.add(each)
            yield each
