"""Which updates were handled, and which never could be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.store.database import insert_if_absent, insert_those_absent
from bot.store.tables import HANDLED, POISONED

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlmodel import Session


def claim(session: Session, update_id: int, at: datetime) -> bool:
    """Take the update for this transaction; `False` if it was handled before.

    On PostgreSQL this waits for another transaction that has the same update in hand.
    """
    return bool(claim_all(session, {update_id}, at))


def claim_all(session: Session, update_ids: AbstractSet[int], at: datetime) -> set[int]:
    """Take several updates, as `claim` does; return those that were not handled before."""
    # In the order of their ids, so that two who have the same in hand never wait for each other.
    return insert_those_absent(session, HANDLED, [{"id": each, "at": at} for each in sorted(update_ids)])


@dataclass(frozen=True, slots=True)
class Poisoned:
    """An update that cannot be handled: as JSON, and why. Its `chat_id` is 0 where it could not even be read."""

    id: int
    chat_id: int
    payload: str
    error: str


def put_aside(session: Session, poisoned: Poisoned, at: datetime) -> None:
    """Keep an update that cannot be handled, once it is claimed."""
    # An error may quote what no database keeps: NUL, half of a surrogate pair.
    error = poisoned.error.replace("\0", "\\0").encode(errors="backslashreplace").decode()
    insert_if_absent(session, POISONED, {**asdict(poisoned), "error": error, "at": at})
