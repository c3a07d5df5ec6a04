from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.access import OPERATOR
from bot.store import units
from bot.store.database import transaction
from tests.clerk import Clerk

if TYPE_CHECKING:
    from tests.clerk import Office


@pytest.fixture
def publisher(office: Office) -> Clerk:
    """Give an administrator in the middle of a new campaign, with a filing in hand beside."""
    with transaction(office.engine) as session:
        units.add(session, "青禾街道")
    clerk = Clerk(office, OPERATOR).say("/new mof-2020", "/campaign")
    return clerk.say("就是青禾街道") if clerk.path == "campaign.unit" else clerk


def test_who_comes_back_is_asked_where_the_dialogue_was_left(publisher: Clerk) -> None:
    before = publisher.path
    assert before.startswith("campaign.")
    assert publisher.say("/start").path == before


def test_another_command_turns_to_something_else_and_the_dialogue_goes_on_later(publisher: Clerk) -> None:
    before = publisher.path
    assert publisher.say("/list", "/new mof-2020").path == "year"
    assert publisher.say("/campaign").path == before


def test_what_is_only_looked_at_leaves_the_dialogue_in_hand(publisher: Clerk) -> None:
    before = publisher.path
    publisher.press("who")
    assert publisher.asked is None
    assert publisher.say("2025").path != before
    assert publisher.path.startswith("campaign.")


def test_a_filing_that_is_opened_takes_the_place_of_the_dialogue(publisher: Clerk) -> None:
    [filing] = publisher.filings()
    assert publisher.press(f"open.{filing.id}").path == "year"
    assert publisher.say("2025").path == "project"
