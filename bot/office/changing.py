"""Changing when a campaign is due and when it reminds."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot import lobby
from bot.conversation.replies import Telling
from bot.message import Button
from bot.office import campaign_terms, dialogue, timetable
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.reception import Notice
from bot.store import assignments, campaigns
from bot.workdays import shown

if TYPE_CHECKING:
    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from bot.reception import Received
    from bot.store.assignments import Assignment
    from bot.store.campaigns import Campaign


def _campaign(scene: Scene, answers: Answers) -> Campaign | None:
    found = campaigns.get(scene.session, answers["campaign"], scene.person, administers=scene.administers)
    return found if found and found.changeable else None


def may(scene: Scene, answers: Answers) -> bool:
    """Tell whether the campaign of a dialogue is still the person's to change."""
    return _campaign(scene, answers) is not None


def may_while_open(scene: Scene, answers: Answers) -> bool:
    """Tell likewise, of a change that is none to a campaign that was closed meanwhile."""
    found = _campaign(scene, answers)
    return found is not None and found.state == "open"


def its(scene: Scene, answers: Answers) -> Campaign:
    """Return the campaign of a dialogue that goes on only while the person `may`."""
    found = _campaign(scene, answers)
    if found is None:
        raise LookupError("this campaign is not theirs")
    return found


def changed(found: Campaign, template: str, **values: object) -> Telling:
    """Return what was changed, with a button that shows the campaign."""
    show = Button(f"campaign.{found.id}", "📋 查看")
    return Telling(template=template, values={"title": found.terms.title, **values}, buttons=(show,))


def agreed(text: str) -> Offer:
    """Return the button that has a change made."""
    return Offer("agree", text, value=True)


def deadline(scene: Scene, found: Campaign) -> Received:
    """Ask for another deadline."""
    return dialogue.begin(scene, DEADLINE, {"campaign": found.id})


def _moved(scene: Scene, answers: Answers) -> dict[str, object]:
    found = its(scene, answers)
    new = replace(found.terms, deadline=campaign_terms.deadline(answers))
    people = {person for person, _ in assignments.concerned(scene.session, found.id)}
    return {
        "old": shown(found.terms.deadline),
        "new": shown(new.deadline),
        "clerks": len(people),
        "reminders": timetable.dates_in_words(scene, timetable.moments(scene, new)),
    }


def _move(scene: Scene, answers: Answers) -> Received:
    found = its(scene, answers)
    terms = replace(found.terms, deadline=campaign_terms.deadline(answers))
    campaigns.set_deadline(scene.session, found.id, terms.deadline)
    if found.state == "open":
        timetable.plan(scene, found.id, terms)
    days = {"old": shown(found.terms.deadline), "new": shown(terms.deadline)}
    told = scene.shown(changed(found, "deadline_moved", **days))
    if found.state == "closed" or terms.deadline == found.terms.deadline:
        return told
    concerned = groupby(assignments.concerned(scene.session, found.id), lambda row: row[0])
    notices = tuple(_notice(person, found, [each for _, each in theirs], days) for person, theirs in concerned)
    return replace(told, notices=notices)


def _notice(person: int, found: Campaign, due: list[Assignment], days: dict[str, str]) -> Notice:
    buttons = tuple(lobby.begin_button(each) for each in due[: lobby.LISTED])
    values = {"title": found.terms.title, **days}
    return Notice(person, Telling(template="deadline_notice", values=values, buttons=buttons))


DEADLINE = Dialogue(
    kind="campaign-deadline",
    section="改截止日期",
    prompts=(
        campaign_terms.DEADLINE,
        campaign_terms.KEPT,
        Prompt(
            key="agreed",
            template="deadline_change",
            offers=lambda _scene, _answers: (agreed("✔ 改，并通知填报人"),),
            values=_moved,
        ),
    ),
    finish=_move,
    may=may,
)


def days(scene: Scene, found: Campaign) -> Received:
    """Ask for other reminder days."""
    return dialogue.begin(scene, DAYS, {"campaign": found.id})


def _remind_otherwise(scene: Scene, answers: Answers) -> Received:
    found = its(scene, answers)
    terms = replace(found.terms, reminder_days=tuple(answers["reminder_days"]))
    campaigns.set_reminder_days(scene.session, found.id, terms.reminder_days)
    timetable.plan(scene, found.id, terms)
    ahead = timetable.dates_in_words(scene, timetable.moments(scene, terms))
    return scene.shown(changed(found, "days_changed", reminders=ahead))


DAYS = Dialogue(
    kind="campaign-days",
    section="改提醒",
    prompts=(campaign_terms.REMINDER_DAYS,),
    finish=_remind_otherwise,
    may=may_while_open,
)
