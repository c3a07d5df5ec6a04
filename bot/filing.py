"""Answers by path: `budget_lines.3.booked` names one answer of a filing, items counted from 1.

A change sets one answer, adds the next item of a group (by setting its first answer) or removes an item.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from scoring.filing import BudgetLine, Filing, Funds, Improvement, Indicator, Task

Value = str | int | bool | Decimal | date | None
Item = BudgetLine | Indicator | Task | Improvement

Answers = TypeVar("Answers", bound=Filing | Funds | Item)

MOST_ITEMS = 200
"""Items of one group; no form has more."""
GROUPS: dict[str, type[Item]] = {
    "budget_lines": BudgetLine,
    "indicators": Indicator,
    "tasks": Task,
    "improvements": Improvement,
}
# Looked up once: a step of the conversation asks for some hundred answers.
_NAMES = {kind: frozenset(field.name for field in fields(kind)) for kind in (Filing, Funds, *GROUPS.values())}


@dataclass(frozen=True, slots=True)
class Change:
    """One answer set from `old` to `new`, or, with a path like `tasks.3` and no `new`, one item removed."""

    path: str
    old: Value
    new: Value


class NoSuchPathError(LookupError):
    """The path names no answer of this filing."""


def answer(filing: Filing, path: str) -> Value:
    """Return the answer at `path`; `None` where nothing was answered yet, also beyond the last item of a group."""
    match path.split("."):
        case [group, number, field] if group in GROUPS and number.isdecimal():
            items = getattr(filing, group)
            _known(GROUPS[group], field, path)
            return _read(items[int(number) - 1], field) if 1 <= int(number) <= len(items) else None
        case ["funds", field]:
            return _read(filing.funds, _known(Funds, field, path))
        case [field] if field not in (*GROUPS, "funds"):
            return _read(filing, _known(Filing, field, path))
    raise NoSuchPathError(path)


def apply(filing: Filing, change: Change) -> Filing:
    """Return the filing with one change made. Raises NoSuchPathError if there is no such place."""
    match change.path.split("."):
        case [group, number] if group in GROUPS and number.isdecimal() and change.new is None:
            return _replaced(filing, group, _without_item(filing, group, int(number), change))
        case [group, number, field] if group in GROUPS and number.isdecimal():
            return _replaced(filing, group, _with_item(filing, group, int(number), field, change))
        case ["funds", field]:
            _known(Funds, field, change.path)
            return _replaced(filing, "funds", _replaced(filing.funds, field, change.new))
        case [field] if field not in (*GROUPS, "funds"):
            return _replaced(filing, _known(Filing, field, change.path), change.new)
    raise NoSuchPathError(change.path)


def _with_item(filing: Filing, group: str, number: int, field: str, change: Change) -> tuple[Item, ...]:
    _known(GROUPS[group], field, change.path)
    items: tuple[Item, ...] = getattr(filing, group)
    if number == len(items) + 1:
        items = (*items, GROUPS[group]())
    if not 1 <= number <= len(items):
        raise NoSuchPathError(change.path)
    return (*items[: number - 1], _replaced(items[number - 1], field, change.new), *items[number:])


def _read(values: Filing | Funds | Item, field: str) -> Value:
    value: Value = getattr(values, field)
    return value


def _without_item(filing: Filing, group: str, number: int, change: Change) -> tuple[Item, ...]:
    items: tuple[Item, ...] = getattr(filing, group)
    if not 1 <= number <= len(items):
        raise NoSuchPathError(change.path)
    return (*items[: number - 1], *items[number:])


def _replaced(values: Answers, field: str, new: Any) -> Answers:  # noqa: ANN401 - the field's own type, as the path says
    return replace(values, **{field: new})


def _known(kind: type, field: str, path: str) -> str:
    if field not in _NAMES[kind]:
        raise NoSuchPathError(path)
    return field
