"""The answers that a question stands beside, wherever what it takes or offers depends on them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.conversation.questionnaire import Suggestion
from bot.formats import money
from scoring.filing import BudgetLine, Indicator

if TYPE_CHECKING:
    from bot.conversation.situation import Situation
    from bot.filing import Value

HUNDRED = Decimal(100)
ZERO = Decimal()


def repeat(button: str, label: str, value: Value) -> tuple[Suggestion, ...]:
    """Return a button that repeats an earlier answer, if there is one; it says which."""
    if value is None:
        return ()
    shown = f"{label} {money(value)}" if isinstance(value, Decimal) else label
    return (Suggestion(button, shown, value),)


def line(situation: Situation) -> BudgetLine:
    """Return the budget line in question; an empty one before it is there."""
    lines, place = situation.filing.budget_lines, situation.number or 1
    return lines[place - 1] if place <= len(lines) else BudgetLine()


def indicator(situation: Situation) -> Indicator:
    """Return the indicator in question; an empty one before it is there."""
    indicators, place = situation.filing.indicators, situation.number or 1
    return indicators[place - 1] if place <= len(indicators) else Indicator()


def qualitative(situation: Situation) -> bool:
    """Whether the indicator is judged in words."""
    return indicator(situation).kind == "qualitative"


def quantitative(situation: Situation) -> bool:
    """Whether the indicator is scored by its numbers."""
    return indicator(situation).kind not in (None, "qualitative")
