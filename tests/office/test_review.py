from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.conversation.events import Unsupported
from bot.filing import GROUPS
from bot.message import Say, Send
from bot.position import Position
from bot.store import assignments, chats, filings, people, positions, roles
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.tables import AUDIT
from scoring import open_filing
from tests.conversation.talk import FOLDER
from tests.office.district import BAISHA, FINANCE, QINGHE, REVIEWER, SECOND, District, texts
from tests.published import with_tiers

if TYPE_CHECKING:
    from bot.message import Button, Message
    from bot.position import State
    from tests.clerk import Clerk

NAMES = {FINANCE: "王科长", REVIEWER: "李主任", QINGHE: "张三", BAISHA: "赵四", SECOND: "孙五"}
"""What the people of the district are called."""


@pytest.fixture
def ready(district: District) -> District:
    """A district whose people have names and whose campaign runs."""
    with transaction(district.office.engine) as session:
        for person, name in NAMES.items():
            people.rename(session, person, name)
    assert district.campaign
    return district


def finished(district: District, clerk: int = QINGHE) -> int:
    """Let a clerk have finished what the campaign wants of their unit; return the filing's id."""
    passed = frozenset(f"{group}.+" for group in GROUPS)
    with transaction(district.office.engine) as session:
        [wanted] = [each for each in assignments.open_for(session, clerk) if each.campaign_id == district.campaign]
        example = with_tiers(open_filing(FOLDER / "wuhan-2018.toml"))
        made = Assigned(wanted.id, wanted.unit_id)
        number = filings.create(session, clerk, example, district.office.now, made)
        stored = filings.load(session, number, clerk)
        assert stored
        positions.keep(session, stored, clerk, Position(passed=passed, state="finished"), district.office.now)
        chats.locked_chat(session, clerk).filing_id = number
    return number


def state(district: District, filing: int) -> State:
    with transaction(district.office.engine) as session:
        return next(
            each.state
            for each in assignments.of_campaign(session, district.campaign)
            if each.filing_id == filing and each.state
        )


def labels(buttons: tuple[Button, ...]) -> dict[str, str]:
    return {button.label: button.id for button in buttons}


def test_a_filing_is_submitted_and_its_reviewer_gets_picture_total_findings_and_buttons(ready: District) -> None:
    number = finished(ready)
    clerk = ready.person(QINGHE).say("/start")
    assert labels(clerk.buttons)["📨 提交审核"] == f"submit.{number}"
    clerk.press(f"submit.{number}")
    assert "正在等李主任审核" in clerk.text
    picture, short = ready.person(REVIEWER).read()
    assert picture == Send(kind="form.png", filing=number)
    assert isinstance(short, Say)
    for words in ("青禾社区", "惠民项目", "合计 97 分", "没有发现问题"):
        assert words in short.text
    assert [button.id.split(".")[0] for button in short.buttons] == ["pass", "return", "read", "history"]
    assert state(ready, number) == "submitted"


def test_its_findings_are_counted_by_how_grave_they_are(ready: District) -> None:
    number = finished(ready)
    clerk = (
        ready.person(QINGHE).press(f"reopen.{number}").press("go.contents.funds").press("go.contents.budget_lines.1")
    )
    clerk.press("go.budget_lines.1.booked").say("300000")
    clerk.press("contents").press("go.review").press("finish").press(f"submit.{number}")
    _, short = ready.person(REVIEWER).read()
    assert isinstance(short, Say)
    assert "核对：提醒 1 条" in short.text
    assert "⚠️ 1." in short.text


def test_what_it_passes_is_filed_and_clerk_and_finance_get_a_line_each(ready: District) -> None:
    number = finished(ready)
    ready.person(QINGHE).press(f"submit.{number}")
    reviewer = ready.person(REVIEWER).press(f"pass.{number}")
    assert "已通过：青禾社区" in reviewer.text
    told = ready.told()
    assert set(told) == {QINGHE, FINANCE}
    assert "李主任通过了" in texts(told[QINGHE])
    [line] = told[FINANCE]
    assert "青禾社区报送了 <b>惠民项目</b>（李主任审核通过）" in line.text
    assert [button.id.split(".")[0] for button in line.buttons] == ["return", "read", "history"]
    assert state(ready, number) == "filed"


