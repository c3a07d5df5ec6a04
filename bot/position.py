"""Where a person stands in a filing: all that the conversation remembers beside the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.filing import Value
    from bot.proposal import Proposal

State = Literal["draft", "finished", "submitted", "returned", "filed"]
"""A filing's state: 填报中, 已填完, 待审核, 已退回, 已报送."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person was shown last: the place, and what each button stood for that answers the question there."""

    path: str
    offers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """An answer that waits beside a colleague's: where, the value, how it is shown, and the colleague's name."""

    path: str
    value: Value
    shown: str
    who: str | None


@dataclass(frozen=True, slots=True)
class ByColleague:
    """Something that a colleague did meanwhile, as the audit log has it, and the colleague's name.

    `path` is that of an answer, of an item that was removed (`tasks.3`), or `state`.
    """

    path: str
    who: str | None


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
    or no. `passed` and `state` are the filing's, whoever works on it; the rest is the person's. `asked`, `rival`
    and `seen`, the newest entry of the audit log that the person knows of, are there only in filings of a unit.
    """

    cursor: str | None = None
    origin: str | None = None
    passed: frozenset[str] = frozenset()
    state: State = "draft"
    proposal: Proposal | None = None
    asked: Asked | None = None
    rival: Rival | None = None
    seen: int | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing is asked any more: all is answered, and nobody has opened the filing again."""
        return self.state not in ("draft", "returned")
