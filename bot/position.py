"""Where a person stands in a filing: all that the conversation remembers beside the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.proposal import Proposal

State = Literal["draft", "finished", "submitted", "returned", "filed"]
"""A filing's state: 填报中, 已填完, 待审核, 已退回, 已报送."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a filing was sent back. `path` is the item that this is about, or a section; `None`: the whole filing."""

    reason: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the questionnaire, and how far the filing is.

    `cursor` is where the person went themselves (None: the first open step); `origin` is where they came from, to
    return there. `passed` holds skipped questions and closed groups. `proposal` is a table that waits for their yes
    or no. `passed` and `state` are the filing's, whoever works on it; the rest is the person's.
    """

    cursor: str | None = None
    origin: str | None = None
    passed: frozenset[str] = frozenset()
    state: State = "draft"
    proposal: Proposal | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing is asked any more: all is answered, and nobody has opened the filing again."""
        return self.state not in ("draft", "returned")
