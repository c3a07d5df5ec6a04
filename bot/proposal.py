"""What was read from a table that a person sent or pasted, before they have agreed to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.filing_file import dumps
from scoring import Filing, read_filing, score


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not taken over: `row` as Excel counts them, 0 for a whole sheet; `reason` is a Chinese clause."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The answers of a table, as a filing with holes, and what was left out of it.

    `scheme_named` tells whether the table itself said its scheme; else the filing's scheme is a guess by its weights.
    """

    source: str
    filing: Filing
    left_out: tuple[LeftOut, ...] = ()
    scheme_named: bool = False

    @property
    def is_scored(self) -> bool:
        """Whether this is a form with scores, to be checked as it stands; of our own workbook, only a complete one."""
        has_scores = any(indicator.score is not None for indicator in self.filing.indicators)
        return has_scores and not (self.scheme_named and score(self.filing).open)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read at all."""
        return self.filing == Filing(scheme=self.filing.scheme)


def to_json(proposal: Proposal) -> dict[str, Any]:
    """Return the proposal as JSON values, to be stored."""
    return {**asdict(proposal), "filing": dumps(proposal.filing)}


def from_json(value: dict[str, Any]) -> Proposal:
    """Return the proposal that `to_json` wrote."""
    left_out = tuple(LeftOut(**each) for each in value["left_out"])
    return Proposal(**{**value, "filing": read_filing(value["filing"]), "left_out": left_out})
