"""Answers the conversation from a filing, as a clerk does who has the form on paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.conversation.events import Command, Pressed, Said
from bot.filing import GROUPS, NoSuchPathError, answer
from scoring import load_scheme, tier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.filing import Value
    from bot.message import Ask
    from scoring import Filing


class Player:
    """Knows what to answer to each question. One player plays one filing once."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self._begun: Counter[str] = Counter()

    def opening(self) -> Iterator[Command]:
        """Return what comes before the first question."""
        yield Command("start")
        yield Command("new", self._filing.scheme)

    def answer(self, asked: Ask) -> Said | Pressed:
        """Return what the clerk does at this question."""
        match asked.path.split("."):
            case ["review"]:
                return Pressed("finish", asked.number)
            case [group, "+"]:
                return self._next_item(group, asked)
        value = self._value(asked.path)
        if value is None:
            return Pressed("skip", asked.number)
        ids = {button.id for button in asked.buttons}
        words = _written(value)
        return Pressed(words, asked.number) if words in ids and not words.isdecimal() else Said(words)

    def _next_item(self, group: str, asked: Ask) -> Said | Pressed:
        items = getattr(self._filing, group)
        if self._begun[group] == len(items):
            return Pressed("done", asked.number)
        self._begun[group] += 1
        first = fields(GROUPS[group])[0].name
        return Said(_written(getattr(items[self._begun[group] - 1], first)))

    def _value(self, path: str) -> Value:
        try:
            value = answer(self._filing, path)
        except NoSuchPathError:
            return None
        return self._tier(path) if value is None and path.endswith(".tier") else value

    def _tier(self, path: str) -> str | None:
        """Return the tier in which the given score lies: forms print the score alone."""
        indicator = self._filing.indicators[int(path.split(".")[1]) - 1]
        if indicator.weight is None or indicator.score is None:
            return None
        return tier_of(load_scheme(self._filing.scheme), indicator.weight, indicator.score).id


def _written(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
    return str(value)
