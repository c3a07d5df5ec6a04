"""汇总 in the database: one sum over each group of contributions, which scoring turns into the sheet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, func, select

from bot.store import units
from bot.store.contributions import About, Group, joined
from bot.store.office_tables import CONTRIBUTION, ROLLUP_GROUP
from bot.store.tables import FILING
from scoring import Indicator, Rollup, RollupRow, Sums, load_scheme
from scoring.names import key
from scoring.rounding import EXACT, ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Select
    from sqlmodel import Session

    from bot.store.scopes import Scope

_BELOW = units.below(bindparam("unit", type_=Integer))
_FILED_BELOW = select(FILING.c.id).where(FILING.c.unit_id.in_(select(_BELOW.c.id)))
_OF_PROJECT = select(ROLLUP_GROUP.c.id).where(
    ROLLUP_GROUP.c.campaign_id == bindparam("campaign"), ROLLUP_GROUP.c.project == bindparam("project")
)


def _sums(*where: ColumnElement[bool]) -> Select[Any]:
    """Return a statement that sums up in the order in which all lies on the disk, and then asks what it has summed."""
    summed = (
        select(
            CONTRIBUTION.c.group_id,
            func.count().label("units"),
            func.sum(CONTRIBUTION.c.planned).label("planned"),
            func.sum(CONTRIBUTION.c.reached).label("reached"),
            func.sum(CONTRIBUTION.c.counts).label("counts"),
        )
        .where(CONTRIBUTION.c.group_id.in_(_OF_PROJECT), *where)
        .group_by(CONTRIBUTION.c.group_id)
        .subquery()
    )
    return select(ROLLUP_GROUP.c.what, *summed.c["units", "planned", "reached", "counts"]).join(
        summed, summed.c.group_id == ROLLUP_GROUP.c.id
    )


_SUMS = _sums()
_SUMS_BELOW = _sums(CONTRIBUTION.c.filing_id.in_(_FILED_BELOW))


@dataclass(slots=True)
class _Total:
    """What a group comes to, all limbs together."""

    units: int = 0
    planned: Decimal = ZERO
    reached: Decimal = ZERO
    counts: Decimal = ZERO


def rolled_up(session: Session, scope: Scope, project: str) -> Rollup:
    """Return the 汇总 of the filed filings about a project.

    Its sheet is that of `scoring.rollup` over these filings, but for the reasons that a single unit gives. Nothing
    filed yet makes a sheet with nothing on it.
    """
    # To look each filing up takes far longer than to sum up all.
    values = {"campaign": scope.campaign, "project": project} | ({} if scope.whole else {"unit": scope.unit})
    found = session.connection().execute(_SUMS if scope.whole else _SUMS_BELOW, values)
    total = Rollup(load_scheme(scope.scheme))
    with localcontext(EXACT):
        for group, each in _totals(found).items():
            _add(total, group, each)
    return total


def _totals(found: Any) -> Mapping[Group, _Total]:  # noqa: ANN401 - rows of five columns
    totals: dict[Group, _Total] = defaultdict(_Total)
    for what, units_there, planned, reached, counts in found:
        group = _group(what)
        total = totals[replace(group, limb=0)]
        total.units += 0 if group.limb else units_there
        total.planned += joined(group.limb, int(planned))
        total.reached += joined(group.limb, int(reached))
        total.counts += joined(group.limb, int(counts))
    return totals


def _group(what: dict[str, Any]) -> Group:
    about = what["about"]
    return Group(**{**what, "about": about and About(**about)})


def _add(total: Rollup, group: Group, sums: _Total) -> None:
    if group.about:
        total.add_row(_row(group, group.about, sums))
        return
    budget = sums.planned if group.part in ("spent", "budgeted") else None
    executed = sums.reached if group.part in ("spent", "executed") else None
    total.add_execution(budget, executed, sums.units)


def _row(group: Group, about: About, sums: _Total) -> RollupRow:
    like = Indicator(level1=about.level1, level2=about.level2, name=about.name, unit=about.unit, kind=about.kind)
    weight = None if about.weight is None else Decimal(about.weight)
    # Those adjusted by hand were counted as measured.
    units_there = 0 if group.part == "adjusted" else sums.units
    row = RollupRow(
        match=(key(like), about.kind, about.measure, about.nth),
        like=like,
        place=about.place,
        units=units_there,
        weight=weight,
        least=weight,
    )
    _fill(row.funded if group.funded else row.unfunded, group, weight, sums)
    return row


def _fill(into: Sums, group: Group, weight: Decimal | None, sums: _Total) -> None:
    if group.part == "measured":
        into.measured, into.target, into.actual = sums.counts, sums.planned, sums.reached
    if group.part == "judged":
        into.judged = sums.counts
    if group.part in ("judged", "adjusted") and weight:
        into.by_hand[weight] = sums.planned
