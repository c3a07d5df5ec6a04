"""The processes that serve this database: which of them are alive, and which one fetches updates.

One that is found dead is removed, and with its row go its claims on chats. Time is the database's own where several
machines share it, so their clocks need not agree.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, select, update

from bot.store.database import insert_if_absent
from bot.store.tables import REPLICA

if TYPE_CHECKING:
    from sqlmodel import Session

ALIVE = timedelta(seconds=7)
"""How long one counts as alive after its last beat."""

# Built once, as in `filings`: it is asked at every update.
_KNOWN = select(REPLICA.c.id).where(REPLICA.c.id == bindparam("replica"))


def join(session: Session, replica: int) -> bool:
    """Begin to serve, and beat. A SQLite file is served by one process: any other in it was killed, and is buried."""
    if session.connection().dialect.name == "sqlite":
        session.connection().execute(delete(REPLICA).where(REPLICA.c.id != replica))
    return beat(session, replica)


def beat(session: Session, replica: int) -> bool:
    """Note that the replica is alive, bury those that are not; tell whether it is the one to fetch updates.

    That is the one that has been alive the longest.
    """
    now = _now(session)
    connection = session.connection()
    mine = REPLICA.c.id == replica
    insert_if_absent(session, REPLICA, {"id": replica, "since": now, "alive_until": now})
    connection.execute(update(REPLICA).where(mine).values(alive_until=now + ALIVE))
    dead = select(REPLICA.c.id).where(REPLICA.c.alive_until < now, ~mine).with_for_update(skip_locked=True)
    connection.execute(delete(REPLICA).where(REPLICA.c.id.in_(dead)))
    eldest = select(REPLICA.c.id).order_by(REPLICA.c.since, REPLICA.c.id).limit(1)
    return bool(connection.execute(eldest).scalar_one() == replica)


def is_known(session: Session, replica: int) -> bool:
    """Tell whether the replica may claim chats: nobody has buried it."""
    return session.connection().execute(_KNOWN, {"replica": replica}).first() is not None


def leave(session: Session, replica: int) -> None:
    """Note that the replica is gone, so that others need not wait until it counts as dead."""
    session.connection().execute(delete(REPLICA).where(REPLICA.c.id == replica))


def _now(session: Session) -> datetime:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment
    return datetime.now(UTC)
