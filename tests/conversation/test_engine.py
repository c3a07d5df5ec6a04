from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.conversation.events import Refused, Unsupported
from bot.filing import Change
from scoring import BudgetLine, Filing, Improvement, Indicator
from tests.conversation.talk import CLOSED, MOF, WUHAN, Talk


@pytest.fixture
def talk() -> Talk:
    """A new filing, at its first question."""
    return Talk(Filing(scheme="wuhan-2018"))


@pytest.fixture
def whole() -> Talk:
    """A filing that is filled in, at the review."""
    return Talk(WUHAN, CLOSED)


class TestAnswers:
    def test_an_answer_is_stored_and_the_next_question_asked(self, talk: Talk) -> None:
        talk.says("2025")
        assert talk.turn.changes == (Change("year", None, 2025),)
        assert talk.path == "project"

    def test_an_answer_that_is_not_understood_says_why_and_keeps_the_question(self, talk: Talk) -> None:
        talk.says("十八")
        assert talk.turn.changes == ()
        assert talk.path == "year"
        assert "例如 2025" in str(talk.problem)
        assert str(talk.problem) in talk.text

    def test_an_empty_message_is_no_answer(self, talk: Talk) -> None:
        talk.says(" \u200b")
        assert talk.problem == "这条消息里没有文字。请打字回答，或者按下面的按钮。"

    def test_signs_of_html_are_stored_whole_and_shown_escaped(self, talk: Talk) -> None:
        talk.says("2025", "<b>社区</b> & *惠民*")
        assert talk.filing.project == "<b>社区</b> & *惠民*"
        talk.presses("back")
        assert "现在是：&lt;b&gt;社区&lt;/b&gt; &amp; *惠民*" in talk.text

    def test_a_first_answer_begins_an_item(self) -> None:
        talk = Talk(Filing(scheme="wuhan-2018"))
        talk.commands("contents")
        talk.presses("go.contents.funds", "go.budget_lines.+")
        talk.says("社区惠民项目资金", "20万")
        assert talk.filing.budget_lines == (BudgetLine(name="社区惠民项目资金", budgeted=Decimal(200000)),)
        assert talk.path == "budget_lines.1.settled"

    def test_the_same_answer_once_more_changes_nothing(self, whole: Talk) -> None:
        whole.presses("contents", "go.contents.indicators", "go.contents.indicators.2", "go.indicators.2.kind")
        whole.presses("qualitative")
        assert whole.turn.changes == ()
        assert whole.path == "review"


class TestButtons:
    def test_a_choice_may_be_pressed_or_its_label_typed(self, talk: Talk) -> None:
        talk.presses("year-2025")
        talk.says("社区建设", "跳过", "青禾街", "与简称相同", "专项资金")
        assert (talk.filing.unit_full_name, talk.filing.category) == ("青禾街", "专项资金")
        assert talk.path == "attribute"

    def test_a_button_that_is_not_there_changes_nothing_and_shows_where_one_is(self, talk: Talk) -> None:
        talk.presses("stale")
        assert talk.turn.changes == ()
        assert talk.problem == "这个按钮现在用不上，答案都没有变。您在这一步："
        assert talk.path == "year"

    @pytest.mark.parametrize(
        ("word", "why"), [("跳过", "这里不能跳过"), ("上一步", "已经是第一问"), ("返回", "已经是第一问")]
    )
    def test_a_standing_word_is_never_an_answer(self, talk: Talk, word: str, why: str) -> None:
        talk.says(word)
        assert why in str(talk.problem)

    def test_yes_and_no_are_buttons_too(self, talk: Talk) -> None:
        talk = Talk(replace(WUHAN, compliant=None), CLOSED)
        assert talk.path == "compliant"
        talk.presses("no")
        assert talk.filing.compliant is False


class TestOtherMessages:
    @pytest.mark.parametrize(
        ("kind", "told"),
        [
            ("sticker", "收到了表情贴纸"),
            ("voice", "收到了语音"),
            ("dice", "收到了一条读不了的消息"),
            ("edited", "改以前发的消息"),
        ],
    )
    def test_what_is_no_answer_is_named_and_the_question_kept(self, talk: Talk, kind: str, told: str) -> None:
        talk.does(Unsupported(kind))
        assert str(talk.problem).startswith(told)
        assert talk.path == "year"

    def test_a_file_that_cannot_be_read_is_told_and_the_question_kept(self, talk: Talk) -> None:
        talk.does(Refused("这不是 Excel 文件。"))
        assert talk.problem == "这不是 Excel 文件。"
        assert talk.path == "year"


