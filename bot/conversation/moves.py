"""How the conversation moves: an answer and what follows it, back, on, away and home again."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from bot.conversation import importing, views
from bot.conversation.plan import (
    CONTENTS,
    PAUSE,
    REVIEW,
    exists,
    find,
    here,
    is_open,
    item_is_complete,
    moved_up,
    neighbour,
    plan,
    section_is_complete,
    without_item,
)
from bot.conversation.questionnaire import question_of
from bot.conversation.replies import Reply, Telling, Turn
from bot.filing import Change, answer, apply
from scoring import score

if TYPE_CHECKING:
    from bot.conversation.questionnaire import Step
    from bot.conversation.situation import Situation
    from bot.filing import Value


def show(situation: Situation, *before: Reply, problem: str | None = None) -> Turn:
    """Return a turn that changes nothing and shows where the person stands."""
    return Turn((), situation.position, (*before, views.ask(situation, here(situation), problem)))


def answered(situation: Situation, current: Step, value: Value) -> Turn:
    """Take an answer, with what follows from it, and go on. The same answer once more leads to nothing new."""
    question = question_of(current)
    prefix = f"{current.group.key}.{current.number}." if current.group else ""
    same = value == current.value(situation.filing)
    values = {question.key: value, **({} if same else question.also(situation.at(current.number), value))}
    paths = {prefix + key: new for key, new in values.items()}
    changes = tuple(
        Change(path, old, new) for path, new in paths.items() if (old := answer(situation.filing, path)) != new
    )
    filing = situation.filing
    for change in changes:
        filing = apply(filing, change)
    passed = situation.position.passed - {*paths, current.path}
    after = replace(situation, filing=filing).moved(passed=passed)
    return replace(_advanced(situation, after, current), changes=changes)


def pass_over(situation: Situation, current: Step) -> Turn:
    """Skip a question or close a group; one that is not open any more is simply walked past."""
    if not is_open(current, situation):
        return to(situation, neighbour(situation, current.path, 1))
    after = situation.moved(passed=situation.position.passed | {current.path})
    return _advanced(situation, after, current)


def _advanced(before: Situation, situation: Situation, current: Step) -> Turn:
    """Go on: within the same group while it is open, then where the person came from, then to the first open step."""
    told = (*_scored(before, situation, current), *_section_told(before, situation, current))
    group = current.group
    within = group and next(
        (step.path for step in plan(situation) if step.group is group and is_open(step, situation)), None
    )
    turn = to(situation, within or situation.position.origin)
    return replace(turn, replies=(*told, *turn.replies))


def _scored(before: Situation, after: Situation, current: Step) -> tuple[Reply, ...]:
    """Tell an indicator's score, how it came about and the total so far, once nothing of it is open."""
    number = current.number
    if not (number and current.group and current.group.key == "indicators" and after.filing != before.filing):
        return ()
    if not item_is_complete(after, "indicators", number):
        return ()
    sheet = score(after.filing)
    return (Telling(template="scored", values={"sheet": sheet, "row": sheet.indicators[number - 1]}),)


def _section_told(before: Situation, after: Situation, current: Step) -> tuple[Reply, ...]:
    """Show a section as a table when its last answer came in."""
    if section_is_complete(before, current.section) or not section_is_complete(after, current.section):
        return ()
    values = {
        "section": current.section,
        "filing": after.filing,
        "scheme": after.scheme,
        "sheet": score(after.filing),
    }
    return (Telling(template="table", values=values),)


def to(situation: Situation, target: str | None) -> Turn:
    """Stand at `target`, or at the first open step; once there, there is nothing to return to any more."""
    away = situation.moved(cursor=target)
    place = here(away)
    home = here(situation.moved(cursor=None))
    origin = situation.position.origin
    if origin is not None and (origin == place or not exists(situation, origin)):
        origin = None
    return show(situation.moved(cursor=None if place == home else place, origin=origin))


def go(situation: Situation, target: str | None) -> Turn:
    """Go to `target` and remember where one comes from; on a walk through the questions, where the walk began."""
    place = here(situation)
    is_question = place == REVIEW or find(plan(situation), place) is not None
    walking = situation.position.origin is not None and find(plan(situation), target) is not None
    return to(situation.moved(origin=place) if is_question and not walking else situation, target)


def back(situation: Situation, place: str) -> Turn:
    """Go one step back; from a view, to the one that it was opened from."""
    match place.split("."):
        case ["contents", group, number] if number.isdecimal():
            return to(situation, _contents_of(situation, group))
        case ["contents", _, *_]:
            return to(situation, CONTENTS)
        case ["contents" | "delete" | "import"]:
            return to(situation, situation.position.origin)
        case [group, number, "-"]:
            return to(situation, f"contents.{group}.{number}")
    return go(situation, neighbour(situation, place, -1))


def resume(situation: Situation, problem: str | None = None) -> Turn:
    """Come back after a pause to where one stood; without a pause, show where one stands."""
    if situation.position.cursor == PAUSE:
        situation = situation.moved(cursor=situation.position.origin, origin=None)
    turn = to(situation, situation.position.cursor)
    return show(replace(situation, position=turn.position), problem=problem)


def remove(situation: Situation, group: str, number: int) -> Turn:
    """Take an item out of its group."""
    change = Change(f"{group}.{number}", None, None)
    after = replace(situation, filing=apply(situation.filing, change))
    passed, origin = situation.position.passed, situation.position.origin
    home = moved_up(origin, group, number) if origin else None
    after = after.moved(passed=without_item(passed, group, number), origin=home)
    return replace(to(after, _contents_of(after, group)), changes=(change,))


def take_over(situation: Situation, button: str) -> Turn:
    """Answer the yes or no to a table that was read: fill it in, or forget it."""
    proposal, left = situation.position.proposal, situation.moved(proposal=None)
    if proposal is None or button == "no":
        return to(left, situation.position.origin)
    changes = importing.changes(situation, proposal, over=button == "replace")
    after = replace(left, filing=reduce(apply, changes, situation.filing))
    after = after.moved(origin=None, passed=importing.passed(situation, proposal, changes))
    filled = sum(change.new is not None for change in changes)
    told = Telling(template="imported", values={"filled": filled, "sheet": score(after.filing)})
    turn = to(after, None)
    return replace(turn, changes=changes, replies=(told, *turn.replies))


def _contents_of(situation: Situation, group: str) -> str:
    section = next(step.section for step in plan(situation) if step.group and step.group.key == group)
    return f"contents.{section.key}"
