"""What filed filings contribute to a 汇总, kept as integers that any database adds up exactly.

A filed filing cannot change. So what scoring takes of it is written down once, in groups that simply add up, and a 汇总
is one sum over each group. A number is cut into limbs of 13 digits, each in a group of its own: SQLite's sums end at 64
bits, and its products turn into floats beyond them without a word. Nearly every number is one limb.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, delete, insert, select

from bot.store import filings
from bot.store.database import insert_if_absent
from bot.store.office_tables import ASSIGNMENT, CONTRIBUTION, ROLLUP_GROUP
from bot.store.tables import FILING
from scoring import RollupRow, amounts, load_scheme, rollup_rows
from scoring.rounding import EXACT, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlmodel import Session

    from scoring import Filing, Kind

LIMB = 13
"""Digits of a limb: of 900,000 of them the sum is below 2^63."""
_LAST = 2
"""Decimal places of limb 0, which ends with the fen; limb -1 holds what comes after them."""
_FINEST = LIMB + _LAST

_WANTED = (
    select(ASSIGNMENT.c.campaign_id, ASSIGNMENT.c.project)
    .join(FILING, FILING.c.assignment_id == ASSIGNMENT.c.id)
    .where(FILING.c.id == bindparam("filing"))
)
_KNOWN = select(ROLLUP_GROUP.c.digest, ROLLUP_GROUP.c.id).where(
    ROLLUP_GROUP.c.digest.in_(bindparam("digests", expanding=True))
)
_OF_PROJECT = select(ROLLUP_GROUP.c.id).where(
    ROLLUP_GROUP.c.campaign_id == bindparam("campaign"), ROLLUP_GROUP.c.project == bindparam("project")
)
_FORGET = delete(CONTRIBUTION).where(
    CONTRIBUTION.c.group_id.in_(_OF_PROJECT), CONTRIBUTION.c.filing_id == bindparam("filing")
)
_INSERT = insert(CONTRIBUTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An indicator as units name and weigh it, and where in the filing it stands; `measure` is its unit, normalised."""

    level1: str | None
    level2: str | None
    name: str | None
    unit: str | None
    kind: Kind | None
    measure: str
    nth: int
    place: int
    weight: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What makes contributions add up: that they are of the same part, about the same thing, and of the same limb.

    The parts of a unit's execution are `spent`, or where something is open `budgeted`, `executed` and `neither`; those
    of an indicator are `measured`, `judged` and `open`, and `adjusted` beside `measured` where a person differs from
    the rule. `funded` is true of units with a budget.
    """

    part: Literal["spent", "budgeted", "executed", "neither", "measured", "adjusted", "judged", "open"]
    funded: bool
    about: About | None = None
    limb: int = 0


Numbers = tuple[Decimal, Decimal, Decimal]
"""What is kept in a group as planned, reached and counts."""


def keep(session: Session, filing_id: int) -> None:
    """Keep what a filing contributes. It is called when the filing becomes filed: from then on it cannot change."""
    connection = session.connection()
    wanted = connection.execute(_WANTED, {"filing": filing_id}).one_or_none()
    filing = filings.content(session, filing_id)
    if wanted is None or filing is None:
        return
    forget(session, filing_id)
    kept = {group: digits for each, numbers in contributed(filing) for group, digits in cut(each, numbers)}
    ids = group_ids(session, wanted.campaign_id, wanted.project, list(kept))
    rows = [
        {"group_id": ids[group], "filing_id": filing_id, "planned": planned, "reached": reached, "counts": counts}
        for group, (planned, reached, counts) in kept.items()
    ]
    connection.execute(_INSERT, rows)


def forget(session: Session, filing_id: int) -> None:
    """Drop what a filing contributes. It is called when the filing is no longer filed."""
    connection = session.connection()
    if wanted := connection.execute(_WANTED, {"filing": filing_id}).one_or_none():
        values = {"campaign": wanted.campaign_id, "project": wanted.project, "filing": filing_id}
        connection.execute(_FORGET, values)


def contributed(filing: Filing) -> Iterator[tuple[Group, Numbers]]:
    """Yield what one unit's filing contributes to each part."""
    budget, executed = amounts(filing)
    parts: Mapping[tuple[bool, bool], Literal["spent", "budgeted", "executed", "neither"]] = {
        (True, True): "spent",
        (True, False): "budgeted",
        (False, True): "executed",
        (False, False): "neither",
    }
    part = parts[budget is not None, executed is not None]
    yield Group(part=part, funded=bool(budget)), (budget or ZERO, executed or ZERO, ZERO)
    for row in rollup_rows(filing, load_scheme(filing.scheme)):
        yield from _of_row(row, funded=bool(budget))


def _of_row(row: RollupRow, *, funded: bool) -> Iterator[tuple[Group, Numbers]]:
    sums = row.funded if funded else row.unfunded
    group = Group(part="open", funded=funded, about=_about(row))
    given = sum(sums.by_hand.values(), ZERO)
    if sums.measured:
        yield replace(group, part="measured"), (sums.target, sums.actual, sums.measured)
        if given:
            yield replace(group, part="adjusted"), (given, ZERO, ZERO)
    elif sums.judged:
        yield replace(group, part="judged"), (given, ZERO, sums.judged)
    else:
        yield group, (ZERO, ZERO, ZERO)


def _about(row: RollupRow) -> About:
    like = row.like
    _, kind, measure, nth = row.match
    return About(
        level1=like.level1,
        level2=like.level2,
        name=like.name,
        unit=like.unit,
        kind=kind,
        measure=measure,
        nth=nth,
        place=row.place,
        weight=None if row.weight is None else str(row.weight),
    )


def cut(group: Group, numbers: Numbers) -> Iterator[tuple[Group, tuple[int, ...]]]:
    """Yield the limbs of a group's numbers that are not all 0, and limb 0, by which the units are counted."""
    cuts = [dict(_limbs(number)) for number in numbers]
    for limb in sorted({0}.union(*cuts)):
        yield replace(group, limb=limb), tuple(each.get(limb, 0) for each in cuts)


def _limbs(number: Decimal) -> Iterator[tuple[int, int]]:
    digits, sign, limb = abs(int(number.scaleb(_FINEST, EXACT))), -1 if number < 0 else 1, -1
    while digits:
        digits, part = divmod(digits, 10**LIMB)
        if part:
            yield limb, sign * part
        limb += 1


def joined(limb: int, digits: int) -> Decimal:
    """Return the number that a limb, or a sum of such limbs, stands for."""
    return Decimal(digits).scaleb(LIMB * limb - _LAST, EXACT)


def group_ids(session: Session, campaign_id: int, project: str, groups: Sequence[Group]) -> dict[Group, int]:
    """Return the groups' ids; those that nobody has contributed to before are made."""
    digests = {group: _digest(campaign_id, project, group) for group in groups}
    known = _known(session, digests.values())
    new = {group: digest for group, digest in digests.items() if digest not in known}
    for group, digest in new.items():
        values = {"campaign_id": campaign_id, "project": project, "what": asdict(group), "digest": digest}
        insert_if_absent(session, ROLLUP_GROUP, values)
    known |= _known(session, new.values()) if new else {}
    return {group: known[digest] for group, digest in digests.items()}


def _known(session: Session, digests: Iterable[str]) -> dict[str, int]:
    return {row.digest: row.id for row in session.connection().execute(_KNOWN, {"digests": list(digests)})}


def _digest(campaign_id: int, project: str, group: Group) -> str:
    return sha256(json.dumps([campaign_id, project, asdict(group)]).encode()).hexdigest()
