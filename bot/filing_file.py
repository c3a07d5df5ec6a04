"""Writes a filing as a filing file, which `scoring.read_filing` reads back."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.filing import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.filing import Item, Value
    from scoring.filing import Filing, Funds


def dumps(filing: Filing) -> str:
    """Return the filing as TOML: money in yuan, numbers as text so that no program rounds them, no open answers."""
    return "\n".join(_lines(filing)) + "\n"


def _lines(filing: Filing) -> Iterator[str]:
    yield from _answers(filing)
    if funds := list(_answers(filing.funds)):
        yield from ("", "[funds]", *funds)
    for group in GROUPS:
        for item in getattr(filing, group):
            yield from ("", f"[[{group}]]", *_answers(item))


def _answers(table: Filing | Funds | Item) -> Iterator[str]:
    for field in fields(table):
        value = getattr(table, field.name)
        if value is not None and field.name not in (*GROUPS, "funds"):
            yield f"{field.name} = {_value(value)}"


def _value(value: Value) -> str:
    match value:
        case Decimal():
            return f'"{value:f}"'
        case date():
            return value.isoformat()
        case bool() | int():
            return str(value).lower()
    # A JSON string is a TOML string, but for this one sign that only TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
