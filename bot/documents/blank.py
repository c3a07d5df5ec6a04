"""`template.xlsx`: a workbook to fill in at a desk and send to the bot, which reads it back by its headings."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]  # xlsxwriter has no type marks

from bot.documents.budget_table import AMOUNTS
from bot.documents.excel import BUDGET, CREATED, TEXTS
from bot.documents.excel_answers import FACTS, KINDS, SCORING, TEXT_COLUMNS, TEXT_WIDTHS
from bot.documents.excel_sheets import Formats, Value, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring import Scheme

FILE_NAME = "自评填报表（空白）.xlsx"
INDICATORS = "绩效指标"
LINES, ROWS, TASKS, IMPROVEMENTS = 30, 40, 15, 10
"""Empty rows; more may be added below them."""
HEADINGS = (
    "一级指标", "二级指标", "三级指标", "分值", "目标值", "实际完成值", "指标性质", "定性档次", "得分", "偏差原因",
)  # fmt: skip
HINTS = {
    BUDGET: "一行填一项，金额单位：元。不用填合计。填好后把整个文件发给机器人。",
    INDICATORS: "一行填一个指标。有数字的指标不用填得分，由机器人按规则算；只有定性指标要选档次、填得分。",
    TEXTS: "只填“内容”和“完成情况”两列，不要改“栏目”。不用填的空着。",
}


def template_xlsx(scheme: Scheme) -> bytes:
    """Return an empty workbook for this scheme, with its levels, tiers and boxes to choose from."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "填报模板", "created": CREATED})
    formats = Formats(book)

    lines = {"项目内容": 44, **dict.fromkeys(AMOUNTS.values(), 18)}
    _sheet(book, BUDGET, lines, [()] * LINES, formats)

    page = _sheet(book, INDICATORS, {name: SCORING[name] + 4 for name in HEADINGS}, [()] * ROWS, formats)
    for heading, options in _choices(scheme).items():
        column = HEADINGS.index(heading)
        _choice(page, (2, column, 1 + ROWS, column), options)

    titles = [*FACTS.values(), *["工作任务"] * TASKS, *["问题和改进措施"] * IMPROVEMENTS]
    rows = [(title, scheme.title if title == FACTS["scheme"] else "") for title in titles]
    page = _sheet(book, TEXTS, dict(zip(TEXT_COLUMNS, TEXT_WIDTHS, strict=True)), rows, formats)
    for box in scheme.checkboxes:
        row = 2 + list(FACTS).index(box.key)
        _choice(page, (row, 1, row, 1), box.options)
    book.close()
    return file.getvalue()


def _choices(scheme: Scheme) -> Mapping[str, Sequence[str]]:
    """Return what can be chosen below a heading; a level 2 that is not listed may be typed."""
    return {
        "一级指标": [level.name for level in scheme.levels],
        "二级指标": [name for level in scheme.levels for name in level.level2],
        "指标性质": list(KINDS.values()),
        "定性档次": [tier.name for tier in scheme.tiers],
    }


def _choice(page: Any, area: tuple[int, int, int, int], options: Sequence[str]) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    page.data_validation(*area, {"validate": "list", "source": list(options), "error_type": "warning"})


def _sheet(
    book: Any,  # noqa: ANN401 - xlsxwriter is untyped
    name: str,
    columns: Mapping[str, float],
    rows: Sequence[Sequence[str]],
    formats: Formats,
) -> Any:  # noqa: ANN401 - likewise
    """Add a sheet: a hint, the headings, and framed rows that begin with these texts."""
    page = book.add_worksheet(name)
    write(page, (0, 0, 0, len(columns) - 1), Value(HINTS[name]), formats["plain", ""])
    page.set_row(0, 34)
    for column, (heading, width) in enumerate(columns.items()):
        page.set_column(column, column, width)
        write(page, (1, column, 1, column), Value(heading), formats["label", ""])
    for down, row in enumerate(rows, start=2):
        for column, heading in enumerate(columns):
            text = row[column] if column < len(row) else ""
            style = "money" if heading in AMOUNTS.values() else "text"
            write(page, (down, column, down, column), Value(text), formats[style, ""])
    page.freeze_panes(2, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page
