"""Reminders: days of campaigns spread over the people they concern, each person's rows fired once, people's own ones.

Whatever dies, restarts or runs twice: a row is made once because its key is unique, and fired once because it is over
in the transaction that stores its message.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import BigInteger, Integer, String, bindparam, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import concerned
from bot.store.columns import Moment
from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, REMINDER, REMINDER_DAY, ROLE
from bot.store.tables import CHAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Executable, RowMapping, Select
    from sqlmodel import Session

Kind = Literal["campaign", "digest", "nudge", "own", "snooze"]

CHUNK = 500
"""People that one step of spreading takes: so many rows are written in some milliseconds."""

_CAMPAIGN = bindparam("campaign", type_=Integer)
_DUE_DAYS = (REMINDER_DAY.c.spread_at.is_(None), REMINDER_DAY.c.due_at <= bindparam("now", type_=Moment))
_DAY = (
    select(*REMINDER_DAY.c["id", "campaign_id", "kind", "due_at"], CAMPAIGN.c.state)
    .join(CAMPAIGN, CAMPAIGN.c.id == REMINDER_DAY.c.campaign_id)
    .where(*_DUE_DAYS)
    .order_by(REMINDER_DAY.c.due_at, REMINDER_DAY.c.id)
    .limit(1)
    .with_for_update(of=REMINDER_DAY, skip_locked=True)
)
_ANY_DAY = select(exists().where(*_DUE_DAYS))
_DAY_IS_SPREAD = (
    update(REMINDER_DAY).where(REMINDER_DAY.c.id == bindparam("day")).values(spread_at=bindparam("now", type_=Moment))
)
_REACHED = select(func.max(REMINDER.c.person_id)).where(
    REMINDER.c.campaign_id == _CAMPAIGN,
    REMINDER.c.kind == bindparam("of"),
    REMINDER.c.due_at == bindparam("due", type_=Moment),
)
_FINANCE = (
    select(ROLE.c.person_id)
    .join(CAMPAIGN, CAMPAIGN.c.unit_id == ROLE.c.unit_id)
    .where(CAMPAIGN.c.id == _CAMPAIGN, ROLE.c.role == "finance")
)
_PEOPLE: Mapping[str, Select[Any]] = {
    "campaign": concerned.people(ASSIGNMENT.c.campaign_id == _CAMPAIGN),
    "digest": _FINANCE,
}
_WAITING = (REMINDER.c.over_at.is_(None), REMINDER.c.fire_at <= bindparam("now", type_=Moment))
_DUE_PEOPLE = (
    select(CHAT.c.id, CHAT.c.blocked_at)
    .join(REMINDER, REMINDER.c.person_id == CHAT.c.id)
    .where(*_WAITING)
    .order_by(REMINDER.c.fire_at, REMINDER.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=CHAT, skip_locked=True)
)
_DUE = (
    select(
        *REMINDER.c["id", "person_id", "kind", "campaign_id", "filing_id"],
        *CAMPAIGN.c["state", "title", "deadline", "quiet_from", "quiet_until"],
    )
    .outerjoin(CAMPAIGN, CAMPAIGN.c.id == REMINDER.c.campaign_id)
    .where(REMINDER.c.person_id.in_(bindparam("people", expanding=True)), *_WAITING)
    .order_by(REMINDER.c.due_at, REMINDER.c.id)
)
_THESE = update(REMINDER).where(REMINDER.c.id.in_(bindparam("reminders", expanding=True)), REMINDER.c.over_at.is_(None))
_OVER = _THESE.values(over_at=bindparam("now", type_=Moment))
_PUT_OFF = _THESE.values(fire_at=bindparam("until", type_=Moment))


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as its reminders need it. Quiet hours are minutes since midnight."""

    id: int
    is_open: bool
    title: str
    deadline: date
    quiet_from: int
    quiet_until: int


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose moment has come. One about neither a campaign nor a filing is about all that is open."""

    id: int
    kind: Kind
    campaign: Campaign | None
    filing_id: int | None


@dataclass(frozen=True, slots=True)
class DuePerson:
    """A person with all reminders that are due to them now."""

    id: int
    has_blocked: bool
    reminders: tuple[Due, ...]


def spread(session: Session, now: datetime) -> bool:
    """Spread a due day over the next people it concerns; tell whether there was one that nobody else is at."""
    connection = session.connection()
    day = connection.execute(_DAY, {"now": now}).mappings().one_or_none()
    if day is None:
        return False
    if day["state"] != "open" or _spread_on(session, day) < CHUNK:
        connection.execute(_DAY_IS_SPREAD, {"day": day["id"], "now": now})
    return True


def _spread_on(session: Session, day: RowMapping) -> int:
    connection = session.connection()
    what = {"campaign": day["campaign_id"], "of": day["kind"], "due": day["due_at"]}
    reached = connection.execute(_REACHED, what).scalar_one()
    values = {**what, "after": -1 if reached is None else reached, "most": CHUNK}
    return len(connection.execute(_spreading(day["kind"], connection.dialect.name), values).all())


@cache
def _spreading(kind: str, dialect: str) -> Executable:
    people = _PEOPLE[kind].where(ROLE.c.person_id > bindparam("after", type_=BigInteger))
    return made_for(people.order_by(ROLE.c.person_id).limit(bindparam("most")), dialect)


def made_for(people: Select[Any], dialect: str) -> Executable:
    """Return the statement that makes a reminder for each of these people, of a campaign and kind, due at a moment.

    It returns a row for each: drivers do not count what a statement wrote that begins with WITH.
    """
    due = bindparam("due", type_=Moment)
    rows = people.add_columns(_CAMPAIGN, bindparam("of", type_=String), due, due)
    columns = ["person_id", "campaign_id", "kind", "due_at", "fire_at"]
    into = postgresql.insert(REMINDER) if dialect == "postgresql" else sqlite.insert(REMINDER)
    return into.from_select(columns, rows).on_conflict_do_nothing().returning(REMINDER.c.id)


def is_spreading(session: Session, now: datetime) -> bool:
    """Tell whether a due day is not spread yet: until it is, somebody's reminders could not all be joined."""
    found: bool = session.connection().execute(_ANY_DAY, {"now": now}).scalar_one()
    return found


def due_people(session: Session, now: datetime, most: int) -> tuple[DuePerson, ...]:
    """Return up to so many people with what is due to them, those who wait the longest first.

    Their chats are locked until the transaction ends. A chat that is busy is left for later.
    """
    connection = session.connection()
    blocked = {
        row.id: row.blocked_at is not None for row in connection.execute(_DUE_PEOPLE, {"now": now, "most": most})
    }
    due: defaultdict[int, list[Due]] = defaultdict(list)
    for row in connection.execute(_DUE, {"people": list(blocked), "now": now}).mappings():
        due[row["person_id"]].append(Due(row["id"], row["kind"], _campaign(row), row["filing_id"]))
    return tuple(DuePerson(person, has_blocked, tuple(due[person])) for person, has_blocked in blocked.items())


def _campaign(row: RowMapping) -> Campaign | None:
    if row["campaign_id"] is None:
        return None
    names = ("title", "deadline", "quiet_from", "quiet_until")
    return Campaign(row["campaign_id"], row["state"] == "open", *(row[name] for name in names))


def conclude(session: Session, reminders: Sequence[int], now: datetime) -> None:
    """Note that reminders are over."""
    session.connection().execute(_OVER, {"reminders": reminders, "now": now})


def put_off(session: Session, reminders: Sequence[int], until: datetime) -> None:
    """Leave reminders until a later moment."""
    session.connection().execute(_PUT_OFF, {"reminders": reminders, "until": until})
