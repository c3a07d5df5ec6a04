from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # publishes no types
import pytest

from bot.documents.render import render
from scoring import Filing, score
from tests.documents.recalculation import recalculated
from tests.documents.test_pages import longer

FORM, BUDGET, SCORING, TEXTS = "自评表", "表1", "指标计分", "文字材料"


def opened(filing: Filing, *, values: bool = False) -> Any:  # noqa: ANN401 - openpyxl publishes no types
    return openpyxl.load_workbook(BytesIO(render(filing, "form.xlsx")), data_only=values)


def cell_with(sheet: Any, value: object) -> Any:  # noqa: ANN401 - likewise
    return next(cell for row in sheet for cell in row if cell.value == value)


def total(book: Any) -> Any:  # noqa: ANN401 - likewise
    last = max(cell.column_letter for cell in book[FORM][3] if cell.value is not None)
    return recalculated(book, FORM, f"{last}3")


def test_the_values_in_place_are_those_that_the_formulas_give(example: Filing) -> None:
    book, shown = opened(example), opened(example, values=True)
    formulas = 0
    for sheet in book:
        for row in sheet:
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    formulas += 1
                    value = shown[sheet.title][cell.coordinate].value
                    assert recalculated(book, sheet.title, cell.coordinate) == (
                        pytest.approx(value) if isinstance(value, int | float) else value or ""
                    )
    assert formulas > 10


def test_changing_7_to_9_makes_the_total_99(street: Filing) -> None:
    book = opened(street)
    assert total(book) == 97
    cell_with(book[FORM], 7).value = 9
    assert total(book) == 99


def test_a_changed_amount_in_table_1_recalculates_execution_and_total(street: Filing) -> None:
    book = opened(street)
    cell_with(book[BUDGET], 2_570_284).offset(column=2).value = 0
    first = street.budget_lines[4]
    lines = (*street.budget_lines[:4], replace(first, booked=Decimal(0)), *street.budget_lines[5:])
    assert total(book) == pytest.approx(float(score(replace(street, budget_lines=lines)).total))


def test_a_changed_completion_recalculates_the_row_and_the_grade(school: Filing) -> None:
    book = opened(school)
    row = cell_with(book[SCORING], "设备安装调试时间").row
    heading = cell_with(book[SCORING], "完成数值").column
    assert total(book) == pytest.approx(98.29)
    book[SCORING].cell(row, heading).value = 90
    assert total(book) == pytest.approx(98.29 - 4.75 + 2.5)


def test_a_score_given_by_hand_is_a_number_and_one_by_the_rule_a_formula(street: Filing) -> None:
    sheet = opened(street)[FORM]
    scores = [
        row[-1].value for row in sheet if isinstance(row[-1].value, int | float) or "指标计分" in str(row[-1].value)
    ]
    assert isinstance(scores[0], str)
    assert scores[1:] == [10, 10, 7, 8, 8, 8, 8, 8]


def test_no_text_of_a_person_is_a_formula(hostile: Filing) -> None:
    for sheet in opened(hostile):
        for row in sheet:
            for cell in row:
                text = cell.value if isinstance(cell.value, str) else ""
                assert cell.data_type != "f" or "HYPERLINK" not in text
    book = opened(hostile)
    named = cell_with(book[FORM], "@SUM(1)")
    assert named.data_type == "s"
    assert cell_with(book[FORM], "=HYPERLINK(1)").data_type == "s"


def test_the_sheets_print_on_a4_and_the_form_on_one_page(example: Filing) -> None:
    book = opened(example)
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # One page wide and high is what Excel takes when nothing else is said.
    assert (book[FORM].page_setup.fitToWidth, book[FORM].page_setup.fitToHeight) == (None, None)


def test_a_long_form_prints_on_several_pages_with_its_heading(street: Filing) -> None:
    sheet = opened(longer(street, 60, 1))[FORM]
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$11:$11"


def test_rows_are_high_enough_for_their_text(hostile: Filing) -> None:
    sheet = opened(hostile)[FORM]
    assert all(dimension.height is None or dimension.height <= 409 for dimension in sheet.row_dimensions.values())
    area = next(
        area
        for area in sheet.merged_cells.ranges
        if str(sheet.cell(area.min_row, area.min_col).value).startswith("很长")
    )
    height = sum(sheet.row_dimensions[row].height for row in range(area.min_row, area.max_row + 1))
    assert height > 2000 / 13 * 14


def test_the_facts_that_the_form_has_no_place_for_are_on_their_own_sheet(street: Filing) -> None:
    rows = {(row[0].value, row[1].value): row[2].value for row in opened(street)[TEXTS]}
    assert ("单位全称", street.unit_full_name) in rows
    assert ("资金使用合规", "是") in rows
    assert ("实际拨付资金（元）", 5_358_672) in rows
    assert rows["工作任务", street.tasks[10].title] == street.tasks[10].completion
    assert ("问题和改进措施", street.improvements[5].text) in rows


def test_a_text_reading_stands_as_the_number_that_is_scored(school: Filing) -> None:
    open_value = replace(school.indicators[0], target_value=None, actual_value=None)
    sheet = opened(replace(school, indicators=(open_value,)), values=True)[SCORING]
    shown = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert (shown["目标数值"], shown["完成数值"], shown["按规则得分"], shown["得分"]) == (600, 600, 15, 15)
