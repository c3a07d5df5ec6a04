"""Every button with every id, as data: to whom it is something, and what may change when it is pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.office.posts import (
    ADMINISTRATOR,
    OTHER_ADMINISTRATOR,
    POSTS,
    UNITS,
    below,
    held,
    in_charge,
    oversees,
)
from tests.office.theirs import has, sees

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from tests.office.neighbours import Call, Neighbours, Paper, Wanted
    from tests.office.posts import Part
    from tests.office.theirs import Owner

GHOST = 987_654
"""An id that exists nowhere."""
ROLES = ("clerk", "reviewer", "finance")

_ALIVE = ("draft", "finished", "withdrawn", "reopened", "submitted", "returned", "filed")
_KNOWN = _ALIVE[2:]
_READABLE = _ALIVE[4:]
_THEIRS: Mapping[Part, Collection[str]] = {"owner": _ALIVE, "clerk": _ALIVE}
_TO_READ: Mapping[Part, Collection[str]] = {"clerk": _ALIVE, "reviewer": _READABLE, "overseer": _READABLE}
FILING_BUTTONS: Mapping[str, Mapping[Part, Collection[str]]] = {
    "open.{}": _THEIRS,
    "reopen.{}": _THEIRS,
    "document.{}.form.pdf": _THEIRS,
    "mend.{}": _THEIRS,
    "restore.{}": {"owner": (*_ALIVE, "deleted"), "clerk": (*_ALIVE, "deleted")},
    "submit.{}": {"clerk": _ALIVE},
    "withdraw.{}": {"clerk": _ALIVE},
    "pass.{}": {"reviewer": _KNOWN},
    "return.{}": {"reviewer": _KNOWN, "overseer": _KNOWN},
    "read.{}": _TO_READ,
    "look.{}": _TO_READ,
    "paper.{}.form.xlsx": _TO_READ,
    "history.{}": {"clerk": _ALIVE, "reviewer": _KNOWN, "overseer": _KNOWN},
}
"""By what a button says, which part somebody needs to a filing, and where that must stand, for it to be there at all.

