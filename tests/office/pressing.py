"""A service whose every update is undone again, with what it changed and whom it told what."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import event, select
from sqlmodel import SQLModel

from bot.service import Service, Update
from bot.store.tables import OUTBOX
from tests.office.neighbours import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection, Engine

    from bot.conversation.events import Event
    from tests.office.neighbours import Neighbours
    from tests.office.theirs import Owner

_ANSWERS = ("budget_line", "indicator", "task", "improvement", "audit_entry", "contribution")
_OWNERS = {
    **dict.fromkeys(_ANSWERS, ("filing", "filing_id")),
    **dict.fromkeys(("chat", "person", "stranger"), ("person", "id")),
    "dialogue": ("person", "chat_id"),
    "reminder": ("reminded", "person_id"),
    "role": ("post", "person_id"),
    "invitation": ("invited", "invited_by"),
    "assignment": ("wanted", "id"),
    "campaign": ("campaign", "id"),
    **dict.fromkeys(("reminder_day", "rollup_group"), ("campaign", "campaign_id")),
    "unit": ("unit", "id"),
    "replica": ("replica", "id"),
    "poisoned_update": ("poisoned", "id"),
}
"""Whose a row is, by its table; filings and positions tell it in more than one way."""
_UNWATCHED = ("handled_update", "outbox_message")
_STATEMENTS: dict[str, tuple[str, int, list[str]]] = {}
for _name, _table in SQLModel.metadata.tables.items():
    if _name not in _UNWATCHED:
        _key = [column.name for column in _table.primary_key]
        _columns = [*_key, *(column.name for column in _table.columns if column.name not in _key)]
        _STATEMENTS[_name] = f'SELECT {", ".join(_columns)} FROM "{_name}"', len(_key), _columns  # noqa: S608 - our names
_WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
_TOLD = select(*OUTBOX.c["chat_id", "payload"]).order_by(OUTBOX.c.id)


@dataclass(frozen=True)
class Effect:
    """What one update did: whose rows changed, and what each person was told."""

    changed: frozenset[Owner]
    told: Mapping[int, list[dict[str, Any]]]


class Stage:
    """The neighbours' office in one transaction that is never committed."""

    def __init__(self, there: Neighbours, connection: Connection) -> None:
        self.there, self._connection = there, connection
        self.service = Service(cast("Engine", connection), lambda: NOW, ZoneInfo("Asia/Shanghai"))
        self._ids = count(1)
        self._known = {each.id for each in there.papers}
        self._written: set[str] = set()
        self._before: dict[str, dict[Any, Any]] = {}
        event.listen(connection, "before_cursor_execute", self._note)
        self.settle()

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self._written.update(_WRITES.findall(statement))

    @contextmanager
    def undone(self) -> Iterator[Connection]:
        """Undo what is done in the block. What changes in it is held against how it stands at its beginning."""
        before = self._before
        savepoint = self._connection.begin_nested()
        yield self._connection
        savepoint.rollback()
        self._before = before

    def settle(self) -> None:
        """Hold changes against what stands there now."""
        self._before = {name: self._rows(name) for name in _STATEMENTS}

    def does(self, person: int, what: Event) -> Effect:
        """Let somebody do something, and undo it."""
        return self.happens(lambda: self.service.handle(Update(next(self._ids), person, what)), person)

    def happens(self, what: Callable[[], object], person: int = 0) -> Effect:
        """Let something happen, on behalf of a person, and undo it."""
        with self.undone():
            self._written.clear()
            what()
            told: dict[int, list[dict[str, Any]]] = {}
            for chat_id, payload in self._connection.execute(_TOLD):
                told.setdefault(chat_id, []).append(payload)
            return Effect(frozenset(self._changed(person)), told)

    def _rows(self, name: str) -> dict[Any, Any]:
        statement, width, _ = _STATEMENTS[name]
        rows = self._connection.exec_driver_sql(statement).cursor.fetchall()
        return {row[:width]: row for row in rows}

    def _changed(self, person: int) -> Iterator[Owner]:
        """Yield whose rows are others now: in the tables that were written to at all, which spares reading the rest."""
        for name in self._written & _STATEMENTS.keys():
            before, after = self._before[name], self._rows(name)
            for key in before.keys() | after.keys():
                old, new = before.get(key, ()), after.get(key, ())
                if old != new:
                    yield self._owner(name, dict(zip(_STATEMENTS[name][2], new or old, strict=True)), person)

    def _owner(self, table: str, row: Mapping[str, Any], person: int) -> Owner:
        if table == "filing" and row["id"] not in self._known:
            return ("begun", row["assignment_id"]) if row["assignment_id"] else ("person", row["owner"])
        if table == "filing":
            return "filing", row["id"]
        if table == "position" and row["person_id"] == person:
            return "place", row["filing_id"] if row["filing_id"] in self._known else 0
        if table == "position":
            return "filing", row["filing_id"]
        kind, column = _OWNERS[table]
        return kind, row[column] or 0
