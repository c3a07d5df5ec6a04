"""/remind: a person's own reminders. And the buttons under every reminder that bring it back later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.conversation.events import Said
from bot.conversation.fields import Unreadable
from bot.conversation.replies import Telling
from bot.message import Button, shortened
from bot.office import dialogue
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.office.moments import read_moment, shown
from bot.reception import Received, is_id
from bot.store import filings, own_reminders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from scoring import Filing

MOST = 20
"""Reminders of one person that may wait at a time."""
LATER = {"hour": "1 小时后", "evening": "今晚 19:00", "morning": "明早 9:00"}
"""The moments that buttons offer, by what follows `snooze.` in their ids."""


def remind(scene: Scene, wanted: str) -> Received:
    """Show what is set, and ask for the moment of a new one; `/remind 明天下午3点` names it at once."""
    asked = dialogue.begin(scene, REMINDING, {})
    if wanted.strip():
        return dialogue.receive(scene, REMINDING, Said(wanted)) or asked
    waiting = own_reminders.waiting(scene.session, scene.person)
    if not waiting:
        return asked
    times = [(each, _shown(scene, each.due_at)) for each in waiting]
    buttons = tuple(Button(f"unremind.{each.id}", shortened(f"✖ {when}")) for each, when in times)
    listed = Telling(template="reminders_set", values={"times": times}, buttons=buttons)
    return Received((listed, *asked.replies), asked.event)


def unremind(scene: Scene, words: Sequence[str]) -> Received:
    """Take back one of the person's own."""
    match words:
        case [number] if is_id(number) and own_reminders.cancel(scene.session, scene.person, int(number), scene.at):
            return _told("reminder_cancelled")
    return _told("no_reminder")


def snooze(scene: Scene, words: Sequence[str]) -> Received:
    """Bring a message back later: `snooze.hour.<any of its reminders>`."""
    match words:
        case [key, number] if key in LATER and is_id(number):
            return _snooze(scene, LATER[key], int(number))
    return _told("no_reminder")


def _snooze(scene: Scene, words: str, number: int) -> Received:
    try:
        when = read_moment(words, scene.at, scene.zone)
    except Unreadable as why:
        return _told("not_snoozed", why=str(why))
    if not own_reminders.snooze(scene.session, scene.person, number, when):
        return _told("no_reminder")
    return _told("snoozed", when=_shown(scene, when))


def _told(template: str, **values: object) -> Received:
    return Received((Telling(template=template, values=values),), None)


def _shown(scene: Scene, when: datetime) -> str:
    return shown(when, scene.at.astimezone(scene.zone))


def _in_hand(scene: Scene) -> Filing | None:
    stored = filings.load(scene.session, scene.chat.filing_id, scene.person) if scene.chat.filing_id else None
    return stored.filing if stored else None


def _read(scene: Scene, _answers: Answers, text: str) -> str:
    return read_moment(text, scene.at, scene.zone).isoformat()


def _offers(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    """Return the buttons, without those whose moment is over today."""
    offers = []
    for key, words in LATER.items():
        try:
            offers.append(Offer(key, words, _read(scene, answers, words)))
        except Unreadable:
            continue
    return tuple(offers)


def _values(scene: Scene, _answers: Answers) -> dict[str, object]:
    return {"filing": _in_hand(scene)}


def _finish(scene: Scene, answers: Answers) -> Received:
    filing = _in_hand(scene)
    if len(own_reminders.waiting(scene.session, scene.person)) >= MOST:
        return scene.shown(Telling(template="too_many_reminders", values={"most": MOST}))
    when = datetime.fromisoformat(answers["at"])
    own_reminders.add(scene.session, scene.person, scene.chat.filing_id if filing else None, when)
    return scene.shown(Telling(template="reminder_set", values={"when": _shown(scene, when), "filing": filing}))


REMINDING = Dialogue(
    kind="remind",
    section="提醒",
    prompts=(Prompt(key="at", template="remind", read=_read, offers=_offers, values=_values),),
    finish=_finish,
)
