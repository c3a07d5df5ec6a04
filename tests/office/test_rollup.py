"""`/rollup` over the units that a person oversees, as a picture and as a workbook that goes on calculating."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from bot.message import Report
from bot.store import reviews
from bot.store.database import transaction
from bot.store.reviews import Actor
from scoring import Indicator, rollup
from tests.documents.recalculation import recalculated
from tests.office.overseen import EXAMPLE_FILING, PROJECT, Overseen
from tests.office.streets import DISTRICT, OTHER_STREET, STREET

if TYPE_CHECKING:
    from openpyxl import Workbook

    from scoring import Filing
    from tests.clerk import Clerk


def report(clerk: Clerk) -> Report:
    [found] = [each for each in clerk.last if isinstance(each, Report)]
    return found


def labels(clerk: Clerk) -> list[str]:
    return [button.label for button in clerk.buttons]


def with_rate(actual: int, budget: int) -> Filing:
    """Return the example with a relative, an absolute and a judged indicator, and one line of money."""
    rate = Indicator(level1="产出指标", level2="质量指标", name="合格率", kind="positive", weight=Decimal(40), unit="%")
    rate = replace(rate, target="≥95%", target_value=Decimal(95), actual=f"{actual}%", actual_value=Decimal(actual))
    people = replace(rate, name="培训人次", weight=Decimal(20), unit="人次", target_value=Decimal(300))
    judged = replace(rate, level1="效益指标", name="氛围", weight=Decimal(20), kind="qualitative", unit=None)
    judged = replace(judged, target_value=None, actual_value=None, score=Decimal(actual % 20))
    line = replace(EXAMPLE_FILING.budget_lines[0], budgeted=Decimal(budget), booked=Decimal(budget - 7))
    return replace(EXAMPLE_FILING, budget_lines=(line,), indicators=(rate, people, judged))


def workbook(overseen: Overseen, clerk: Clerk) -> bytes:
    [excel] = [each.id for each in clerk.buttons if "Excel" in each.label]
    return overseen.document(report(clerk.press(excel)))


def column(book: Workbook, sheet: str, number: int) -> list[Any]:
    return [row[number] for row in book[sheet].iter_rows(min_row=2, values_only=True)]


def test_the_one_project_is_rolled_up_at_once(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "filed", filing=with_rate(90, 1000))
    overseen.begin("大夹社区", "filed", filing=with_rate(80, 3000))
    finance = overseen.streets.person(DISTRICT).say("/rollup")
    assert "汇总了 2 个已报送的单位，还有 2 个没有报送" in finance.text
    assert report(finance) == Report(
        kind="rollup.png", campaign=overseen.campaign, unit=overseen.units["硚口区"], project=PROJECT
    )
    assert overseen.document(report(finance)).startswith(b"\x89PNG")


def test_nothing_filed_is_said_and_draws_nothing(overseen: Overseen) -> None:
    finance = overseen.streets.person(DISTRICT).say("/rollup")
    assert "4 个单位都还没有报送" in finance.text
    assert not [each for each in finance.last if isinstance(each, Report)]


def test_several_projects_are_asked_for(overseen: Overseen) -> None:
    overseen.asks("2026年度中期自评", ["一号项目", "二号项目"])
    finance = overseen.streets.person(DISTRICT).say("/rollup")
    [campaign] = [each.id for each in finance.buttons if "中期" in each.label]
    assert labels(finance.press(campaign)) == ["一号项目 0/4", "二号项目 0/4"]
    assert "二号项目" in finance.press(finance.ids[1]).text


def test_a_filing_that_is_returned_counts_no_more(overseen: Overseen) -> None:
    number = overseen.begin("长丰社区", "filed")
    with transaction(overseen.office.engine) as session:
        overseen.submitted(session, number)
        assert reviews.move(session, number, "returned", Actor(DISTRICT, overseen.office.now, administers=False))
    assert "都还没有报送" in overseen.streets.person(DISTRICT).say("/rollup").text
    assert overseen.rolled_up().units == 0


def test_the_workbook_holds_the_units_behind_the_table_and_calculates_it_anew(overseen: Overseen) -> None:
    filed = {"长丰社区": with_rate(90, 1000), "大夹社区": with_rate(80, 3000), "汉正街": with_rate(97, 0)}
    for unit, filing in filed.items():
        overseen.begin(unit, "filed", filing=filing)
    finance = overseen.streets.person(DISTRICT).say("/rollup")
    book = load_workbook(BytesIO(workbook(overseen, finance)), data_only=True)
    assert book.sheetnames == ["汇总", "各单位", "各单位指标", "未报送"]
    assert column(book, "各单位", 0) == list(filed)
    assert column(book, "各单位指标", 0) == [1, 2, 3] * 3
    assert column(book, "未报送", 0) == ["新村社区"]
    sheet = rollup(filed.values())
    table = [list(row) for row in book["汇总"].iter_rows(values_only=True)]
    [total] = [row for row in table if row[0] == "总分"]
    assert total[5] == float(sheet.total)
    assert [row[5] for row in table if row[1] in ("合格率", "培训人次", "氛围")] == [
        float(each.score or 0) for each in sheet.indicators
    ]


def test_every_formula_gives_the_value_that_stands_there_and_goes_on_calculating(overseen: Overseen) -> None:
    filed = {"长丰社区": with_rate(90, 1000), "大夹社区": with_rate(80, 3000), "汉正街": with_rate(97, 0)}
    for unit, filing in filed.items():
        overseen.begin(unit, "filed", filing=filing)
    made = workbook(overseen, overseen.streets.person(DISTRICT).say("/rollup"))
    values, formulas = (load_workbook(BytesIO(made), data_only=each) for each in (True, False))
    calculated = [each for sheet in formulas for row in sheet.iter_rows() for each in row if each.data_type == "f"]
    assert len(calculated) > 20
    for cell in calculated:
        sheet = cell.parent.title
        before = values[sheet][cell.coordinate].value
        after = recalculated(formulas, sheet, cell.coordinate)
        assert after == (pytest.approx(before) if isinstance(before, float | int) else before or ""), cell.value
    formulas["各单位指标"]["I2"] = 50
    changed = rollup([with_rate(50, 1000), with_rate(80, 3000), with_rate(97, 0)]).indicators[0]
    [score] = [row[5].coordinate for row in formulas["汇总"].iter_rows() if row[1].value == "合格率"]
    assert recalculated(formulas, "汇总", score) == float(changed.score or 0)


def test_with_no_budget_at_all_the_formulas_take_the_plain_mean(overseen: Overseen) -> None:
    for unit, actual in (("长丰社区", 90), ("大夹社区", 70)):
        overseen.begin(unit, "filed", filing=with_rate(actual, 0))
    made = load_workbook(BytesIO(workbook(overseen, overseen.streets.person(DISTRICT).say("/rollup"))))
    [actual] = [row[4] for row in made["汇总"].iter_rows() if row[1].value == "合格率"]
    assert recalculated(made, "汇总", actual.coordinate) == 80


def test_a_street_rolls_up_its_own_units(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "filed", filing=with_rate(90, 1000))
    overseen.begin("大夹社区", "filed", filing=with_rate(80, 3000))
    street = overseen.streets.person(STREET).say("/rollup")
    book = load_workbook(BytesIO(workbook(overseen, street)), data_only=True)
    assert column(book, "各单位", 0) == ["长丰社区"]
    assert column(book, "未报送", 0) == ["新村社区"]


def test_the_projects_of_others_are_not_found(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "filed")
    campaign, units = overseen.campaign, overseen.units
    other = overseen.streets.person(OTHER_STREET)
    for button in (f"rollup.{campaign}.{units['宝丰街']}.1", f"rollup.{campaign}.{units['硚口区']}.1.xlsx"):
        assert "没有找到" in other.press(button).text
        assert not [each for each in other.last if isinstance(each, Report)]
    own = f"rollup.{campaign}.{units['汉正街']}"
    for button in (f"{own}.1", f"{own}.x", f"{own}.3.pdf", f"{own}.{'9' * 19}"):
        assert "没有找到" in other.press(button).text
