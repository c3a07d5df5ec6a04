"""A finished filing: what is handed over, and what a person can still do with it."""

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

ALL = "all"


def finish(situation: Situation) -> Turn:
    """Complete the filing; hand over the result, the picture, the narrative, and buttons for the documents."""
    position = situation.moved(cursor=None, origin=None, state="finished").position
    result = Telling(template="finished", values=_values(situation))
    return Turn((), position, (result, Sending("form.png"), Sending("report.txt"), _documents(situation, "documents")))


def after_finish(situation: Situation, event: Understood) -> Turn:
    """Answer an event on a finished filing: documents, score, or opening it again to change an answer."""
    asked = views.ask(situation, DELETE).buttons if situation.position.cursor == DELETE else ()
    situation = situation.moved(cursor=None)
    documents = _document_buttons(situation)
    match _pressed((*asked, *_documents(situation, "filed").buttons), event):
        case Pressed("yes") if asked:
            return Turn((), situation.position, (), deleted=True)
        case Pressed(button) if button in documents:
            return Turn((), situation.position, _sent(documents[button]))
        case Pressed(button) if button == _reopen(situation).id:
            return moves.go(situation.moved(state="draft"), CONTENTS)
        case Command("contents"):
            return moves.go(situation.moved(state="draft"), CONTENTS)
        case Command("delete"):
            return Turn((), situation.moved(cursor=DELETE).position, (views.ask(situation, DELETE),))
        case Command("score"):
            return _filed(situation, told_score(situation))
        case Command("help"):
            return _filed(situation, Telling(template="help"))
        case Offered(proposal):
            return _filed(situation, importing.not_filled_in(situation, proposal))
        case Refused(reason):
            return _filed(situation, Telling(template="refused", values={"reason": reason}))
    return _filed(situation)


def _pressed(buttons: tuple[Button, ...], event: Understood) -> Understood:
    """Return the press of a button whose label was typed; any other event as it came."""
    typed = typed_button(buttons, event.text) if isinstance(event, Said) else None
    return Pressed(typed) if typed else event


def _filed(situation: Situation, *before: Reply) -> Turn:
    return Turn((), situation.position, (*before, _documents(situation, "filed")))


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


def _documents(situation: Situation, template: str) -> Telling:
    labels = {**DOCUMENTS, ALL: "全部"}
    buttons = tuple(Button(button, labels[kind]) for button, kind in _document_buttons(situation).items())
    return Telling(template=template, values=_values(situation), buttons=(*buttons, _reopen(situation)))


def _values(situation: Situation) -> dict[str, object]:
    return {"filing": situation.filing, "sheet": score(situation.filing)}
