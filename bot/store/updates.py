"""Which updates were handled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.database import insert_if_absent
from bot.store.tables import HANDLED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session


def claim(session: Session, update_id: int, at: datetime) -> bool:
    """Take the update for this transaction; `False` if it was handled before.

    On PostgreSQL this waits for another transaction that has the same update in hand.
    """
    return insert_if_absent(session, HANDLED, {"id": update_id, "at": at})
