"""Two people on one filing: each answers what they were asked, and what both changed, the second decides.

What colleagues did since a person was shown a question comes in as data. A reply belongs to the place that the person
saw, wherever that has moved to; it never lands on another question and never overwrites what they have not seen.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from bot.conversation import engine, moves, news, rivals, views
from bot.conversation.events import Command, Offered, Pressed, Refused, Said, Understood, Unsupported
from bot.conversation.labels import typed_button
from bot.conversation.plan import DELETE, IMPORT, exists, find, plan
from bot.conversation.questionnaire import offers_of
from bot.conversation.replies import CONTENTS, PAUSE, Asking, Reply, Turn
from bot.filing import apply
from bot.position import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.situation import Situation
    from bot.position import ByColleague

_BUTTONS_CHANGED = "同事刚改了和这一问有关的答案，按钮上的选项跟着变了，所以没有记下。请再看一眼，再答一次。"
_LOOK_AGAIN = "您看过以后，同事又改了一些。请再看一眼，没问题就再按一次。"


def step(situation: Situation, event: Understood, meanwhile: Sequence[ByColleague]) -> Turn:
    """Return what follows from one event, as `engine.step` does, after what colleagues did since the last one."""
    situation = _followed(situation, meanwhile)
    return _remembered(situation, _turn(situation, news.followed_button(event, meanwhile), meanwhile))


def _turn(situation: Situation, event: Understood, meanwhile: Sequence[ByColleague]) -> Turn:
    asked, rival = situation.position.asked, situation.position.rival
    if situation.position.finished:
        return _closed(situation, event, meanwhile)
    if rival:
        return _told(situation, rivals.choose(situation, rival, event, meanwhile), meanwhile)
    if isinstance(event, Command) and event.name not in ("back", "skip"):
        return _told(situation, engine.step(situation, event), meanwhile)
    if asked is None or not exists(situation, asked.path):
        return _told(situation, _homeless(situation, event, meanwhile), meanwhile)
    return _answered(situation, asked, event, meanwhile)


def _answered(situation: Situation, asked: Asked, event: Understood, meanwhile: Sequence[ByColleague]) -> Turn:
    """Take an event where the person saw their question, wherever the first open one is by now."""
    there = situation.moved(cursor=asked.path)
    event = _as_press(there, asked.path, event)
    turn = engine.step(there, event)
    if _buttons_changed(there, asked, event):
        turn = moves.show(there, problem=_BUTTONS_CHANGED)
    elif _unseen(asked.path, situation, turn, meanwhile):
        turn = moves.show(there, problem=_LOOK_AGAIN)
    elif rival := rivals.clash(situation, asked.path, turn, meanwhile):
        return _told(situation, rival, meanwhile, about=asked.path)
    if turn.position == there.position:
        return _told(situation, replace(turn, position=situation.position), meanwhile)
    same = not turn.changes and asked.path in news.touched(meanwhile) and _is_answer(asked, event)
    return _told(situation, turn, meanwhile, same=same)


def _followed(situation: Situation, meanwhile: Sequence[ByColleague]) -> Situation:
    """Let the person's places move up where colleagues removed items before them."""
    position = situation.position
    asked, rival = position.asked, position.rival
    return situation.moved(
        cursor=news.followed(position.cursor, meanwhile),
        origin=news.followed(position.origin, meanwhile),
        asked=asked and replace(asked, path=news.followed(asked.path, meanwhile) or news.GONE),
        rival=rival and replace(rival, path=news.followed(rival.path, meanwhile) or news.GONE),
    )


def _as_press(situation: Situation, place: str, event: Understood) -> Understood:
    """Return the press of a button whose label was typed; any other event as it came."""
    typed = typed_button(views.buttons(situation, place), event.text) if isinstance(event, Said) else None
    return Pressed(typed) if typed else event


def _buttons_changed(situation: Situation, asked: Asked, event: Understood) -> bool:
    """Whether an answer was chosen among others than the person saw: `与预算相同` of another budget, another list."""
    before, now = dict(asked.offers), dict(_offers(situation, asked.path))
    match event:
        case Pressed(button):
            return button in before and before[button] != now.get(button)
        case Said(text) if text.strip() in before:
            return before[text.strip()] != now.get(text.strip())
    return False


def _unseen(place: str, before: Situation, turn: Turn, meanwhile: Sequence[ByColleague]) -> bool:
    """Whether the person agreed to something that is no more what they saw: a table, a removal, the whole filing."""
    if turn.deleted or turn.position.state != before.position.state:
        return bool(meanwhile)
    if place == IMPORT:
        changed = {news.head(change.path) for change in turn.changes}
        return any(news.head(each.path) in changed for each in meanwhile)
    item = place.removesuffix("-") if place.endswith(".-") and turn.changes else None
    return item is not None and any(path.startswith(item) for path in news.touched(meanwhile))


def _is_answer(asked: Asked, event: Understood) -> bool:
    return isinstance(event, Said) or (isinstance(event, Pressed) and event.button in dict(asked.offers))


def _homeless(situation: Situation, event: Understood, meanwhile: Sequence[ByColleague]) -> Turn:
    """Answer somebody whose question is not there any more: nothing of theirs becomes another question's answer."""
    match event:
        case Said(text) if typed := typed_button((CONTENTS, PAUSE), text):
            return engine.step(situation, Pressed(typed))
        case Pressed("resume" | "contents" | "pause") | Offered(said=None) | Refused() | Unsupported():
            return engine.step(situation, event)
    why = "gone" if situation.position.asked else "unasked"
    return moves.show(situation, news.not_taken(situation, event, meanwhile, why=why))


def _closed(situation: Situation, event: Understood, meanwhile: Sequence[ByColleague]) -> Turn:
    """Answer on a filing that is finished, perhaps by a colleague while this person was being asked."""
    asked = situation.position.asked
    turn = engine.step(situation.moved(rival=None), event)
    if turn.deleted and meanwhile:
        again = situation.moved(cursor=DELETE)
        return Turn((), again.position, (views.ask(again, DELETE, _LOOK_AGAIN),))
    if asked is None or asked.path == DELETE:
        return turn
    return replace(turn, replies=(news.not_taken(situation, event, meanwhile, why="closed"), *turn.replies))


def _told(
    situation: Situation, turn: Turn, meanwhile: Sequence[ByColleague], *, about: str = "", same: bool = False
) -> Turn:
    """Tell first what colleagues did, but for the answer that the turn is `about` anyway."""
    return replace(turn, replies=(*news.line(situation, meanwhile, about, same=same), *turn.replies))


def _remembered(situation: Situation, turn: Turn) -> Turn:
    """Note in the position what the person is shown now."""
    after = replace(situation, filing=reduce(apply, turn.changes, situation.filing), position=turn.position)
    return replace(turn, position=replace(turn.position, asked=_asked(after, turn.replies)))


def _asked(situation: Situation, replies: Sequence[Reply]) -> Asked | None:
    path = next((each.path for each in reversed(replies) if isinstance(each, Asking)), None)
    return None if path is None else Asked(path, _offers(situation, path))


def _offers(situation: Situation, path: str) -> tuple[tuple[str, str], ...]:
    """Return what each button stands for that answers the question at `path`, by the button's id."""
    step = find(plan(situation), path)
    return tuple((offer.id, str(offer.value)) for offer in offers_of(step, situation)) if step else ()
