from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Any

from telegram.ext import PicklePersistence

from bench.pickled import PickledBot

if TYPE_CHECKING:
    from pathlib import Path


def test_an_answer_that_was_taken_is_in_the_file_beside_those_of_all_chats(tmp_path: Path) -> None:
    file = tmp_path / "pickle"

    with closing(PickledBot(file, {1: {"unit": "宝丰街"}, 2: {"unit": "汉中街"}})) as bot:
        bot.take(2, "5232")

        kept: PicklePersistence[Any, Any, Any] = PicklePersistence(file)
        assert asyncio.run(kept.get_user_data()) == {1: {"unit": "宝丰街"}, 2: {"unit": "汉中街", "answer 1": "5232"}}
