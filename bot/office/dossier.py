"""A campaign's filing as those read it whom its review concerns: in short, in full, and what became of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.conversation.places import shown, title
from bot.conversation.replies import DOCUMENTS, Telling
from bot.conversation.review import marked
from bot.conversation.situation import Situation
from bot.documents.chat_text import chat_text
from bot.message import Button, Send
from bot.office.naming import called
from bot.position import Position
from bot.reception import is_id
from bot.store import filings, people
from bot.store.history import changed_since_return, history
from bot.store.reviews import RULES, Actor, Overtaken, Own, Reviewed
from scoring import load_scheme, score

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.conversation.replies import Reply
    from bot.formats import Role
    from bot.message import Document
    from bot.office.scene import Scene
    from bot.position import State
    from bot.store.history import Changed, Step

MOST = 20
"""Changes, or moves, that a message names; the others it counts."""
NOTHING_THERE = Telling(template="nothing_there")


def actor(scene: Scene) -> Actor:
    """Return the person of the scene as somebody who moves filings."""
    return Actor(scene.person, scene.at, scene.administers)


def id_of(words: Sequence[str]) -> int | None:
    """Return the filing that a button names; `None` where it was forged."""
    return int(words[0]) if words and is_id(words[0]) else None


def situation(scene: Scene, filing_id: int) -> Situation:
    """Return a filing as the conversation sees it, from nobody's place in it. For those who may read it."""
    filing = filings.content(scene.session, filing_id)
    if filing is None:
        raise LookupError(filing_id)
    return Situation(filing_id, filing, load_scheme(filing.scheme), scene.today, Position())


def told(template: str, filing: Reviewed, buttons: tuple[Button, ...] = (), **values: object) -> Telling:
    """Return a message about a filing."""
    return Telling(template=template, values={"filing": filing, **values}, buttons=buttons)


def name(scene: Scene, person: int) -> str:
    """Return what colleagues call a person."""
    return called(people.names(scene.session, [person])[person], person)


def buttons(filing_id: int, state: State, parts: Collection[Role]) -> tuple[Button, ...]:
    """Return what somebody who is such `parts` to a filing can do with it."""
    allowed = {rule.new for rule in RULES if rule.old == state and rule.by in parts}
    offered = (
        *((Button(f"pass.{filing_id}", "✅ 通过"),) if "filed" in allowed else ()),
        *((Button(f"return.{filing_id}", "↩ 退回"),) if "returned" in allowed else ()),
    )
    return (*offered, Button(f"read.{filing_id}", "📖 看全文"), history_button(filing_id))


def history_button(filing_id: int) -> Button:
    """Return the button that tells what became of a filing."""
    return Button(f"history.{filing_id}", "🕘 经过")


def summary(scene: Scene, filing: Reviewed, state: State, parts: Collection[Role]) -> Telling:
    """Return a filing in short: its total, its findings, what changed since it was returned; with its buttons."""
    seen = situation(scene, filing.id)
    sheet = score(seen.filing)
    changed = changed_since_return(scene.session, filing.id)
    return told(
        "to_review",
        filing,
        buttons(filing.id, state, parts),
        state=state,
        sheet=sheet,
        counts=Counter(finding.severity for finding in sheet.findings),
        **marked(sheet.findings),
        was_returned=any(step.new == "returned" for step in history(scene.session, filing.id)),
        changes=[_change(seen, each) for each in changed[:MOST]],
        more=max(0, len(changed) - MOST),
    )


def _change(seen: Situation, changed: Changed) -> tuple[str, str | None, str | None]:
    """Return the name of an answer, how it was and how it is; both `None` for an item that is gone."""
    if changed.removed:
        group, number = changed.path.split(".")
        return f"{title(seen, f'{group}.+')}第 {number} 项", None, None
    return title(seen, changed.path), shown(seen, changed.path, changed.old), shown(seen, changed.path, changed.new)


def full(scene: Scene, filing: Reviewed) -> tuple[Reply | Document, ...]:
    """Return a filing in full: its picture, its narrative, and buttons for the documents."""
    answers = situation(scene, filing.id).filing
    offered = tuple(Button(f"paper.{filing.id}.{kind}", label) for kind, label in DOCUMENTS.items())
    return (
        Send(kind="form.png", filing=filing.id),
        Telling(template="narrative", values={"text": chat_text(answers)}),
        told("papers", filing, (*offered, *buttons(filing.id, filing.state, filing.parts))),
    )


def past(scene: Scene, filing: Reviewed) -> Telling:
    """Return who moved a filing when, the latest moves of many."""
    steps = history(scene.session, filing.id)
    seen = situation(scene, filing.id)
    lines = [_step(scene, seen, step) for step in steps[-MOST:]]
    return told("history", filing, (), steps=lines, more=max(0, len(steps) - MOST))


def _step(scene: Scene, seen: Situation, step: Step) -> dict[str, object]:
    return {
        "at": step.at.astimezone(scene.zone),
        "who": called(step.name, step.who),
        "old": step.old,
        "new": step.new,
        "reason": step.reason,
        "place": title(seen, step.path) if step.path else None,
    }


def hindered(scene: Scene, outcome: Overtaken | Own | None) -> Telling:
    """Return why a move was not made."""
    match outcome:
        case Overtaken(filing, last):
            step = _step(scene, situation(scene, filing.id), last) if last else None
            return told("overtaken", filing, (history_button(filing.id),), step=step)
        case Own(filing):
            return told("own_review", filing)
    return NOTHING_THERE
