"""What is due: reminder days spread over people, and one message for each person with all that is due to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.message import Button, shortened
from bot.office.outstanding import Outstanding, outstanding
from bot.schedule import QuietHours
from bot.store import assignments, digests, filings, outbox, reminders, roles, scopes, trays
from bot.store.outbox import Letter
from bot.wording import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from bot.position import State
    from bot.store.assignments import Assignment
    from bot.store.digests import Digest
    from bot.store.reminders import Campaign, Due, DuePerson
    from bot.store.trays import Tray

PEOPLE = 5
"""People that one step of firing takes: whoever answers meanwhile waits that long, some milliseconds each."""
NAMED = 10
"""Filings that a message names and gives a button each."""
PAPERS = 3
"""Filings to review that get a button each."""
OWN = ("own", "snooze")
"""The kinds whose moment the person chose, so that no quiet hours hold them back."""


@dataclass(frozen=True, slots=True)
class Task:
    """A filing to go on with, or one to begin (`state` is `None`). `days` are those until a campaign's deadline."""

    project: str | None
    unit: str | None
    campaign: str | None
    days: int | None
    state: State | None
    open: Outstanding
    button: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is, for its 财政."""

    campaign: str
    days: int
    digest: Digest


def step(session: Session, now: datetime, zone: ZoneInfo) -> bool:
    """Do one short step of what is due; tell whether there may be more.

    All due days are spread before anything is fired, so that what is due to a person is joined.
    """
    if reminders.spread(session, now):
        return True
    if reminders.is_spreading(session, now):
        return False
    due = reminders.due_people(session, now, PEOPLE)
    for person in due:
        _fire(session, person, now, zone)
    return bool(due)


def _fire(session: Session, person: DuePerson, now: datetime, zone: ZoneInfo) -> None:
    """Tell a person what is due and still useful, outside quiet hours; what is not is over without a word."""
    useful = [
        each
        for each in person.reminders
        if not person.has_blocked and _is_open(each.campaign) and _is_theirs(session, person.id, each)
    ]
    later = {each: until for each in useful if (until := _held_back(each, now, zone)) is not None}
    for each, until in later.items():
        reminders.put_off(session, [each.id], until)
    reminders.conclude(session, [each.id for each in person.reminders if each not in later], now)
    due = [each for each in useful if each not in later]
    message = _message(session, person.id, due, now.astimezone(zone).date()) if due else None
    if message:
        outbox.enqueue(session, Letter(person.id, [told(message)]), at=now)


def _is_open(campaign: Campaign | None) -> bool:
    return campaign is None or campaign.is_open


def _is_theirs(session: Session, person: int, due: Due) -> bool:
    """Whether a digest is still for somebody: they may have left since it was made. Other kinds are looked up."""
    if due.campaign is None or due.kind != "digest":
        return True
    unit = scopes.top(session, due.campaign.id)
    return unit is not None and roles.oversees(session, person, unit)


def _held_back(due: Due, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the end of the campaign's quiet hours if a reminder must wait for it."""
    if due.campaign is None or due.kind in OWN:
        return None
    until = QuietHours(due.campaign.quiet_from, due.campaign.quiet_until).after(now, zone)
    return until if until > now else None


def _message(session: Session, person: int, due: Sequence[Due], today: date) -> Telling | None:
    about = {each.campaign.id for each in due if each.campaign and each.kind != "digest"}
    wishes = [each for each in due if each.campaign is None]
    of_all = any(each.filing_id is None for each in wishes)
    wished = {each.filing_id for each in wishes if each.filing_id}
    wanted = [
        each
        for each in assignments.open_for(session, person)
        if of_all or each.campaign_id in about or each.filing_id in wished
    ]
    tasks = [_assigned(session, person, each, today) for each in wanted]
    tasks += _own(session, person, wished - {each.filing_id for each in wanted if each.filing_id}, today)
    tray = trays.waiting(session, person) if about or of_all else None
    progress = _progress(session, due, today)
    if not (tasks or (tray and tray.total) or progress or of_all):
        return None
    values = {"tasks": tasks[:NAMED], "more": len(tasks[NAMED:]), "tray": tray, "progress": progress, "of_all": of_all}
    return Telling(template="reminder", values=values, buttons=_buttons(tasks[:NAMED], tray, due))


def _assigned(session: Session, person: int, wanted: Assignment, today: date) -> Task:
    stored = filings.load(session, wanted.filing_id, person) if wanted.filing_id else None
    return Task(
        project=wanted.project,
        unit=wanted.unit,
        campaign=wanted.title,
        days=(wanted.deadline - today).days,
        state=wanted.state,
        open=outstanding(stored, today) if stored else Outstanding(),
        button=f"open.{wanted.filing_id}" if wanted.filing_id else f"begin.{wanted.id}",
    )


def _own(session: Session, person: int, wanted: Iterable[int], today: date) -> list[Task]:
    """Return the filings that a person wanted to be reminded of, as far as they are theirs and not finished."""
    found = [stored for each in sorted(wanted) if (stored := filings.load(session, each, person))]
    return [
        Task(
            project=stored.filing.project,
            unit=stored.filing.unit,
            campaign=None,
            days=None,
            state=stored.position.state,
            open=outstanding(stored, today),
            button=f"open.{stored.id}",
        )
        for stored in found
        if not stored.position.finished
    ]


def _progress(session: Session, due: Sequence[Due], today: date) -> list[Progress]:
    campaigns = {each.campaign.id: each.campaign for each in due if each.campaign and each.kind == "digest"}
    return [
        Progress(each.title, (each.deadline - today).days, digests.digest(session, each.id))
        for each in campaigns.values()
    ]


def _buttons(tasks: Iterable[Task], tray: Tray | None, due: Sequence[Due]) -> tuple[Button, ...]:
    """Return a button to each task and to the first papers in the tray, and those to hear of it all later."""
    to_fill = (Button(each.button, f"{'▶' if each.state else '➕'} {each.project or '未命名的自评'}") for each in tasks)
    to_review = (
        Button(f"look.{each.id}", f"📨 {each.unit} {each.project}") for each in (tray.papers if tray else ())[:PAPERS]
    )
    there = (Button(each.id, shortened(each.label)) for each in (*to_fill, *to_review))
    return (*there, *_snoozes(due), *_digest_buttons(due))


def _snoozes(due: Sequence[Due]) -> Iterator[Button]:
    """Yield the buttons to hear of it later: they name one reminder of the message. A digest comes but once."""
    number = next((each.id for each in due if each.kind != "digest"), None)
    if number is not None:
        yield Button(f"snooze.hour.{number}", "⏰ 1 小时后")
        yield Button(f"snooze.evening.{number}", "⏰ 今晚")
        yield Button(f"snooze.morning.{number}", "⏰ 明早")


def _digest_buttons(due: Sequence[Due]) -> tuple[Button, ...]:
    campaigns = {each.campaign.id: each.campaign for each in due if each.campaign and each.kind == "digest"}
    named = len(campaigns) > 1
    return tuple(
        Button(f"{word}.{each.id}", shortened(f"{label}：{each.title}" if named else label))
        for each in campaigns.values()
        for word, label in (("board", "📊 看进度"), ("nudge", "📣 催报全部"))
    )
