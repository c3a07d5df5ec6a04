"""The 自评报告 as a sequence of blocks. Its sentences are in `templates/narrative.txt.j2` and nowhere else.

The template only calls for paragraphs and fills them; what becomes of a block is decided by its style, never by its
text, so that nothing a person wrote can act as a heading, a template or markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from bot.documents.budget_table import budget_table
from bot.documents.form import form_title, project
from bot.formats import half_up
from bot.templates import environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.documents.grid import Grid
    from scoring import Filing, Scheme, Sheet

Style = Literal["title", "heading1", "heading2", "heading3", "body", "caption", "table"]

_NUMERALS = "一二三四五六七八九十"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the report, or, with the style `table`, 表1."""

    style: Style
    text: str = ""
    table: Grid | None = None


def narrative(filing: Filing, sheet: Sheet, scheme: Scheme) -> tuple[Block, ...]:
    """Return the report up to the form, in the official order of parts. What is unanswered is left out."""
    written = _Writer(filing)
    budget = sheet.execution.budget
    allocated = filing.allocated if filing.allocated is not None or not filing.budget_lines else budget
    template = environment(autoescape=False).get_template("narrative.txt.j2")
    template.render(
        filing=filing,
        sheet=sheet,
        project=project(filing),
        form_title=form_title(filing, scheme),
        period=f"{filing.year}年度" if filing.year else "",
        has_funds=budget is not None and sheet.execution.rate is not None,
        allocated=allocated,
        arrival=half_up(allocated / budget * 100) if allocated is not None and budget else None,
        indicator_score=sum((row.score or ZERO for row in sheet.indicators), start=ZERO),
        heading=written.heading,
        block=written.block,
        budget_table=written.budget_table,
    )
    return tuple(written.blocks)


class _Writer:
    """Collects what the template calls for, and counts its headings."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        self.blocks: list[Block] = []
        self.counts = [0, 0, 0]

    def heading(self, level: Literal[1, 2, 3], caller: Callable[[], str]) -> str:
        count = self.counts[level - 1] + 1
        self.counts[level - 1 :] = [count, *[0] * (3 - level)]
        numeral = _NUMERALS[(count - 1) % len(_NUMERALS)]
        number = (f"{numeral}、", f"（{numeral}）", f"{count}．")[level - 1]
        styles: tuple[Style, ...] = ("heading1", "heading2", "heading3")
        self.blocks.append(Block(styles[level - 1], number + " ".join(caller().split("\n"))))
        return ""

    def block(self, style: Style, caller: Callable[[], str]) -> str:
        text = caller().strip()
        lines = [text] if style == "title" else text.splitlines()
        self.blocks.extend(Block(style, line.strip()) for line in lines if line.strip())
        return ""

    def budget_table(self) -> str:
        self.blocks.append(Block("table", table=budget_table(self.filing)))
        return ""
