"""A new campaign: its questions, the summary before it is published, and what is sent out then."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot import lobby
from bot.conversation.replies import Telling
from bot.message import Button
from bot.office import campaign_terms, dialogue, timetable
from bot.office.campaign_terms import deadline, title
from bot.office.choosing import unit_prompt
from bot.office.coverage import PROJECTS, UNITS, below, chosen, wanted
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.reception import Notice, Received
from bot.store import assignments, campaigns, dialogues, roles, units
from bot.store.campaigns import Terms
from bot.workdays import shown
from scoring import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from bot.store.assignments import Assignment
    from bot.store.units import Unit

GLANCE = 10
"""Units named where something is missing, and projects named at all."""


def tops(scene: Scene) -> tuple[Unit, ...]:
    """Return the units that a person may ask in the name of: for administrators, those at the top."""
    if scene.administers:
        return units.roots(scene.session)
    held = (each.unit_id for each in roles.held(scene.session, scene.person) if each.role == "finance")
    return tuple(unit for each in held if (unit := units.get(scene.session, each)))


def terms_of(answers: Answers) -> Terms:
    """Return what was decided."""
    return Terms(
        unit_id=answers["unit"],
        title=title(answers),
        year=answers["year"],
        scheme=answers["scheme"],
        deadline=deadline(answers),
        reminder_days=tuple(answers["reminder_days"]),
        own_review=answers["own_review"],
    )


def _may(scene: Scene, answers: Answers) -> bool:
    unit = answers.get("unit")
    return bool(tops(scene)) if unit is None else scene.oversees(unit) and units.get(scene.session, unit) is not None


def _has_choice(scene: Scene, _answers: Answers) -> bool:
    found = tops(scene)
    return len(found) > 1 or (scene.administers and any(units.children(scene.session, each.id) for each in found))


def _summary(scene: Scene, answers: Answers) -> dict[str, object]:
    there, terms = below(scene, answers), terms_of(answers)
    due = wanted(there, answers)
    asked = {unit for unit, _ in due}
    moments = timetable.moments(scene, terms)
    return {
        "terms": terms,
        "unit": there[0].name,
        "scheme": load_scheme(terms.scheme),
        **campaign_terms.about(terms.deadline),
        "due": len(due),
        "asked": len(asked),
        "projects": tuple(dict.fromkeys(project for _, project in due)),
        "without": len(chosen(there, answers)) - len(asked),
        "no_clerk": tuple(each.name for each in there if each.id in asked and not each.has_clerk),
        "no_reviewer": tuple(each.name for each in there if each.id in asked and not each.has_reviewer),
        "reminders": timetable.dates_in_words(scene, moments),
        "glance": GLANCE,
    }


def _publish_offers(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    publish = (Offer("publish", "📣 发布", value=True),) if wanted(below(scene, answers), answers) else ()
    unit = (Offer("change-unit", "改发布单位", forget=("unit", "at", "units", "picked")),)
    return (
        *publish,
        Offer("change-year", "改年度", forget=("year",)),
        Offer("change-scheme", "改表", forget=("scheme",)),
        *(unit if _has_choice(scene, answers) else ()),
        Offer("change-units", "改填报单位", forget=("units",)),
        Offer("change-projects", "改项目", forget=("projects",)),
        Offer("change-deadline", "改截止日期", forget=("deadline", "kept")),
        Offer("change-days", "改提醒", forget=("reminder_days",)),
        Offer("change-review", "改审核", forget=("own_review",)),
        _rename(answers),
    )


def _rename(answers: Answers) -> Offer:
    named = "title" in answers
    return Offer("change-title", "改名称", value=True, key="renamed", forget=("title",) if named else ())


def _publish(scene: Scene, answers: Answers) -> Received:
    terms = terms_of(answers)
    if terms.deadline < scene.today:
        rest = {key: answers[key] for key in answers if key not in ("deadline", "kept", "publish")}
        asked = dialogue.begin(scene, PUBLISHING, rest)
        return replace(asked, replies=(Telling(template="deadline_over"), *asked.replies))
    number = campaigns.create(scene.session, terms, scene.person, scene.at)
    made = assignments.add(scene.session, number, wanted(below(scene, answers), answers))
    timetable.plan(scene, number, terms)
    notices = calls(assignments.concerned(scene.session, number))
    told = Telling(
        template="campaign_published",
        values={
            "terms": terms,
            "number": number,
            "due": made,
            "clerks": len(notices),
            "deadline": shown(terms.deadline),
        },
        buttons=(Button(f"campaign.{number}", "📋 查看"),),
    )
    return replace(scene.shown(told), notices=notices)


def calls(concerned: Iterable[tuple[int, Assignment]]) -> tuple[Notice, ...]:
    """Return one message for each clerk, with buttons that begin what is wanted of them."""
    return tuple(
        _call(person, [each for _, each in theirs]) for person, theirs in groupby(concerned, lambda row: row[0])
    )


def _call(person: int, due: list[Assignment]) -> Notice:
    values = {"due": due[: lobby.LISTED], "all": len(due), "deadline": shown(due[0].deadline)}
    buttons = tuple(lobby.begin_button(each) for each in due[: lobby.LISTED])
    return Notice(person, Telling(template="campaign_call", values=values, buttons=buttons))


PUBLISHING = Dialogue(
    kind="campaign",
    section="发布填报任务",
    prompts=(
        replace(unit_prompt("campaign_unit", tops, lambda scene, unit: scene.oversees(unit)), when=_has_choice),
        campaign_terms.YEAR,
        campaign_terms.SCHEME,
        UNITS,
        PROJECTS,
        campaign_terms.DEADLINE,
        campaign_terms.KEPT,
        campaign_terms.REMINDER_DAYS,
        campaign_terms.OWN_REVIEW,
        campaign_terms.TITLE,
        Prompt(key="publish", template="campaign_summary", offers=_publish_offers, values=_summary),
    ),
    finish=_publish,
    may=_may,
)


def begin(scene: Scene) -> Received:
    """Begin a new campaign, or go on with the one that was not published yet."""
    if dialogues.load(scene.session, scene.chat.id, PUBLISHING.kind):
        return dialogue.begin(scene, PUBLISHING)
    found = tops(scene)
    if not found:
        return scene.shown(Telling(template="no_units" if scene.administers else "only_finance"))
    only = {} if _has_choice(scene, {}) else {"unit": found[0].id}
    return dialogue.begin(scene, PUBLISHING, only)
