from __future__ import annotations

from decimal import Decimal

from bot.conversation import answers, totals
from scoring import BudgetLine, Filing, Funds, Indicator
from tests.conversation.indicators import labels
from tests.conversation.talk import situation_of


class TestFunds:
    LINES = (
        BudgetLine(name="甲", budgeted=Decimal(100), booked=Decimal(90)),
        BudgetLine(name="乙", budgeted=Decimal(50)),
    )

    def test_totals_are_asked_where_no_lines_give_them(self) -> None:
        assert totals.budget_asked(situation_of(Filing(scheme="wuhan-2018")))
        assert totals.executed_asked(situation_of(Filing(scheme="wuhan-2018")))
        with_lines = situation_of(Filing(scheme="wuhan-2018", budget_lines=self.LINES))
        assert not totals.budget_asked(with_lines)
        assert not totals.executed_asked(with_lines)

    def test_a_total_given_before_the_lines_can_be_mended_to_their_sum(self) -> None:
        funds = Funds(budget=Decimal(200), executed=Decimal(80))
        both = situation_of(Filing(scheme="wuhan-2018", budget_lines=self.LINES, funds=funds))
        assert totals.budget_asked(both)
        assert totals.executed_asked(both)
        assert labels(totals.sum_of_lines(both, "budgeted")) == ["与明细合计相同 150.00"]
        assert labels(totals.sum_of_lines(both, "booked")) == ["与明细合计相同 90.00"]

    def test_the_budget_is_offered_as_the_money_that_arrived(self) -> None:
        of_lines = situation_of(Filing(scheme="wuhan-2018", budget_lines=self.LINES))
        of_total = situation_of(Filing(scheme="wuhan-2018", funds=Funds(budget=Decimal(200))))
        assert labels(totals.whole_budget(of_lines)) == ["与预算相同 150.00"]
        assert labels(totals.whole_budget(of_total)) == ["与预算相同 200.00"]
        assert totals.whole_budget(situation_of(Filing(scheme="wuhan-2018"))) == ()

    def test_what_is_not_there_yet_is_empty(self) -> None:
        nothing = situation_of(Filing(scheme="wuhan-2018"), number=1)
        assert answers.line(nothing) == BudgetLine()
        assert answers.indicator(nothing) == Indicator()

    def test_words_are_repeated_without_being_shown(self) -> None:
        assert labels(answers.repeat("same-unit", "与简称相同", "青禾街")) == ["与简称相同"]
