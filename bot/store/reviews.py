"""The way of a campaign's filing from its unit to 财政: submitted, withdrawn, passed, returned.

Here alone a filing's state changes between finished, submitted, filed and returned.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, insert, literal, null, select, update

from bot.store import contributions, roles
from bot.store.database import upsert
from bot.store.history import REASON, STATE, SUBJECT, history
from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, ROLE, UNIT
from bot.store.tables import AUDIT, FILING, POSITION

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import CTE, RowMapping, Select
    from sqlmodel import Session

    from bot.formats import Role
    from bot.position import Returned, State
    from bot.store.history import Step


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, and when. `administers` is true of administrators, who may do what 财政 may anywhere."""

    person: int
    at: datetime
    administers: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose it is to move a filing from one state to another."""

    old: State
    new: State
    by: Role


RULES = (
    Rule("finished", "submitted", "clerk"),
    Rule("submitted", "finished", "clerk"),
    Rule("submitted", "filed", "reviewer"),
    Rule("submitted", "returned", "reviewer"),
    Rule("filed", "returned", "finance"),
)
READABLE = ("submitted", "filed", "returned")
"""The states in which others than its clerks may read a filing."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A campaign's filing as one of those sees it whom its review concerns.

    `parts` is what the person is to it: clerk of its unit, one of the reviewers in charge, 财政 for its unit. `is_own`
    says that they would be a reviewer, had they not submitted it themselves, which the campaign does not allow.
    """

    id: int
    state: State
    unit_id: int
    unit: str
    project: str
    campaign: str
    campaign_unit_id: int
    submitted_at: datetime | None
    returned_path: str | None
    parts: frozenset[Role]
    is_own: bool

    @property
    def is_readable(self) -> bool:
        """Whether the person may read the answers."""
        return "clerk" in self.parts or self.state in READABLE


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A move that came too late: the filing stands elsewhere by now. `last` is the move that led there, if any did."""

    filing: Reviewed
    last: Step | None


@dataclass(frozen=True, slots=True)
class Own:
    """A review of what one submitted oneself, where the campaign does not allow that."""

    filing: Reviewed


BARRED = case((CAMPAIGN.c.own_review, null()), else_=FILING.c.submitted_by)
"""Who may not review a filing: whoever submitted it, unless the campaign allows that."""
_FILING = (
    select(
        *FILING.c["id", "state", "unit_id", "submitted_at", "returned_path"],
        UNIT.c.name.label("unit"),
        ASSIGNMENT.c.project,
        CAMPAIGN.c.title.label("campaign"),
        CAMPAIGN.c.unit_id.label("campaign_unit_id"),
        BARRED.label("barred"),
    )
    .join(ASSIGNMENT, ASSIGNMENT.c.id == FILING.c.assignment_id)
    .join(CAMPAIGN, CAMPAIGN.c.id == ASSIGNMENT.c.campaign_id)
    .join(UNIT, UNIT.c.id == FILING.c.unit_id)
    .where(FILING.c.deleted_at.is_(None))
)
_SHOWN = [field.name for field in fields(Reviewed) if field.name not in ("parts", "is_own")]
_LOCKED = _FILING.where(FILING.c.id == bindparam("filing")).with_for_update(of=FILING)


def in_charge(filings: CTE) -> Select[Any]:
    """Return `filing_id` and `person_id` of those who review each of the `filings` (`id`, `unit_id`, `barred`).

    They are the reviewers of its unit, or else those of the nearest unit above that has any; whoever is `barred`
    counts as none.
    """
    line = select(*filings.c["id", "unit_id", "barred"], literal(0).label("steps")).cte("line", recursive=True)
    line = line.union_all(
        select(line.c.id, UNIT.c.parent_id, line.c.barred, line.c.steps + 1).join(UNIT, UNIT.c.id == line.c.unit_id)
    )
    able = (
        select(
            line.c.id.label("filing_id"),
            *ROLE.c["person_id", "since"],
            func.rank().over(partition_by=line.c.id, order_by=line.c.steps).label("distance"),
        )
        .join(ROLE, ROLE.c.unit_id == line.c.unit_id)
        .where(ROLE.c.role == "reviewer", ROLE.c.person_id.is_distinct_from(line.c.barred))
        .subquery("able")
    )
    nearest = select(*able.c["filing_id", "person_id"]).where(able.c.distance == 1)
    return nearest.order_by(able.c.since, able.c.person_id)