class TestCommands:
    def test_score_and_help_are_told_before_the_question(self, talk: Talk) -> None:
        talk.commands("score")
        assert "现在 0 分" in talk.text
        talk.commands("help")
        assert "/contents" in talk.text
        assert talk.path == "year"

    def test_back_and_skip_are_commands_as_well(self, talk: Talk) -> None:
        talk.says("2025", "社区建设")
        talk.commands("skip")
        talk.commands("back")
        assert talk.path == "department"

    def test_delete_asks_first(self, talk: Talk) -> None:
        talk.commands("delete")
        assert talk.path == "delete"
        talk.says("随便")
        assert talk.problem == "这里请按下面的按钮，或者打出按钮上的字。"
        talk.presses("no")
        assert talk.path == "year"
        talk.commands("delete")
        talk.says("是的，删除")
        assert talk.turn.deleted


class TestPause:
    def test_a_typed_line_after_a_pause_is_no_answer(self, talk: Talk) -> None:
        talk.presses("pause")
        talk.says("2025")
        assert talk.filing.year is None
        assert "没有记作答案" in str(talk.problem)
        assert talk.path == "year"

    def test_a_pause_in_the_contents_ends_at_the_question(self, talk: Talk) -> None:
        talk.says("2025")
        talk.presses("contents", "pause", "resume")
        assert talk.path == "project"
        talk.commands("start")
        assert talk.path == "project"


class TestIndicators:
    def begun(self, *answers: str) -> Talk:
        talk = Talk(replace(MOF, indicators=()), [path for path in CLOSED if path != "indicators.+"])
        talk.says("产出指标", "数量指标", "更新课桌椅", *answers)
        return talk

    def test_numbers_are_read_from_the_texts_and_scored(self) -> None:
        talk = self.begun("50", "≥600套", "正向", "480套")
        assert talk.filing.indicators[0].target_value == 600
        assert talk.filing.indicators[0].actual_value == 480
        assert talk.path == "indicators.1.reason"
        talk.says("到货晚。")
        assert "50 × 480 ÷ 600 = 40.00" in talk.text
        assert talk.path == "indicators.+"

    def test_a_number_in_doubt_is_asked(self) -> None:
        talk = self.begun("50", "600套或700套", "正向")
        assert talk.path == "indicators.1.target_value"
        assert {"600", "700"} <= set(talk.buttons.values())

    def test_a_weight_beyond_what_is_left_is_refused(self) -> None:
        talk = self.begun("91")
        assert "还没分出去的 90 分" in str(talk.problem)
        assert talk.path == "indicators.1.weight"

    def test_a_score_outside_its_tier_is_refused_with_the_band(self) -> None:
        talk = self.begun("10", "有序", "定性", "有序", "部分达成", "8")
        assert "6 到 8 分，不含 8 分" in str(talk.problem)
        assert talk.path == "indicators.1.score"

    def test_a_score_may_override_the_rule_with_a_reason_and_go_back_to_it(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses("contents", "go.contents.indicators", "go.contents.indicators.1", "go.indicators.1.score")
        talk.says("9")
        assert talk.path == "indicators.1.reason"
        talk.says("有两起拖到了下一年。")
        assert "自评 9.00" in talk.text
        assert talk.path == "review"
        talk.presses(
            "contents", "go.contents.indicators", "go.contents.indicators.1", "go.indicators.1.score", "by-rule"
        )
        assert talk.turn.changes == (Change("indicators.1.score", Decimal(9), None),)
        assert talk.path == "review"

    def test_a_kind_changed_afterwards_asks_for_what_it_needs(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses(
            "contents", "go.contents.indicators", "go.contents.indicators.1", "go.indicators.1.kind", "qualitative"
        )
        assert talk.filing.indicators[0].target_value is None
        assert talk.path == "indicators.1.tier"
        talk.presses("achieved", "score-10")
        assert talk.path == "review"


class TestFullGroups:
    def test_a_full_group_takes_no_more(self) -> None:
        full = replace(WUHAN, improvements=(Improvement(text="改"),) * 200)
        talk = Talk(full, [path for path in CLOSED if path != "improvements.+"])
        assert talk.path == "improvements.+"
        assert "已经有 200 项，不能再多了" in talk.text
        talk.says("再加一条")
        assert talk.problem == "这一组已经满了，不能再添加。"
        talk.says("问题和措施都写完了")
        assert talk.path == "review"

    def test_a_full_group_offers_no_choices(self) -> None:
        full = replace(WUHAN, indicators=(Indicator(level1="产出指标"),) * 200)
        talk = Talk(full, CLOSED)
        talk.presses("contents", "go.contents.indicators", "go.contents.indicators.p11", "go.indicators.+")
        assert "1" not in talk.buttons
