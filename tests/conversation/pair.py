"""Colleagues on one filing, without a database: each with a position of their own, and one log of who changed what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation import together
from bot.conversation.events import Command, Pressed, Said, Understood
from bot.conversation.replies import Asking, Telling, Turn
from bot.filing import Change, apply
from bot.message import Ask, Say
from bot.position import ByColleague, Position
from bot.wording import worded
from tests.conversation.talk import situation_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.conversation.situation import Situation
    from scoring import Filing

WANG, LI = "王芳", "李雷"


class Pair:
    def __init__(self, filing: Filing, passed: Iterable[str] = ()) -> None:
        self.shared = situation_of(filing, passed)
        self.positions = {WANG: Position(), LI: Position()}
        self.log: list[ByColleague] = []
        self.turns: dict[str, Turn] = {}
        for who in self.positions:
            self.does(who, Command("start"))

    @property
    def filing(self) -> Filing:
        return self.shared.filing

    def situation(self, who: str) -> Situation:
        whole = self.shared.position
        position = replace(self.positions[who], passed=whole.passed, state=whole.state)
        return replace(self.shared, position=position)

    def meanwhile(self, who: str) -> tuple[ByColleague, ...]:
        return tuple(each for each in self.log[self.positions[who].seen or 0 :] if each.who != who)

    def does(self, who: str, event: Understood) -> Turn:
        turn = together.step(self.situation(who).moved(seen=len(self.log)), event, self.meanwhile(who))
        if turn.position.state != self.shared.position.state:
            self.log.append(ByColleague("state", who))
        self.changes(who, *turn.changes)
        self.shared = self.shared.moved(passed=turn.position.passed, state=turn.position.state)
        self.positions[who] = turn.position
        self.turns[who] = turn
        return turn

    def changes(self, who: str | None, *changes: Change) -> None:
        for change in changes:
            self.shared = replace(self.shared, filing=apply(self.shared.filing, change))
            self.log.append(ByColleague(change.path, who))

    def says(self, who: str, *texts: str) -> None:
        for text in texts:
            self.does(who, Said(text))

    def presses(self, who: str, *buttons: str) -> None:
        for button in buttons:
            self.does(who, Pressed(button))

    def asking(self, who: str) -> Asking | None:
        return next((each for each in reversed(self.turns[who].replies) if isinstance(each, Asking)), None)

    def path(self, who: str) -> str | None:
        asking = self.asking(who)
        return asking.path if asking else None

    def told(self, who: str, template: str) -> Telling | None:
        """Return what the last turn told in these words, if it did."""
        tellings = (each for each in self.turns[who].replies if isinstance(each, Telling))
        return next((each for each in tellings if each.template == template), None)

    def text(self, who: str) -> str:
        messages = [worded(reply, number=1, filing=7) for reply in self.turns[who].replies]
        return "\n".join(message.text for message in messages if isinstance(message, Ask | Say))
