"""What a questionnaire is made of: sections of questions and of groups of questions that repeat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.filing import MOST_ITEMS, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.conversation.fields import Field, Option
    from bot.conversation.situation import Situation
    from bot.filing import Value
    from scoring.filing import Filing


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely answer as a button. A `value` of None takes the answer back."""

    id: str
    label: str
    value: Value


def always(_: Situation) -> bool:
    """Tell that a question applies wherever its group does."""
    return True


def _never(_: Situation) -> bool:
    return False


def _nothing(_: Situation) -> tuple[Suggestion, ...]:
    return ()


def _no_more(_: Situation, __: Value) -> Mapping[str, Value]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about one answer.

    `key` is the filing's field. `when` tells whether the question applies, `quiet` whether it is only reached by
    jumping to it. `also` returns further answers of the same item that follow from this one.
    """

    key: str
    title: str
    text: str
    example: str = ""
    field: Callable[[Situation], Field]
    optional: bool = False
    when: Callable[[Situation], bool] = always
    quiet: Callable[[Situation], bool] = _never
    suggest: Callable[[Situation], tuple[Suggestion, ...]] = _nothing
    also: Callable[[Situation, Value], Mapping[str, Value]] = _no_more


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that repeat for each item. `done` is what the button says that ends the group."""

    key: str
    title: str
    text: str
    done: str
    questions: tuple[Question, ...]
    most: int = MOST_ITEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the questionnaire, as 目录 lists it."""

    key: str
    title: str
    parts: tuple[Question | Group, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One place in the conversation: a question at a path, or (`question` None) a group asking for its next item."""

    path: str
    section: Section
    question: Question | None
    group: Group | None = None
    number: int | None = None

    def value(self, filing: Filing) -> Value:
        """Return the answer that stands here."""
        if self.question is None:
            return None
        if self.group is None or self.number is None:
            return answer(filing, self.path)
        value: Value = getattr(getattr(filing, self.group.key)[self.number - 1], self.question.key)
        return value


def question_of(step: Step) -> Question:
    """Return the question that typed text answers here: where a group asks for its next item, the item's first."""
    if step.question is not None:
        return step.question
    assert step.group is not None  # noqa: S101 - a step without a question is a group's
    return step.group.questions[0]


def offers_of(step: Step, situation: Situation) -> tuple[Option | Suggestion, ...]:
    """Return the answers that can be pressed here: the choices, then the likely ones."""
    here, question = situation.at(step.number), question_of(step)
    return (*getattr(question.field(here), "options", ()), *question.suggest(here))
