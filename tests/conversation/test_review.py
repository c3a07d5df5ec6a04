from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from scoring import Filing, Funds, Indicator
from tests.conversation.talk import CLOSED, MOF, WUHAN, Talk


def review_of(filing: Filing) -> Talk:
    talk = Talk(filing, CLOSED)
    talk.presses("contents", "go.review")
    return talk


def test_a_filing_without_findings_can_be_finished() -> None:
    talk = review_of(WUHAN)
    assert talk.buttons["finish"] == "✅ 完成填报"
    assert "合计 97 分" in talk.text
    assert "没有发现问题" in talk.text


def test_what_is_open_can_be_gone_to_and_stops_the_end() -> None:
    open_task = replace(WUHAN, department=None, tasks=(replace(WUHAN.tasks[0], completion=None),))
    talk = review_of(open_task)
    assert talk.buttons["go.department"] == "▫️ 去填 主管部门"
    assert talk.buttons["go.tasks.1.completion"] == "▫️ 去填 工作任务第 1 项的完成情况"
    assert "finish" not in talk.buttons
    assert "还有 2 处没有填" in talk.text


def test_an_open_group_is_called_by_its_title() -> None:
    talk = Talk(WUHAN, [path for path in CLOSED if path != "tasks.+"])
    talk.presses("contents", "go.review")
    assert talk.buttons["go.tasks.+"] == "▫️ 去填 工作任务"


def test_errors_stop_the_end_and_lead_to_their_place() -> None:
    talk = review_of(replace(WUHAN, indicators=WUHAN.indicators[:-1]))
    assert "权重合计 92 分" in talk.text
    assert talk.buttons["go.contents.indicators"].startswith("❌ 去看第 1 条")
    assert "finish" not in talk.buttons
    assert "❌ 的几处要先改好，才能完成。" in talk.text


def test_warnings_are_confirmed_by_the_last_button() -> None:
    reasons = tuple(replace(each, reason=None) for each in MOF.indicators)
    talk = Talk(replace(MOF, indicators=reasons), (*CLOSED, *(f"indicators.{number}.reason" for number in range(1, 9))))
    assert talk.path == "review"
    talk.presses("contents", "back")
    assert talk.buttons["finish"] == "☑ 我已核对 3 条提醒，完成填报"
    assert talk.buttons["go.indicators.4.reason"] == "⚠️ 去看第 1 条"


def test_findings_of_one_place_share_its_button() -> None:
    lost = Indicator(level1="没有的", level2="没有的", name="甲", weight=Decimal(1))
    talk = review_of(replace(WUHAN, indicators=(*WUHAN.indicators, lost)))
    assert len(talk.buttons) == len(set(talk.buttons))
    assert "go.indicators.10.target" in talk.buttons


def test_many_findings_are_shown_a_few_at_a_time() -> None:
    empty = tuple(replace(each, level2=" ") for each in WUHAN.indicators)
    assert "另有 1 条，改好上面的再显示。" in review_of(replace(WUHAN, indicators=empty)).text


def test_a_total_that_is_not_the_sum_of_its_lines_can_be_mended() -> None:
    talk = review_of(replace(WUHAN, funds=Funds(budget=Decimal(1), executed=Decimal("5358672.00"))))
    talk.presses("go.funds.budget", "same-lines")
    assert talk.path == "review"
    talk.presses("finish")
    assert talk.situation.position.finished


def test_a_finding_about_what_is_not_asked_leads_to_its_item_or_the_contents() -> None:
    talk = review_of(replace(WUHAN, total=Decimal(98)))
    assert talk.buttons["go.contents"] == "❌ 去看第 1 条"
    beyond = Indicator(level1="产出指标", weight=Decimal(10), kind="positive", target="≥10次", actual="13次")
    talk = review_of(Filing(scheme="guangxi", indicators=(beyond,)))
    talk.presses("go.contents.indicators.1")
    assert talk.path == "contents.indicators.1"
