"""A table is shown, agreed to, and filled in; nothing that was answered is lost by it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.conversation.events import Offered
from bot.conversation.replies import Asking
from bot.proposal import LeftOut, Proposal
from scoring import BudgetLine, Filing, Funds, Indicator
from tests.conversation.talk import CLOSED, MOF, WUHAN, Talk
from tests.published import as_asked

ONE, TWO = Decimal(1), Decimal(2)
LINES = tuple(BudgetLine(name=name, budgeted=ONE, settled=ONE, booked=ONE) for name in "甲乙")
EMPTY = Filing(scheme="mof-2020")


def proposal(filing: Filing, *left_out: LeftOut) -> Proposal:
    return Proposal(source="预算.xlsx", filing=filing, left_out=left_out)


def table() -> Proposal:
    return proposal(replace(EMPTY, budget_lines=LINES))


@pytest.fixture
def talk() -> Talk:
    return Talk(EMPTY)


class TestShowing:
    def test_what_was_read_and_what_was_left_out_is_shown_before_anything_changes(self, talk: Talk) -> None:
        talk.does(Offered(proposal(replace(EMPTY, budget_lines=LINES), LeftOut("明细", 7, "没有金额"))))
        assert talk.path == "import"
        assert talk.filing == EMPTY
        assert "预算明细 2 行" in talk.text
        assert "合计：预算 2.00，决算 2.00，账面 2.00" in talk.text
        assert "明细第 7 行：没有金额" in talk.text
        assert list(talk.buttons) == ["yes", "no"]

    def test_a_long_table_is_shown_by_its_first_lines(self, talk: Talk) -> None:
        left_out = tuple(LeftOut("明细", row, "没有金额") for row in range(40))
        talk.does(Offered(proposal(replace(EMPTY, budget_lines=LINES * 60), *left_out)))
        assert "共 120 项" in talk.text
        assert "共 40 处" in talk.text
        assert len(talk.text) < 2000

    def test_open_figures_are_shown_as_empty(self, talk: Talk) -> None:
        filing = replace(EMPTY, budget_lines=(BudgetLine(name="甲"),), indicators=(Indicator(name="乙"),))
        talk.does(Offered(proposal(filing)))
        assert "甲　空 / 空 / 空" in talk.text
        assert "乙（分值空）" in talk.text

    def test_funds_without_lines_are_shown(self, talk: Talk) -> None:
        talk.does(Offered(proposal(replace(EMPTY, funds=Funds(budget=TWO, executed=ONE)))))
        assert "全年预算 2.00 元，执行 1.00 元" in talk.text

    def test_other_words_than_the_buttons_are_refused_and_the_table_waits(self, talk: Talk) -> None:
        talk.does(Offered(table()))
        talk.says("好像不对")
        assert talk.problem
        assert talk.path == "import"
        talk.says("返回")
        assert talk.path == "year"


class TestFillingIn:
    def test_yes_fills_in_and_the_first_open_question_follows(self, talk: Talk) -> None:
        talk.does(Offered(table()))
        talk.presses("yes")
        assert talk.filing.budget_lines == LINES
        assert talk.path == "year"
        assert "填好了 8 处" in talk.text
        assert talk.situation.position.proposal is None

    def test_the_group_counts_as_complete_and_its_holes_are_asked(self) -> None:
        talk = Talk(MOF, CLOSED)
        hole = replace(LINES[1], booked=None)
        talk.does(Offered(proposal(replace(EMPTY, budget_lines=(LINES[0], hole)))))
        talk.presses("replace")
        assert talk.path == "budget_lines.2.booked"
        talk.says("1")
        assert talk.path == "review"

    def test_no_changes_nothing_and_returns_to_the_question(self, talk: Talk) -> None:
        talk.says("2025")
        talk.does(Offered(table()))
        talk.presses("no")
        assert talk.filing == replace(EMPTY, year=2025)
        assert talk.path == "project"
        assert talk.situation.position.proposal is None

    def test_a_second_table_takes_the_place_of_the_first(self, talk: Talk) -> None:
        talk.does(Offered(table()))
        talk.does(Offered(proposal(replace(EMPTY, budget_lines=LINES[:1]))))
        talk.presses("yes")
        assert talk.filing.budget_lines == LINES[:1]
        assert talk.path == "year"

    @pytest.mark.parametrize("filing", [WUHAN, MOF], ids=["wuhan", "mof"])
    def test_a_whole_workbook_leaves_nothing_to_ask(self, filing: Filing) -> None:
        talk = Talk(Filing(scheme=filing.scheme))
        talk.does(Offered(replace(proposal(filing), scheme_named=True)))
        talk.presses("yes")
        assert talk.filing == as_asked(filing)
        assert talk.path == "review"


class TestWhatIsThere:
    def test_items_go_behind_those_that_are_there(self) -> None:
        talk = Talk(replace(EMPTY, budget_lines=LINES[:1]))
        talk.does(Offered(table()))
        assert list(talk.buttons) == ["yes", "replace", "no"]
        talk.presses("yes")
        assert talk.filing.budget_lines == (LINES[0], *LINES)

    def test_or_they_take_their_place(self) -> None:
        talk = Talk(replace(EMPTY, budget_lines=(BudgetLine(name="旧"),) * 3))
        talk.does(Offered(table()))
        talk.presses("replace")
        assert talk.filing.budget_lines == LINES
        assert "填好了 8 处" in talk.text

    def test_more_than_a_group_takes_can_only_take_their_place(self) -> None:
        talk = Talk(replace(EMPTY, budget_lines=LINES * 99))
        talk.does(Offered(proposal(replace(EMPTY, budget_lines=LINES * 2))))
        assert list(talk.buttons) == ["replace", "no"]
        assert "超过 200 项" in talk.text

    def test_an_answer_of_the_person_stays_unless_they_say_otherwise(self) -> None:
        read = proposal(replace(EMPTY, project="表上的", unit="青禾街"))
        for button, project in (("yes", "我写的"), ("replace", "表上的")):
            talk = Talk(replace(EMPTY, project="我写的"))
            talk.does(Offered(read))
            talk.presses(button)
            assert (talk.filing.project, talk.filing.unit) == (project, "青禾街")

    def test_the_chosen_form_and_printed_figures_are_not_taken_over(self) -> None:
        talk = Talk(Filing(scheme="wuhan-2018"))
        funds = Funds(budget=TWO, executed=ONE, score=ONE)
        talk.does(Offered(proposal(replace(EMPTY, total=ONE, funds=funds, category="没有这一类"))))
        talk.presses("yes")
        assert talk.filing == Filing(scheme="wuhan-2018", funds=Funds(budget=TWO, executed=ONE))

    def test_totals_of_funds_give_way_to_lines(self) -> None:
        talk = Talk(replace(EMPTY, budget_lines=LINES))
        talk.does(Offered(proposal(replace(EMPTY, funds=Funds(budget=TWO, executed=ONE), year=2025))))
        talk.presses("yes")
        assert talk.filing.funds == Funds()


class TestIndicators:
    def filled(self, indicator: Indicator) -> Indicator:
        talk = Talk(EMPTY)
        talk.does(Offered(proposal(replace(EMPTY, indicators=(indicator,)))))
        talk.presses("yes")
        return talk.filing.indicators[0]

    def test_a_score_in_words_gets_the_tier_in_which_it_lies(self) -> None:
        assert self.filled(Indicator(kind="qualitative", weight=Decimal(10), score=Decimal(7))).tier == "partial"

    def test_a_tier_of_another_form_is_none_of_ours(self) -> None:
        assert self.filled(Indicator(name="甲", kind="qualitative", tier="unknown")).tier is None

    def test_a_score_that_the_rule_gives_is_no_override_and_another_one_is(self) -> None:
        values = {"kind": "positive", "weight": Decimal(10), "target_value": TWO, "actual_value": ONE}
        assert self.filled(Indicator(**values, score=Decimal("5.00"))).score is None  # type: ignore[arg-type]
        assert self.filled(Indicator(**values, score=Decimal("6.00"))).score == Decimal(6)  # type: ignore[arg-type]


class TestChecking:
    def form(self, **changes: object) -> Proposal:
        return proposal(replace(MOF, **changes))  # type: ignore[arg-type]

    def test_a_scored_form_is_answered_with_its_findings_first(self, talk: Talk) -> None:
        talk.does(Offered(self.form(total=Decimal(100))))
        assert "核对了“预算.xlsx”" in talk.text
        assert "表上写的是 100 分" in talk.text
        assert "❌ 1." in talk.text
        assert talk.path == "import"

    def test_a_form_that_adds_up_is_told_so(self, talk: Talk) -> None:
        talk.does(Offered(self.form()))
        assert "没有发现问题" in talk.text

    def test_many_findings_are_counted(self, talk: Talk) -> None:
        nobody = Indicator(kind="qualitative", weight=ONE, score=TWO)
        talk.does(Offered(self.form(indicators=(nobody,) * 9)))
        assert "另有" in talk.text

    def test_a_form_that_names_no_scheme_is_checked_by_the_one_in_hand_if_it_fits(self) -> None:
        talk = Talk(Filing(scheme="zhejiang"))
        talk.does(Offered(self.form()))
        assert "浙江" in talk.text
        funds = Funds(budget=TWO, executed=TWO, score=TWO)
        for funds_read, used in ((funds, "财政部"), (Funds(), "武汉")):
            talk = Talk(Filing(scheme="wuhan-2018"))
            talk.does(Offered(self.form(funds=funds_read)))
            assert f"按“{used}" in talk.text.replace("项目支出绩效自评表（", "")

    def test_with_a_finished_filing_in_hand_a_form_is_checked_and_nothing_filled(self) -> None:
        talk = Talk(MOF, CLOSED)
        talk.presses("finish")
        talk.does(Offered(self.form()))
        assert "什么都没有填" in talk.text
        assert talk.filing == MOF
        assert not isinstance(talk.last, Asking)


class TestPasting:
    def test_a_pasted_table_is_one_where_the_group_asks_for_it(self) -> None:
        talk = Talk(replace(EMPTY, year=2025, project="甲", department="甲", unit="甲"))
        talk.presses("skip", "skip", "skip", "skip")
        assert talk.path == "budget_lines.+"
        talk.does(Offered(table(), said="甲 1 1 1\n乙 1 1 1"))
        assert talk.path == "import"

    def test_anywhere_else_it_is_what_was_said(self, talk: Talk) -> None:
        talk.says("2025")
        talk.does(Offered(table(), said="甲 1 1 1\n乙 1 1 1"))
        assert talk.filing.project == "甲 1 1 1 乙 1 1 1"


class TestYesAndNoInPlainWords:
    @pytest.mark.parametrize("word", ["好的", "是", "可以。", "OK", "行"])
    def test_a_yes_fills_it_in(self, word: str) -> None:
        talk = Talk(EMPTY)
        talk.does(Offered(table()))
        talk.says(word)
        assert talk.filing.budget_lines == LINES

    @pytest.mark.parametrize("word", ["不", "不用", "否", "不用了！"])
    def test_a_no_leaves_it(self, word: str) -> None:
        talk = Talk(EMPTY)
        talk.does(Offered(table()))
        talk.says(word)
        assert talk.filing == EMPTY
        assert talk.situation.position.proposal is None

    def test_a_yes_is_asked_back_where_it_would_remove_answers(self) -> None:
        full = replace(EMPTY, budget_lines=LINES * 99)
        talk = Talk(full)
        talk.does(Offered(proposal(replace(EMPTY, budget_lines=LINES * 2))))
        talk.says("好的")
        assert talk.filing == full
        assert list(talk.buttons) == ["replace", "no"]


def test_a_campaign_has_settled_whose_filing_it_is_whatever_a_table_says() -> None:
    wanted = Filing(scheme=MOF.scheme, year=2025, project="社区养老", unit="柳岸社区")
    talk = Talk(wanted)
    talk.situation = replace(talk.situation, assigned=True)
    last_years = replace(MOF, year=2024, project="养老", unit="别的社区", department="区民政局")
    talk.does(Offered(proposal(last_years)))
    assert "还是 2025 年度“社区养老”，柳岸社区" in talk.text
    talk.presses("yes")
    filled = talk.situation.filing
    assert (filled.year, filled.project, filled.unit) == (2025, "社区养老", "柳岸社区")
    assert filled.department == "区民政局"
    assert filled.objective == MOF.objective
