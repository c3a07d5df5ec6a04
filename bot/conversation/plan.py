"""Which question comes next: derived from the answers each time, never stored.

The plan is every step that the questionnaire gives for this filing. The steps a person has passed over, questions
skipped and groups closed, are part of their position; everything else follows from the answers.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.conversation.form import FORM
from bot.conversation.questionnaire import Group, Question, Step, always, question_of
from bot.filing import GROUPS
from bot.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.conversation.questionnaire import Section
    from bot.conversation.situation import Situation

REVIEW = "review"
CONTENTS = "contents"
PAUSE = "pause"
DELETE = "delete"
IMPORT = "import"
FILINGS, RESULTS = 500, 4
"""How many filings the steps are remembered of, and how many of their states."""
_GROUPS = {part.key: (section, part) for section in FORM for part in section.parts if isinstance(part, Group)}
_DEPENDING = {key for key, (_, group) in _GROUPS.items() if any(each.when is not always for each in group.questions)}
"""The groups in which an item's answers decide what else is asked of it."""


def _remembered(found: Callable[[Situation], tuple[Step, ...]]) -> Callable[[Situation], tuple[Step, ...]]:
    """Keep the last few results of each filing: a step of the conversation needs them a dozen times.

    The next one begins where this one ends, with answers that are equal, most of them the very same objects. To hash
    them all would take as long as the rest.
    """
    known: Recent[int, tuple[tuple[Situation, tuple[Step, ...]], ...]] = Recent(FILINGS)

    def remembered(situation: Situation) -> tuple[Step, ...]:
        recent = known.get(situation.filing_id) or ()
        for before, steps in recent:
            if _is_same(before, situation):
                return steps
        steps = found(situation)
        known.put(situation.filing_id, ((situation, steps), *recent[: RESULTS - 1]))
        return steps

    return remembered


def _is_same(one: Situation, other: Situation) -> bool:
    """Whether the same steps are planned and open in both; where the person stands does not matter."""
    return (
        one.position.passed == other.position.passed
        and one.today == other.today
        and one.scheme is other.scheme
        and (one.filing is other.filing or one.filing == other.filing)
    )


@_remembered
def plan(situation: Situation) -> tuple[Step, ...]:
    """Return every step of this filing, in order. It is the same wherever the person stands."""
    situation = situation.at(None)
    return tuple(step for section in FORM for part in section.parts for step in _steps(situation, section, part))


def _steps(situation: Situation, section: Section, part: Question | Group) -> Iterator[Step]:
    if isinstance(part, Question):
        if part.when(situation):
            yield Step(part.key, section, part)
        return
    items = situation.items(part.key)
    for number in range(1, len(items) + 1):
        steps = _item_steps(part.key, number)
        if part.key in _DEPENDING:
            here = situation.at(number)
            steps = tuple(step for step in steps if question_of(step).when(here))
        yield from steps
    yield Step(f"{part.key}.+", section, None, part, len(items) + 1)


@cache  # an item's steps are the same in every filing; its answers decide which of them apply
def _item_steps(key: str, number: int) -> tuple[Step, ...]:
    section, group = _GROUPS[key]
    return tuple(
        Step(f"{key}.{number}.{question.key}", section, question, group, number) for question in group.questions
    )


@_remembered
def open_steps(situation: Situation) -> tuple[Step, ...]:
    """Return the steps that wait for the person, in order. They too are the same wherever the person stands."""
    filing = situation.filing
    # Most steps are answered, and that is soonest seen.
    return tuple(step for step in plan(situation) if step.value(filing) is None and is_open(step, situation))


def is_open(step: Step, situation: Situation) -> bool:
    """Whether this step still waits for the person."""
    if step.path in situation.position.passed:
        return False
    if step.question is None:
        return True
    return step.value(situation.filing) is None and not step.question.quiet(situation.at(step.number))


def is_walked(step: Step, situation: Situation) -> bool:
    """Whether stepping back and on stops here: not at a quiet question that was never asked."""
    answered = step.question is None or step.value(situation.filing) is not None
    return answered or step.path in situation.position.passed or is_open(step, situation)


def find(steps: tuple[Step, ...], path: str | None) -> Step | None:
    """Return the step at `path`, if the plan has it."""
    return next((step for step in steps if step.path == path), None)


def first_open(situation: Situation) -> Step | None:
    """Return the first step that waits for an answer; None when the questionnaire is through."""
    return next(iter(open_steps(situation)), None)


def here(situation: Situation) -> str:
    """Return the path where the person stands. A cursor whose place is gone counts as none."""
    cursor = situation.position.cursor
    if cursor is not None and exists(situation, cursor):
        return cursor
    step = first_open(situation)
    return step.path if step else REVIEW


def exists(situation: Situation, path: str) -> bool:
    """Whether `path` is a place in this filing: a step, the review, or one of the views."""
    match path.split("."):
        case ["review" | "pause" | "delete" | "contents"]:
            return True
        case ["import"]:
            return situation.position.proposal is not None
        case ["contents", key, *page] if not page or re.fullmatch(r"p\d{1,3}", page[0]):
            return any(section.key == key for section in FORM)
        case ["contents", group, number] | [group, number, "-"] if group in GROUPS:
            return number.isdecimal() and 1 <= int(number) <= len(situation.items(group))
    return find(plan(situation), path) is not None


def neighbour(situation: Situation, path: str, direction: int) -> str | None:
    """Return the step before (-1) or after (1) `path` on which a walk stops; after the last comes the review."""
    steps = plan(situation)
    at = next((place for place, step in enumerate(steps) if step.path == path), len(steps))
    ahead = steps[at + 1 :] if direction > 0 else steps[:at][::-1]
    found = next((step.path for step in ahead if is_walked(step, situation)), None)
    return REVIEW if found is None and at < len(steps) and direction > 0 else found


def progress(situation: Situation) -> tuple[int, int]:
    """Return how many steps are done, and how many there are."""
    total = len(plan(situation))
    return total - len(open_steps(situation)), total


def without_item(passed: frozenset[str], group: str, number: int) -> frozenset[str]:
    """Return the passed steps after item `number` of a group was removed: its own gone, later ones moved up."""
    return frozenset(path for path in (moved_up(each, group, number) for each in passed) if path is not None)


def moved_up(path: str, group: str, number: int) -> str | None:
    """Return where a place is after item `number` of a group was removed; None if it was part of that item."""
    before, found, after = path.rpartition(f"{group}.")
    digits, dot, rest = after.partition(".")
    if not found or not digits.isdecimal() or int(digits) < number:
        return path
    return None if int(digits) == number else f"{before}{group}.{int(digits) - 1}{dot}{rest}"


def item_is_complete(situation: Situation, group: str, number: int) -> bool:
    """Whether nothing of this item waits for an answer."""
    return not any(
        step.group and step.group.key == group and step.number == number and step.question
        for step in open_steps(situation)
    )


def section_is_complete(situation: Situation, section: Section) -> bool:
    """Whether nothing of this section waits for an answer."""
    return not any(step.section is section for step in open_steps(situation))


def title_of(situation: Situation, group: str, number: int) -> str:
    """Return how an item is called in lists: by its name, else by its first answer, else by its number."""
    item = situation.items(group)[number - 1]
    names = (getattr(item, key, None) for key in ("name", "title", "text", "level1"))
    return next(filter(None, names), f"第 {number} 项")
