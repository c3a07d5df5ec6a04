from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from bot.documents.render import render
from tests.documents.test_pages import longer

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from scoring import Filing


def opened(filing: Filing) -> WordDocument:
    return Document(BytesIO(render(filing, "report.docx")))


def test_margins_type_and_lines_are_those_of_an_official_document(street: Filing) -> None:
    document = opened(street)
    report, appendix = document.sections
    margins = (report.top_margin, report.bottom_margin, report.left_margin, report.right_margin)
    assert [round(each.mm) for each in margins if each] == [37, 35, 28, 26]
    assert appendix.top_margin
    fonts = {
        "title": ("方正小标宋简体", 22),
        "heading1": ("黑体", 16),
        "heading2": ("楷体_GB2312", 16),
        "heading3": ("仿宋_GB2312", 16),
        "body": ("仿宋_GB2312", 16),
    }
    styles = {style.style_id: style for style in document.styles}
    for name, (font, points) in fonts.items():
        assert styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert styles[name].font.size.pt == points
        assert name == "title" or styles[name].paragraph_format.line_spacing.pt == 28


def test_page_numbers_stand_outside(street: Filing) -> None:
    document = opened(street)
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in (
        (document.sections[0].footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (document.sections[0].even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        [paragraph] = footer.paragraphs
        assert paragraph.alignment == side
        assert " PAGE " in paragraph._p.xml  # noqa: SLF001 - python-docx shows no fields


def test_the_two_tables_are_table_1_and_the_form(street: Filing) -> None:
    lines, form = opened(street).tables
    assert len(lines.rows) == 14
    assert [cell.text for cell in lines.rows[-1].cells][-1] == "5,358,672.00"
    assert form.rows[0].cells[0].text == "项目名称"
    assert form.rows[8].cells[0].text == form.rows[11].cells[0].text == "产出指标\n（40分）"


def test_the_form_begins_a_section_of_its_own(street: Filing) -> None:
    body = list(opened(street).element.body)
    ends = [at for at, part in enumerate(body) if part.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    assert len(ends) == 1
    assert "（附后）" in "".join(body[ends[0]].itertext())
    assert body[-1].tag == qn("w:sectPr")


def test_what_the_template_shows_as_samples_is_gone(street: Filing) -> None:
    assert all("样式" not in paragraph.text for paragraph in opened(street).paragraphs)


def test_the_report_s_paragraphs_have_the_styles_of_their_blocks(street: Filing) -> None:
    styles = [paragraph.style.style_id for paragraph in opened(street).paragraphs if paragraph.style]
    assert styles[:4] == ["title", "heading1", "heading2", "body"]


def test_a_form_that_would_fill_more_than_a_page_gets_smaller_type(street: Filing) -> None:
    def sizes(filing: Filing) -> set[float | None]:
        cells = (cell for row in opened(filing).tables[1].rows for cell in row.cells)
        return {run.font.size.pt if run.font.size else None for cell in cells for run in cell.paragraphs[0].runs}

    assert sizes(longer(street, 3, 1)) == {None}
    assert sizes(street) == {9.5}
    assert sizes(longer(street, 60, 1)) == {9.0}
