"""目录: all sections with their state, one section with its answers, one item with its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.form import FORM
from bot.conversation.plan import is_open, open_steps, plan, title_of
from bot.conversation.questionnaire import Group, Step, question_of
from bot.conversation.replies import PAUSE, View
from bot.message import Button, shortened
from scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.questionnaire import Section
    from bot.conversation.situation import Situation

_REVIEW = Button("go.review", "🔍 核对与完成")
PAGE = 20
"""Entries on one page; Telegram takes at most 100 buttons, and a thumb fewer."""


def contents(situation: Situation, within: Sequence[str] = ()) -> View:
    """Return 目录; `within` is a section's key, with a page like `p2`, or a group and an item's number."""
    match within:
        case [group, number] if number.isdecimal():
            return _item(situation, group, int(number))
        case [key, page]:
            return _section(situation, key, int(page.removeprefix("p")))
        case [key]:
            return _section(situation, key, 1)
    return _contents(situation)


def _contents(situation: Situation) -> View:
    steps = plan(situation)
    buttons = [_section_button(situation, section, steps) for section in FORM]
    buttons += [_REVIEW, Button("back", "⬅ 返回"), PAUSE]
    values = {"filing": situation.filing, "scheme": situation.scheme, "sheet": score(situation.filing)}
    return View(template="contents", buttons=tuple(buttons), values=values)


def _section_button(situation: Situation, section: Section, steps: Sequence[Step]) -> Button:
    waiting = [is_open(step, situation) for step in steps if step.section is section]
    done, total = waiting.count(False), len(waiting)
    return Button(f"go.contents.{section.key}", f"{'✅' if done == total else '▫️'} {section.title} {done}/{total}")


def _section(situation: Situation, key: str, page: int) -> View:
    section = next(section for section in FORM if section.key == key)
    entries = _entries(situation, section)
    pages = -(-len(entries) // PAGE)
    page = min(max(page, 1), pages)
    buttons = entries[(page - 1) * PAGE : page * PAGE]
    if page > 1:
        buttons.append(Button(f"go.contents.{key}.p{page - 1}", "◀ 前一页"))
    if page < pages:
        buttons.append(Button(f"go.contents.{key}.p{page + 1}", "后一页 ▶"))
    buttons += [*_onward(situation), Button("back", "⬅ 返回目录"), PAUSE]
    return View(
        template="section", buttons=tuple(buttons), values={"title": section.title, "page": page, "pages": pages}
    )


def _entries(situation: Situation, section: Section) -> list[Button]:
    buttons: list[Button] = []
    for part in section.parts:
        if isinstance(part, Group):
            buttons += [_item_button(situation, part, number) for number in _numbers(situation, part)]
            buttons.append(Button(f"go.{part.key}.+", f"➕ 添加{part.title}"))
        elif part.when(situation):
            buttons.append(_entry(situation, Step(part.key, section, part)))
    return buttons


def _numbers(situation: Situation, group: Group) -> range:
    return range(1, len(situation.items(group.key)) + 1)


def _item_button(situation: Situation, group: Group, number: int) -> Button:
    return Button(f"go.contents.{group.key}.{number}", shortened(f"{number}. {title_of(situation, group.key, number)}"))


def _entry(situation: Situation, step: Step) -> Button:
    question = question_of(step)
    value = step.value(situation.filing)
    if value is not None:
        shown = question.field(situation.at(step.number)).show(value)
    else:
        shown = "（未填）" if is_open(step, situation) else "（空着）"
    return Button(f"go.{step.path}", shortened(f"{question.title}：{' '.join(shown.split())}"))


def _item(situation: Situation, group: str, number: int) -> View:
    steps = [step for step in plan(situation) if step.group and step.group.key == group]
    buttons = [_entry(situation, step) for step in steps if step.number == number and step.question]
    buttons += [Button(f"go.{group}.{number}.-", "🗑 删除这一项"), *_onward(situation), Button("back", "⬅ 返回"), PAUSE]
    values = {"group": steps[0].group, "number": number, "title": title_of(situation, group, number)}
    return View(template="item", buttons=tuple(buttons), values=values)


def _onward(situation: Situation) -> tuple[Button, ...]:
    """Return the way to the end where nothing waits any more: who came to mend one answer is one press from it."""
    return () if open_steps(situation) else (_REVIEW,)
