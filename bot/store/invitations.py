"""Invitations: a code opens the door, the table keeps only its hash."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from bot.store.office_tables import INVITATION

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from bot.formats import Role

CODE_BYTES = 16
"""128 bits of chance: nobody guesses such a code."""

_VALID = (
    INVITATION.c.code_hash == bindparam("hash"),
    INVITATION.c.places > 0,
    INVITATION.c.expires_at > bindparam("at", type_=INVITATION.c.expires_at.type),
)
_WHAT = INVITATION.c["id", "administrator", "unit_id", "role", "invited_by"]
_FIND = select(*_WHAT).where(*_VALID)
_REDEEM = update(INVITATION).where(*_VALID).values(places=INVITATION.c.places - 1).returning(*_WHAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a code makes of whoever uses it: with a unit, they get the role there. `invited_by` is who gave it out."""

    administrator: bool = False
    unit_id: int | None = None
    role: Role | None = None
    invited_by: int | None = None


def create(session: Session, invitation: Invitation, places: int, at: datetime, expires_at: datetime) -> str:
    """Make an invitation for so many people; return its code, which nobody can find out again.

    Those that have expired or are used up are forgotten.
    """
    code = secrets.token_urlsafe(CODE_BYTES)
    connection = session.connection()
    connection.execute(delete(INVITATION).where((INVITATION.c.expires_at <= at) | (INVITATION.c.places == 0)))
    values = {"code_hash": _hash(code), **asdict(invitation), "places": places, "expires_at": expires_at}
    connection.execute(insert(INVITATION), values)
    return code


def find(session: Session, code: str, at: datetime) -> Invitation | None:
    """Return what the code makes of people, without taking a place; `None` if it makes nothing of anybody any more."""
    row = session.connection().execute(_FIND, {"hash": _hash(code), "at": at}).one_or_none()
    return None if row is None else _invitation(row)


def redeem(session: Session, code: str, at: datetime) -> Invitation | None:
    """Take one place of the invitation; `None` if it has none left, or has expired, or never was.

    Of two who take the last place at once, one gets it. Once one that makes administrators is taken, all others of that
    kind are void.
    """
    connection = session.connection()
    taken = connection.execute(_REDEEM, {"hash": _hash(code), "at": at}).one_or_none()
    if taken is None:
        return None
    if taken.administrator:
        connection.execute(delete(INVITATION).where(INVITATION.c.administrator, INVITATION.c.id != taken.id))
    return _invitation(taken)


def withdraw(session: Session, person: int, within: Collection[int] | None = None) -> None:
    """Make void the invitations that a person gave out: all of them, or those to these units."""
    theirs = INVITATION.c.invited_by == person
    void = theirs if within is None else and_(theirs, INVITATION.c.unit_id.in_(within))
    session.connection().execute(delete(INVITATION).where(void))


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(administrator=row.administrator, unit_id=row.unit_id, role=row.role, invited_by=row.invited_by)


def _hash(code: str) -> str:
    return sha256(code.encode(errors="replace")).hexdigest()
