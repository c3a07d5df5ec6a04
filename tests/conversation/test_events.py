from __future__ import annotations

import pytest

from bot.conversation.events import Command, Said, typed


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("/new wuhan-2018", Command("new", "wuhan-2018")),
        ("/New@some_bot  wuhan-2018 ", Command("new", "wuhan-2018")),
        ("/score", Command("score")),
        ("//注释", Said("//注释")),
        ("98/100", Said("98/100")),
        ("", Said("")),
    ],
)
def test_a_slash_command_is_told_from_an_answer(line: str, event: Said | Command) -> None:
    assert typed(line) == event
