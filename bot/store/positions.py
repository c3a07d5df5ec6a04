"""Where people stand in filings. Written only where it changed: most answers lead straight on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from bot import proposal as proposals
from bot.filing import Change
from bot.position import Asked, Position, Rival
from bot.store.changes import record
from bot.store.database import upsert
from bot.store.tables import FILING, POSITION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from bot.filing import Value
    from bot.store.filings import StoredFiling

PLACE = POSITION.c["cursor", "origin", "proposal", "asked", "seen", "rival"]
MOVABLE = FILING.c.state.in_(("draft", "finished", "returned"))
"""Whether a filing's clerks may change it: not while it is reviewed, nor once it is filed."""
# Built once, as in `filings`.
_PROGRESS = (
    update(FILING)
    .where(FILING.c.id == bindparam("filing"), MOVABLE)
    .values(passed=bindparam("skipped"), state=bindparam("now"), updated_at=bindparam("at"))
)


def position_of(row: Mapping[Any, Any]) -> Position:
    """Return the position that a row of a filing, joined with a person's place in it, holds."""
    return Position(
        row["cursor"],
        row["origin"],
        frozenset(row["passed"]),
        row["state"],
        row["proposal"] and proposals.from_json(row["proposal"]),
        row["asked"] and Asked(row["asked"]["path"], tuple(row["asked"]["offers"].items())),
        row["rival"] and Rival(**{**row["rival"], "value": _value(**row["rival"]["value"])}),
        row["seen"],
    )


def keep(session: Session, stored: StoredFiling, person: int, position: Position, at: datetime) -> None:
    """Remember where a person stands now in the filing as it was loaded.

    A filing that was finished by it, or opened again, has that on record.
    """
    before = stored.position
    if (position.passed, position.state) != (before.passed, before.state):
        values = {"filing": stored.id, "skipped": sorted(position.passed), "now": position.state, "at": at}
        session.connection().execute(_PROGRESS, values)
    if position.state != before.state:
        record(session, stored.id, [Change("state", before.state, position.state)], person, at)
    if replace(position, passed=before.passed, state=before.state) != before:
        upsert(session, POSITION, {"filing_id": stored.id, "person_id": person, **_place(position)})


def _place(position: Position) -> dict[str, Any]:
    asked, rival = position.asked, position.rival
    return {
        "cursor": position.cursor,
        "origin": position.origin,
        "proposal": position.proposal and proposals.to_json(position.proposal),
        "asked": asked and {"path": asked.path, "offers": dict(asked.offers)},
        "seen": position.seen,
        "rival": rival and {"path": rival.path, "value": _json(rival.value), "shown": rival.shown, "who": rival.who},
    }


def _json(value: Value) -> dict[str, Any]:
    match value:
        case Decimal():
            return {"kind": "decimal", "value": str(value)}
        case date():
            return {"kind": "date", "value": value.isoformat()}
    return {"kind": "plain", "value": value}


def _value(kind: str, value: Any) -> Value:  # noqa: ANN401 - what JSON holds
    match kind:
        case "decimal":
            return Decimal(value)
        case "date":
            return date.fromisoformat(value)
    plain: Value = value
    return plain
