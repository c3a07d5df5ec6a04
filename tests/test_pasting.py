from __future__ import annotations

import pytest

from bot.conversation.events import Command, Ended, Part, Pressed, Said, Unsupported
from bot.pasting import TOGETHER, due, end_of

FIRST, _ = due((), 7, 100, Part("前"))


def test_a_part_waits_for_what_comes_behind() -> None:
    assert due((), 7, 100, Part("前")) == ([{"update": 7, "sent": 100, "text": "前"}], ())


def test_the_rest_makes_the_text_whole() -> None:
    assert due(FIRST, 8, 100 + TOGETHER, Said("后")) == ((), (Said("前后"),))


def test_a_text_may_have_many_parts() -> None:
    parts, now = due(FIRST, 8, 101, Part("中"))
    assert now == ()
    assert due(parts, 9, 102, Said("后")) == ((), (Said("前中后"),))


def test_a_long_command_is_a_command() -> None:
    parts, _ = due((), 7, 100, Part("/campaign 甲"))
    assert due(parts, 8, 100, Said("乙")) == ((), (Command("campaign", "甲乙"),))


def test_what_was_sent_later_is_an_answer_of_its_own() -> None:
    assert due(FIRST, 8, 101 + TOGETHER, Said("另一答")) == ((), (Said("前"), Said("另一答")))
    assert due(FIRST, 8, 101 + TOGETHER, Part("另一段")) == (
        [{"update": 8, "sent": 101 + TOGETHER, "text": "另一段"}],
        (Said("前"),),
    )


@pytest.mark.parametrize("event", [Pressed("skip", 1), Command("score"), Unsupported("sticker")])
def test_anything_else_comes_after_the_text(event: Pressed | Command | Unsupported) -> None:
    assert due(FIRST, 8, 100, event) == ((), (Said("前"), event))


def test_silence_ends_the_text_that_it_was_behind_and_no_other() -> None:
    assert due(FIRST, end_of(FIRST), 0, Ended()) == ((), (Said("前"),))
    longer, _ = due(FIRST, 8, 100, Part("中"))
    assert due(longer, end_of(FIRST), 0, Ended()) == (longer, ())
    assert due((), end_of(FIRST), 0, Ended()) == ((), ())
