from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # publishes no types
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.documents.render import KINDS, file_name, render
from scoring import Filing, open_filing
from tests.filings import filings

SEED = Path(__file__).parents[3] / "shared" / "seed" / "filing.toml"
BEGINNINGS = {"png": b"\x89PNG", "pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "txt": b"2"}


def pdf_text(document: bytes) -> str:
    """Return a PDF's text without what only its layout makes: ends of lines, page numbers."""
    pages = ("".join(page.extract_text().split()) for page in PdfReader(BytesIO(document)).pages)
    return "".join(re.sub(r"—\d+—$", "", page) for page in pages)


def word_text(document: bytes) -> str:
    return "\n".join(
        "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in paragraph.iter(qn("w:t"), qn("w:br")))
        for paragraph in Document(BytesIO(document)).element.body.iter(qn("w:p"))
    )


def excel_text(document: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(document))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def text_of(filing: Filing, kind: str) -> str:
    document = render(filing, kind)
    match kind.partition(".")[2]:
        case "docx":
            return word_text(document)
        case "xlsx":
            return excel_text(document)
        case "pdf":
            return pdf_text(document)
        case "txt":
            return document.decode()
    return repr(document)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_what_its_name_says(street: Filing, kind: str) -> None:
    assert render(street, kind).startswith(BEGINNINGS[kind.partition(".")[2]])


def test_another_kind_is_refused_with_the_kinds_there_are(street: Filing) -> None:
    with pytest.raises(ValueError, match=r"没有 form\.doc 这种文件，只有：form\.png、"):
        render(street, "form.doc")


@pytest.mark.parametrize("kind", ["form.pdf", "report.pdf", "report.docx", "form.xlsx", "report.txt"])
def test_the_form_with_its_chosen_boxes_is_in_every_document(street: Filing, kind: str) -> None:
    text = "".join(text_of(street, kind).split())
    assert "1、部门预算项目□2、专项资金■3、上级转移支付项目□" in text


@pytest.fixture(params=["our example", "the published filing"])
def whole(request: pytest.FixtureRequest, street: Filing) -> Filing:
    """Give a filing with every part; the published one is not ours to bring along, and may not be here."""
    return open_filing(SEED) if request.param == "the published filing" and SEED.exists() else street


@pytest.mark.parametrize("kind", ["report.pdf", "report.docx", "report.txt"])
def test_every_clause_stands_whole_and_in_order_in_the_report(whole: Filing, kind: str) -> None:
    text, at = "".join(text_of(whole, kind).split()), 0
    for clause in clauses(whole):
        assert clause in text[at:]
        at = text.index(clause, at) + len(clause)


def test_every_clause_is_in_the_workbook(whole: Filing) -> None:
    text = "".join(text_of(whole, "form.xlsx").split())
    assert all(clause in text for clause in clauses(whole))


def clauses(filing: Filing) -> list[str]:
    """Return what a person wrote, in the report's order, without spaces, which a PDF does not keep."""
    written = [filing.unit_full_name, filing.background, filing.objective]
    written += [task.title for task in filing.tasks]
    written += [clause for task in filing.tasks for clause in (task.title, task.completion)]
    written += [filing.achievement, *(each.text for each in filing.improvements)]
    return ["".join(clause.split()) for clause in written if clause]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_filing_makes_the_same_document(example: Filing, kind: str) -> None:
    first, second = text_of(example, kind), text_of(example, kind)
    assert first == second


@pytest.mark.parametrize("kind", ["form.pdf", "report.pdf", "report.docx", "form.xlsx"])
def test_hostile_text_comes_through_whole(hostile: Filing, kind: str) -> None:
    document = "".join(text_of(hostile, kind).split())
    indicator = hostile.indicators[0]
    for clause in (hostile.project, hostile.department, hostile.unit, indicator.name, indicator.target):
        assert clause is not None
        assert "".join(clause.split()) in document
    assert document.count("很长的话") >= 500 * len(hostile.indicators)


def test_rare_characters_stay_in_word_and_excel_and_are_codes_in_pdf(street: Filing) -> None:
    filing = replace(street, department="硚㎡🎉𠮷科")
    assert "硚㎡🎉𠮷科" in text_of(filing, "report.docx")
    assert "硚㎡🎉𠮷科" in text_of(filing, "form.xlsx")
    assert "硚㎡🎉𠮷科" in text_of(filing, "report.txt")
    assert "硚㎡〔U+1F389〕〔U+20BB7〕科" in text_of(filing, "form.pdf")


def test_threads_may_render_at_the_same_time(street: Filing, school: Filing) -> None:
    wanted = [(filing, kind) for filing in (street, school) for kind in ("form.png", "report.pdf", "report.docx")] * 3
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda each: render(*each)[:4], wanted))
    assert set(made) == {b"\x89PNG", b"%PDF", b"PK\x03\x04"}


@settings(max_examples=15, deadline=None)
@given(filings(), st.sampled_from(KINDS))
def test_any_filing_can_be_rendered(filing: Filing, kind: str) -> None:
    assert render(filing, kind)


def test_a_file_is_named_in_chinese(street: Filing) -> None:
    assert file_name(street, "report.docx") == "2018年度_社区治理与基层建设_青禾街_自评报告.docx"
    assert file_name(street, "form.png") == "2018年度_社区治理与基层建设_青禾街_自评表.png"


def test_a_file_name_leaves_out_what_is_open() -> None:
    assert file_name(Filing(scheme="mof-2020"), "form.xlsx") == "自评表.xlsx"


@pytest.mark.parametrize("sign", ["长", "🎉"])
def test_a_file_name_is_safe_and_short_on_every_file_system(street: Filing, sign: str) -> None:
    filing = replace(street, project='../a:b*c?"<>|\\ \n\x00\ud800' + sign * 500, unit=sign * 500)
    name = file_name(filing, "report.pdf")
    assert re.fullmatch(f"2018年度_abc{sign}+_{sign}+_自评报告.pdf", name)
    assert len(name.encode()) < 255
