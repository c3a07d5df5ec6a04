"""What stands in a table of 栏目, 内容 and 完成情况, as our own workbook has one; and in labelled cells of a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.conversation.fields import Day, Text, Unreadable, Year, YesNo
from bot.reading.cells import ARTICLE, CELL, NAME
from bot.reading.columns import Columns, bare
from bot.reading.headings import FACTS, IMPROVEMENT, SCHEME, TASK
from scoring import Improvement, Task, schemes
from scoring.names import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.filing import Value
    from bot.reading.cells import Cells
    from bot.reading.table import Row

_LATEST = date(2999, 12, 31)
_LABELS = {name: field for field, names in FACTS.items() for name in names}
_READERS: dict[str, Callable[[str], Value]] = {
    "year": Year(_LATEST).read,
    "filled_on": Day(_LATEST).read,
    "compliant": YesNo("符合规定", "有不符合的情况").read,
    **dict.fromkeys(("background", "objective", "achievement"), ARTICLE.read),
}
_LABELLED = ("project", "department", "unit")
"""Facts that forms have in the cell to the right of their label."""
_YEAR = re.compile(r"(20\d\d)年度?")
_TOTAL = re.compile(r"总得?分[:：](\d{1,3}(?:\.\d{1,2})?)")
_FILLED_ON = re.compile(r"填[报表]日期[:：]?\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The facts by field, and the items, of such a table."""

    facts: dict[str, Value]
    tasks: tuple[Task, ...] = ()
    improvements: tuple[Improvement, ...] = ()


def read_texts(columns: Columns, rows: Sequence[Row], cells: Cells) -> Texts:
    """Return the facts and items of a table of texts."""
    facts: dict[str, Value] = {}
    tasks, improvements = [], []
    for row in rows:
        title, text = bare(columns.cell(row, "title")), columns.cell(row, "text")
        completion = cells.text(row.number, "完成情况", columns.cell(row, "completion"), ARTICLE)
        if title == TASK and (text or completion):
            tasks.append(Task(title=cells.text(row.number, TASK, text), completion=completion))
        elif title == IMPROVEMENT and text:
            improvements.append(Improvement(text=cells.text(row.number, IMPROVEMENT, text, CELL)))
        elif text and (field := "scheme" if title == SCHEME else _LABELS.get(title)):
            facts[field] = _fact(row.number, field, title, text, cells)
        elif text and title not in (TASK, IMPROVEMENT):
            cells.leave(row.number, f"不认识栏目“{title[:20]}”")
    return Texts(
        facts={field: value for field, value in facts.items() if value is not None},
        tasks=tuple(tasks),
        improvements=tuple(improvements),
    )


def _fact(row: int, field: str, title: str, text: str, cells: Cells) -> Value:
    if field == "allocated":
        return cells.money(row, title, text)
    if field == "scheme":
        return _scheme(row, text, cells)
    try:
        return _READERS.get(field, NAME.read)(text)
    except Unreadable as why:
        cells.leave(row, f"{title}先空着：{why}")
        return None


def _scheme(row: int, text: str, cells: Cells) -> str | None:
    known = next((scheme.id for scheme in schemes() if text in (scheme.id, scheme.title)), None)
    if known is None:
        cells.leave(row, f"没有“{text[:20]}”这个规则方案")
    return known


def read_labels(rows: Sequence[Row], cells: Cells) -> dict[str, Value]:
    """Return the facts that a form states above its tables: beside their labels, in its title, in a line of its own."""
    facts: dict[str, Value] = {}
    for row in rows:
        for at, cell in enumerate(row.cells):
            field = _LABELS.get(bare(cell))
            beside = next((text for text in row.cells[at + 1 :] if text), "")
            if field in _LABELLED and field not in facts and beside and bare(beside) not in _LABELS:
                facts[field] = cells.text(row.number, bare(cell), beside, Text(200))
        written = normal("".join(row.cells))
        if "year" not in facts and (year := _YEAR.search(written)):
            facts["year"] = int(year[1])
        if total := _TOTAL.search(written):
            facts["total"] = Decimal(total[1])
        if "filled_on" not in facts and (day := _FILLED_ON.search(written)):
            facts["filled_on"] = _fact(row.number, "filled_on", "填报日期", day[1], cells)
    return {field: value for field, value in facts.items() if value is not None}
