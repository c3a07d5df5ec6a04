"""Two clerks of one unit on one filing, each in a chat of their own, at the real service on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from bot.conversation.events import Pressed, Said
from bot.demo import EXAMPLE
from bot.player import Player
from bot.service import Update
from bot.store import filings, people, roles
from bot.store.database import transaction
from bot.store.tables import AUDIT
from scoring import open_filing
from tests.office.district import BAISHA, SECOND, District

if TYPE_CHECKING:
    from scoring import Filing
    from tests.clerk import Clerk


class Desk:
    """白沙社区, where 王芳 and 李雷 both have the filing of the campaign in hand, at its first question."""

    def __init__(self, district: District) -> None:
        self.district, self.office = district, district.office
        self.wang, self.li = district.person(BAISHA), district.person(SECOND)
        with transaction(self.office.engine) as session:
            people.rename(session, BAISHA, "王芳")
            people.rename(session, SECOND, "李雷")
        assert district.campaign
        self.number = district.begin(BAISHA)
        for clerk in (self.wang, self.li):
            clerk.press(f"open.{self.number}")

    def filing(self) -> Filing:
        with transaction(self.office.engine) as session:
            found = filings.content(session, self.number)
        assert found
        return found

    def with_lines(self, *names: str) -> Desk:
        """Let 王芳 enter budget lines, and both stand where the next one is asked."""
        press(self.wang, "contents", "go.contents.funds", "go.budget_lines.+")
        for name in names:
            self.wang.say(name, "100", "100", "100")
        press(self.li, "contents", "go.contents.funds", "go.budget_lines.+")
        return self


def press(clerk: Clerk, *buttons: str) -> Clerk:
    for button in buttons:
        assert clerk.asked, clerk.text
        assert button in clerk.ids, f"{button} not in {clerk.ids}"
        clerk.press(button, clerk.asked.number)
    return clerk


@pytest.fixture
def desk(district: District) -> Desk:
    return Desk(district)


class TestOneSeesWhatTheOtherSaved:
    def test_an_answer_of_a_colleague_is_told_once_and_not_asked_again(self, desk: Desk) -> None:
        assert desk.li.path == desk.wang.path == "department"
        desk.wang.say("区民政局")
        desk.li.say("/start")
        assert "王芳刚填了 1 项：主管部门" in desk.li.text
        assert desk.li.path == desk.wang.path == "unit_full_name"
        desk.li.say("/start")
        assert "王芳" not in desk.li.text

    def test_a_first_visit_tells_no_news(self, desk: Desk) -> None:
        desk.wang.say("区民政局")
        third = desk.office.clerk(77)
        desk.district.give(77, 2, "clerk")
        assert third.press(f"open.{desk.number}").path == "unit_full_name"
        assert "刚填了" not in third.text

    def test_who_has_no_name_is_a_colleague(self, desk: Desk) -> None:
        with transaction(desk.office.engine) as session:
            people.rename(session, BAISHA, "")
        desk.wang.say("区民政局")
        assert "刚填了 1 项" in desk.li.say("/contents").text

    def test_many_answers_are_counted(self, desk: Desk) -> None:
        desk.wang.say("区民政局", "白沙街白沙社区居民委员会", "1", "1")
        assert "等。" in desk.li.say("/contents").text


class TestAReplyLandsWhereItBelongs:
    def test_an_answer_goes_to_the_question_that_was_seen_not_to_the_next_one(self, desk: Desk) -> None:
        press(desk.wang, "skip")
        desk.li.say("区民政局")
        assert desk.filing().department == "区民政局"
        assert desk.filing().unit_full_name is None

    def test_an_answer_elsewhere_is_taken_and_the_news_told(self, desk: Desk) -> None:
        press(desk.wang, "contents", "go.contents.facts", "go.objective")
        desk.wang.say("服务居民")
        desk.li.say("区民政局")
        assert "王芳刚填了 1 项：绩效目标" in desk.li.text
        assert (desk.filing().department, desk.filing().objective) == ("区民政局", "服务居民")

    def test_an_answer_follows_its_item_when_one_before_it_is_removed(self, desk: Desk) -> None:
        desk.with_lines("甲", "乙", "丙")
        press(desk.li, "contents", "go.contents.funds", "go.contents.budget_lines.3", "go.budget_lines.3.booked")
        press(desk.wang, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.-", "yes")
        desk.li.say("33")
        assert [(line.name, line.booked) for line in desk.filing().budget_lines] == [("乙", 100), ("丙", Decimal(33))]
        assert "删了 1 项" in desk.li.text

    def test_a_removal_is_of_the_item_that_was_seen(self, desk: Desk) -> None:
        desk.with_lines("甲", "乙", "丙")
        press(desk.li, "contents", "go.contents.funds", "go.contents.budget_lines.2", "go.budget_lines.2.-")
        press(desk.wang, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.-", "yes")
        press(desk.li, "yes")
        assert [line.name for line in desk.filing().budget_lines] == ["丙"]

    def test_a_button_of_the_contents_leads_to_the_item_that_it_named(self, desk: Desk) -> None:
        desk.with_lines("甲", "乙")
        press(desk.li, "contents", "go.contents.funds")
        press(desk.wang, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.-", "yes")
        desk.li.press("go.contents.budget_lines.2", desk.li.asked.number if desk.li.asked else None)
        assert desk.li.path == "contents.budget_lines.1"
        assert "乙" in desk.li.text

    def test_both_add_an_item_and_both_items_are_there(self, desk: Desk) -> None:
        desk.with_lines("甲")
        desk.wang.say("乙")
        desk.li.say("丙")
        assert [line.name for line in desk.filing().budget_lines] == ["甲", "乙", "丙"]

    def test_one_closes_a_group_while_the_other_adds_an_item(self, desk: Desk) -> None:
        desk.with_lines("甲")
        press(desk.wang, "done")
        desk.li.say("乙", "1", "2", "3")
        assert [line.name for line in desk.filing().budget_lines] == ["甲", "乙"]
        assert desk.li.path == "budget_lines.+"

    def test_an_answer_to_a_removed_item_is_not_kept_but_quoted(self, desk: Desk) -> None:
        desk.with_lines("甲", "乙")
        press(desk.li, "contents", "go.contents.funds", "go.contents.budget_lines.2", "go.budget_lines.2.booked")
        press(desk.wang, "contents", "go.contents.funds", "go.contents.budget_lines.2", "go.budget_lines.2.-", "yes")
        before = desk.filing()
        desk.li.say("5678.90")
        assert "没有记下" in desk.li.text
        assert "5678.90" in desk.li.text
        assert desk.filing() == before
        assert desk.li.path == "department"

    def test_a_button_that_stands_for_another_amount_by_now_is_shown_again(self, desk: Desk) -> None:
        desk.with_lines("甲")
        press(desk.li, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.settled")
        press(desk.wang, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.budgeted")
        desk.wang.say("250")
        press(desk.li, "same-budgeted")
        assert "请再看一眼" in desk.li.text
        assert desk.filing().budget_lines[0].settled == 100
        press(desk.li, "same-budgeted")
        assert desk.filing().budget_lines[0].settled == 250


class TestBothChangeTheSameAnswer:
    def test_the_second_is_shown_both_and_nothing_is_stored_until_they_choose(self, desk: Desk) -> None:
        desk.wang.say("区民政局")
        desk.li.say("区财政局")
        assert desk.li.path == "rival"
        assert "王芳" in desk.li.text
        assert "同事的：区民政局" in desk.li.text
        assert "您的：区财政局" in desk.li.text
        assert desk.filing().department == "区民政局"

    @pytest.mark.parametrize(("button", "kept"), [("theirs", "区民政局"), ("mine", "区财政局")])
    def test_they_take_one_of_both_and_go_on(self, desk: Desk, button: str, kept: str) -> None:
        desk.wang.say("区民政局")
        desk.li.say("区财政局")
        press(desk.li, button)
        assert desk.filing().department == kept
        assert desk.li.path == "unit_full_name"

    def test_or_answer_anew(self, desk: Desk) -> None:
        desk.wang.say("区民政局")
        desk.li.say("区财政局").say("都不要，我重新填")
        assert desk.li.path == "department"
        assert "现在是：区民政局" in desk.li.text
        desk.li.say("区城管局")
        assert desk.filing().department == "区城管局"

    def test_the_choice_waits_through_whatever_else_is_done(self, desk: Desk) -> None:
        desk.wang.say("区民政局")
        desk.li.say("区财政局", "/start", "什么？", "/contents")
        assert desk.li.path == "rival"
        desk.li.say("用我的")
        assert desk.filing().department == "区财政局"

    def test_the_same_answer_is_no_clash(self, desk: Desk) -> None:
        desk.wang.say("区民政局")
        desk.li.say("区民政局")
        assert "和您答的一样" in desk.li.text
        assert desk.li.path == "unit_full_name"

    def test_another_change_before_the_choice_is_shown_too(self, desk: Desk) -> None:
        desk.wang.say("区民政局")
        desk.li.say("区财政局")
        press(desk.wang, "back", "back")
        desk.wang.say("区城管局")
        press(desk.li, "mine")
        assert desk.filing().department == "区城管局"
        assert "同事的：区城管局" in desk.li.text
        press(desk.li, "mine")
        assert desk.filing().department == "区财政局"

    def test_what_follows_from_an_answer_overwrites_nothing_unseen_either(self, desk: Desk) -> None:
        press(desk.wang, "contents", "go.contents.indicators", "go.indicators.+")
        desk.wang.say("产出指标", "数量指标", "走访", "10", "≥95%", "正向", "98%")
        for clerk, answer in ((desk.li, "target"), (desk.wang, "target_value")):
            press(clerk, "contents", "go.contents.indicators", "go.contents.indicators.1", f"go.indicators.1.{answer}")
        desk.wang.say("96")
        desk.li.say("≥90%")
        assert desk.li.path == "rival"
        assert "目标数值也会从 96% 变成 90%" in desk.li.text
        press(desk.li, "theirs")
        [indicator] = desk.filing().indicators
        assert (indicator.target, indicator.target_value) == ("≥95%", Decimal(96))

    def test_an_item_that_goes_away_before_the_choice_takes_the_answer_with_it_but_it_is_quoted(
        self, desk: Desk
    ) -> None:
        desk.with_lines("甲")
        for clerk in (desk.wang, desk.li):
            press(clerk, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.booked")
        desk.wang.say("5")
        desk.li.say("6")
        press(desk.wang, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.-", "yes")
        desk.li.say("用我的")
        assert "6.00 元" in desk.li.text
        assert "没有记下" in desk.li.text
        assert desk.li.path == "department"


class TestTheWholeFiling:
    def full(self, desk: Desk) -> None:
        """Let both stand at the review of a filing that is complete."""
        player = Player(open_filing(EXAMPLE))
        while desk.wang.asked and desk.wang.path != "review":
            desk.wang.do(player.answer(desk.wang.asked))
        press(desk.li.say("/start"), "contents", "go.review")

    def test_a_colleague_who_finishes_it_ends_the_questions_and_the_answer_does_not_open_it(self, desk: Desk) -> None:
        self.full(desk)
        press(desk.li, "contents", "go.contents.facts", "go.department")
        press(desk.wang, "finish")
        before = desk.filing()
        desk.li.say("区财政局")
        assert "王芳" in desk.li.text
        assert "已填完" in desk.li.text
        assert "区财政局" in desk.li.text
        assert desk.filing() == before
        assert f"reopen.{desk.number}" in desk.li.ids
        assert "没有记下" not in desk.li.say("你好").text

    def test_finishing_waits_until_the_latest_changes_were_seen(self, desk: Desk) -> None:
        self.full(desk)
        press(desk.wang, "contents", "go.contents.facts", "go.department")
        desk.wang.say("区财政局")
        press(desk.li, "finish")
        assert desk.li.path == "review"
        assert "请再看一眼" in desk.li.text
        press(desk.li, "finish")
        assert desk.li.asked is None

    def test_an_answer_after_it_was_opened_again_is_not_taken_for_a_question_never_seen(self, desk: Desk) -> None:
        self.full(desk)
        press(desk.li, "finish")
        desk.wang.press(f"reopen.{desk.number}")
        press(desk.wang, "go.contents.funds", "go.budget_lines.+")
        before = desk.filing()
        desk.li.say("区财政局")
        assert "没有记下" in desk.li.text
        assert desk.filing() == before

    def test_a_deletion_waits_until_the_latest_changes_were_seen(self, desk: Desk) -> None:
        desk.li.say("/delete")
        desk.wang.say("区民政局")
        press(desk.li, "yes")
        assert desk.li.path == "delete"
        press(desk.li, "yes")
        assert desk.li.filings() == ()

    def test_whoever_has_it_in_hand_is_told_of_its_deletion_and_may_undo_it(self, desk: Desk) -> None:
        desk.li.say("/delete").press("yes")
        told = desk.wang.read()
        assert len(told) == 1
        assert "李雷删除了这份自评" in desk.wang.text
        desk.wang.say("区民政局")
        assert "区民政局" in desk.wang.text
        assert "没有记下" in desk.wang.text
        desk.wang.press(f"restore.{desk.number}")
        assert desk.wang.path == "department"

    def test_one_who_leaves_the_unit_is_told_that_it_is_not_theirs_any_more(self, desk: Desk) -> None:
        with transaction(desk.office.engine) as session:
            roles.take(session, SECOND, desk.district.units[2], "clerk")
        desk.li.say("区民政局")
        assert "没有记下" in desk.li.text
        assert desk.filing().department is None

    @pytest.mark.parametrize("state", ["submitted", "filed"])
    def test_one_that_was_submitted_is_not_deleted(self, desk: Desk, state: str) -> None:
        desk.district.move(desk.number, state)  # type: ignore[arg-type]
        desk.li.say("/delete").press("yes")
        assert [each.id for each in desk.wang.filings()] == [desk.number]


class TestImports:
    TABLE = "项目内容\t预算金额\t决算金额\t账面支出\n甲\t5\t6\t7\n乙\t5\t6\t7"

    def test_a_table_waits_once_more_when_a_colleague_changed_what_it_fills_in(self, desk: Desk) -> None:
        desk.with_lines()
        desk.li.say(self.TABLE)
        assert desk.li.path == "import"
        desk.wang.say("丙")
        press(desk.li, "yes")
        assert [line.name for line in desk.filing().budget_lines] == ["丙"]
        assert "接在后面" in "".join(button.label for button in desk.li.buttons)
        press(desk.li, "yes")
        assert [line.name for line in desk.filing().budget_lines] == ["丙", "甲", "乙"]

    def test_what_changed_elsewhere_does_not_keep_it_waiting(self, desk: Desk) -> None:
        press(desk.li, "contents", "go.contents.funds", "go.budget_lines.+")
        desk.li.say(self.TABLE)
        desk.wang.say("区民政局")
        press(desk.li, "yes")
        assert [line.name for line in desk.filing().budget_lines] == ["甲", "乙"]

    def test_a_table_that_replaces_the_items_leaves_no_reply_on_another_item(self, desk: Desk) -> None:
        desk.with_lines("旧")
        press(desk.li, "contents", "go.contents.funds", "go.contents.budget_lines.1", "go.budget_lines.1.booked")
        desk.wang.say(self.TABLE)
        press(desk.wang, "replace")
        desk.li.say("42")
        assert "42" in desk.li.text
        assert [line.booked for line in desk.filing().budget_lines] == [7, 7]


def test_two_at_the_same_moment_do_not_overwrite_each_other(desk: Desk) -> None:
    """Each round both answer one question at once: one is stored, the other is asked, whoever was first."""
    clerks = (desk.wang, desk.li)
    for round_ in range(10):
        start = Barrier(2)

        def answer(clerk: Clerk, text: str, start: Barrier = start) -> None:
            update = Update(next(desk.office.ids), clerk.chat_id, Said(text))
            start.wait()
            desk.office.service.handle(update)

        with ThreadPoolExecutor(2) as pool:
            texts = [f"{clerk.chat_id} 第 {round_} 次" for clerk in clerks]
            list(pool.map(answer, clerks, texts))
        for clerk in clerks:
            clerk.read()
        first, second = sorted(clerks, key=lambda clerk: clerk.path == "rival")
        assert (first.path, second.path) == ("unit_full_name", "rival")
        assert desk.filing().department == texts[clerks.index(first)]
        press(second, "mine")
        assert desk.filing().department == texts[clerks.index(second)]
        press(first, "back", "back")
        press(second, "back", "back")
    with transaction(desk.office.engine) as session:
        log = session.connection().execute(
            select(*AUDIT.c["old", "new"]).where(AUDIT.c.path == "department").order_by(AUDIT.c.id)
        )
        entries = log.all()
    assert [new for _, new in entries[:-1]] == [old for old, _ in entries[1:]]


def test_a_filing_without_colleagues_costs_nothing_more(desk: Desk) -> None:
    alone = desk.wang.say("/new mof-2020", "2025")
    seen: list[str] = []
    event.listen(desk.office.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    alone.do(Pressed("pause"))
    seen.clear()
    desk.office.service.handle(Update(next(desk.office.ids), BAISHA, Said("/start")))
    seen.clear()
    desk.office.service.handle(Update(next(desk.office.ids), BAISHA, Said("惠民项目")))
    assert not [each for each in seen if "audit_entry" in each and each.startswith("SELECT")]
    assert not [each for each in seen if "position" in each and each.startswith("INSERT INTO position")]
