"""What colleagues did meanwhile, as far as it matters to a person: where their places went, and what they are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.events import Offered, Pressed, Said, Understood
from bot.conversation.plan import moved_up, plan
from bot.conversation.replies import Telling
from bot.conversation.review import name_of
from bot.filing import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.situation import Situation
    from bot.position import ByColleague

GONE = "gone"
"""The path of a place that was removed: there is none."""
_OF_THE_WHOLE = {"state", "returned_reason", "returned_path"}
"""Entries of the audit log that are about no answer."""
_NAMED = 3
"""Answers that the line names; the others it counts."""


def followed(path: str | None, meanwhile: Sequence[ByColleague]) -> str | None:
    """Return where a place is after colleagues removed items; None if it was part of one."""
    for group, number in filter(None, map(_removed, meanwhile)):
        path = moved_up(path, group, number) if path else None
    return path


def _removed(done: ByColleague) -> tuple[str, int] | None:
    match done.path.split("."):
        case [group, number] if group in GROUPS:
            return group, int(number)
    return None


def followed_button(event: Understood, meanwhile: Sequence[ByColleague]) -> Understood:
    """Let a button that leads to a place lead to it still."""
    if isinstance(event, Pressed) and event.button.startswith("go."):
        target = followed(event.button.removeprefix("go."), meanwhile)
        return replace(event, button=f"go.{target or GONE}")
    return event


def touched(meanwhile: Sequence[ByColleague]) -> dict[str, str | None]:
    """Return the answers that colleagues changed, by the paths that they have now, and who changed each last."""
    found: dict[str, str | None] = {}
    for done in meanwhile:
        if removed := _removed(done):
            found = {now: by for path, by in found.items() if (now := moved_up(path, *removed))}
        elif done.path not in _OF_THE_WHOLE:
            found[done.path] = done.who
    return found


def head(path: str) -> str:
    """Return the group that a path belongs to, or the path of an answer that stands alone."""
    first, _, _ = path.partition(".")
    return first if first in GROUPS else path


def line(situation: Situation, meanwhile: Sequence[ByColleague], about: str, *, same: bool) -> tuple[Telling, ...]:
    """Return one line about what colleagues did, but for the answer that is told of anyway; none if that is all.

    `same` says that the person has just given the same answer as a colleague.
    """
    changed = touched(meanwhile).keys() - {about}
    steps = [step for step in plan(situation) if step.path in changed and step.value(situation.filing) is not None]
    removed = sum(_removed(done) is not None for done in meanwhile)
    if not changed and not removed:
        return ()
    values = {
        "who": who(meanwhile),
        "names": [name_of(step) for step in steps[:_NAMED]],
        "filled": len(steps),
        "removed": removed,
        "same": same,
    }
    return (Telling(template="meanwhile", values=values),)


def who(meanwhile: Sequence[ByColleague]) -> str:
    """Return the colleagues' names, as far as they are known."""
    return "、".join(dict.fromkeys(done.who or "同事" for done in meanwhile)) or "同事"


def not_taken(situation: Situation, event: Understood, meanwhile: Sequence[ByColleague], *, why: str) -> Telling:
    """Tell that a reply was not taken, and repeat it.

    `why` is `gone` for a question that is not there any more, `unasked` for one that was never shown, `closed` for a
    filing that asks nothing any more.
    """
    rival = situation.position.rival
    said = rival.shown if rival else _text(event)
    values = {"who": who(meanwhile[-1:]), "why": why, "said": said, "state": situation.position.state}
    return Telling(template="not_taken", values=values)


def _text(event: Understood) -> str | None:
    """Return what was typed or pasted."""
    match event:
        case Said(text) | Offered(said=text):
            return text
    return None
