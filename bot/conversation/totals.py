"""Sums and totals of money: when a total is asked, and which one is likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.answers import ZERO, repeat

if TYPE_CHECKING:
    from bot.conversation.questionnaire import Suggestion
    from bot.conversation.situation import Situation


def budget_asked(situation: Situation) -> bool:
    """Whether the budget is asked as a total: where no lines give it, or to mend one that was given before them."""
    return not situation.filing.budget_lines or situation.filing.funds.budget is not None


def executed_asked(situation: Situation) -> bool:
    """Whether the executed money is asked as a total: like the budget."""
    return not situation.filing.budget_lines or situation.filing.funds.executed is not None


def sum_of_lines(situation: Situation, amount: str) -> tuple[Suggestion, ...]:
    """Offer the sum of one amount over the budget lines."""
    amounts = [getattr(each, amount) or ZERO for each in situation.filing.budget_lines]
    return repeat("same-lines", "与明细合计相同", sum(amounts, ZERO) if amounts else None)


def whole_budget(situation: Situation) -> tuple[Suggestion, ...]:
    """Offer the budget as the money that arrived."""
    amounts = [each.budgeted for each in situation.filing.budget_lines if each.budgeted is not None]
    return repeat("same-budget", "与预算相同", sum(amounts, ZERO) if amounts else situation.filing.funds.budget)
