"""Places of a filing by the names that people give them: answers, items, sections; and found by such a name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.conversation.fields import Day, Unreadable, YesNo
from bot.conversation.form import FORM
from bot.conversation.labels import typed_button
from bot.conversation.numerals import halfwidth
from bot.conversation.plan import REVIEW, title_of
from bot.conversation.questionnaire import Group, Question
from bot.formats import glance
from bot.message import Button

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.conversation.fields import Field
    from bot.conversation.situation import Situation
    from bot.filing import Value

WHOLE = "整份自评"
_GLANCE = 30
_SECTIONS = {section.key: section for section in FORM}
_QUESTIONS = {part.key: part for section in FORM for part in section.parts if isinstance(part, Question)}
_GROUPS = {part.key: part for section in FORM for part in section.parts if isinstance(part, Group)}


def title(situation: Situation, path: str | None) -> str:
    """Return what people call the place at a path: an answer, an item, a group, a section, or the whole filing."""
    match (path or "").split("."):
        case [group, number] if group in _GROUPS and number.isdecimal():
            return _item(situation, _GROUPS[group], int(number))
        case [group, number, field] if group in _GROUPS and number.isdecimal():
            question = next((each.title for each in _GROUPS[group].questions if each.key == field), field)
            return f"{_item(situation, _GROUPS[group], int(number))}的{question}"
    if path in _QUESTIONS:
        return _QUESTIONS[path].title
    part = _SECTIONS.get(path or "") or _GROUPS.get(path or "")
    return part.title if part else WHOLE


def returned(situation: Situation, place: str) -> str | None:
    """Return why the filing was sent back, for the places that this is about; the review names the item, too."""
    why = situation.returned
    if why is None:
        return None
    if place == REVIEW:
        return why.reason if why.path is None else f"{title(situation, why.path)}：{why.reason}"
    return why.reason if why.path and _is_about(place, why.path) else None


def _is_about(place: str, subject: str) -> bool:
    """Whether what stands at a place is the subject of a return, a part of it, or where it is found in 目录."""
    path = place.removeprefix("contents.")
    within = subject in (path, _section_of(path)) or path.startswith(f"{subject}.")
    return within or subject.startswith(f"{path}.") or path == _section_of(subject)


def _section_of(path: str) -> str | None:
    """Return the key of the section to which a question or a group's item belongs."""
    first, _, _ = path.partition(".")
    part = first if first in _GROUPS else path
    return next((key for key, each in _SECTIONS.items() if part in (other.key for other in each.parts)), None)


def _item(situation: Situation, group: Group, number: int) -> str:
    there = number <= len(situation.items(group.key))
    name = f"“{glance(title_of(situation, group.key, number), _GLANCE)}”" if there else ""
    return f"{group.title}第 {number} 项{name}"


def shown(situation: Situation, path: str, text: str | None) -> str:
    """Return an answer as people read it, from the text that the audit log has of it."""
    if text is None:
        return "（空）"
    first, _, rest = path.partition(".")
    number, _, field = rest.partition(".")
    in_group = first in _GROUPS and number.isdecimal()
    questions = {each.key: each for each in _GROUPS[first].questions} if in_group else _QUESTIONS
    question = questions.get(field if in_group else path)
    if question is None:
        return glance(text, _GLANCE)
    kind = question.field(situation.at(int(number) if in_group else None))
    return glance(kind.show(_value(kind, text)), _GLANCE)


def _value(kind: Field, text: str) -> Value:
    """Return the answer itself where its text would not be shown alike."""
    match kind:
        case YesNo():
            return text == "true"
        case Day():
            return date.fromisoformat(text)
    return text


def found(situation: Situation, text: str) -> str | None:
    """Return the path of what a person calls so: the name of an item or of a part of it, or a question's title.

    Raises Unreadable where several are called so, or none is.
    """
    if typed_button((Button("whole", WHOLE), Button("whole", "整份")), text):
        return None
    wanted = halfwidth(text)
    visible = any(sign.isalnum() for sign in wanted)
    named = [(path, halfwidth(name)) for path, name in _named(situation)]
    fitting = [path for path, name in named if wanted == name]
    fitting = fitting or [path for path, name in named if visible and wanted in name]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = "、".join(title(situation, path) for path in fitting[:3])
        raise Unreadable(f"有 {len(fitting)} 处都像“{glance(text, _GLANCE)}”：{several}。请把名称打全一些。")
    raise Unreadable(
        f"没有找到“{glance(text, _GLANCE)}”。请打出指标、明细或任务的名称，例如“{_example(situation)}”，或者按按钮。"
    )


def _named(situation: Situation) -> Iterator[tuple[str, str]]:
    for key in _GROUPS:
        for number in range(1, len(situation.items(key)) + 1):
            yield f"{key}.{number}", title_of(situation, key, number)
    yield from ((key, group.title) for key, group in _GROUPS.items() if key not in _SECTIONS)
    yield from ((key, question.title) for key, question in _QUESTIONS.items() if question.when(situation))


def _example(situation: Situation) -> str:
    return next((name for path, name in _named(situation) if path.startswith("indicators.")), "项目名称")
