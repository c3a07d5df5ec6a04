"""Nobody sees or changes what is not theirs: every command and every button, by everybody, about everything."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
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
from tests.office.theirs import in_hand, own, secrets

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
PRESENT = 7
"""Every so many presses come as an answer to the present question, too; a first question is still to be asked."""


@pytest.fixture(scope="module")
def there() -> Iterator[Neighbours]:
    with TemporaryDirectory() as folder:
        made = Neighbours(f"sqlite:///{Path(folder, 'office.db')}")
        yield made
        made.engine.dispose()


@pytest.fixture
def stage(there: Neighbours) -> Iterator[Stage]:
    with there.engine.connect() as connection:
        yield Stage(there, connection)


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
    for number, press in enumerate(presses(stage.there, person)):
        if number % every:
            continue
        for question in (None, 0) if number % (PRESENT * every) == 0 else (None,):
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
    assert not [*tried(stage, person)]


def test_so_it_is_on_a_server(postgres_stage: Stage) -> None:
    assert not [found for person in ACTORS.values() for found in tried(postgres_stage, person, every=16)]


@everybody
def test_buttons_that_name_nothing_do_something_to_what_is_in_hand_only(stage: Stage, person: int) -> None:
    for button in {*ALONE, *OFFERS}:
        for question in (None, 0, 1):
            assert not stray(stage, person, stage.does(person, Pressed(button, question))), button


@pytest.mark.parametrize("person", [ACTORS["clerk of a community"], ACTORS["finance of a street"]])
def test_invented_buttons_find_nothing(stage: Stage, person: int) -> None:
    for word in NAMING:
        for form in FORGED:
            effect = stage.does(person, Pressed(f"{word}.{form}"))
            assert not stray(stage, person, effect), (word, form)


def stray(stage: Stage, person: int, effect: Effect, typed: str = "") -> list[object]:
    """Return what somebody changed beside what they have in hand, who else was told, and what is not for them."""
    there = stage.there
    changed = effect.changed - own(there, person) - in_hand(there, person)
    strange = secrets(there, person, effect.told.get(person, []), typed=typed)
    return [*changed, *(effect.told.keys() - {person}), *strange]
