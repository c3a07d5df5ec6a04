from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # publishes no types
import pytest

from bot.documents.blank import HEADINGS, template_xlsx
from bot.documents.budget_table import AMOUNTS
from scoring import Scheme, load_scheme, schemes


def sheets(scheme: Scheme) -> dict[str, Any]:
    book = openpyxl.load_workbook(BytesIO(template_xlsx(scheme)))
    return {sheet.title: sheet for sheet in book}


@pytest.mark.parametrize("scheme", schemes(), ids=lambda scheme: scheme.id)
def test_every_scheme_has_a_blank_workbook(scheme: Scheme) -> None:
    assert list(sheets(scheme)) == ["表1", "绩效指标", "文字材料"]


def test_the_headings_are_those_that_people_know() -> None:
    found = sheets(load_scheme("mof-2020"))
    assert [cell.value for cell in found["表1"][2]] == ["项目内容", *AMOUNTS.values()]
    assert [cell.value for cell in found["绩效指标"][2]] == list(HEADINGS)


def test_what_can_be_chosen_is_offered_and_other_words_are_taken() -> None:
    found = sheets(load_scheme("wuhan-2018"))
    offered = {
        each.formula1.strip('"').split(",")[0]: each for each in found["绩效指标"].data_validations.dataValidation
    }
    assert {"产出指标", "数量指标", "正向（≥）", "达成预期"} <= offered.keys()
    assert all(each.errorStyle == "warning" for each in offered.values())
    boxes = [each.formula1 for each in found["文字材料"].data_validations.dataValidation]
    assert '"持续性项目,新增性项目"' in boxes


def test_the_same_scheme_makes_the_same_file() -> None:
    assert template_xlsx(load_scheme("mof-2020")) == template_xlsx(load_scheme("mof-2020"))