def test_a_label_is_as_good_as_its_button(ready: District) -> None:
    number = finished(ready)
    clerk = ready.person(QINGHE).say("/start", "提交审核")
    assert state(ready, number) == "submitted"
    clerk.say("撤回")
    assert state(ready, number) == "finished"
    assert "已撤回" in clerk.text
    assert f"submit.{number}" in clerk.ids


def test_who_passes_what_the_clerk_has_just_withdrawn_is_told_so(ready: District) -> None:
    number = finished(ready)
    ready.person(QINGHE).press(f"submit.{number}").press(f"withdraw.{number}")
    reviewer = ready.person(REVIEWER)
    reviewer.press(f"pass.{number}")
    assert "没有办成" in reviewer.text
    assert "张三　撤回" in reviewer.text
    assert state(ready, number) == "finished"


def test_of_two_reviewers_the_second_is_told_what_the_first_did(ready: District) -> None:
    ready.give(SECOND, 0, "reviewer")
    number = finished(ready)
    ready.person(QINGHE).press(f"submit.{number}")
    assert {REVIEWER, SECOND} <= set(ready.told())
    ready.person(SECOND).press(f"pass.{number}")
    reviewer = ready.person(REVIEWER)
    reviewer.press(f"pass.{number}")
    assert "孙五　审核通过" in reviewer.text


CHANGING = (
    "/contents",
    "/delete",
    "改一下",
    "/back",
    "/skip",
    "是的，删除",
    "修改答案",
    "2026",
    "项目内容\t预算金额\n甲\t1",
)


@pytest.mark.parametrize(("held", "why"), [("submitted", "请先按“撤回”"), ("filed", "由财政退回")])
def test_while_it_is_reviewed_and_once_it_is_filed_nothing_changes_it(ready: District, held: str, why: str) -> None:
    number = finished(ready)
    clerk = ready.person(QINGHE).say("/start", "/delete")
    clerk.press(f"submit.{number}")
    if held == "filed":
        ready.person(REVIEWER).press(f"pass.{number}")
    before = clerk.filing()
    for text in CHANGING:
        clerk.say(text)
        assert why in clerk.text, text
    for button in (f"reopen.{number}", "yes", "finish", "contents", "go.budget_lines.1.name", "resume", "stale"):
        clerk.press(button)
        assert why in clerk.text, button
    clerk.do(Unsupported("sticker"))
    assert why in clerk.text
    assert clerk.filing() == before
    assert state(ready, number) == held
    assert clerk.press(f"document.{number}.form.pdf").last == [Send(kind="form.pdf", filing=number)]


def test_a_unit_with_no_reviewer_anywhere_above_tells_who_can_help(ready: District) -> None:
    with transaction(ready.office.engine) as session:
        roles.take(session, REVIEWER, ready.units[0], "reviewer")
    number = finished(ready)
    clerk = ready.person(QINGHE).press(f"submit.{number}")
    assert "还没有审核人" in clerk.text
    assert "/invite" in clerk.text
    assert state(ready, number) == "submitted"
    told = ready.told()
    assert set(told) == {FINANCE}
    assert "没有审核人能审核" in texts(told[FINANCE])
    ready.give(REVIEWER, 0, "reviewer")
    assert f"look.{number}" in ready.person(REVIEWER).say("/review").ids


def test_who_submits_what_they_review_waits_for_the_next_above(ready: District) -> None:
    ready.give(QINGHE, 1, "reviewer")
    number = finished(ready)
    clerk = ready.person(QINGHE).press(f"submit.{number}")
    assert "要由别人审核" in clerk.text
    assert "正在等李主任审核" in clerk.text
    assert set(ready.told()) == {REVIEWER}
    clerk.press(f"pass.{number}")
    assert "是您自己提交的" in clerk.text
    assert clerk.press(f"return.{number}").asked is None
    assert clerk.say("/review").ids == []
    assert state(ready, number) == "submitted"


def test_where_the_campaign_allows_it_they_review_it_themselves(district: District) -> None:
    district.__dict__["campaign"] = district.made("自审", own_review=True)
    district.give(QINGHE, 1, "reviewer")
    number = finished(district)
    clerk = district.person(QINGHE).press(f"submit.{number}")
    assert f"pass.{number}" in clerk.ids
    assert "要由别人审核" not in clerk.text
    clerk.press(f"pass.{number}")
    assert state(district, number) == "filed"


