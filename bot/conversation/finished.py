"""A finished filing: what is handed over, and what a person can still do with it.

One that a campaign wants is submitted from here. While it is reviewed, and once it is filed, nothing of it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import importing, moves, views
from bot.conversation.events import Command, Offered, Pressed, Refused, Said, Understood
from bot.conversation.labels import typed_button
from bot.conversation.plan import CONTENTS, DELETE
from bot.conversation.replies import DOCUMENTS, Reply, Sending, Telling, Turn
from bot.message import Button
from scoring import score

if TYPE_CHECKING:
    from bot.conversation.situation import Situation
    from bot.position import State

ALL = "all"
_NOT_FILLED_IN: dict[State, str] = {
    "finished": "这份自评已经完成，表没有填进去。要改它，请先按“修改答案”。",
    "submitted": "这份自评正在等审核，表没有填进去。要改它，请先按“撤回”。",
    "filed": "这份自评已经报送，不能再改，表没有填进去。确实要改，请联系财政，由财政退回。",
}


def finish(situation: Situation) -> Turn:
    """Complete the filing; hand over the result, the picture, the narrative, and buttons for the documents."""
    position = situation.moved(cursor=None, origin=None, state="finished").position
    situation = situation.moved(state="finished")
    result = Telling(template="finished", values=_values(situation))
    return Turn((), position, (result, Sending("form.png"), Sending("report.txt"), _documents(situation, "documents")))


def after_finish(situation: Situation, event: Understood) -> Turn:
    """Answer an event on a finished filing: documents, score, or opening it again to change an answer."""
    opens = situation.position.state == "finished"
    asked = views.ask(situation, DELETE).buttons if opens and situation.position.cursor == DELETE else ()
    situation = situation.moved(cursor=None)
    documents = _document_buttons(situation)
    match _pressed((*asked, *_documents(situation, "complete").buttons), event):
        case Pressed("yes") if asked:
            return Turn((), situation.position, (), deleted=True)
        case Pressed(button) if button in documents:
            return Turn((), situation.position, _sent(documents[button]))
        case Pressed(button) if opens and button == _reopen(situation).id:
            return moves.go(situation.moved(state="draft"), CONTENTS)
        case Command("contents") if opens:
            return moves.go(situation.moved(state="draft"), CONTENTS)
        case Command("delete") if opens:
            return Turn((), situation.moved(cursor=DELETE).position, (views.ask(situation, DELETE),))
        case Command("score"):
            return _complete(situation, told_score(situation))
        case Command("help"):
            return _complete(situation, Telling(template="help"))
        case Offered(proposal):
            reason = _NOT_FILLED_IN[situation.position.state]
            return _complete(situation, importing.not_filled_in(situation, proposal, reason))
        case Refused(reason):
            return _complete(situation, Telling(template="refused", values={"reason": reason}))
    return _complete(situation)


def _pressed(buttons: tuple[Button, ...], event: Understood) -> Understood:
    """Return the press of a button whose label was typed; any other event as it came."""
    typed = typed_button(buttons, event.text) if isinstance(event, Said) else None
    return Pressed(typed) if typed else event


def _complete(situation: Situation, *before: Reply) -> Turn:
    return Turn((), situation.position, (*before, _documents(situation, "complete")))


def told_score(situation: Situation) -> Telling:
    """Return the score so far, row by row."""
    return Telling(template="score", values=_values(situation))


def _sent(kind: str) -> tuple[Reply, ...]:
    return tuple(Sending(each) for each in (DOCUMENTS if kind == ALL else (kind,)))


def _document_buttons(situation: Situation) -> dict[str, str]:
    """Return the kind of document by button. The filing's id is in it: the button may be pressed a year later."""
    return {f"document.{situation.filing_id}.{kind}": kind for kind in (*DOCUMENTS, ALL)}


def _reopen(situation: Situation) -> Button:
    return Button(f"reopen.{situation.filing_id}", "✏ 修改答案")


def office_buttons(filing_id: int, state: State) -> tuple[Button, ...]:
    """Return what a campaign's finished filing offers its clerks beside documents. The office answers these."""
    named = {"finished": ("submit", "📨 提交审核"), "submitted": ("withdraw", "↩ 撤回")}
    moved = (Button(f"{named[state][0]}.{filing_id}", named[state][1]),) if state in named else ()
    return (*moved, Button(f"history.{filing_id}", "🕘 经过"))


def _documents(situation: Situation, template: str) -> Telling:
    labels = {**DOCUMENTS, ALL: "全部"}
    state = situation.position.state
    buttons = tuple(Button(button, labels[kind]) for button, kind in _document_buttons(situation).items())
    reopened = (_reopen(situation),) if state == "finished" else ()
    office = office_buttons(situation.filing_id, state) if situation.assigned else ()
    return Telling(template=template, values=_values(situation), buttons=(*buttons, *reopened, *office))


def _values(situation: Situation) -> dict[str, object]:
    return {
        "filing": situation.filing,
        "sheet": score(situation.filing),
        "state": situation.position.state,
        "assigned": situation.assigned,
    }
