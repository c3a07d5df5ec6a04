"""What stands at each place of the conversation, with its buttons: a question, 目录, or a choice to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import importing, overview, places
from bot.conversation.plan import exists, find, is_open, neighbour, plan, progress, title_of
from bot.conversation.questionnaire import offers_of, question_of
from bot.conversation.replies import BACK, CONTENTS, PAUSE, RESUME, Asking, View
from bot.conversation.review import review
from bot.message import Button
from scoring import score

if TYPE_CHECKING:
    from bot.conversation.questionnaire import Step
    from bot.conversation.situation import Situation

_YES_NO = (Button("yes", "🗑 是的，删除"), Button("no", "不删，返回"))


def ask(situation: Situation, path: str, problem: str | None = None) -> Asking:
    """Return what stands at `path`; `problem` says why the last answer was not taken."""
    return asking(situation, path, _view(situation, path), problem)


def asking(situation: Situation, path: str, view: View, problem: str | None = None) -> Asking:
    """Return a view as what stands at `path`, with how far the filing is."""
    done, total = progress(situation)
    values = {
        **view.values,
        "section": view.section,
        "problem": problem,
        "returned": places.returned(situation, path),
        "done": done,
        "total": total,
    }
    return Asking(
        path=path,
        section=view.section,
        template=view.template,
        values=values,
        buttons=view.buttons,
        done=done,
        total=total,
    )


def buttons(situation: Situation, path: str) -> tuple[Button, ...]:
    """Return what can be pressed at `path`, without the rest of what stands there."""
    step = find(plan(situation), path)
    return _buttons(situation, step) if step else _view(situation, path).buttons


def _view(situation: Situation, path: str) -> View:
    match path.split("."):
        case ["review"]:
            return review(situation)
        case ["contents", *within]:
            return overview.contents(situation, within)
        case ["pause"]:
            return View(template="paused", section="稍后再填", buttons=(RESUME,))
        case ["import"]:
            return importing.view(situation)
        case ["delete"]:
            return View(template="delete", section="删除", buttons=_YES_NO, values={"filing": situation.filing})
        case [group, number, "-"]:
            title = title_of(situation, group, int(number))
            return View(template="remove", section="删除", buttons=_YES_NO, values={"title": title, "number": number})
    step = find(plan(situation), path)
    if step is None:
        raise LookupError(path)
    return _question(situation, step)


def may_skip(situation: Situation, step: Step) -> bool:
    """Whether this question can be left as it is: optional, or answered already."""
    return step.question is not None and (step.question.optional or not is_open(step, situation))


def is_full(situation: Situation, step: Step) -> bool:
    """Whether a group takes no further item."""
    return step.question is None and step.group is not None and len(situation.items(step.group.key)) >= step.group.most


def _question(situation: Situation, step: Step) -> View:
    question = question_of(step)
    present = step.value(situation.filing)
    field = question.field(situation.at(step.number))
    return View(
        template="question",
        section=step.section.title,
        buttons=_buttons(situation, step),
        values={
            "question": question,
            "group": step.group,
            "number": step.number,
            "item": _item(situation, step),
            "adding": step.question is None,
            "full": is_full(situation, step),
            "present": None if present is None else field.show(present),
            "sheet": score(situation.filing) if step.path == "indicators.+" else None,
        },
    )


def _item(situation: Situation, step: Step) -> str | None:
    """Return the name of the item that a question is about, once it has one."""
    if not (step.group and step.question and step.number) or step.question is step.group.questions[0]:
        return None
    return title_of(situation, step.group.key, step.number)


def _buttons(situation: Situation, step: Step) -> tuple[Button, ...]:
    return (*_answers(situation, step), *_moves(situation, step))


def _answers(situation: Situation, step: Step) -> tuple[Button, ...]:
    """Return the choices and likely answers of a question as buttons."""
    if is_full(situation, step):
        return ()
    return tuple(Button(each.id, each.label) for each in offers_of(step, situation))


def _moves(situation: Situation, step: Step) -> tuple[Button, ...]:
    moves = []
    if step.question is None and step.group:
        moves.append(Button("done", f"✔ {step.group.done}"))
    if may_skip(situation, step):
        answered = step.value(situation.filing) is not None
        moves.append(Button("skip", "不改，下一步 ➡" if answered else "跳过"))
    origin = situation.position.origin
    if origin and origin != step.path and exists(situation, origin):
        moves.append(Button("return", "↩ 回到刚才那里"))
    if neighbour(situation, step.path, -1):
        moves.append(BACK)
    return (*moves, CONTENTS, PAUSE)
