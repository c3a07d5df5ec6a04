"""What the conversation answers, before it is put into words: a template's name and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.message import Button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.filing import Change
    from bot.position import Position

BACK = Button("back", "⬅ 上一步")
CONTENTS = Button("contents", "📋 目录")
PAUSE = Button("pause", "⏸ 稍后")
RESUME = Button("resume", "▶ 接着填")

DOCUMENTS = {
    "report.docx": "Word 报告",
    "form.xlsx": "Excel 表",
    "report.pdf": "PDF 报告",
    "form.pdf": "PDF 自评表",
}
"""The documents that a finished filing offers, by their kind."""
TEMPLATE = "template.xlsx"
"""The kind of the blank workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What stands at one place: the template that words it, what it shows, and its buttons."""

    template: str
    section: str = "目录"
    buttons: tuple[Button, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The question at `path`, or a view that waits for a choice."""

    path: str
    section: str
    template: str
    values: Mapping[str, object]
    buttons: tuple[Button, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something told; its buttons stay valid."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Sending:
    """A document of the filing."""

    kind: str


Reply = Asking | Telling | Sending


@dataclass(frozen=True, slots=True)
class Turn:
    """What one step leads to. `deleted` says that the person confirmed to delete the filing."""

    changes: tuple[Change, ...]
    position: Position
    replies: tuple[Reply, ...]
    deleted: bool = False

    @property
    def done(self) -> int | None:
        """How many percent of the questions are answered then; `None` where it asks nothing that tells."""
        asking = next((each for each in self.replies if isinstance(each, Asking) and each.total), None)
        return 100 * asking.done // asking.total if asking else None
