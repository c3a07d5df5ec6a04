"""All that the conversation looks at: the answers so far, the rules, today, and where the person stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from bot.filing import Item
    from bot.position import Position, Returned
    from scoring import Scheme
    from scoring.filing import Filing


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that decides what is asked next.

    `filing_id` goes into buttons that stay valid; `number` is the item of a group in question, from 1. `assigned` tells
    whether a campaign wants the filing, `returned` why it was sent back.
    """

    filing_id: int
    filing: Filing
    scheme: Scheme
    today: date
    position: Position
    number: int | None = None
    assigned: bool = False
    returned: Returned | None = None

    def at(self, number: int | None) -> Situation:
        """Return the same situation at another item of a group."""
        return Situation(
            self.filing_id, self.filing, self.scheme, self.today, self.position, number, self.assigned, self.returned
        )

    def items(self, group: str) -> tuple[Item, ...]:
        """Return the items of a group."""
        found: tuple[Item, ...] = getattr(self.filing, group)
        return found

    def moved(self, **fields: Any) -> Situation:  # noqa: ANN401 - the fields of Position
        """Return the same answers seen from another position."""
        return replace(self, position=replace(self.position, **fields))