A filing of no unit has nothing but an owner.
"""
_MOVES: Mapping[str, Collection[tuple[str, Part]]] = {
    "submit": {("finished", "clerk"), ("withdrawn", "clerk")},
    "withdraw": {("submitted", "clerk")},
    "pass": {("submitted", "reviewer")},
    "reopen": {("finished", "clerk"), ("withdrawn", "clerk"), ("finished", "owner")},
    "restore": {("deleted", "clerk"), ("deleted", "owner")},
}
"""The presses that change a filing at once: where it must stand, and what one must be."""
CAMPAIGN_CHANGES: Mapping[bool, Collection[str]] = {
    True: {"deadline", "days", "add", "remove", "close"},
    False: {"deadline", "open"},
}
"""What may be done to a campaign that runs, or was closed."""


@dataclass(frozen=True)
class Press:
    """A button, and the same about what does not exist. `reaches`: it is about something that is the person's.

    `changes` is what may change then, beside the person's own place. `tells` says that others may hear of it, as of a
    filing that it is `about` and that is handed on.
    """

    button: str
    ghost: str
    reaches: bool
    changes: frozenset[Owner] = field(default_factory=frozenset)
    tells: bool = False
    about: Paper | None = None


def presses(there: Neighbours, person: int) -> Iterator[Press]:
    """Return every button that names something, about everything of that kind, for one person."""
    for kind in _KINDS.values():
        yield from kind(there, person)


def _of_filings(there: Neighbours, person: int) -> Iterator[Press]:
    for paper in there.papers:
        parts_there = has(person, paper)
        for shape, needed in FILING_BUTTONS.items():
            reaches = any(paper.stand in needed.get(part, ()) for part in parts_there)
            moves = any((paper.stand, part) in _MOVES.get(shape.partition(".")[0], ()) for part in parts_there)
            changes = frozenset(_moved(paper) if moves else ())
            about = paper if moves else None
            yield Press(shape.format(paper.id), shape.format(GHOST), reaches, changes, tells=moves, about=about)


def _moved(paper: Paper) -> Iterator[Owner]:
    yield "filing", paper.id
    if paper.answers:
        yield "campaign", paper.answers.campaign  # what is filed adds to the groups of its 汇总


def _of_assignments(there: Neighbours, person: int) -> Iterator[Press]:
    for wanted in there.wanted:
        reaches = wanted.unit in held(person, "clerk") and _call(there, wanted).is_open
        yield Press(
            f"begin.{wanted.id}", f"begin.{GHOST}", reaches, frozenset({("begun", wanted.id)} if reaches else ())
        )


def _call(there: Neighbours, wanted: Wanted) -> Call:
    return there.calls[wanted.campaign - 1]


def _of_campaigns(there: Neighbours, person: int) -> Iterator[Press]:
    for call in there.calls:
        seen, changes = sees(person, call), oversees(person, call.unit)
        for word in ("campaign", "board", "rollup"):
            yield Press(f"{word}.{call.id}", f"{word}.{GHOST}", seen)
        over = min((unit for unit in below(call.unit) if oversees(person, unit)), default=None)
        holds = over is not None and _has_filed(there, call, over)
        yield Press(f"export.{call.id}", f"export.{GHOST}", holds)
        for change in {*CAMPAIGN_CHANGES[True], *CAMPAIGN_CHANGES[False]}:
            may = changes and change in CAMPAIGN_CHANGES[call.is_open]
            what = frozenset({("campaign", call.id)} if may and change in ("open", "close") else ())
            yield Press(f"campaign.{call.id}.{change}", f"campaign.{GHOST}.{change}", may, what)
        for unit in UNITS:
            inside = oversees(person, unit) and unit in below(call.unit)
            for word in ("board", "rollup"):
                yield Press(f"{word}.{call.id}.{unit}", f"{word}.{GHOST}.{GHOST}", inside)
            holds = inside and _has_filed(there, call, unit)
            yield Press(f"export.{call.id}.{unit}", f"export.{GHOST}.{GHOST}", holds)


def _has_filed(there: Neighbours, call: Call, unit: int) -> bool:
    filed = [each.answers for each in there.papers if each.stand == "filed" and each.answers]
    return any(each.campaign == call.id and each.unit in below(unit) for each in filed)


def _of_boards(there: Neighbours, person: int) -> Iterator[Press]:
    """What is wanted, looked at from its own unit, from where the campaign was made, and from where one oversees."""
    for wanted in there.wanted:
        call = _call(there, wanted)
        for unit in {wanted.unit, call.unit, *sorted(held(person, "finance"))}:
            reaches = _is_over(person, unit, call) and wanted.unit in below(unit)
            yield Press(f"unit.{call.id}.{unit}.{wanted.id}", f"unit.{GHOST}.{GHOST}.{GHOST}", reaches)


def _is_over(person: int, unit: int, call: Call) -> bool:
    return oversees(person, unit) and unit in below(call.unit)


def _of_rollups(there: Neighbours, person: int) -> Iterator[Press]:
    """Each project of a campaign: the first assignment about it, of those that are looked at, stands for it."""
    for call in there.calls:
        everywhere = _projects(there, call, UNITS)
        for unit in UNITS:
            here = _projects(there, call, below(unit)) if _is_over(person, unit, call) else set()
            for key in here | everywhere:
                shape = "rollup.{}.{}.{}.xlsx" if key % 2 else "rollup.{}.{}.{}"
                yield Press(shape.format(call.id, unit, key), shape.format(GHOST, GHOST, GHOST), key in here)


def _projects(there: Neighbours, call: Call, units: Collection[int]) -> set[int]:
    wanted = [each for each in there.wanted if each.campaign == call.id and each.unit in units]
    return {min(each.id for each in wanted if each.project == project) for project in {each.project for each in wanted}}


def _of_urging(there: Neighbours, person: int) -> Iterator[Press]:
    for call in there.calls:
        for unit in (None, *UNITS):
            urged = [each for each in _wanted(there, call, unit) if oversees(person, each.unit)]
            # That a campaign is closed, everybody hears who sees it.
            reaches = bool(urged) if call.is_open else sees(person, call)
            changes = frozenset(_urged(urged) if call.is_open else ())
            where, ghost = (f"{call.id}", f"{GHOST}") if unit is None else (f"{call.id}.{unit}", f"{GHOST}.{GHOST}")
            yield Press(f"nudge.{where}", f"nudge.{ghost}", reaches, changes)


def _wanted(there: Neighbours, call: Call, unit: int | None) -> list[Wanted]:
    return [each for each in there.wanted if each.campaign == call.id and unit in (None, each.unit)]


def _urged(wanted: list[Wanted]) -> Iterator[Owner]:
    for each in wanted:
        yield "wanted", each.id
        clerks = [person for person in POSTS if each.unit in held(person, "clerk")]
        yield from (("reminded", person) for person in (*clerks, *in_charge(each.unit)))


def _of_units(_there: Neighbours, person: int) -> Iterator[Press]:
    for unit in UNITS:
        over = oversees(person, unit)
        yield Press(f"who.unit.{unit}", f"who.unit.{GHOST}", over)
        yield Press(f"who.below.{unit}.1", f"who.below.{GHOST}.1", over)
        for role in ROLES:
            invites = over or unit in held(person, "reviewer")
            yield Press(f"invite.{unit}.{role}", f"invite.{GHOST}.{role}", invites)
            holds = (unit, role) in POSTS[person]
            yield Press(f"who.leave.{unit}.{role}", f"who.leave.{GHOST}.{role}", holds)
            leaves = frozenset({("post", person)} if holds else ())
            yield Press(f"who.leave.{unit}.{role}.yes", f"who.leave.{GHOST}.{role}.yes", holds, leaves)
    yield Press("who.below.0.1", f"who.unit.{GHOST}", person == ADMINISTRATOR)


def _of_people(_there: Neighbours, person: int) -> Iterator[Press]:
    for other, posts in POSTS.items():
        for unit, role in posts:
            may = oversees(person, unit)
            gone = frozenset({("post", other), ("invited", other)} if may else ())
            named, ghost = f"who.take.{other}.{unit}.{role}", f"who.take.{GHOST}.{unit}.{role}"
            yield Press(named, ghost, may)
            yield Press(f"{named}.yes", f"{ghost}.yes", may, gone, tells=True)
    for other in (ADMINISTRATOR, OTHER_ADMINISTRATOR):
        named, ghost = f"who.take.{other}.0.administrator", f"who.take.{GHOST}.0.administrator"
        may = person == ADMINISTRATOR
        yield Press(named, ghost, may)
        gone = frozenset({("person", other), ("invited", other)} if may else ())
        yield Press(f"{named}.yes", f"{ghost}.yes", may, gone, tells=True)


def _of_reminders(there: Neighbours, person: int) -> Iterator[Press]:
    for number, reminder in there.reminders.items():
        theirs = reminder.person == person
        waits = reminder.kind == "own"
        yield Press(f"snooze.hour.{number}", f"snooze.hour.{GHOST}", theirs and not waits)
        yield Press(f"unremind.{number}", f"unremind.{GHOST}", theirs and waits)


_KINDS: Mapping[str, Callable[[Neighbours, int], Iterator[Press]]] = {
    "filings": _of_filings,
    "assignments": _of_assignments,
    "campaigns": _of_campaigns,
    "boards": _of_boards,
    "rollups": _of_rollups,
    "urging": _of_urging,
    "units": _of_units,
    "people": _of_people,
    "reminders": _of_reminders,
}

ALONE = (
    *("new", "other", "campaign.new", "who.own.1", "who.leave.0.administrator", "resume", "contents", "skip", "back"),
    *("pause", "return", "done", "finish", "no", "yes", "replace", "theirs", "mine", "neither", "cancel", "stale"),
    *("new.mof-2020", "go.review", "go.project", "go.tasks.+", "go.tasks.1.-", "go.contents.indicators", "go.import"),
    *("go.delete", "go.rival", "go.state", "go.filing.1", "go.indicators.99.name"),
)
"""Buttons that name nothing of anybody's: what they do, they do to what the person has in hand."""
OFFERS = (
    *("after", "agree", "all", "before", "change-days", "change-deadline", "change-projects", "change-review"),
    *("change-scheme", "change-title", "change-unit", "change-units", "change-year", "keep", "last-year", "move", "no"),
    *("none", "picked", "publish", "self", "skip", "this", "this-year", "up", "usual", "whole", "yes", "hour"),
    *("evening", "morning", "two-weeks", "mof-2020", "clerk", "finance", "level-1", "at-project", "reason-1"),
    *("section-funds", "cancel", "back", *(f"pick-{unit}" for unit in UNITS), *(str(unit) for unit in UNITS)),
    *("remove-1", "remove-70", "1000"),
)
"""What is offered in dialogues, and what somebody may invent there."""
NAMING = frozenset(
    {shape.partition(".")[0] for shape in FILING_BUTTONS}
    | {"begin", "campaign", "board", "export", "rollup", "unit", "nudge", "who", "invite", "snooze", "unremind"}
)
"""The first words of the buttons that name something."""
FORGED = (
    *("", ".", "..", "-1", "0", "00", "9" * 19, "9" * 40, "2147483647", "2147483648", "9223372036854775808", "1e3"),
    *(" 1", "1 ", "+1", "１", "²", "٣", "一", "0x1", "1_0", "' OR '1'='1", "1;DROP TABLE filing", "1--", "%", "null"),
    *("*", "None", "true", "[1]", "{}", "../1", "0.0", "0.0.0", "0.0.0.0.0.0.0.0", "own", "own.x", "own.99999999999"),
    *(
        "below",
        "below.x.1",
        "take",
        "take.yes",
        "take.0.0.clerk",
        "take.9999999999999999.1.clerk",
        "leave",
        "leave.yes",
    ),
    *("leave.1.king", "hour", "hour.x", "year.1", "yes", "new.1", "unit", "x.y.z", "啊", "a" * 300),
)
"""What follows a word where nothing so formed is ever offered."""
