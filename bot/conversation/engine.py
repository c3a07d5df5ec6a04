"""One step of the conversation: what a person did goes in, changes and replies come out. Nothing else happens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation import importing, moves, views
from bot.conversation.events import Command, Offered, Pressed, Refused, Said, Understood, Unsupported
from bot.conversation.fields import Unreadable, visible
from bot.conversation.finished import after_finish, finish, told_score
from bot.conversation.labels import typed_button
from bot.conversation.moves import show
from bot.conversation.plan import CONTENTS, DELETE, IMPORT, PAUSE, REVIEW, find, here, plan
from bot.conversation.questionnaire import offers_of, question_of
from bot.conversation.replies import Telling, Turn
from bot.message import Button

if TYPE_CHECKING:
    from bot.conversation.questionnaire import Step
    from bot.conversation.situation import Situation
    from bot.proposal import Proposal

_RECEIVED = {
    "sticker": "表情贴纸",
    "voice": "语音",
    "photo": "图片",
    "video": "视频",
    "location": "位置",
}
STANDING = (Button("skip", "跳过"), Button("back", "上一步"), Button("back", "返回"))
"""Words that are never an answer, even where there is no such button."""
_USELESS = {
    "skip": "这里不能跳过。请打字回答，或者按下面的按钮。",
    "back": "这已经是第一问，前面没有了。",
}


def step(situation: Situation, event: Understood) -> Turn:
    """Return what follows from one event. Every event is answered; what is not understood changes nothing."""
    if situation.position.finished:
        return after_finish(situation, event)
    match event:
        case Command(name):
            return _command(situation, name)
        case Pressed(button):
            return _press(situation, button)
        case Said(text):
            return _say(situation, text)
        case Offered(proposal, said):
            return _offer(situation, proposal, said)
        case Refused(reason):
            return show(situation, problem=reason)
        case Unsupported("edited"):
            return show(situation, problem="改以前发的消息，存好的答案不会跟着变。要改答案，请按“目录”。")
    received = _RECEIVED.get(event.kind, "一条读不了的消息")
    return show(situation, problem=f"收到了{received}，没有记作答案。请打字回答，或者按下面的按钮。")


def _offer(situation: Situation, proposal: Proposal, said: str | None) -> Turn:
    """Show what was read; a text that looks like a table is one only where a group asks for such items."""
    group, _, field = here(situation).partition(".")
    if said is not None and not (field == "+" and getattr(proposal.filing, group)):
        return _say(situation, said)
    told = (importing.checked(situation, proposal),) if proposal.is_scored else ()
    turn = moves.go(situation.moved(proposal=proposal), IMPORT)
    return replace(turn, replies=(*told, *turn.replies))


def _command(situation: Situation, name: str) -> Turn:
    match name:
        case "contents" | "back" | "skip" | "pause":
            return _press(situation, name)
        case "score":
            return show(situation, told_score(situation))
        case "help":
            return show(situation, Telling(template="help"))
        case "delete":
            return moves.go(situation, DELETE)
    return moves.resume(situation)


def _press(situation: Situation, button: str) -> Turn:
    if button == "resume":
        return moves.resume(situation)
    if button == "contents":
        return moves.go(situation, CONTENTS)
    place = here(situation)
    if button not in {each.id for each in views.buttons(situation, place)}:
        return show(situation, problem=_USELESS.get(button, "这个按钮现在用不上，答案都没有变。您在这一步："))
    if button == "pause":
        return moves.go(situation, PAUSE)
    if button == "back":
        return moves.back(situation, place)
    if button == "return":
        return moves.to(situation, situation.position.origin)
    if button.startswith("go."):
        return moves.go(situation, button.removeprefix("go."))
    current = find(plan(situation), place)
    return _press_answer(situation, current, button) if current else _press_view(situation, place, button)


def _press_answer(situation: Situation, current: Step, button: str) -> Turn:
    if button in ("skip", "done"):
        return moves.pass_over(situation, current)
    value = next(offer.value for offer in offers_of(current, situation) if offer.id == button)
    return moves.answered(situation, current, value)


def _press_view(situation: Situation, place: str, button: str) -> Turn:
    """Press what only a view has: the end of the review, and the yes or no of a deletion."""
    if place == REVIEW:
        return finish(situation)
    if place == IMPORT:
        return moves.take_over(situation, button)
    if button == "no":
        return moves.back(situation, place)
    if place == DELETE:
        return Turn((), situation.moved(cursor=None, origin=None).position, (), deleted=True)
    group, number, _ = place.split(".")
    return moves.remove(situation, group, int(number))


def _say(situation: Situation, text: str) -> Turn:
    place = here(situation)
    if place == PAUSE:
        return moves.resume(situation, problem="刚才选了稍后再填，所以这句话没有记作答案。从这里接着填：")
    current = find(plan(situation), place)
    typed = typed_button((*views.buttons(situation, place), *STANDING), text)
    if typed or (place == IMPORT and (typed := importing.meant(text))):
        return _press(situation, typed)
    if current is None:
        return show(situation, problem="这里请按下面的按钮，或者打出按钮上的字。")
    if not visible(text):
        return show(situation, problem="这条消息里没有文字。请打字回答，或者按下面的按钮。")
    if views.is_full(situation, current):
        return show(situation, problem="这一组已经满了，不能再添加。")
    try:
        value = question_of(current).field(situation.at(current.number)).read(text)
    except Unreadable as why:
        return show(situation, problem=str(why))
    return moves.answered(situation, current, value)