_REVIEWERS = in_charge(_FILING.where(FILING.c.id == bindparam("filing")).cte("this"))
_MOVE = update(FILING).where(FILING.c.id == bindparam("filing"))


def look(session: Session, filing_id: int, actor: Actor) -> Reviewed | None:
    """Return a campaign's filing, locked until the transaction ends; `None` where it does not concern the person.

    Others than its clerks are concerned from the first time that it was submitted.
    """
    row = session.connection().execute(_LOCKED, {"filing": filing_id}).mappings().one_or_none()
    parts = _parts(session, row, actor) if row else frozenset()
    if row is None or not parts:
        return None
    return Reviewed(
        **{name: row[name] for name in _SHOWN},
        parts=parts,
        is_own=row["barred"] == actor.person and actor.person in roles.reviewers(session, row["unit_id"]),
    )


def _parts(session: Session, row: RowMapping, actor: Actor) -> frozenset[Role]:
    known = row["submitted_at"] is not None
    is_part: dict[Role, bool] = {
        "clerk": actor.person in roles.holders(session, row["unit_id"], "clerk"),
        "reviewer": known and actor.person in reviewers(session, row["id"]),
        "finance": known and (actor.administers or roles.oversees(session, actor.person, row["unit_id"])),
    }
    return frozenset(part for part, is_so in is_part.items() if is_so)


def reviewers(session: Session, filing_id: int) -> tuple[int, ...]:
    """Return who reviews a campaign's filing now, by the rule of `in_charge`."""
    return tuple(row.person_id for row in session.connection().execute(_REVIEWERS, {"filing": filing_id}))


def may(session: Session, filing_id: int, to: State, actor: Actor) -> Reviewed | Overtaken | Own | None:
    """Return the filing if the person may move it, else what keeps them from it; `None` if it is none of theirs.

    It is locked until the transaction ends.
    """
    filing = look(session, filing_id, actor)
    if filing is None:
        return None
    parts = filing.parts | {"reviewer"} if filing.is_own else filing.parts
    rules = [rule for rule in RULES if rule.new == to and rule.by in parts]
    if not rules:
        return None
    if filing.state not in (rule.old for rule in rules):
        steps = history(session, filing_id)
        return Overtaken(filing, steps[-1] if steps else None)
    return filing if any(rule.old == filing.state and rule.by in filing.parts for rule in rules) else Own(filing)


def move(
    session: Session, filing_id: int, to: State, actor: Actor, returned: Returned | None = None
) -> Reviewed | Overtaken | Own | None:
    """Move a filing on or back, and return how it stood before; else what `may` returns. `returned` says why it is."""
    filing = may(session, filing_id, to, actor)
    if not isinstance(filing, Reviewed):
        return filing
    connection = session.connection()
    standing = {"filing": filing_id, "state": to, "updated_at": actor.at, **_noted(to, actor, returned)}
    connection.execute(_MOVE, standing)
    entries: list[tuple[str, str | None, str | None]] = [(STATE, filing.state, to)]
    if returned:
        entries += [(REASON, None, returned.reason), (SUBJECT, None, returned.path)]
    rows = [
        {"filing_id": filing_id, "chat_id": actor.person, "at": actor.at, "path": path, "old": old, "new": new}
        for path, old, new in entries
    ]
    connection.execute(insert(AUDIT), rows)
    if to == "filed":
        contributions.keep(session, filing_id)
    elif filing.state == "filed":
        contributions.forget(session, filing_id)
    return filing


def _noted(to: State, actor: Actor, returned: Returned | None) -> dict[str, Any]:
    """Return what a filing keeps of such a move, beside its new state."""
    if to == "submitted":
        forgotten = {"returned_reason": None, "returned_path": None}
        return {"submitted_by": actor.person, "submitted_at": actor.at, **forgotten}
    return {"returned_reason": returned.reason, "returned_path": returned.path} if returned else {}


def lead(session: Session, filing_id: int, person: int, place: str) -> None:
    """Let a person stand at a place of the filing when they come to it next, and forget what they were asked before."""
    stands = {"cursor": place, "origin": None, "asked": None, "rival": None}
    upsert(session, POSITION, {"filing_id": filing_id, "person_id": person, **stands})
