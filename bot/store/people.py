"""Who was let in, what they are called, who is an administrator, and how often strangers knock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select, update

from bot.store.office_tables import PERSON, PersonRecord, StrangerRecord

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlmodel import Session

    from bot.store.invitations import Invitation

WINDOW = timedelta(minutes=1)
"""The time in which a stranger's messages are counted."""

# Built once, as in `filings`: it is asked at every update.
_ADMINISTRATOR = select(PERSON.c.administrator).where(PERSON.c.id == bindparam("person"))

_ADMINISTRATORS = select(PERSON.c.id).where(PERSON.c.administrator).order_by(PERSON.c.since).with_for_update()
_RENAME = update(PERSON).where(PERSON.c.id == bindparam("person")).values(name=bindparam("called"))
_NAMES = select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(bindparam("people", expanding=True)))


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


def administrators(session: Session) -> tuple[int, ...]:
    """Return who was made an administrator; nobody else changes that until the transaction ends."""
    return tuple(session.connection().execute(_ADMINISTRATORS).scalars())


def dismiss(session: Session, person_id: int) -> None:
    """Make an administrator somebody like everybody else."""
    session.connection().execute(update(PERSON).where(PERSON.c.id == person_id).values(administrator=False))


def rename(session: Session, person_id: int, name: str) -> bool:
    """Keep what colleagues call a person; tell whether there is such a person."""
    return session.connection().execute(_RENAME, {"person": person_id, "called": name}).rowcount == 1


def names(session: Session, people: Collection[int]) -> dict[int, str | None]:
    """Return what people are called, by their ids; `None` of who told no name."""
    found = session.connection().execute(_NAMES, {"people": list(people)})
    return dict.fromkeys(people) | {row.id: row.name for row in found}


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
