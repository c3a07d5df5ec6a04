from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.position import Returned
from bot.store import filings
from bot.store.database import transaction
from tests.office.district import BAISHA, FINANCE, QINGHE, REVIEWER, SECOND, District, texts
from tests.office.test_review import finished, ready, state

if TYPE_CHECKING:
    from tests.clerk import Clerk

__all__ = ["ready"]
"""The fixture that these tests share with those of the review."""

TASK = "加强治安巡逻防控"


def submitted(district: District, clerk: int = QINGHE) -> int:
    number = finished(district, clerk)
    district.person(clerk).press(f"submit.{number}")
    district.told()
    return number


def sent_back(district: District, number: int, place: str = TASK, reason: str = "数字和台账不一致") -> Clerk:
    reviewer = district.person(REVIEWER).press(f"return.{number}").say(place, reason)
    assert state(district, number) == "returned", reviewer.text
    return reviewer


def returned(district: District, number: int, clerk: int = QINGHE) -> Returned | None:
    with transaction(district.office.engine) as session:
        stored = filings.load(session, number, clerk)
    assert stored
    return stored.returned


def test_a_return_leads_the_clerk_to_the_very_item_and_back_to_the_reviewer(ready: District) -> None:
    number = submitted(ready)
    assert "已退回" in sent_back(ready, number).text
    [told] = ready.told()[QINGHE]
    for words in ("李主任退回了", f"工作任务第 6 项“{TASK}”", "数字和台账不一致"):
        assert words in told.text
    assert told.buttons[0].id == f"mend.{number}"
    clerk = ready.person(QINGHE).press(f"mend.{number}")
    assert clerk.path == "contents.tasks.6"
    assert "<b>退回的原因</b>　数字和台账不一致" in clerk.text
    clerk.press("go.tasks.6.completion")
    assert "<b>退回的原因</b>　数字和台账不一致" in clerk.text
    clerk.say("全年联合巡逻 96 次。").press("contents")
    assert "退回的原因" not in clerk.text
    clerk.press("go.review")
    assert f"<b>退回的原因</b>　工作任务第 6 项“{TASK}”：数字和台账不一致" in clerk.text
    clerk.press("finish").press(f"submit.{number}")
    assert returned(ready, number) is None
    short = texts(ready.told()[REVIEWER])
    assert f"上次退回以后改了</b>\n· 工作任务第 6 项“{TASK}”的完成情况：街道干部带队" in short
    assert "→ 全年联合巡逻 96 次。" in short
    ready.person(REVIEWER).press(f"pass.{number}")
    assert state(ready, number) == "filed"


def test_a_refiling_without_a_change_says_so(ready: District) -> None:
    number = submitted(ready)
    sent_back(ready, number)
    ready.told()
    ready.person(QINGHE).press(f"mend.{number}").press("back").press("go.review")
    ready.person(QINGHE).press("contents").press("go.review").press("finish").press(f"submit.{number}")
    assert "上次退回以后，答案没有改动。" in texts(ready.told()[REVIEWER])


def test_every_clerk_of_the_unit_is_told_and_led_there_whoever_begins(ready: District) -> None:
    number = submitted(ready, BAISHA)
    sent_back(ready, number)
    told = ready.told()
    assert set(told) == {BAISHA, SECOND}
    for clerk in (SECOND, BAISHA):
        assert ready.person(clerk).press(f"mend.{number}").path == "contents.tasks.6"


def test_who_was_asked_something_else_before_is_led_there_too(ready: District) -> None:
    number = finished(ready, BAISHA)
    ready.person(SECOND).press(f"open.{number}").press(f"reopen.{number}").press("go.contents.facts").press("go.unit")
    ready.person(BAISHA).say("/start", "/contents").press("go.review").press("finish").press(f"submit.{number}")
    ready.told()
    sent_back(ready, number)
    assert ready.person(SECOND).press(f"mend.{number}").path == "contents.tasks.6"
    ready.person(SECOND).press("contents").press("go.contents.facts").press("go.unit")
    assert ready.person(SECOND).press(f"mend.{number}").path == "contents.tasks.6"


def test_what_is_typed_after_a_return_becomes_no_answer(ready: District) -> None:
    number = submitted(ready)
    before = ready.person(QINGHE).filing()
    sent_back(ready, number, place="项目名称")
    clerk = ready.person(QINGHE).say("好的，马上改")
    assert clerk.filing() == before
    assert clerk.path == "project"
    assert "数字和台账不一致" in clerk.text


def test_a_filing_that_was_filed_comes_back_from_finance_as_a_whole(ready: District) -> None:
    number = submitted(ready)
    ready.person(REVIEWER).press(f"pass.{number}")
    ready.told()
    finance = ready.person(FINANCE).press(f"return.{number}")
    assert finance.path == "return.place"
    finance.press("whole").press("reason-2")
    assert "已退回" in finance.text
    assert returned(ready, number) == Returned("完成情况写得太简单，请补充具体数据。")
    assert "王科长退回了" in texts(ready.told()[QINGHE])
    clerk = ready.person(QINGHE).press(f"mend.{number}")
    assert clerk.path == "review"
    assert "<b>退回的原因</b>　完成情况写得太简单" in clerk.text


