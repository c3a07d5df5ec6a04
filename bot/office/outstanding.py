"""What is still open in a filing, in a few words: `3 项绩效指标`, `问题和改进措施`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.form import FORM
from bot.conversation.plan import open_steps
from bot.conversation.questionnaire import Group
from bot.conversation.situation import Situation
from scoring import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.conversation.questionnaire import Section, Step
    from bot.store.filings import StoredFiling

FEW = 2
"""Open questions of a section that are named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class Outstanding:
    """`missing` is not filled in. Of the groups `to_close` nobody has said that they are complete."""

    missing: tuple[str, ...] = ()
    to_close: tuple[str, ...] = ()


def outstanding(stored: StoredFiling, today: date) -> Outstanding:
    """Return what the conversation would still ask for."""
    scheme = load_scheme(stored.filing.scheme)
    situation = Situation(stored.id, stored.filing, scheme, today, stored.position)
    steps = open_steps(situation)
    groups = [part for section in FORM for part in section.parts if isinstance(part, Group)]
    open_groups = [group for group in groups if any(step.group is group for step in steps)]
    complete = [group.title for group in open_groups if situation.items(group.key) and not _numbers(steps, group)]
    return Outstanding(
        tuple(words for section in FORM for words in _missing(situation, section, steps)), tuple(complete)
    )


def _missing(situation: Situation, section: Section, steps: Sequence[Step]) -> Iterator[str]:
    titles = [step.question.title for step in steps if step.section is section and step.question and not step.group]
    yield from titles if len(titles) <= FEW else [f"{section.title} {len(titles)} 处"]
    for group in section.parts:
        if not isinstance(group, Group):
            continue
        if numbers := _numbers(steps, group):
            yield f"{len(numbers)} 项{group.title}"
        elif not situation.items(group.key) and any(step.group is group for step in steps):
            yield group.title


def _numbers(steps: Sequence[Step], group: Group) -> set[int | None]:
    """Return which items of a group have open questions."""
    return {step.number for step in steps if step.group is group and step.question}
