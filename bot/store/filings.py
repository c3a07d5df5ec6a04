"""Filings as wholes: made, loaded, listed, deleted. What a person asks for is given only where it is theirs.

A filing of a unit is everybody's who is clerk there; one without a unit is its owner's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, insert, or_, select, update

from bot.filing import apply
from bot.position import Returned
from bot.store import answers
from bot.store.answers import FIELDS, FUNDS, SCALARS
from bot.store.changes import apply_changes, as_kept
from bot.store.database import transaction
from bot.store.office_tables import ROLE
from bot.store.positions import MOVABLE, PLACE, position_of
from bot.store.tables import FILING, ITEMS, POSITION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.filing import Change
    from bot.position import Position, State
    from scoring.filing import Filing

AT_ONCE = 50
"""Filings that are loaded in one transaction, where there are many."""

_BESIDES = (
    "id",
    "unit_id",
    "assignment_id",
    "state",
    "passed",
    "returned_reason",
    "returned_path",
    "updated_at",
    "version",
)
"""What a filing's row holds beside answers, as far as it is wanted with each of them."""

# Statements are built once: building one costs more than SQLite takes to run it.
_CLERK_THERE = exists().where(
    ROLE.c.unit_id == FILING.c.unit_id, ROLE.c.person_id == bindparam("person"), ROLE.c.role == "clerk"
)
THEIRS = or_(and_(FILING.c.unit_id.is_(None), FILING.c.owner == bindparam("person")), _CLERK_THERE)
"""Whether a filing is a `person`'s to work on."""
_THIS = (FILING.c.id == bindparam("filing"), THEIRS)
_SELECT = (
    select(*FILING.c[*_BESIDES], *PLACE)
    .outerjoin(POSITION, and_(POSITION.c.filing_id == FILING.c.id, POSITION.c.person_id == bindparam("person")))
    .where(*_THIS, FILING.c.deleted_at.is_(None))
    .with_for_update(of=FILING)  # colleagues may come to it at the same moment
)
_SELECT_VERSION = select(FILING.c.version).where(FILING.c.id == bindparam("filing"))
_LIST = (
    select(*FILING.c["id", "project", "year", "scheme", "state", "updated_at"])
    .where(THEIRS, FILING.c.deleted_at.is_(None))
    .order_by(FILING.c.updated_at.desc(), FILING.c.id.desc())
)
_DELETE = update(FILING).where(*_THIS, MOVABLE, FILING.c.deleted_at.is_(None)).values(deleted_at=bindparam("at"))
_RESTORE = update(FILING).where(*_THIS, FILING.c.deleted_at.is_not(None)).values(deleted_at=None)


@dataclass(frozen=True, slots=True)
class StoredFiling:
    """A filing with a person's place in it. `assigned` tells whether a campaign wants it.

    `returned` says why it was sent back, until it is submitted again.
    """

    id: int
    filing: Filing
    position: Position
    updated_at: datetime
    unit_id: int | None
    assigned: bool
    returned: Returned | None
    version: int | None


@dataclass(frozen=True, slots=True)
class ListedFiling:
    """What a list shows of a filing."""

    id: int
    project: str | None
    year: int | None
    scheme: str
    state: State
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """What makes a filing a unit's: the assignment that it answers."""

    assignment_id: int
    unit_id: int


def create(session: Session, owner: int, filing: Filing, at: datetime, assigned: Assigned | None = None) -> int:
    """Store a new filing, with whatever is answered in it already, and return its id. `owner` is who begins it."""
    connection = session.connection()
    values: dict[str, Any] = {name: getattr(filing, name) for name in SCALARS}
    values |= {f"funds_{name}": getattr(filing.funds, name) for name in FUNDS}
    values |= asdict(assigned) if assigned else {}
    values |= {
        "owner": owner,
        "state": "draft",
        "passed": [],
        "created_at": at,
        "updated_at": at,
        "version": answers.new_version(),
    }
    filing_id: int = connection.execute(insert(FILING).returning(FILING.c.id), values).scalar_one()
    for group, names in FIELDS.items():
        rows = [
            {"filing_id": filing_id, "position": position, **{name: getattr(item, name) for name in names}}
            for position, item in enumerate(getattr(filing, group), start=1)
        ]
        if rows:
            connection.execute(insert(ITEMS[group]), rows)
    return filing_id


def load(session: Session, filing_id: int, person: int) -> StoredFiling | None:
    """Return the filing; `None` if there is none with this id, or it is not the person's, or it was deleted.

    Nobody else changes it until the transaction ends.
    """
    row = session.connection().execute(_SELECT, {"filing": filing_id, "person": person}).mappings().one_or_none()
    if row is None:
        return None
    filing = answers.recall(row["version"])
    if filing is None:
        filing = answers.read(session, filing_id)
        answers.remember(row["version"], filing)
    return StoredFiling(
        id=row["id"],
        filing=filing,
        position=position_of(row),
        updated_at=row["updated_at"],
        unit_id=row["unit_id"],
        assigned=row["assignment_id"] is not None,
        returned=row["returned_reason"] and Returned(row["returned_reason"], row["returned_path"]),
        version=row["version"],
    )


def change(session: Session, stored: StoredFiling, changes: Sequence[Change], who: int, at: datetime) -> None:
    """Write changes to a filing as it was loaded in this transaction, as `apply_changes` does."""
    version = apply_changes(session, stored.id, changes, who, at)
    if version is not None:
        answers.remember(version, reduce(apply, map(as_kept, changes), stored.filing), before=stored.version)


def content(session: Session, filing_id: int) -> Filing | None:
    """Return the answers of a filing, whoever asks; `None` if there is none with this id."""
    row = session.connection().execute(_SELECT_VERSION, {"filing": filing_id}).one_or_none()
    return None if row is None else answers.recall(row.version) or answers.read(session, filing_id)


def contents(engine: Engine, filing_ids: Sequence[int]) -> Iterator[Filing]:
    """Yield the answers of many filings. No transaction is held while what is yielded is worked with."""
    for start in range(0, len(filing_ids), AT_ONCE):
        with transaction(engine) as session:
            found = [content(session, each) for each in filing_ids[start : start + AT_ONCE]]
        yield from (each for each in found if each)


def listed(session: Session, person: int) -> tuple[ListedFiling, ...]:
    """Return the person's filings, the one that was worked on last first."""
    return tuple(
        ListedFiling(row.id, row.project, row.year, row.scheme, row.state, row.updated_at)
        for row in session.connection().execute(_LIST, {"person": person})
    )


def delete(session: Session, filing_id: int, person: int, at: datetime) -> bool:
    """Hide the filing; nothing of it is lost. Tell whether there was one to delete: none that was submitted is."""
    return session.connection().execute(_DELETE, {"filing": filing_id, "person": person, "at": at}).rowcount == 1


def restore(session: Session, filing_id: int, person: int) -> bool:
    """Bring a deleted filing back. Tell whether there was one."""
    return session.connection().execute(_RESTORE, {"filing": filing_id, "person": person}).rowcount == 1
