"""Sending a filing back: what it is about, and why; then its clerks are told, each with a button that leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import places
from bot.conversation.events import Pressed
from bot.conversation.fields import Text, Unreadable
from bot.conversation.form import FORM
from bot.conversation.plan import REVIEW
from bot.conversation.review import place_of
from bot.message import Button, shortened
from bot.office import dialogue, dossier
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.office.dossier import NOTHING_THERE, actor, hindered, id_of, name, told
from bot.position import Returned
from bot.reception import Notice, Received
from bot.store import filings, reviews, roles
from bot.store.reviews import Reviewed
from scoring import score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.conversation.situation import Situation
    from bot.office.dialogue import Answers
    from bot.office.scene import Scene

_REASON = Text(300, lines=True)
_SHORTEST = 2
_PLACES = 8
"""Findings that get a button each."""
_LIKELY = (
    "数字和账面对不上，请核对后重填。",
    "完成情况写得太简单，请补充具体数据。",
    "扣分原因没有写清楚，请说明。",
    "和实际情况不符，请改正。",
)


def give_back(scene: Scene, words: Sequence[str]) -> Received:
    """Ask what a return is about and why, if the person may return this filing now."""
    if not words:
        return Received((), Pressed("return"))  # under a question, a button of that name leads back to another one
    filing_id = id_of(words)
    outcome = None if filing_id is None else reviews.may(scene.session, filing_id, "returned", actor(scene))
    if isinstance(outcome, Reviewed):
        return dialogue.begin(scene, RETURNING, {"filing": outcome.id})
    return scene.shown(hindered(scene, outcome))


def _filing(scene: Scene, answers: Answers) -> Reviewed | None:
    return reviews.look(scene.session, answers["filing"], actor(scene))


def _may(scene: Scene, answers: Answers) -> bool:
    filing = _filing(scene, answers)
    return filing is not None and filing.is_readable


def _places(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    """Offer the whole filing, where something was found, and every section."""
    seen = dossier.situation(scene, answers["filing"])
    found = dict.fromkeys(finding.path for finding in score(seen.filing).findings)
    named = [(path, places.title(seen, path)) for path in found]
    at_findings = [
        Offer(f"at-{path}", shortened(f"🔍 {label}"), path) for path, label in named if label != places.WHOLE
    ]
    sections = [Offer(f"section-{section.key}", section.title, section.key) for section in FORM]
    return (Offer("whole", places.WHOLE), *at_findings[:_PLACES], *sections)


def _read_place(scene: Scene, answers: Answers, text: str) -> str | None:
    return places.found(dossier.situation(scene, answers["filing"]), text)


def _read_reason(_scene: Scene, _answers: Answers, text: str) -> str:
    reason = _REASON.read(text)
    if len(reason) < _SHORTEST:
        raise Unreadable(f"请写清楚退回的原因，至少 {_SHORTEST} 个字，例如：{_LIKELY[0]}")
    return reason


def _about(scene: Scene, answers: Answers) -> Mapping[str, object]:
    path = answers.get("place")
    place = places.title(dossier.situation(scene, answers["filing"]), path)
    return {"filing": _filing(scene, answers), "place": place}


def _finish(scene: Scene, answers: Answers) -> Received:
    returned = Returned(answers["reason"], answers["place"])
    outcome = reviews.move(scene.session, answers["filing"], "returned", actor(scene), returned)
    if not isinstance(outcome, Reviewed):
        return scene.shown(hindered(scene, outcome))
    seen = dossier.situation(scene, outcome.id)
    about = {"place": places.title(seen, returned.path), "reason": returned.reason, "who": name(scene, scene.person)}
    buttons = (Button(f"mend.{outcome.id}", "✏ 去修改"), dossier.history_button(outcome.id))
    clerks = roles.holders(scene.session, outcome.unit_id, "clerk")
    for clerk in clerks:
        reviews.lead(scene.session, outcome.id, clerk, _goal(seen, returned))
    notices = tuple(Notice(clerk, told("sent_back", outcome, buttons, **about)) for clerk in clerks)
    done = scene.shown(told("returned", outcome, (), **about))
    return Received(done.replies, done.event, notices=notices)


def _goal(seen: Situation, returned: Returned) -> str:
    """Return where a return is mended: at its item, or else in the review."""
    return place_of(seen, returned.path) if returned.path else REVIEW


def mend(scene: Scene, words: Sequence[str]) -> Received:
    """Open a filing that was sent back at the very item that this was about."""
    filing_id = id_of(words)
    stored = None if filing_id is None else filings.load(scene.session, filing_id, scene.person)
    if stored is None:
        return scene.shown(NOTHING_THERE)
    if stored.returned and not stored.position.finished:
        goal = _goal(dossier.situation(scene, stored.id), stored.returned)
        reviews.lead(scene.session, stored.id, scene.person, goal)
    scene.chat.filing_id = stored.id
    return Received((), Pressed("resume"))


RETURNING = Dialogue(
    kind="return",
    section="退回",
    prompts=(
        Prompt(key="place", template="return_place", read=_read_place, offers=_places, values=_about),
        Prompt(
            key="reason",
            template="return_reason",
            read=_read_reason,
            offers=lambda _scene, _answers: [Offer(f"reason-{n}", text, text) for n, text in enumerate(_LIKELY, 1)],
            values=_about,
        ),
    ),
    finish=_finish,
    may=_may,
)
