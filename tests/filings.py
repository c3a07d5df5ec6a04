"""Hypothesis strategies: filings as a person can make them, and changes that lead from one to the next."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from bot.filing import GROUPS, Change, answer
from scoring.filing import Filing, Funds, Kind

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

# No database keeps half of a surrogate pair, and PostgreSQL keeps no NUL.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
MONEY = st.decimals(0, "999999999999999.99", places=2)  # a filing file refuses 10^15
POINTS = st.decimals(0, 1000, places=2)
MEASURE = st.decimals(-(10**9), 10**9, places=6)

_SPECIAL: dict[str, SearchStrategy[Any]] = {
    "scheme": st.sampled_from(["wuhan-2018", "mof-2020"]),
    "year": st.integers(1949, 9999),
    "filled_on": st.dates(date(1949, 10, 1), date(2999, 12, 31)),
    "compliant": st.booleans(),
    "kind": st.sampled_from(get_args(Kind)),
    **dict.fromkeys(("allocated", "budget", "executed", "budgeted", "settled", "booked"), MONEY),
    **dict.fromkeys(("total", "score", "weight"), POINTS),
    **dict.fromkeys(("target_value", "actual_value"), MEASURE),
}
_FIELDS = {kind: [field.name for field in fields(kind)] for kind in (Filing, Funds, *GROUPS.values())}
_ALONE = [name for name in _FIELDS[Filing] if name not in (*GROUPS, "funds")] + [
    f"funds.{name}" for name in _FIELDS[Funds]
]


def answers(field: str) -> SearchStrategy[Any]:
    """Return answers to the field; `None` among them, but for the scheme, without which there is no filing."""
    given = _SPECIAL.get(field, TEXT)
    return given if field == "scheme" else st.none() | given


def parts(kind: type) -> SearchStrategy[Any]:
    """Return items of one kind."""
    return st.builds(kind, **{name: answers(name) for name in _FIELDS[kind]})


def filings() -> SearchStrategy[Filing]:
    """Return filings with up to three items in each group."""
    groups: dict[str, Any] = {group: st.lists(parts(kind), max_size=3).map(tuple) for group, kind in GROUPS.items()}
    alone = {name: answers(name) for name in _FIELDS[Filing] if name not in (*GROUPS, "funds")}
    return st.builds(Filing, **alone, funds=parts(Funds), **groups)


@st.composite
def changes(draw: DrawFn, filing: Filing) -> Change:
    """Draw a change that can be made to this filing."""
    group = draw(st.none() | st.sampled_from(sorted(GROUPS)))
    if group is None:
        path = draw(st.sampled_from(_ALONE))
        return Change(path, answer(filing, path), draw(answers(path.rpartition(".")[2])))
    items = getattr(filing, group)
    if items and draw(st.booleans()):
        return Change(f"{group}.{draw(st.integers(1, len(items)))}", None, None)
    number = draw(st.integers(1, len(items) + 1))
    field = draw(st.sampled_from(_FIELDS[GROUPS[group]]))
    path = f"{group}.{number}.{field}"
    return Change(path, answer(filing, path), draw(answers(field)))
