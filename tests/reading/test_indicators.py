"""Forms made elsewhere: their indicators, their funds, and what stands above them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.reading.indicators import guessed
from bot.reading.proposing import propose
from scoring import Funds, score
from tests.reading.tables import reasons, table

CENTRAL = (
    ("项目支出绩效自评表",),
    ("（2022年度）",),
    ("填报日期：2023年2月20日",),
    ("项目名称", "学校设备更新"),
    ("主管部门", "区教育局", "", "", "实施单位", "第一中学"),
    ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "年度资金总额", "20", "25", "21.54576", "10", "86.18%", "8.62"),
    ("", "其中：当年财政拨款", "20", "25", "21.54576", "—", "—", "—"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("产\n出\n指\n标\n（50分）", "数量指标", "课桌椅", "≥600套", "600套", "30", "30", "无"),
    ("", "", "录播教室", "=2间", "2间", "20", "20", ""),
    ("效益指标", "社会效益指标", "办学条件", "明显改善", "有所改善", "30分", "26", "一间教室待改造"),
    ("满意度指标", "服务对象满意度", "师生满意度", "≥95%", "93%", "10", "9.5", ""),
    ("总分", "", "", "", "", "100", "95.12", ""),
    ("填表人：某某",),
)


def test_a_central_form_is_read_whole() -> None:
    proposal = propose("自评表.xlsx", [table(*CENTRAL)])
    filing = proposal.filing
    assert proposal.left_out == ()
    assert proposal.is_scored
    assert (filing.scheme, filing.year, filing.filled_on) == ("mof-2020", 2022, date(2023, 2, 20))
    assert (filing.project, filing.department, filing.unit) == ("学校设备更新", "区教育局", "第一中学")
    assert filing.funds == Funds(budget=Decimal(250000), executed=Decimal("215457.60"), score=Decimal("8.62"))
    assert filing.total == Decimal("95.12")
    levels = [(each.level1, each.level2) for each in filing.indicators]
    assert levels[:2] == [("产出指标", "数量指标")] * 2
    assert [each.kind for each in filing.indicators] == ["positive", "equal", "qualitative", "positive"]
    assert [each.weight for each in filing.indicators] == [30, 20, 30, 10]
    assert filing.indicators[0].reason is None
    assert filing.indicators[2].reason == "一间教室待改造"


def test_a_form_made_elsewhere_can_be_checked() -> None:
    findings = {(each.code, each.path) for each in score(propose("表", [table(*CENTRAL)]).filing).findings}
    assert ("total-mismatch", "total") in findings
    assert ("score-differs", "indicators.4.score") in findings


def test_a_form_with_weights_below_the_level_names_is_read() -> None:
    rows = (
        ("总分：17",),
        ("预算执行情况（万元）（20分）", "", "预算数（A)", "执行数（B）", "执行率(B/A）", "得分（20分*执行率）"),
        ("", "年度财政资金总额", "10", "10", "100%", "20"),
        ("一级指标", "二级指标", "三级指标", "年初目标值（A)", "实际完成值(B)", "得分"),
        ("产出指标（40分）", "质量指标\n（10分）", "调处率", "调处率100%", "调处率100%", "10"),
        ("", "数量指标(10分)", "惠民项目", "惠民项目", "完成19项", "7"),
        ("备注：", "", "", "", "", ""),
        ("1.口径", "", "说明", "", "", ""),
    )
    proposal = propose("表", [table(*rows)])
    assert proposal.left_out == ()
    assert proposal.filing.scheme == "wuhan-2018"
    assert proposal.filing.total == 17
    assert proposal.filing.funds.budget == 100000
    assert [each.level2 for each in proposal.filing.indicators] == ["质量指标", "数量指标"]
    assert [each.weight for each in proposal.filing.indicators] == [10, 10]
    assert [each.score for each in proposal.filing.indicators] == [10, 7]


def test_rows_that_are_no_indicators_are_told() -> None:
    head = ("一级指标", "二级指标", "三级指标", "目标值", "实际完成值", "得分")
    rows = (
        head,
        ("产出指标", "数量指标", "", "5次", "5次", "5"),
        ("", "", "小区", "", "", ""),
        ("小计", "", "x", "", "", "5"),
    )
    told = reasons(propose("表", [table(*rows)]))
    assert told[2] == "没有三级指标"
    assert "没有目标" in told[3]
    assert "小计" in told[4]


def test_an_indicator_that_begins_like_a_note_does_not_end_the_form() -> None:
    head = ("一级指标", "三级指标", "目标值", "得分")
    rows = (
        head,
        ("产出指标", "审核及时率", "100%", "5"),
        ("", "注册率", "100%", "5"),
        ("审核人：某某", "联系电话", "1", ""),
    )
    assert [each.name for each in propose("表", [table(*rows)]).filing.indicators] == ["审核及时率", "注册率"]


def test_more_indicators_than_the_questionnaire_takes_are_left_out() -> None:
    rows = [("一级指标", "三级指标", "得分"), *[("产出指标", f"指标{number}", "1") for number in range(205)]]
    proposal = propose("表", [table(*rows)])
    assert len(proposal.filing.indicators) == 200
    assert "最多 200 个" in reasons(proposal)[202]


def test_figures_that_cannot_be_read_are_told_and_left_open() -> None:
    rows = (
        ("三级指标", "分值", "目标值", "目标数值", "指标性质", "得分"),
        ("甲", "很多", "好", "x", "正向（≥）", "1000"),
    )
    proposal = propose("表", [table(*rows)])
    [indicator] = proposal.filing.indicators
    assert (indicator.weight, indicator.target_value, indicator.score) == (None, None, None)
    assert len(proposal.left_out) == 3


@pytest.mark.parametrize(
    ("target", "actual", "kind", "values"),
    [
        ("≥95%", "98%", "positive", (95, 98)),
        ("≤5天", "6天", "reverse", (5, 6)),
        ("100%", "98%", "equal", (100, 98)),
        ("≧735人次", "735", "positive", (735, 735)),
        ("≥95%", None, "positive", (95, None)),
        ("有效", "有效", "qualitative", (None, None)),
        ("≥95%", "基本完成", "qualitative", (None, None)),
        (None, None, None, (None, None)),
        ("≥9999999999999元", "5元", "qualitative", (None, None)),
        ("≥5元", "9999999999999元", "qualitative", (None, None)),
    ],
)
def test_how_an_indicator_is_scored_follows_from_its_texts(
    target: str | None, actual: str | None, kind: str | None, values: tuple[int | None, int | None]
) -> None:
    read = guessed(target, actual)
    assert read["kind"] == kind
    assert (read.get("target_value"), read.get("actual_value")) == values


def test_where_the_kind_is_said_but_no_numbers_the_texts_say_them() -> None:
    rows = (
        ("三级指标", "目标值", "实际完成值", "指标性质"),
        ("及时率", "100%", "98%", "正向（≥）"),
        ("服务态度", "98%的居民满意", "满意", "定性"),
    )
    measured, judged = propose("表", [table(*rows)]).filing.indicators
    read = (measured.kind, measured.target_value, measured.actual_value, measured.unit)
    assert read == ("positive", Decimal(100), Decimal(98), "%")
    assert (judged.kind, judged.target_value, judged.actual_value) == ("qualitative", None, None)


def test_a_second_table_of_the_same_kind_is_told() -> None:
    proposal = propose("表", [table(*CENTRAL, name="一"), table(*CENTRAL[8:], name="二")])
    assert [(each.sheet, each.row) for each in proposal.left_out] == [("二", 1)]
