from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from bench.halfway import Halfway

if TYPE_CHECKING:
    from pathlib import Path


def test_every_chat_is_in_the_middle_of_a_filing_and_goes_on_by_what_its_person_does(tmp_path: Path) -> None:
    with closing(Halfway(tmp_path / "ours.db", 3)) as halfway:
        before = [halfway.answers(chat) for chat in (1, 2, 3)]
        for _ in range(6):
            halfway.take_next()
        after = [halfway.answers(chat) for chat in (1, 2, 3)]

    assert all(each["budget_lines"] and "improvements" not in each for each in before)
    assert all(old != new for old, new in zip(before, after, strict=True))
