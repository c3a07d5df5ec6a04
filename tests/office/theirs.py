"""What of the neighbours' office is whose: who may read what, hear of what, and change what by the way."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.office.posts import (
    CLERK,
    POSTS,
    STRANGER,
    UNITS,
    administers,
    below,
    held,
    is_colleague,
    line,
    oversees,
    parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.office.neighbours import Call, Neighbours, Paper, Wanted
    from tests.office.posts import Part
    from tests.office.pressing import Effect

Owner = tuple[str, int]
"""Whose a row is: `("filing", 12)`, `("person", 31)`."""
_WORD = re.compile(r"[密人单任务]\d{3}")


def has(person: int, paper: Paper) -> set[Part]:
    """Return what somebody is to a filing."""
    if paper.unit is None:
        return {"owner"} if person == paper.owner else set()
    return parts(person, paper.unit)


def may_read(person: int, paper: Paper) -> bool:
    """Tell whether somebody may read a filing's answers."""
    parts_there = has(person, paper)
    return bool(parts_there & {"owner", "clerk"}) or (bool(parts_there) and paper.is_before_reviewers)


def sees(person: int, call: Call) -> bool:
    """Tell whether somebody sees a campaign as 财政: of its unit, above it or below it."""
    return oversees(person, call.unit) or any(call.unit in line(unit) for unit in held(person, "finance"))


def concerns(there: Neighbours, person: int, wanted: Wanted) -> bool:
    """Tell whether somebody hears of an assignment: a reviewer not before it was submitted."""
    parts_there = parts(person, wanted.unit)
    was_submitted = any(each.was_submitted for each in there.papers if each.answers == wanted)
    return bool(parts_there - {"reviewer"}) or (bool(parts_there) and was_submitted)


@cache
def own(there: Neighbours, person: int) -> frozenset[Owner]:
    """Return what somebody may change when they only look at something: their own chat, places and reminders."""
    theirs = [each.id for each in there.papers if has(person, each) & {"owner", "clerk"}]
    return frozenset({("person", person), ("reminded", person), *(("place", each) for each in (0, *theirs))})


def in_hand(there: Neighbours, person: int) -> set[Owner]:
    """Return the filing whose answers somebody may change where they stand."""
    return {("filing", there.paper(unit, "draft").id) for unit in UNITS if person == 10 * unit + CLERK}


def secrets(
    there: Neighbours, person: int, told: list[dict[str, Any]], handed_on: Paper | None = None, typed: str = ""
) -> set[str]:
    """Return what somebody was told or sent that is not for them: words and documents.

    A filing that was `handed_on` is everybody's who works on it. What the person `typed` themselves is no secret.
    """
    text = json.dumps(told, ensure_ascii=False)
    strange = {*_WORD.findall(text)} - _words(there, person) - {*_WORD.findall(typed)}
    if handed_on and handed_on.answers and has(person, handed_on):
        strange -= {f"密{handed_on.id:03}", handed_on.answers.project}
    return strange | {str(each) for each in told if not _may_have(there, person, each, handed_on)}


def strayed(there: Neighbours, person: int, effect: Effect, typed: str = "") -> list[object]:
    """Return what somebody changed beside what they have in hand, who else was told, and what is not for them."""
    changed = effect.changed - own(there, person) - in_hand(there, person)
    strange = secrets(there, person, effect.told.get(person, []), typed=typed)
    return [*changed, *(effect.told.keys() - {person}), *strange]


def strange_words(there: Neighbours, person: int, text: str) -> set[str]:
    """Return the words in a text that are not for somebody."""
    return {*_WORD.findall(text)} - _words(there, person)


def _may_have(there: Neighbours, person: int, message: dict[str, Any], handed_on: Paper | None) -> bool:
    """Tell whether a document, or a link for others to come in by, is for somebody to have."""
    match message:
        case {"send": {"kind": kind, "filing": number}}:
            if handed_on and handed_on.id == number:
                return bool(has(person, handed_on))
            return kind == "template.xlsx" or any(each.id == number and may_read(person, each) for each in there.papers)
        case {"report": {"campaign": number, "unit": unit}}:
            return oversees(person, unit) and unit in below(there.calls[number - 1].unit)
        case {"invite": {"unit": unit, "role": role}}:
            reviews_there = role == "clerk" and unit in held(person, "reviewer")
            return reviews_there or (oversees(person, unit) if unit else administers(person))
    return True


@cache
def _words(there: Neighbours, person: int) -> frozenset[str]:
    """Return the words that somebody may come to see."""
    return frozenset({*_of_filings(there, person), *_of_people(person), *_of_campaigns(there, person)})


def _of_filings(there: Neighbours, person: int) -> Iterator[str]:
    yield from (f"密{each.id:03}" for each in there.papers if may_read(person, each))


def _of_people(person: int) -> Iterator[str]:
    """Yield the names of colleagues, and of the units where somebody is something, and those above."""
    yield from (f"人{each:03}" for each in POSTS if each != STRANGER and is_colleague(person, each))
    around = {above for unit, _ in POSTS[person] for above in line(unit)}
    yield from (f"单{unit:03}" for unit in UNITS if unit in around or parts(person, unit))


def _of_campaigns(there: Neighbours, person: int) -> Iterator[str]:
    theirs = [each for each in there.wanted if concerns(there, person, each)]
    yield from (each.project for each in theirs)
    asked = {each.campaign for each in theirs}
    yield from (f"任{each.id:03}" for each in there.calls if each.id in asked or sees(person, each))
