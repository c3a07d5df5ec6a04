"""Changes of answers, each written to the one row it concerns, and to the audit log."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.filing import GROUPS, Change, NoSuchPathError, Value
from bot.store.answers import new_version
from bot.store.columns import FixedPoint
from bot.store.tables import AUDIT, FILING, ITEMS
from scoring.filing import Filing, Funds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlmodel import Session

_COLUMNS = {
    **{field.name: field.name for field in fields(Filing) if field.name not in (*GROUPS, "funds")},
    **{f"funds.{field.name}": f"funds_{field.name}" for field in fields(Funds)},
}
_FIELDS = {group: {field.name for field in fields(kind)} for group, kind in GROUPS.items()}
_UPDATE = {
    items: update(items).where(items.c.filing_id == bindparam("filing"), items.c.position == bindparam("number"))
    for items in ITEMS.values()
}
_INSERT = {items: insert(items) for items in ITEMS.values()}
_COUNT = {
    items: select(func.count()).where(items.c.filing_id == bindparam("filing")).select_from(items)
    for items in ITEMS.values()
}
_FILING = update(FILING).where(FILING.c.id == bindparam("filing"))
_AUDIT = insert(AUDIT)
# More than the items that a group can have: positions go there and back, so that no two ever meet on the way.
_ASIDE = 1_000_000


def apply_changes(session: Session, filing_id: int, changes: Sequence[Change], who: int, at: datetime) -> int | None:
    """Write the changes in their order, as `bot.filing.apply` makes them. Raises NoSuchPathError as it does.

    Return the version that the filing has then; `None` if there are no changes.
    """
    if not changes:
        return None
    connection, version = session.connection(), new_version()
    alone: dict[str, Any] = {"updated_at": at, "version": version}
    for change in changes:
        match change.path.split("."):
            case [group, number] if group in GROUPS and number.isdecimal() and change.new is None:
                known = _remove(connection, ITEMS[group], filing_id, int(number))
            case [group, number, field] if group in GROUPS and number.isdecimal() and field in _FIELDS[group]:
                known = _set(connection, ITEMS[group], filing_id, int(number), {field: change.new})
            case _ if change.path in _COLUMNS:
                alone[_COLUMNS[change.path]] = change.new
                known = True
            case _:
                known = False
        if not known:
            raise NoSuchPathError(change.path)
    connection.execute(_FILING, {"filing": filing_id, **alone})
    record(session, filing_id, changes, who, at)
    return version


def as_kept(change: Change) -> Change:
    """Return the change with the new answer as it is read again: a number has the places that its column keeps."""
    if not isinstance(change.new, Decimal):
        return change
    match change.path.split("."):
        case [group, _, field]:
            column = ITEMS[group].c[field]
        case _:
            column = FILING.c[_COLUMNS[change.path]]
    return replace(change, new=column.type.kept(change.new)) if isinstance(column.type, FixedPoint) else change


def record(session: Session, filing_id: int, changes: Sequence[Change], who: int, at: datetime) -> None:
    """Write changes to the audit log: of answers, or of the filing's `state`."""
    session.connection().execute(_AUDIT, [_entry(filing_id, change, who, at) for change in changes])


def _set(connection: Connection, items: Table, filing_id: int, number: int, answer: dict[str, Any]) -> bool:
    """Write one answer of an item, or begin the next item with it; `False` if the number is beyond that."""
    if connection.execute(_UPDATE[items], {"filing": filing_id, "number": number, **answer}).rowcount:
        return True
    if number != connection.execute(_COUNT[items], {"filing": filing_id}).scalar_one() + 1:
        return False
    connection.execute(_INSERT[items], {"filing_id": filing_id, "position": number, **answer})
    return True


def _remove(connection: Connection, items: Table, filing_id: int, number: int) -> bool:
    """Delete an item and close the gap; `False` if there is no such item."""
    mine = items.c.filing_id == filing_id
    if not connection.execute(delete(items).where(mine, items.c.position == number)).rowcount:
        return False
    position = items.c.position
    connection.execute(update(items).where(mine, position > number).values(position=position + _ASIDE))
    connection.execute(update(items).where(mine, position > _ASIDE).values(position=position - _ASIDE - 1))
    return True


def _entry(filing_id: int, change: Change, who: int, at: datetime) -> dict[str, Any]:
    texts = {"old": _text(change.old), "new": _text(change.new)}
    return {"filing_id": filing_id, "chat_id": who, "at": at, "path": change.path, **texts}


def _text(value: Value) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
    return str(value)
