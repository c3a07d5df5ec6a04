"""One answer, from its arrival until it is safely stored, while 200 people are in the middle of their filing.

Ours does all that the bot does for an answer: reads and checks it, scores, words the next question, and stores the
answer, the audit entry, the position and the replies in one transaction. The others store an answer and nothing else.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert

from bench.contest import medians, show
from bench.halfway import Halfway
from bench.pickled import PickledBot
from bot.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHATS = 200
ROUNDS = 5
TIMES = 100
"""Answers that each contestant takes in a round: of every other chat."""
ANSWER = "1102358.00"


def main() -> None:
    """Measure and print."""
    # In the working folder, where the bot's own database lies: the folder for temporary files may be in memory.
    with (
        TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder,
        closing(Halfway(Path(folder, "ours.db"), CHATS)) as halfway,
        _bare(Path(folder, "bare.db")) as bare,
        closing(
            PickledBot(Path(folder, "pickle"), {chat: halfway.answers(chat) for chat in range(1, CHATS + 1)})
        ) as pickled,
    ):
        chats = count()
        contestants: dict[str, Callable[[], object]] = {
            "自评助手，连同核对、计分、下一问": halfway.take_next,
            "SQLAlchemy 只写一行（下限）": bare,
            "ConversationHandler + pickle": lambda: pickled.take(next(chats) % CHATS + 1, ANSWER),
        }
        show(f"一个答案，从收到到存好（{CHATS} 人都填到一半）", medians(contestants, ROUNDS, TIMES))


@contextmanager
def _bare(file: Path) -> Iterator[Callable[[], object]]:
    """Give what stores a row in a transaction of its own, in a database that is as durable as ours."""
    engine = open_database(f"sqlite:///{file}")
    answers = Table(
        "answer", MetaData(), Column("id", Integer, primary_key=True), Column("chat", Integer), Column("text", Text)
    )
    answers.create(engine)
    statement = insert(answers)

    def store() -> None:
        with engine.begin() as connection:
            connection.execute(statement, {"chat": 1, "text": ANSWER})

    yield store
    engine.dispose()


if __name__ == "__main__":
    main()
