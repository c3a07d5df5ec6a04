from __future__ import annotations

import struct
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from bot.documents.render import render

if TYPE_CHECKING:
    from scoring import Filing


def size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">LL", picture, 16)
    return width, height


def longer(filing: Filing, indicators: int, lines: int) -> Filing:
    """Return the filing with as many indicators and budget lines."""
    return replace(
        filing,
        indicators=tuple(filing.indicators[at % len(filing.indicators)] for at in range(indicators)),
        budget_lines=tuple(filing.budget_lines[at % len(filing.budget_lines)] for at in range(lines)),
    )


def page_texts(document: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(document)).pages]


def test_the_picture_is_as_wide_as_a_phone_and_takes_the_height_it_needs(example: Filing) -> None:
    width, height = size(render(example, "form.png"))
    assert width == 1080
    assert 1500 < height < 3000


def test_a_long_form_gets_a_wider_picture_that_telegram_still_takes(street: Filing, hostile: Filing) -> None:
    for filing in (longer(street, 60, 200), longer(hostile, 60, 1)):
        picture = render(filing, "form.png")
        width, height = size(picture)
        assert width > 1080
        assert width + height <= 10_000
        assert height <= 5 * width + 48  # the margin
        assert len(picture) < 10_000_000


def test_the_form_is_one_page_of_a4(example: Filing) -> None:
    reader = PdfReader(BytesIO(render(example, "form.pdf")))
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_the_form_stands_on_a_page_of_its_own_at_the_end_of_the_report(example: Filing) -> None:
    *report, form = page_texts(render(example, "report.pdf"))
    assert "填报日期" in form
    assert all("填报日期" not in page for page in report)


def test_a_form_of_many_pages_repeats_its_heading_and_numbers_them(street: Filing) -> None:
    pages = page_texts(render(longer(street, 60, 1), "form.pdf"))
    assert len(pages) > 2
    assert all("一级指标二级指标" in page for page in pages)
    assert all(f"—{number}—" in page for number, page in enumerate(pages, start=1))


def test_a_table_1_of_many_pages_repeats_its_heading_and_loses_no_line(street: Filing) -> None:
    pages = page_texts(render(longer(street, 9, 200), "report.pdf"))
    with_lines = [page for page in pages if "社区惠民项目市级转移支付" in page]
    assert len(with_lines) > 3
    assert all("序号项目内容" in page for page in with_lines)
    assert sum(page.count("社区惠民项目市级转移支付") for page in pages) == 17


def test_a_cell_longer_than_a_page_goes_on_on_the_next(hostile: Filing) -> None:
    assert "".join(page_texts(render(hostile, "form.pdf"))).count("很长的话") == 500 * len(hostile.indicators)
