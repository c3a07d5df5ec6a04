from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.documents.form import project
from bot.documents.grid import Grid, placed
from scoring import Filing, Indicator, schemes
from tests.documents.conftest import form_of


def texts(grid: Grid) -> list[str]:
    return [cell.text for row in grid.rows for cell in row]


def figures(grid: Grid) -> dict[str, str]:
    return {cell.figure: cell.text for row in grid.rows for cell in row if cell.figure}


def test_the_street_s_form_shows_its_figures_as_published(street: Filing) -> None:
    form = form_of(street)
    assert (form.title, form.subtitle) == ("2018年度社区治理与基层建设项目绩效自评表", "")
    assert (form.filled_on, form.total) == ("填报日期：2019-7-28", "总分：97")
    shown = figures(form.grid)
    assert (shown["budget"], shown["executed"], shown["rate"], shown["execution"]) == ("535.87", "535.87", "100%", "20")
    assert [shown[f"score.{n}"] for n in range(1, 10)] == ["10", "10", "10", "7", "8", "8", "8", "8", "8"]


def test_the_chosen_box_is_filled_and_the_others_are_empty(street: Filing) -> None:
    boxes = [text for text in texts(form_of(street).grid) if "□" in text]
    assert boxes == [
        "1、部门预算项目 □　　2、专项资金 ■　　3、上级转移支付项目 □",
        "1、持续性项目 ■　　2、新增性项目 □",
        "1、常年性项目 ■　　2、延续性项目 □　　3、一次性项目 □",
    ]


def test_wuhan_s_form_prints_weights_below_the_level_names(street: Filing) -> None:
    shown = texts(form_of(street).grid)
    assert shown.count("产出指标\n（40分）") == shown.count("效益指标\n（40分）") == 1
    assert shown.count("社会效益指标\n（8分）") == 5


def test_the_central_form_has_goals_weights_reasons_a_sum_and_the_grade(school: Filing) -> None:
    form = form_of(school)
    assert (form.title, form.subtitle) == ("项目支出绩效自评表", "（2022年度）")
    assert form.total == "总分：98.29　等级：优"
    shown = texts(form.grid)
    assert {"预期目标", "实际完成情况", school.objective, school.achievement} <= set(shown)
    assert {"分值", "偏差原因分析及改进措施", school.indicators[3].reason} <= set(shown)
    assert [cell.text for cell in form.grid.rows[-1]] == ["总分", "100", "98.29", "优"]
    assert figures(form.grid)["score.4"] == "4.75"


def test_one_level_is_one_cell_even_if_its_indicators_were_answered_apart(school: Filing) -> None:
    first, *rest = school.indicators
    form = form_of(replace(school, indicators=(*rest, first)))
    assert form.grid.rows[-2][0].text == "满意度指标\n（10分）"
    assert texts(form.grid).count("产出指标\n（50分）") == texts(form.grid).count("数量指标") == 1


def test_a_level_of_free_weight_shows_the_sum_of_its_indicators(school: Filing) -> None:
    other = replace(school.indicators[0], level1="管理指标", weight=Decimal("7.5"))
    assert "管理指标\n（7.5分）" in texts(form_of(replace(school, indicators=(other,))).grid)


@pytest.mark.parametrize("scheme", sorted(each.id for each in schemes()))
def test_in_every_scheme_s_form_each_place_of_the_grid_is_covered_once(school: Filing, scheme: str) -> None:
    grid = form_of(replace(school, scheme=scheme)).grid
    covered = [
        (down + y, across + x)
        for down, across, cell in placed(grid)
        for y in range(cell.rows)
        for x in range(cell.columns)
    ]
    assert sorted(covered) == [(y, x) for y in range(len(grid.rows)) for x in range(len(grid.widths))]


def test_the_heading_of_the_indicators_is_known(example: Filing) -> None:
    grid = form_of(example).grid
    assert [cell.text for cell in grid.rows[grid.heading]][:3] == ["一级指标", "二级指标", "三级指标"]


@pytest.mark.parametrize("scheme", ["wuhan-2018", "mof-2020"])
def test_what_is_open_is_empty_and_the_total_says_so(scheme: str) -> None:
    form = form_of(Filing(scheme=scheme, indicators=(Indicator(name="只有名称"),)))
    assert "（还有100分未定）" in form.total
    assert form.filled_on == "填报日期："
    assert "等级" not in form.total
    assert figures(form.grid).get("grade", "") == ""
    assert figures(form.grid)["budget"] == figures(form.grid)["rate"] == figures(form.grid)["score.1"] == ""


def test_the_word_project_stands_once_in_a_project_s_name() -> None:
    assert project(Filing(scheme="mof-2020", project="危房改造项目")) == "危房改造项目"
    assert project(Filing(scheme="mof-2020", project="危房改造")) == "危房改造项目"
    assert project(Filing(scheme="mof-2020")) == "项目"
