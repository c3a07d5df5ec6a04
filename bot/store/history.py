"""What became of a filing, read from the audit log: who moved it when, and what changed since it was returned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from bot.filing import GROUPS
from bot.store.office_tables import PERSON
from bot.store.tables import AUDIT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlmodel import Session

    from bot.position import State

STATE, REASON, SUBJECT = "state", "returned_reason", "returned_path"
"""The paths of the audit log at which a move stands, and of a return its reason and its item."""

_MOVES = (
    select(*AUDIT.c["at", "chat_id", "path", "old", "new"], PERSON.c.name)
    .outerjoin(PERSON, PERSON.c.id == AUDIT.c.chat_id)
    .where(AUDIT.c.filing_id == bindparam("filing"), AUDIT.c.path.in_((STATE, REASON, SUBJECT)))
    .order_by(AUDIT.c.id)
)
_LAST_RETURN = (
    select(func.max(AUDIT.c.id))
    .where(AUDIT.c.filing_id == bindparam("filing"), AUDIT.c.path == STATE, AUDIT.c.new == "returned")
    .scalar_subquery()
)
_SINCE = (
    select(*AUDIT.c["path", "old", "new"])
    .where(
        AUDIT.c.filing_id == bindparam("filing"),
        AUDIT.c.path.not_in((STATE, REASON, SUBJECT)),
        AUDIT.c.id > _LAST_RETURN,
    )
    .order_by(AUDIT.c.id)
)


@dataclass(frozen=True, slots=True)
class Step:
    """A move of a filing. A return has a `reason`, and the `path` of the item that it is about, if it is about one."""

    at: datetime
    who: int
    name: str | None
    old: State
    new: State
    reason: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that is another one now, both as the audit log has them; or (`removed`) an item that is gone.

    Items are counted as they are now, a removed one as it was counted when it went.
    """

    path: str
    old: str | None
    new: str | None
    removed: bool = False


def history(session: Session, filing_id: int) -> tuple[Step, ...]:
    """Return who moved the filing when, the oldest first."""
    steps: list[Step] = []
    for row in session.connection().execute(_MOVES, {"filing": filing_id}):
        match row.path:
            case "state":
                steps.append(Step(row.at, row.chat_id, row.name, row.old, row.new))
            case "returned_reason":
                steps[-1] = replace(steps[-1], reason=row.new)
            case _:
                steps[-1] = replace(steps[-1], path=row.new)
    return tuple(steps)


def changed_since_return(session: Session, filing_id: int) -> tuple[Changed, ...]:
    """Return what changed since the filing was last returned, in the order of the changes; nothing if it never was."""
    rows = session.connection().execute(_SINCE, {"filing": filing_id})
    return net(Changed(row.path, row.old, row.new, _removes(row.path)) for row in rows)


def net(changes: Iterable[Changed]) -> tuple[Changed, ...]:
    """Return what is left of changes in their order: one for each answer, none for one that is back as it was."""
    left: dict[str, Changed] = {}
    removed: list[Changed] = []
    for change in changes:
        if change.removed:
            group, number = change.path.split(".")
            was_new = left.get(f"{group}.{number}.{_first(group)}")
            if was_new is None or was_new.old is not None:
                removed.append(change)
            left = _without(left, group, int(number))
        else:
            before = left.pop(change.path, change)
            left[change.path] = replace(change, old=before.old)
    return (*removed, *(change for change in left.values() if change.old != change.new))


def _removes(path: str) -> bool:
    """Whether a change at this path takes an item away: those of answers name a field, too."""
    group, _, rest = path.partition(".")
    return group in GROUPS and rest.isdecimal()


def _first(group: str) -> str:
    """Return the answer with which an item begins."""
    return next(iter(GROUPS[group].__dataclass_fields__))


def _without(left: dict[str, Changed], group: str, number: int) -> dict[str, Changed]:
    """Drop what changed in a removed item, and count those behind it as they are counted now."""
    moved = {}
    for path, change in left.items():
        match path.split("."):
            case [name, digits, field] if name == group and int(digits) >= number:
                if int(digits) > number:
                    now = f"{group}.{int(digits) - 1}.{field}"
                    moved[now] = replace(change, path=now)
            case _:
                moved[path] = change
    return moved
