"""Who was let in, who is an administrator, and how often strangers knock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from bot.store.office_tables import PERSON, PersonRecord, StrangerRecord

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from bot.store.invitations import Invitation

WINDOW = timedelta(minutes=1)
"""The time in which a stranger's messages are counted."""

# Built once, as in `filings`: it is asked at every update.
_ADMINISTRATOR = select(PERSON.c.administrator).where(PERSON.c.id == bindparam("person"))


def is_administrator(session: Session, person_id: int) -> bool | None:
    """Tell whether a person is an administrator; `None` of one who was never let in."""
    found: bool | None = session.connection().execute(_ADMINISTRATOR, {"person": person_id}).scalar_one_or_none()
    return found


def let_in(session: Session, person_id: int, invitation: Invitation, at: datetime) -> None:
    """Let a person in by an invitation that was redeemed; one who is in already becomes what it makes of people."""
    person = session.get(PersonRecord, person_id)
    person = person or PersonRecord(id=person_id, invited_by=invitation.invited_by, since=at)
    person.administrator = person.administrator or invitation.administrator
    session.add(person)
    session.flush()  # those who ask next ask the table


def has_administrator(session: Session) -> bool:
    """Tell whether anybody was made an administrator."""
    found: bool = session.connection().execute(select(exists().where(PERSON.c.administrator))).scalar_one()
    return found


def knock(session: Session, chat_id: int, at: datetime) -> int:
    """Count a stranger's message; return how many came within the minute, this one among them.

    To be called while the chat is locked.
    """
    stranger = session.get(StrangerRecord, chat_id) or StrangerRecord(id=chat_id, since=at)
    if at - stranger.since >= WINDOW:
        stranger.since, stranger.times = at, 0
    stranger.times += 1
    session.add(stranger)
    return stranger.times
