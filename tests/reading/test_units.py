"""Lists of units as offices have them, and what is wrong with some, in one sentence that names the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.reading.units import MOST_BYTES, UnitRow, UnitsError, open_units
from bot.reading.workbook import WorkbookError
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ("名称", "全称", "上级单位", "部门")


def toml(folder: Path, content: str) -> Path:
    file = folder / "单位.toml"
    file.write_text(content, encoding="utf-8")
    return file


def refusal(file: Path) -> str:
    with pytest.raises(UnitsError) as refused:
        open_units(file)
    return str(refused.value)


def test_a_sheet_is_read_wherever_its_columns_stand(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "单位.xlsx",
        ("2025 年单位名册",),
        ("序号", "主管部门", "上级单位", "单位名称", "全称"),
        (1, "街道财政所", None, "硚口区", " 武汉市硚口区人民政府 "),
        (),
        (2, None, "硚口区", "宝丰街", None),
    )
    assert open_units(file) == (
        UnitRow("第 3 行", "硚口区", "武汉市硚口区人民政府", None, "街道财政所"),
        UnitRow("第 5 行", "宝丰街", None, "硚口区", None),
    )


def test_toml_says_the_same(tmp_path: Path) -> None:
    file = toml(
        tmp_path,
        '\ufeff[[units]]\nname = "宝丰街"\nparent = "硚口区"\ndepartment = ""\n'
        '[[units]]\nname = "硚口区"\nfull_name = "武汉市硚口区"\n',
    )
    assert open_units(file) == (
        UnitRow("第 1 个单位", "宝丰街", None, "硚口区", None),
        UnitRow("第 2 个单位", "硚口区", "武汉市硚口区", None, None),
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ((None, "全称", "硚口区", None), "第 3 行没有名称"),
        (("  ", None, "硚口区", None), "第 3 行没有名称"),
        (("长" * 51, None, "硚口区", None), "第 3 行的名称太长或者没有字，最多 50 个字"),
        (("宝丰街", "长" * 101, None, None), "第 3 行的全称太长"),
        (("宝丰街", None, "宝丰街", None), "第 3 行的“宝丰街”写成了自己的上级"),
        (("宝丰街", "宝丰街办事处", "宝丰街办事处", None), "第 3 行的“宝丰街”写成了自己的上级"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path: Path, row: tuple[str | None, ...], told: str) -> None:
    assert told in refusal(workbook(tmp_path / "单位.xlsx", HEAD, ("硚口区", None, None, None), row))


@pytest.mark.parametrize("head", [("名称", "全称"), ("上级单位", "部门"), ("项目", "金额")])
def test_a_sheet_without_the_headings_is_told_which(tmp_path: Path, head: tuple[str, ...]) -> None:
    assert "表头要有“名称”和“上级单位”" in refusal(workbook(tmp_path / "单位.xlsx", head, ("甲", "乙")))


def test_a_sheet_that_goes_on_beyond_what_is_read_is_refused_whole(tmp_path: Path) -> None:
    rows = [(f"第{number}社区", None, None, None) for number in range(2100)]
    assert "后面的读不到" in refusal(workbook(tmp_path / "单位.xlsx", HEAD, *rows))


def test_what_is_no_workbook_is_refused_as_anywhere(tmp_path: Path) -> None:
    file = tmp_path / "单位.xlsx"
    file.write_text("名称,上级单位")
    with pytest.raises(WorkbookError, match="这不是 Excel 文件"):
        open_units(file)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "里没有单位"),
        ("units = 3", "一段一段"),
        ("units = [3]", "一段一段"),
        ("[[units]]", "第 1 个单位没有名称"),
        ("[[units]]\nname = 3", "第 1 个单位的 name 看不懂"),
        ('[[units]]\nname = "甲"\n上级 = "乙"', "TOML"),
        ('[[units]]\nname = "甲"\n"上级" = "乙"', "第 1 个单位的 上级 看不懂"),
        ("[[units]]\nname = 甲", "TOML 写法（第 2 行"),
        ("x = " + "[" * 5000, "TOML"),
        ("x" * (MOST_BYTES + 1), "太大，最多 4 MB"),
    ],
)
def test_toml_that_cannot_be_used_is_told(tmp_path: Path, content: str, told: str) -> None:
    assert told in refusal(toml(tmp_path, content))


def test_toml_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "单位.toml"
    file.write_bytes(b'[[units]]\nname = "\xb1\xa6"')
    assert "TOML" in refusal(file)
