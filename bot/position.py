"""Where a person stands in a filing: all that the conversation remembers beside the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the questionnaire.

    `cursor` is where the person went themselves (None: the first open step); `origin` is where they came from, to
    return there. `passed` holds skipped questions and closed groups. A finished filing asks nothing. `proposal` is a
    table that waits for their yes or no.
    """

    cursor: str | None = None
    origin: str | None = None
    passed: frozenset[str] = frozenset()
    finished: bool = False
    proposal: Proposal | None = None
