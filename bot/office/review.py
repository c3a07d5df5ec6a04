"""Review: a filing is submitted, withdrawn, passed, and read by those who decide about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.finished import office_buttons
from bot.conversation.labels import typed_button
from bot.conversation.replies import DOCUMENTS, Sending, Telling
from bot.message import Button, Send, shortened
from bot.office import dialogue, dossier
from bot.office.dossier import NOTHING_THERE, actor, hindered, id_of, name, told
from bot.office.returning import RETURNING
from bot.reception import Notice, Received
from bot.store import dialogues, filings, people, reviews, roles, trays
from bot.store.reviews import Reviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.office.scene import Scene
    from bot.position import State


def submit(scene: Scene, words: Sequence[str]) -> Received:
    """Hand a finished filing in: every reviewer in charge gets it."""
    return _moved(scene, words, "submitted", _handed_in)


def withdraw(scene: Scene, words: Sequence[str]) -> Received:
    """Take a filing back before it is passed, and open it."""
    return _moved(scene, words, "finished", _withdrawn)


def let_pass(scene: Scene, words: Sequence[str]) -> Received:
    """Pass a filing: from now on it is with 财政."""
    return _moved(scene, words, "filed", _passed)


def _moved(scene: Scene, words: Sequence[str], to: State, then: Callable[[Scene, Reviewed], Received]) -> Received:
    filing_id = id_of(words)
    outcome = None if filing_id is None else reviews.move(scene.session, filing_id, to, actor(scene))
    return then(scene, outcome) if isinstance(outcome, Reviewed) else scene.shown(hindered(scene, outcome))


def _handed_in(scene: Scene, filing: Reviewed) -> Received:
    reviewers = reviews.reviewers(scene.session, filing.id)
    own = scene.person in roles.reviewers(scene.session, filing.unit_id) and scene.person not in reviewers
    names = [name(scene, person) for person in reviewers]
    done = told("handed_in", filing, office_buttons(filing.id, "submitted"), names=names, own=own)
    if not reviewers:
        missed = told("no_reviewer", filing, who=name(scene, scene.person), own=own)
        return _done(scene, filing, done, _notices(_finance(scene, filing.unit_id), missed))
    short = dossier.summary(scene, filing, "submitted", {"reviewer"})
    notices = [Notice(person, each, filing.id) for person in reviewers for each in (Sending("form.png"), short)]
    return _done(scene, filing, done, notices)


def _withdrawn(scene: Scene, filing: Reviewed) -> Received:
    scene.chat.filing_id = filing.id
    return scene.shown(told("withdrawn", filing))


def _passed(scene: Scene, filing: Reviewed) -> Received:
    who = name(scene, scene.person)
    clerks = [each for each in roles.holders(scene.session, filing.unit_id, "clerk") if each != scene.person]
    came_in = told("came_in", filing, dossier.buttons(filing.id, "filed", {"finance"}), who=who)
    notices = (
        *_notices(clerks, told("passed", filing, (dossier.history_button(filing.id),), who=who)),
        *_notices(_finance(scene, filing.campaign_unit_id), came_in),
    )
    return _done(scene, filing, told("let_pass", filing), notices)


def _done(scene: Scene, filing: Reviewed, done: Telling, notices: Iterable[Notice]) -> Received:
    """Tell that it is done. What else the person had in hand is shown again."""
    event = scene.shown().event if scene.chat.filing_id != filing.id else None
    return Received((done,), event, notices=tuple(notices))


def _notices(people_: Iterable[int], telling: Telling) -> tuple[Notice, ...]:
    return tuple(Notice(person, telling) for person in people_)


def _finance(scene: Scene, unit: int) -> tuple[int, ...]:
    """Return who is told as 财政: those of the unit, else those above it, else administrators."""
    session = scene.session
    there = roles.holders(session, unit, "finance") or roles.overseers(session, unit)
    return there or people.administrators(session)


def read(scene: Scene, words: Sequence[str]) -> Received:
    """Show a filing in full. Whoever is about to return it is asked on then."""
    filing = _readable(scene, words)
    if filing is None:
        return scene.shown(NOTHING_THERE)
    shown = scene.shown(*dossier.full(scene, filing))
    if dialogues.load(scene.session, scene.person, RETURNING.kind).get("filing") != filing.id:
        return shown
    asked = dialogue.begin(scene, RETURNING)
    return Received((*shown.replies, *asked.replies), asked.event)


def paper(scene: Scene, words: Sequence[str]) -> Received:
    """Send one of a filing's documents."""
    filing, kind = _readable(scene, words), ".".join(words[1:])
    if filing is None or kind not in DOCUMENTS:
        return scene.shown(NOTHING_THERE)
    return Received((Send(kind=kind, filing=filing.id),), None)


def look(scene: Scene, words: Sequence[str]) -> Received:
    """Show a filing from one of the trays: its picture, and what there is to decide."""
    filing = _readable(scene, words)
    if filing is None:
        return scene.shown(NOTHING_THERE)
    short = dossier.summary(scene, filing, filing.state, filing.parts)
    return Received((Send(kind="form.png", filing=filing.id), short), None)


def past(scene: Scene, words: Sequence[str]) -> Received:
    """Tell who moved a filing when."""
    filing = _concerning(scene, words)
    return Received((NOTHING_THERE if filing is None else dossier.past(scene, filing),), None)


def _concerning(scene: Scene, words: Sequence[str]) -> Reviewed | None:
    filing_id = id_of(words)
    return None if filing_id is None else reviews.look(scene.session, filing_id, actor(scene))


def _readable(scene: Scene, words: Sequence[str]) -> Reviewed | None:
    filing = _concerning(scene, words)
    return filing if filing and filing.is_readable else None


def tray(scene: Scene, _args: str) -> Received:
    """List what waits for the person's review, and what came in for them as 财政."""
    waiting = trays.waiting(scene.session, scene.person)
    came_in = trays.came_in(scene.session, scene.person, administers=scene.administers)
    buttons = tuple(
        Button(f"look.{paper.id}", shortened(f"{mark} {paper.unit} {paper.project}"))
        for mark, lying in (("📨", waiting), ("📁", came_in))
        for paper in lying.papers
    )
    values = {"waiting": waiting, "came_in": came_in, "zone": scene.zone}
    return Received((Telling(template="tray", values=values, buttons=buttons),), None)


def typed(scene: Scene, text: str) -> str | None:
    """Return the office's button that stands under the finished filing in hand and whose label was typed."""
    states: tuple[State, ...] = ("finished", "submitted")
    if not any(typed_button(office_buttons(0, state), text) for state in states) or not scene.chat.filing_id:
        return None
    stored = filings.load(scene.session, scene.chat.filing_id, scene.person)
    if stored is None or not stored.assigned or not stored.position.finished:
        return None
    return typed_button(office_buttons(stored.id, stored.position.state), text)
