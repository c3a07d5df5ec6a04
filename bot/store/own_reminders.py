"""Reminders that people set themselves: by /remind, or for later where one came at a bad time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, bindparam, exists, insert, select, update

from bot.store.columns import Moment
from bot.store.filings import THEIRS
from bot.store.office_tables import CAMPAIGN, REMINDER
from bot.store.tables import FILING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

_PERSON = bindparam("person", type_=BigInteger)
_WAITING = and_(REMINDER.c.person_id == _PERSON, REMINDER.c.over_at.is_(None))
_LIST = (
    select(REMINDER.c.id, REMINDER.c.due_at, FILING.c.project, CAMPAIGN.c.title)
    .select_from(REMINDER)
    .outerjoin(CAMPAIGN, CAMPAIGN.c.id == REMINDER.c.campaign_id)
    .outerjoin(FILING, and_(FILING.c.id == REMINDER.c.filing_id, THEIRS))  # who has left its unit hears no more of it
    .where(_WAITING, REMINDER.c.kind.in_(("own", "snooze")))
    .order_by(REMINDER.c.due_at, REMINDER.c.id)
)
_CANCEL = (
    update(REMINDER)
    .where(_WAITING, REMINDER.c.id == bindparam("reminder"), REMINDER.c.kind.in_(("own", "snooze")))
    .values(over_at=bindparam("now", type_=Moment))
)
_IS_SET = select(
    exists().where(
        _WAITING,
        REMINDER.c.kind == bindparam("kind"),
        REMINDER.c.campaign_id.is_not_distinct_from(bindparam("campaign_id")),
        REMINDER.c.filing_id.is_not_distinct_from(bindparam("filing_id")),
        REMINDER.c.due_at == bindparam("due_at", type_=Moment),
    )
)
_ONE = REMINDER.alias("one")
_FIRED_TOGETHER = (
    select(*REMINDER.c["campaign_id", "filing_id"])
    .distinct()
    .join(_ONE, and_(_ONE.c.person_id == REMINDER.c.person_id, _ONE.c.over_at == REMINDER.c.over_at))
    .where(_ONE.c.id == bindparam("reminder"), _ONE.c.person_id == _PERSON, REMINDER.c.kind != "digest")
)


@dataclass(frozen=True, slots=True)
class Own:
    """A reminder that waits because the person wants it. `about` is a project's or campaign's name, if it has one."""

    id: int
    due_at: datetime
    about: str | None


def add(session: Session, person: int, filing_id: int | None, due: datetime) -> None:
    """Remind a person at that moment: of a filing, or of all that is open. The same one twice is one."""
    _add(session, {"person_id": person, "kind": "own", "campaign_id": None, "filing_id": filing_id}, due)


def waiting(session: Session, person: int) -> tuple[Own, ...]:
    """Return what a person has set, the soonest first."""
    found = session.connection().execute(_LIST, {"person": person})
    return tuple(Own(row.id, row.due_at, row.project or row.title) for row in found)


def cancel(session: Session, person: int, reminder: int, now: datetime) -> bool:
    """Take back what a person has set; tell whether it was still waiting."""
    values = {"person": person, "reminder": reminder, "now": now}
    return session.connection().execute(_CANCEL, values).rowcount == 1


def snooze(session: Session, person: int, reminder: int, due: datetime) -> bool:
    """Repeat, at that moment, all that came in one message with a reminder; tell whether the person got such a one."""
    found = session.connection().execute(_FIRED_TOGETHER, {"person": person, "reminder": reminder})
    together = found.mappings().all()
    for about in together:
        _add(session, {"person_id": person, "kind": "snooze", **about}, due)
    return bool(together)


def _add(session: Session, what: Mapping[str, Any], due: datetime) -> None:
    connection = session.connection()
    if not connection.execute(_IS_SET, {**what, "person": what["person_id"], "due_at": due}).scalar_one():
        connection.execute(insert(REMINDER), {**what, "due_at": due, "fire_at": due})
