"""A person in a conversation, without a database: events go in, changes are applied, replies stay to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.engine import step
from bot.conversation.events import Command, Pressed, Said, Understood
from bot.conversation.plan import here
from bot.conversation.replies import Asking, Reply, Turn
from bot.conversation.situation import Situation
from bot.conversation.views import ask
from bot.filing import GROUPS, apply
from bot.message import Ask, Say
from bot.position import Position
from bot.wording import worded
from scoring import Filing, load_scheme, open_filing

if TYPE_CHECKING:
    from collections.abc import Iterable

TODAY = date(2026, 3, 16)
FOLDER = Path(__file__).parents[2] / "bot" / "examples"
WUHAN, MOF = (open_filing(FOLDER / f"{name}.toml") for name in ("wuhan-2018", "mof-2020"))
CLOSED = tuple(f"{group}.+" for group in GROUPS)
"""Every group ended."""


def situation_of(filing: Filing, passed: Iterable[str] = (), number: int | None = None) -> Situation:
    """Return the situation of somebody who passed over these steps and stands at the first open one."""
    return Situation(7, filing, load_scheme(filing.scheme), TODAY, Position(passed=frozenset(passed)), number)


class Talk:
    def __init__(self, filing: Filing, passed: Iterable[str] = ()) -> None:
        self.situation = situation_of(filing, passed)
        self.turn = Turn((), self.situation.position, (ask(self.situation, here(self.situation)),))

    def does(self, event: Understood) -> Turn:
        self.turn = step(self.situation, event)
        filing = self.situation.filing
        for change in self.turn.changes:
            filing = apply(filing, change)
        self.situation = replace(self.situation, filing=filing, position=self.turn.position)
        return self.turn

    def says(self, *texts: str) -> None:
        for text in texts:
            self.does(Said(text))

    def presses(self, *buttons: str) -> None:
        for button in buttons:
            self.does(Pressed(button))

    def commands(self, name: str) -> None:
        self.does(Command(name))

    @property
    def filing(self) -> Filing:
        return self.situation.filing

    @property
    def path(self) -> str:
        return here(self.situation)

    @property
    def last(self) -> Reply:
        return self.turn.replies[-1]

    @property
    def problem(self) -> object:
        assert isinstance(self.last, Asking)
        return self.last.values["problem"]

    @property
    def buttons(self) -> dict[str, str]:
        """The last message's buttons: labels by id."""
        message = worded(self.last, number=1, filing=7)
        assert isinstance(message, Ask | Say)
        return {button.id: button.label for button in message.buttons}

    @property
    def text(self) -> str:
        """Every message of the last turn, put into words."""
        messages = [worded(reply, number=1, filing=7) for reply in self.turn.replies]
        return "\n".join(message.text for message in messages if isinstance(message, Ask | Say))
