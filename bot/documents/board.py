"""The board: how far a campaign's units are, as one picture for a phone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.documents.typeset import typeset
from bot.formats import COLOURS, state_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit on the board: `above` it stands in the tree, `done` is in percent of the questions."""

    number: int
    unit: str
    above: str
    project: str
    state: str
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A page of the board. `counts` is by state, of all pages; `several` tells of a campaign with several projects."""

    title: str
    unit: str
    deadline: str
    counts: Mapping[str, int]
    lines: Sequence[Line]
    several: bool
    page: int
    pages: int


def board_png(board: Board) -> bytes:
    """Return the page as a picture as wide as a phone."""
    total = sum(board.counts.values())
    parts = [
        {
            "name": state_name(state),
            "colour": colour,
            "count": board.counts[state],
            "percent": share(board.counts[state], total),
        }
        for state, colour in COLOURS.items()
        if board.counts.get(state)
    ]
    lines = [asdict(line) | {"name": state_name(line.state), "colour": COLOURS[line.state]} for line in board.lines]
    data = {**asdict(board), "parts": parts, "total": total, "lines": lines}
    return typeset("board.typ", data, pages="png")


def share(count: int, total: int) -> str:
    """Return a share in whole percent; none that exists is shown as nothing, and none but the whole as 100%."""
    percent = (200 * count + total) // (2 * total)
    return "不到 1%" if percent == 0 else f"{min(percent, 99) if count < total else 100}%"
