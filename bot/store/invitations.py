"""Invitations: a code opens the door, the table keeps only its hash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, update

from bot.store.office_tables import INVITATION

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

CODE_BYTES = 16
"""128 bits of chance: nobody guesses such a code."""

_REDEEM = (
    update(INVITATION)
    .where(
        INVITATION.c.code_hash == bindparam("hash"),
        INVITATION.c.places > 0,
        INVITATION.c.expires_at > bindparam("at", type_=INVITATION.c.expires_at.type),
    )
    .values(places=INVITATION.c.places - 1)
    .returning(INVITATION.c.id, INVITATION.c.administrator, INVITATION.c.invited_by)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a code makes of whoever uses it. `invited_by` is the administrator who gave it out, if one did."""

    administrator: bool = False
    invited_by: int | None = None


def create(session: Session, invitation: Invitation, places: int, at: datetime, expires_at: datetime) -> str:
    """Make an invitation for so many people; return its code, which nobody can find out again.

    Those that have expired are forgotten.
    """
    code = secrets.token_urlsafe(CODE_BYTES)
    connection = session.connection()
    connection.execute(delete(INVITATION).where(INVITATION.c.expires_at <= at))
    values = {
        "code_hash": _hash(code),
        "administrator": invitation.administrator,
        "invited_by": invitation.invited_by,
        "places": places,
        "expires_at": expires_at,
    }
    connection.execute(insert(INVITATION), values)
    return code


def redeem(session: Session, code: str, at: datetime, *, founding: bool = False) -> Invitation | None:
    """Take one place of the invitation; `None` if it has none left, or has expired, or never was.

    Of two who take the last place at once, one gets it. With `founding`, only an invitation that makes administrators
    is taken. Once one is, all others of that kind are void.
    """
    connection = session.connection()
    wanted = _REDEEM.where(INVITATION.c.administrator) if founding else _REDEEM
    taken = connection.execute(wanted, {"hash": _hash(code), "at": at}).one_or_none()
    if taken is None:
        return None
    if taken.administrator:
        connection.execute(delete(INVITATION).where(INVITATION.c.administrator, INVITATION.c.id != taken.id))
    return Invitation(administrator=taken.administrator, invited_by=taken.invited_by)


def _hash(code: str) -> str:
    return sha256(code.encode(errors="replace")).hexdigest()
