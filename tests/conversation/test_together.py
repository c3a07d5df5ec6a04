from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.events import Command, Offered, Pressed, Said, Unsupported
from bot.filing import Change
from bot.proposal import Proposal
from scoring import BudgetLine, Filing, Indicator, Task
from tests.conversation.pair import LI, WANG, Pair

EMPTY = Filing(scheme="mof-2020", year=2025, project="项目")
JUDGED = Indicator(level1="产出指标")


@pytest.fixture
def pair() -> Pair:
    return Pair(EMPTY)


def at_item(pair: Pair, who: str, section: str, item: str, answer: str) -> None:
    pair.presses(who, "contents", f"go.contents.{section}", f"go.contents.{item}", f"go.{item}.{answer}")


class TestWhoseQuestionIsGone:
    """One whose question went away while they were looking at it."""

    @pytest.fixture
    def pair(self) -> Pair:
        pair = Pair(replace(EMPTY, tasks=(Task(title="甲"),)))
        at_item(pair, LI, "tasks", "tasks.1", "completion")
        pair.changes(WANG, Change("tasks.1", None, None))
        return pair

    @pytest.mark.parametrize("event", [Said("目录"), Said("稍后"), Pressed("contents"), Pressed("resume")])
    def test_what_means_the_same_everywhere_is_done(self, pair: Pair, event: Said | Pressed) -> None:
        pair.does(LI, event)
        assert not pair.told(LI, "not_taken")
        assert pair.path(LI) in ("contents", "pause", "department")

    @pytest.mark.parametrize("event", [Pressed("skip"), Pressed("back"), Command("skip"), Said("跳过"), Said("乙")])
    def test_nothing_is_done_to_the_question_that_is_shown_now(self, pair: Pair, event: Said | Pressed) -> None:
        turn = pair.does(LI, event)
        assert not turn.changes
        assert not pair.shared.position.passed
        assert pair.told(LI, "not_taken")
        assert pair.path(LI) == "department"

    def test_a_pasted_text_is_quoted_too(self, pair: Pair) -> None:
        table = Proposal(source="粘贴的文字", filing=replace(EMPTY, budget_lines=(BudgetLine(name="甲"),)))
        pair.does(LI, Offered(table, "甲\t5"))
        lost = pair.told(LI, "not_taken")
        assert lost
        assert lost.values["said"] == "甲\t5"

    def test_a_file_is_read_all_the_same(self, pair: Pair) -> None:
        pair.does(LI, Offered(Proposal(source="表.xlsx", filing=replace(EMPTY, budget_lines=(BudgetLine(name="甲"),)))))
        assert pair.path(LI) == "import"

    def test_a_sticker_is_no_answer_anywhere(self, pair: Pair) -> None:
        pair.does(LI, Unsupported("sticker"))
        assert pair.path(LI) == "department"


class TestWhoseChoicesHaveChanged:
    def test_a_number_typed_for_a_choice_is_asked_again_where_the_list_is_another(self) -> None:
        pair = Pair(replace(EMPTY, indicators=(JUDGED,)))
        at_item(pair, LI, "indicators", "indicators.1", "level2")
        pair.changes(WANG, Change("indicators.1.level1", "产出指标", "效益指标"))
        pair.says(LI, "1")
        asking = pair.asking(LI)
        assert asking
        assert "再看一眼" in str(asking.values["problem"])
        assert pair.filing.indicators[0].level2 is None
        pair.says(LI, "1")
        assert pair.filing.indicators[0].level2 is not None

    def test_a_choice_that_is_the_same_is_taken_whatever_changed_beside_it(self) -> None:
        pair = Pair(replace(EMPTY, indicators=(JUDGED, JUDGED)))
        at_item(pair, LI, "indicators", "indicators.1", "level1")
        pair.changes(WANG, Change("indicators.2.level1", "产出指标", "效益指标"))
        pair.says(LI, "2")
        assert pair.filing.indicators[0].level1 == "效益指标"


class TestWhatIsTold:
    def test_what_a_colleague_took_back_is_told_without_a_count(self, pair: Pair) -> None:
        pair.changes(WANG, Change("department", "旧", None))
        pair.does(LI, Command("contents"))
        assert "改了几处答案" in pair.text(LI)

    def test_several_colleagues_are_named(self, pair: Pair) -> None:
        pair.changes(WANG, Change("department", None, "甲"))
        pair.changes(None, Change("unit", None, "乙"))
        pair.does(LI, Command("contents"))
        assert "王芳、同事刚填了 2 项：主管部门、项目实施单位。" in pair.text(LI)

    def test_an_answer_that_cannot_be_understood_keeps_its_question_with_the_news(self, pair: Pair) -> None:
        pair.presses(LI, "contents", "go.contents.funds", "go.allocated")
        pair.changes(WANG, Change("department", None, "甲"))
        pair.says(LI, "不少")
        assert "主管部门" in pair.text(LI)
        assert "没看懂" in pair.text(LI)
        assert pair.path(LI) == "allocated"


def test_a_rival_answer_is_dropped_and_quoted_when_the_filing_is_finished_meanwhile(pair: Pair) -> None:
    pair.says(WANG, "甲")
    pair.says(LI, "乙")
    assert pair.positions[LI].rival
    pair.shared = pair.shared.moved(state="finished")
    pair.says(LI, "用我的")
    lost = pair.told(LI, "not_taken")
    assert lost
    assert lost.values["said"] == "乙"
    assert pair.positions[LI].rival is None
    assert pair.filing.department == "甲"


def test_a_finished_filing_is_not_deleted_when_a_colleague_opened_and_closed_it_meanwhile(pair: Pair) -> None:
    pair.shared = pair.shared.moved(state="finished")
    pair.does(LI, Command("start"))
    pair.does(LI, Command("delete"))
    pair.changes(WANG, Change("department", None, "甲"))
    assert not pair.does(LI, Pressed("yes")).deleted
    assert pair.path(LI) == "delete"
    assert pair.does(LI, Pressed("yes")).deleted


def test_what_is_written_before_any_question_was_shown_is_no_answer(pair: Pair) -> None:
    pair.positions[LI] = replace(pair.positions[LI], asked=None)
    pair.says(LI, "区民政局")
    assert "现在要答的是下面这一问" in pair.text(LI)
    assert "区民政局" in pair.text(LI)
    assert pair.filing.department is None


def test_the_buttons_of_a_choice_show_long_answers_in_one_short_line(pair: Pair) -> None:
    for who in (WANG, LI):
        pair.presses(who, "contents", "go.contents.facts", "go.objective")
    pair.says(WANG, "第一行\n第二行")
    pair.says(LI, "另写的\n" + "长" * 2000)
    asking = pair.asking(LI)
    assert asking
    assert asking.buttons[0].label == "用同事的：第一行 第二行"
    assert all(len(button.label) <= 30 and "\n" not in button.label for button in asking.buttons)
