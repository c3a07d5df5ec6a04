"""`report.docx`: the Word template gives the looks, by its styles and page set-up; this writes the paragraphs.

The template's two sections are the report and the form's own pages; its paragraphs only show the styles, and are
replaced. Every paragraph names one style of the template, so an office restyles the report by opening the template in
Word and changing the styles. Text is written as text: there are no fields or tags to be mistaken for.
"""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from bot.documents.grid import Cell, Grid, placed
from bot.documents.measure import wrapped
from bot.templates import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as WordDocument
    from docx.section import Section

    from bot.documents.form import Form
    from bot.documents.narrative import Block

TEMPLATE = TEMPLATES / "report.docx"
SIZES = (10.5, 9.5, 8.5, 7.5)
"""Type sizes in points for the form's cells: the largest with which it fits on one page is taken."""
LINE = 1.25
"""Line height in a cell, as a share of its type size."""
PADDING, MARGIN = 5.0, 4.0
"""Points that a cell's borders and margins take from its height and from each side of its width."""
TWIPS = 20
"""Word measures in twentieths of a point."""
_NAMESPACE = nsdecls("w")


def report_docx(blocks: tuple[Block, ...], form: Form) -> bytes:
    """Return the narrative with 表1, then the form on pages of its own, as a Word document."""
    document = Document(str(TEMPLATE))
    document.core_properties.title = form.title[:255]
    report, appendix = document.sections
    body = document.element.body
    for sample in list(body):
        body.remove(sample)
    for xml in (*_report(blocks, _room(report)[0]), *_appendix(form, *_room(appendix))):
        body.append(parse_xml(xml))
    _end_section(document, len(blocks), report)
    body.append(appendix._sectPr)  # noqa: SLF001 - python-docx has no public way to move a section
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _end_section(document: WordDocument, paragraphs: int, section: Section) -> None:
    """End a section with the paragraph of that number: it carries the section's page set-up."""
    last = document.element.body[paragraphs - 1]
    last.find(qn("w:pPr")).append(section._sectPr)  # noqa: SLF001 - likewise


def _room(section: Section) -> tuple[float, float]:
    """Return the width and height, in points, between a section's margins."""
    edges = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    left, right, top, bottom = (each.pt if each else 0.0 for each in edges)
    width, height = (each.pt if each else 0.0 for each in (section.page_width, section.page_height))
    return width - left - right, height - top - bottom


def _report(blocks: tuple[Block, ...], width: float) -> Iterable[str]:
    for block in blocks:
        yield _table(block.table, width) if block.table else _paragraph(block.style, block.text)


def _appendix(form: Form, width: float, height: float) -> Iterable[str]:
    yield _paragraph("formtitle", form.title)
    if form.subtitle:
        yield _paragraph("number", form.subtitle)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(width * TWIPS)}"/></w:tabs>'
    yield _paragraph("formhead", f"{form.filled_on}\t{form.total}", tab)
    notes = ("备注：", *form.notes) if form.notes else ("",)
    above_and_below = 80 + 12 * sum(len(wrapped(note, int(width / 4.5))) for note in notes)
    fitting = (size for size in SIZES if _height(form.grid, width, size) <= height - above_and_below)
    yield _table(form.grid, width, next(fitting, 9.0))
    for note in notes:
        yield _paragraph("note", note)


def _height(grid: Grid, width: float, size: float) -> float:
    """Return about how high a table gets in points: each row as its longest cell, merged cells aside."""
    heights = [0.0] * len(grid.rows)
    for down, across, cell in placed(grid):
        share = sum(grid.widths[across : across + cell.columns]) / sum(grid.widths)
        lines = wrapped(cell.text, int((share * width - 2 * MARGIN) / size * 2))
        last = down + cell.rows - 1
        heights[last] = max(heights[last], len(lines) * size * LINE + PADDING - sum(heights[down:last]))
    return sum(heights)


def _table(grid: Grid, width: float, size: float = SIZES[0]) -> str:
    edges = [round(sum(grid.widths[:at]) / sum(grid.widths) * width * TWIPS) for at in range(len(grid.widths) + 1)]
    rows: list[list[tuple[int, str]]] = [[] for _ in grid.rows]
    for down, across, cell in placed(grid):
        for below in range(cell.rows):
            room = edges[across + cell.columns] - edges[across]
            rows[down + below].append((across, _cell(cell, room, size, first=below == 0)))
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    written = "".join(
        _row([xml for _, xml in sorted(cells)], heading=at == grid.heading) for at, cells in enumerate(rows)
    )
    return (
        f'<w:tbl {_NAMESPACE}><w:tblPr><w:tblStyle w:val="grid"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{written}</w:tbl>"
    )


def _row(cells: list[str], *, heading: bool) -> str:
    # Word repeats a heading only if it is the table's first row, as in 表1; elsewhere the mark does nothing.
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, room: int, size: float, *, first: bool) -> str:
    merge = "" if cell.rows == 1 else f'<w:vMerge w:val="{"restart" if first else "continue"}"/>'
    span = "" if cell.columns == 1 else f'<w:gridSpan w:val="{cell.columns}"/>'
    scaled = "" if size == SIZES[0] else f'<w:spacing w:line="{round(size * LINE * TWIPS)}" w:lineRule="exact"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(cell.style, cell.text if first else '', scaled, None if size == SIZES[0] else size)}</w:tc>"
    )


def _paragraph(style: str, text: str, layout: str = "", size: float | None = None) -> str:
    lines = escape(text).split("\n")
    start = '<w:t xml:space="preserve">'
    written = f"</w:t><w:br/>{start}".join(lines).replace("\t", f"</w:t><w:tab/>{start}")
    sized = (
        "" if size is None else f'<w:rPr><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'
    )
    return (
        f'<w:p {_NAMESPACE}><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>'
        f"<w:r>{sized}{start}{written}</w:t></w:r></w:p>"
    )
