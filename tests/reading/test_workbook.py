"""Files that strangers send: the honest ones are read, the others refused by a sentence, soon and cheaply."""

from __future__ import annotations

import resource
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from bot.reading import sheets
from bot.reading.workbook import MEGABYTE, WorkbookError, read_workbook
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def sheet_of(rows: str) -> str:
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    return workbook(tmp_path / "预算.xlsx", ("项目内容", "预算金额"), ("甲", 1.5))


def changed(honest: Path, **parts: str | bytes) -> Path:
    """Return a workbook with other contents in some of its parts, or with more parts."""
    content = BytesIO(honest.read_bytes())
    made = honest.with_name("hostile.xlsx")
    new: dict[str, str | bytes] = dict(parts)
    with ZipFile(content) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, new.pop(name) if name in new else source.read(name))
        for name, text in new.items():
            target.writestr(name, text)
    return made


def refusal(path: Path) -> str:
    """Return the sentence, and hold that it came at little expense."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(WorkbookError) as refused:
        read_workbook(path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    sentence = str(refused.value)
    assert sentence.endswith("。")
    return sentence


def test_a_workbook_is_read_as_texts_by_row(honest: Path) -> None:
    [sheet] = read_workbook(honest)
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("项目内容", "预算金额")), (2, ("甲", "1.5"))]
    assert not sheet.cut


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "核对路径" in refusal(tmp_path / "没有.xlsx")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "核对路径" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "不是 Excel 文件"),
        ("项目内容,预算金额".encode(), "不是 Excel 文件"),
        (b"\xff\xd8\xff\xe0 JFIF", "图片"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04" + bytes(100), "不完整"),
    ],
    ids=["empty", "csv", "jpg", "png", "xls", "encrypted", "broken"],
)
def test_what_is_no_workbook_is_known_by_its_first_bytes(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "预算.xlsx"
    path.write_bytes(content)
    assert told in refusal(path)


def test_a_truncated_workbook_is_refused(honest: Path) -> None:
    honest.write_bytes(honest.read_bytes()[:-200])
    assert "不完整" in refusal(honest)


def test_a_workbook_with_a_damaged_sheet_is_refused(honest: Path) -> None:
    assert "不完整" in refusal(changed(honest, **{SHEET: "<worksheet"}))


def test_21_megabytes_are_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(21 * MEGABYTE)
    assert "21 MB" in refusal(path)


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "报告.docx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "另存为 .xlsx" in refusal(tmp_path / "报告.docx")


def test_a_workbook_with_macros_is_refused(honest: Path) -> None:
    assert "宏" in refusal(changed(honest, **{"xl/vbaProject.bin": b"macro"}))


def test_a_compression_that_is_not_bounded_is_refused(honest: Path) -> None:
    with ZipFile(honest, "a", ZIP_BZIP2) as archive:
        archive.writestr("more", "x")
    assert "损坏" in refusal(honest)


def test_an_encrypted_part_is_refused(honest: Path) -> None:
    content = bytearray(honest.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    honest.write_bytes(content)
    assert "密码" in refusal(honest)


def test_a_zip_bomb_is_refused_by_what_it_says_it_holds(honest: Path) -> None:
    assert "太大" in refusal(changed(honest, bomb=bytes(101 * MEGABYTE)))


def test_a_zip_bomb_that_lies_about_its_size_is_no_danger(honest: Path) -> None:
    bomb = changed(honest, **{SHEET: sheet_of(" " * 80 * MEGABYTE)})
    content = bytearray(bomb.read_bytes())
    with ZipFile(bomb) as archive:
        size = archive.getinfo(SHEET).file_size
    told = size.to_bytes(4, "little")
    bomb.write_bytes(content.replace(told, (1000).to_bytes(4, "little")))
    refusal(bomb)


def test_thousands_of_parts_are_refused(honest: Path) -> None:
    assert "太大" in refusal(changed(honest, **{f"part{number}": "x" for number in range(2001)}))


def test_one_cell_in_the_last_row_costs_nothing(honest: Path) -> None:
    far = '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'
    [sheet] = read_workbook(changed(honest, **{SHEET: sheet_of(far)}))
    assert sheet.rows == ()


def test_a_million_rows_are_too_many(honest: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 1_000_001))
    assert "太大" in refusal(changed(honest, **{SHEET: sheet_of(rows)}))


def test_a_row_of_millions_of_cells_is_too_much(honest: Path) -> None:
    assert "太大" in refusal(changed(honest, **{SHEET: sheet_of(f'<row r="1">{"<c/>" * 10_000_000}</row>')}))


def test_millions_of_texts_are_too_much(honest: Path) -> None:
    strings = f"<sst {NAMESPACE}>{'<si><t>a</t></si>' * 4_000_000}</sst>"
    assert "太大" in refusal(changed(honest, **{STRINGS: strings}))


def test_a_text_that_repeats_everywhere_is_too_much(tmp_path: Path) -> None:
    rows = [("长" * 30_000,) * 10] * 10
    assert "太大" in refusal(workbook(tmp_path / "长.xlsx", *rows))


def test_of_a_long_sheet_the_first_rows_are_read(tmp_path: Path) -> None:
    [sheet] = read_workbook(workbook(tmp_path / "长.xlsx", *[(number,) for number in range(2500)]))
    assert len(sheet.rows) == 2000
    assert sheet.cut


def test_hidden_sheets_are_not_read(tmp_path: Path, honest: Path) -> None:
    with ZipFile(honest) as archive:
        book = archive.read("xl/workbook.xml").decode()
    hidden = book.replace("<sheet name=", '<sheet state="hidden" name=')
    assert read_workbook(changed(honest, **{"xl/workbook.xml": hidden})) == ()


def test_a_workbook_that_names_a_foreign_entity_gives_nothing_away(honest: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    strings = (
        f'<!DOCTYPE sst [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        f"<sst {NAMESPACE}><si><t>&e;</t></si><si><t>&e;</t></si><si><t>&e;</t></si></sst>"
    )
    try:
        read = read_workbook(changed(honest, **{STRINGS: strings}))
    except WorkbookError:
        return
    assert "secret" not in str(read)


def test_a_reader_that_does_not_get_to_its_work_is_given_up(honest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reading.workbook.PATIENCE", 0)
    assert "太大" in refusal(honest)


def test_the_reader_gets_no_more_memory_than_it_may_have() -> None:
    code = f"import runpy, sys; sys.argv=['', '/dev/null']; sheets = runpy.run_path({sheets.__file__!r})\n"
    code += "try: sheets['main']()\nexcept Exception: pass\nbytes(300 * 1024 * 1024)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr
