"""Nobody sees or changes what is not theirs: every command and every button, by everybody, about everything."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from bot.conversation.events import Pressed
from tests.office.neighbours import Neighbours
from tests.office.posts import (
    ADMINISTRATOR,
    BOTH,
    CLERK,
    DISTRICT,
    FINANCE,
    FORMER,
    GREEN,
    GREEN_1,
    NOBODY,
    REVIEWER,
)
from tests.office.presses import ALONE, FORGED, NAMING, OFFERS, presses
from tests.office.pressing import Stage
from tests.office.theirs import own, secrets, strayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.office.presses import Press
    from tests.office.pressing import Effect
    from tests.postgres import Postgres

ACTORS = {
    "administrator": ADMINISTRATOR,
    "finance of the district": 10 * DISTRICT + FINANCE,
    "finance of a street": 10 * GREEN + FINANCE,
    "finance of a community": 10 * GREEN_1 + FINANCE,
    "reviewer of a street": 10 * GREEN + REVIEWER,
    "reviewer of a community": 10 * GREEN_1 + REVIEWER,
    "clerk of a street": 10 * GREEN + CLERK,
    "clerk of a community": 10 * GREEN_1 + CLERK,
    "clerk here and reviewer there": BOTH,
    "let in without a role": NOBODY,
    "who has left": FORMER,
}
everybody = pytest.mark.parametrize("person", ACTORS.values(), ids=ACTORS.keys())
LIKE_OTHERS = {10 * DISTRICT + FINANCE, 10 * GREEN_1 + FINANCE, 10 * GREEN_1 + REVIEWER, 10 * GREEN + CLERK}
"""Whose post others have at another level: they try a fifth of all."""
PRESENT = 7
"""Every so many presses come as an answer to the present question, too; a first question is still to be asked."""


@pytest.fixture
def postgres_stage(postgres: Postgres) -> Iterator[Stage]:
    url = postgres.made()
    made = Neighbours(url)
    with made.engine.connect() as connection:
        yield Stage(made, connection)
    made.engine.dispose()
    postgres.drop(url)


def tried(stage: Stage, person: int, every: int = 1) -> Iterator[str]:
    """Press what there is about everything, and yield what is wrong with what follows."""
    nothing: dict[tuple[str, int | None], Effect] = {}
    for number, press in enumerate(islice(presses(stage.there, person), person % every, None, every)):
        for question in (None,) if number % PRESENT else (None, 0):
            if (press.ghost, question) not in nothing:
                nothing[press.ghost, question] = stage.does(person, Pressed(press.ghost, question))
            effect = stage.does(person, Pressed(press.button, question))
            yield from wrong(stage.there, person, press, effect, nothing[press.ghost, question])


def wrong(there: Neighbours, person: int, press: Press, effect: Effect, nothing: Effect) -> Iterator[str]:
    """Yield what is not as it should be after a press about something, where `nothing` followed one about nothing."""
    if not press.reaches and effect.told != nothing.told:
        yield f"{press.button} answers otherwise than what does not exist: {effect.told}"
    if press.reaches and effect.told == nothing.told:
        yield f"{press.button} is theirs and not found"
    if others := effect.changed - own(there, person) - press.changes:
        yield f"{press.button} changes {others}"
    if not press.tells and effect.told.keys() != {person}:
        yield f"{press.button} tells {effect.told.keys()}"
    for each in effect.told:
        if told := secrets(there, each, effect.told[each], press.about):
            yield f"{press.button} tells {each} {told}"


@everybody
def test_a_button_about_what_is_not_yours_does_what_one_about_nothing_does(stage: Stage, person: int) -> None:
    assert not [*tried(stage, person, every=5 if person in LIKE_OTHERS else 1)]


def test_so_it_is_on_a_server(postgres_stage: Stage) -> None:
    assert not [found for person in ACTORS.values() for found in tried(postgres_stage, person, every=60)]


@everybody
def test_buttons_that_name_nothing_do_something_to_what_is_in_hand_only(stage: Stage, person: int) -> None:
    for button in {*ALONE, *OFFERS}:
        for question in (None, 0):
            assert not strayed(stage.there, person, stage.does(person, Pressed(button, question))), button


@pytest.mark.parametrize("person", [ACTORS["clerk of a community"], ACTORS["finance of a street"]])
def test_invented_buttons_find_nothing(stage: Stage, person: int) -> None:
    for word in NAMING:
        for form in FORGED:
            effect = stage.does(person, Pressed(f"{word}.{form}"))
            assert not strayed(stage.there, person, effect), (word, form)