def test_reviewers_list_what_waits_and_finance_what_came_in(ready: District) -> None:
    first, second = finished(ready), finished(ready, BAISHA)
    ready.person(QINGHE).press(f"submit.{first}")
    ready.person(BAISHA).press(f"submit.{second}")
    ready.told()
    reviewer, finance = ready.person(REVIEWER).say("/review"), ready.person(FINANCE).say("/review")
    assert "等您审核（2 份）" in reviewer.text
    assert reviewer.ids == [f"look.{first}", f"look.{second}"]
    assert "没有等您审核" in finance.text
    reviewer.press(f"look.{first}")
    assert f"pass.{first}" in reviewer.ids
    reviewer.press(f"pass.{first}")
    finance.say("/review").press(f"look.{first}")
    assert f"return.{first}" in finance.ids
    assert f"pass.{first}" not in finance.ids


def test_it_is_read_in_full_with_its_documents(ready: District) -> None:
    number = finished(ready)
    ready.person(QINGHE).press(f"submit.{number}")
    reviewer = ready.person(REVIEWER)
    reviewer.read()
    reviewer.press(f"read.{number}")
    assert reviewer.last[0] == Send(kind="form.png", filing=number)
    assert "三、自评结论" in reviewer.text
    papers: list[Message] = [Send(kind="report.docx", filing=number)]
    assert reviewer.press(f"paper.{number}.report.docx").last == papers


def test_the_history_tells_everybody_concerned_who_did_what(ready: District) -> None:
    number = finished(ready)
    ready.person(QINGHE).press(f"submit.{number}")
    ready.person(REVIEWER).press(f"pass.{number}")
    for person in (QINGHE, REVIEWER, FINANCE):
        told = ready.person(person)
        told.press(f"history.{number}")
        assert "2026-3-2 09:00　张三　提交审核\n2026-3-2 09:00　李主任　审核通过，报送财政" in told.text


WORDS = ("submit", "withdraw", "pass", "return", "read", "mend", "look", "history", "paper")


@pytest.mark.parametrize("word", WORDS)
def test_what_is_not_theirs_reads_as_if_it_did_not_exist(ready: District, word: str) -> None:
    number = finished(ready)
    ready.person(QINGHE).press(f"submit.{number}")
    ready.told()
    thief = ready.person(BAISHA)
    seen = [thief.press(f"{word}.{each}.form.pdf").text for each in (number, number + 1, "x", "9" * 30, "", "²")]
    assert "已经不在了" in seen[0]
    assert set(seen) == {seen[0]}
    assert ready.told() == {}
    assert state(ready, number) == "submitted"


def test_before_it_is_submitted_nobody_but_its_clerks_sees_it(ready: District) -> None:
    number = finished(ready)
    for person in (REVIEWER, FINANCE):
        reader: Clerk = ready.person(person)
        for word in WORDS:
            reader.press(f"{word}.{number}.form.pdf")
            assert "已经不在了" in reader.text, word
    assert state(ready, number) == "finished"


def test_the_help_tells_each_role_what_it_can_do(ready: District) -> None:
    assert "提交审核" in ready.person(QINGHE).say("/help").text
    assert "/review" in ready.person(REVIEWER).say("/help").text
    assert "/campaign" in ready.person(FINANCE).say("/help").text
    assert "/campaign" not in ready.person(REVIEWER).text


def test_colleagues_at_once_never_change_what_is_submitted(ready: District) -> None:
    number = finished(ready, BAISHA)
    ready.person(SECOND).press(f"open.{number}")

    def fill_in() -> None:
        second = ready.person(SECOND)
        for place in range(6):
            second.press(f"reopen.{number}").press("go.contents.facts").press("go.unit").say(f"白沙 {place}")
            second.press("contents").press("go.review").press("finish")

    def hand_in() -> None:
        for _ in range(12):
            ready.person(BAISHA).press(f"submit.{number}").press(f"withdraw.{number}")

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(fill_in), threads.submit(hand_in)]:
            done.result()
    with transaction(ready.office.engine) as session:
        log = session.connection().execute(
            select(*AUDIT.c["path", "new"]).where(AUDIT.c.filing_id == number).order_by(AUDIT.c.id)
        )
        held = False
        for path, new in log:
            assert path == "state" or not held, path
            held = new == "submitted" if path == "state" else held
