"""The people of two streets side by side, and what they are to each other, told without the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.formats import Role

Part = Literal["owner", "clerk", "reviewer", "overseer"]
"""What somebody is to a filing or a unit. An overseer is 财政 there or above, or an administrator."""


DISTRICT, GREEN, GREEN_1, GREEN_2, WHITE, WHITE_1, WHITE_2 = range(1, 8)
TREE = {
    DISTRICT: None,
    GREEN: DISTRICT,
    GREEN_1: GREEN,
    GREEN_2: GREEN,
    WHITE: DISTRICT,
    WHITE_1: WHITE,
    WHITE_2: WHITE,
}
"""The units by their ids, each with the one above it."""
UNITS = tuple(TREE)
CLERK, REVIEWER, FINANCE = 1, 2, 3
ADMINISTRATOR, OTHER_ADMINISTRATOR, NOBODY, FORMER, STRANGER, BOTH = range(91, 97)
"""NOBODY was let in without a role. FORMER was everything in GREEN_1. BOTH works in both streets."""
POSTS: dict[int, tuple[tuple[int, Role], ...]] = {
    **{10 * unit + CLERK: ((unit, "clerk"),) for unit in UNITS},
    **{10 * unit + REVIEWER: ((unit, "reviewer"),) for unit in UNITS if unit not in (GREEN_2, WHITE_2)},
    **{10 * unit + FINANCE: ((unit, "finance"),) for unit in UNITS},
    BOTH: ((GREEN_2, "clerk"), (WHITE_2, "reviewer")),
    **dict.fromkeys((ADMINISTRATOR, OTHER_ADMINISTRATOR, NOBODY, FORMER, STRANGER), ()),
}
"""Everybody with their posts. GREEN_2 has no reviewer of its own."""


def line(unit: int) -> list[int]:
    """Return a unit and those above it."""
    above = TREE[unit]
    return [unit, *(line(above) if above else ())]


def below(unit: int) -> list[int]:
    """Return a unit and those below it."""
    return [each for each in UNITS if unit in line(each)]


def held(person: int, role: Role) -> set[int]:
    """Return where somebody has a role."""
    return {unit for unit, held_there in POSTS[person] if held_there == role}


def administers(person: int) -> bool:
    """Tell whether somebody is an administrator."""
    return person in (ADMINISTRATOR, OTHER_ADMINISTRATOR)


def oversees(person: int, unit: int) -> bool:
    """Tell whether somebody is 财政 for a unit, or administers all."""
    return administers(person) or bool(held(person, "finance") & set(line(unit)))


def in_charge(unit: int) -> list[int]:
    """Return who reviews a unit's filings: its own reviewers, or those of the nearest unit above."""
    there = ([person for person in POSTS if at in held(person, "reviewer")] for at in line(unit))
    return next(filter(None, there))


def parts(person: int, unit: int) -> set[Part]:
    """Return what somebody is to a unit."""
    is_part: dict[Part, bool] = {
        "clerk": unit in held(person, "clerk"),
        "reviewer": person in in_charge(unit),
        "overseer": oversees(person, unit),
    }
    return {part for part, is_so in is_part.items() if is_so}


def is_colleague(person: int, other: int) -> bool:
    """Tell whether somebody may learn what another is called: they have to do with each other in some unit."""
    return person == other or administers(person) or any(_is_known(person, other, unit) for unit in UNITS)


def _is_known(person: int, other: int, unit: int) -> bool:
    """Tell whether both have to do with a unit: who works there knows who reviews and oversees it, and is known."""
    at_home = {each for each, posts in POSTS.items() if unit in {there for there, _ in posts}}
    finance = {each for each in POSTS if held(each, "finance") & set(line(unit))}
    around = at_home | set(in_charge(unit)) | finance
    return (person in around and other in around) and (person in at_home or other in at_home)
