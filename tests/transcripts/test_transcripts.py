"""Whole conversations, as people read them. After a change of words: `pytest --update-transcripts`; read the diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.player import Player
from bot.store.database import open_database
from scoring import open_filing
from tests.transcripts.clerk import Clerk, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "bot" / "examples"
PLAYED = sorted(example.stem for example in EXAMPLES.glob("*.toml"))
MOST = 300
"""Answers that are enough for any example."""
WRITTEN = sorted(script.stem for script in HERE.glob("*.txt") if script.stem not in PLAYED)


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    yield Clerk(engine)
    engine.dispose()


@pytest.mark.parametrize("name", PLAYED)
def test_an_example_played_reads_as_before(name: str, clerk: Clerk, pytestconfig: pytest.Config) -> None:
    player = Player(open_filing(EXAMPLES / f"{name}.toml"))
    for event in player.opening():
        clerk.acts(event)
    for _ in range(MOST):
        if clerk.asked:
            clerk.acts(player.answer(clerk.asked))
    compare(name, clerk.text, pytestconfig)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_conversation_reads_as_before(name: str, clerk: Clerk, pytestconfig: pytest.Config) -> None:
    for line in lines_of((HERE / f"{name}.txt").read_text(encoding="utf-8")):
        clerk.does(line)
    compare(name, clerk.text, pytestconfig)


def compare(name: str, conversation: str, config: pytest.Config) -> None:
    script = HERE / f"{name}.txt"
    if config.getoption("--update-transcripts"):
        script.write_text(conversation, encoding="utf-8")
    assert conversation == script.read_text(encoding="utf-8")
