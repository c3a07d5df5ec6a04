"""Two answers to one question: a colleague's that is stored, and the person's, which waits until they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import moves, news, views
from bot.conversation.events import Command, Pressed, Said
from bot.conversation.labels import typed_button
from bot.conversation.plan import find, plan
from bot.conversation.questionnaire import question_of
from bot.conversation.replies import Turn, View
from bot.conversation.review import name_of
from bot.message import Button, shortened
from bot.position import Rival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.events import Understood
    from bot.conversation.questionnaire import Step
    from bot.conversation.situation import Situation
    from bot.filing import Value
    from bot.position import ByColleague

RIVAL = "rival"
"""Where a person stands who has to choose."""
_CHOOSE_FIRST = "先在这两个里选一个吧，选好就接着填。都不合适就按“都不要，我重新填”。"
_CHANGED_AGAIN = "同事刚才又改了这一处，请再看一眼再选。"


def clash(
    situation: Situation, place: str, turn: Turn, meanwhile: Sequence[ByColleague], problem: str | None = None
) -> Turn | None:
    """Return the choice between both answers, if a turn would overwrite what colleagues changed meanwhile."""
    step, touched = find(plan(situation), place), news.touched(meanwhile)
    clashing = [change.path for change in turn.changes if change.path in touched]
    if step is None or not clashing:
        return None
    value = turn.changes[0].new  # the answer itself; what follows from it comes behind
    rival = Rival(place, value, _shown(situation, step, value), touched[clashing[0]])
    return _ask(situation, step, rival, problem)


def _ask(situation: Situation, step: Step, rival: Rival, problem: str | None = None) -> Turn:
    """Show both answers and let the person choose. Nothing changes until they do."""
    asking = views.asking(situation, RIVAL, _view(situation, step, rival), problem)
    return Turn((), situation.moved(rival=rival).position, (asking,))


def choose(situation: Situation, rival: Rival, event: Understood, meanwhile: Sequence[ByColleague]) -> Turn:
    """Answer an event while two answers wait for the person's choice."""
    left = situation.moved(rival=None, cursor=rival.path)
    step = find(plan(left), rival.path)
    if step is None:
        lost = news.not_taken(situation, event, meanwhile, why="gone")
        return moves.show(situation.moved(rival=None, cursor=None), lost)
    match _pressed(_view(situation, step, rival).buttons, event):
        case Pressed("theirs"):
            return moves.answered(left, step, step.value(situation.filing))
        case Pressed("mine"):
            turn = moves.answered(left, step, rival.value)
            return clash(situation, rival.path, turn, meanwhile, _CHANGED_AGAIN) or turn
        case Pressed("neither"):
            return moves.show(left)
        case Command("start") | Pressed("resume"):
            return _ask(situation, step, rival)
    return _ask(situation, step, rival, _CHOOSE_FIRST)


def _pressed(buttons: Sequence[Button], event: Understood) -> Understood:
    typed = typed_button(buttons, event.text) if isinstance(event, Said) else None
    return Pressed(typed) if typed else event


def _view(situation: Situation, step: Step, rival: Rival) -> View:
    theirs = _shown(situation, step, step.value(situation.filing))
    buttons = (
        Button("theirs", _label("用同事的", theirs)),
        Button("mine", _label("用我的", rival.shown)),
        Button("neither", "都不要，我重新填"),
    )
    others = [
        (name_of(each), _shown(situation, each, change.old), _shown(situation, each, change.new))
        for change in moves.answered(situation, step, rival.value).changes
        if change.path != rival.path and change.old is not None and (each := find(plan(situation), change.path))
    ]
    values = {"name": name_of(step), "who": rival.who, "theirs": theirs, "mine": rival.shown, "others": others}
    return View(template="rival", section=step.section.title, buttons=buttons, values=values)


def _shown(situation: Situation, step: Step, value: Value) -> str:
    return "空着" if value is None else question_of(step).field(situation.at(step.number)).show(value)


def _label(choice: str, shown: str) -> str:
    return shortened(f"{choice}：{' '.join(shown.split())}")