@pytest.mark.parametrize(
    ("place", "path", "goal"),
    [
        ("预算与支出", "funds", "contents.funds"),
        ("项目名称", "project", "project"),
        (TASK, "tasks.6", "contents.tasks.6"),
        ("治安巡逻", "tasks.6", "contents.tasks.6"),
        ("整份", None, "review"),
    ],
)
def test_a_place_is_a_button_or_typed_by_its_name(ready: District, place: str, path: str | None, goal: str) -> None:
    number = submitted(ready)
    sent_back(ready, number, place=place)
    assert returned(ready, number) == Returned("数字和台账不一致", path)
    assert ready.person(QINGHE).press(f"mend.{number}").path == goal


@pytest.mark.parametrize(
    ("place", "why"),
    [("火星", "没有找到“火星”"), ("社区", "处都像“社区”"), ("　", "没有找到"), ("长" * 3000, "没有找到")],
)
def test_a_place_that_is_not_there_or_not_certain_is_asked_again(ready: District, place: str, why: str) -> None:
    number = submitted(ready)
    reviewer = ready.person(REVIEWER).press(f"return.{number}").say(place)
    assert reviewer.path == "return.place"
    assert why in reviewer.text


@pytest.mark.parametrize(
    ("reason", "why"), [("改", "至少 2 个字"), ("长" * 301, "最多 300 个字"), (" ", "没有读到文字")]
)
def test_a_return_needs_a_reason(ready: District, reason: str, why: str) -> None:
    number = submitted(ready)
    reviewer = ready.person(REVIEWER).press(f"return.{number}").say(TASK, reason)
    assert reviewer.path == "return.reason"
    assert why in reviewer.text
    assert state(ready, number) == "submitted"


def test_where_something_was_found_is_offered_first(ready: District) -> None:
    number = finished(ready)
    clerk = (
        ready.person(QINGHE).press(f"reopen.{number}").press("go.contents.funds").press("go.contents.budget_lines.1")
    )
    clerk.press("go.budget_lines.1.booked").say("300000")
    clerk.press("contents").press("go.review").press("finish").press(f"submit.{number}")
    ready.told()
    reviewer = ready.person(REVIEWER).press(f"return.{number}")
    assert [button.label for button in reviewer.buttons][:2] == ["整份自评", "🔍 预算明细"]


def test_who_reads_it_in_between_goes_on_with_the_return(ready: District) -> None:
    number = submitted(ready)
    reviewer = ready.person(REVIEWER).press(f"return.{number}").say(TASK).press(f"read.{number}")
    assert reviewer.path == "return.reason"
    reviewer.say("数字和台账不一致")
    assert state(ready, number) == "returned"


def test_a_return_that_comes_too_late_says_what_happened(ready: District) -> None:
    ready.give(SECOND, 0, "reviewer")
    number = submitted(ready)
    reviewer = ready.person(REVIEWER).press(f"return.{number}").say(TASK)
    ready.person(SECOND).press(f"pass.{number}")
    reviewer.say("数字和台账不一致")
    assert "孙五　审核通过" in reviewer.text
    assert state(ready, number) == "filed"
    assert returned(ready, number) is None


def test_who_loses_the_role_in_between_sees_no_more(ready: District) -> None:
    number = submitted(ready)
    reviewer = ready.person(REVIEWER).press(f"return.{number}")
    ready.person(QINGHE).press(f"withdraw.{number}")
    reviewer.say(TASK)
    assert TASK not in reviewer.text
    assert state(ready, number) == "finished"


def test_an_item_that_is_gone_leads_to_what_is_left(ready: District) -> None:
    number = submitted(ready)
    sent_back(ready, number, place="规范网格管理")
    clerk = ready.person(QINGHE).press(f"mend.{number}").press("go.tasks.11.-").press("yes")
    clerk.press(f"mend.{number}")
    assert clerk.path == "review"
    assert "工作任务第 11 项：数字和台账不一致" in clerk.text


def test_where_it_is_over_the_old_button_opens_what_there_is(ready: District) -> None:
    number = submitted(ready)
    sent_back(ready, number)
    clerk = ready.person(QINGHE).press(f"mend.{number}").press("go.review").press("finish")
    clerk.press(f"mend.{number}")
    assert f"submit.{number}" in clerk.ids
    clerk.press(f"submit.{number}").press(f"mend.{number}")
    assert "请先按“撤回”" in clerk.text


def test_a_return_can_be_left(ready: District) -> None:
    number = submitted(ready)
    reviewer = ready.person(REVIEWER).press(f"return.{number}").press("whole").press("back")
    assert reviewer.path == "return.place"
    assert "什么也没有改" in reviewer.press("cancel").text
    assert state(ready, number) == "submitted"
