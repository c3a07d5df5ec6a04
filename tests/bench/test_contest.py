from __future__ import annotations

from typing import TYPE_CHECKING

from bench.contest import medians, show

if TYPE_CHECKING:
    import pytest


def test_contestants_take_turns_in_every_round() -> None:
    turns: list[str] = []

    taken = medians({"ours": lambda: turns.append("ours"), "bare": lambda: turns.append("bare")}, rounds=2, times=2)

    assert turns == ["ours", "ours", "bare", "bare"] * 2
    assert taken.keys() == {"ours", "bare"}
    assert all(seconds >= 0 for seconds in taken.values())


def test_every_other_contestant_is_shown_as_a_multiple_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    show("一个答案", {"自评助手": 0.002, "别的": 0.01})

    title, ours, other = capsys.readouterr().out.splitlines()
    assert title == "一个答案"
    assert ours.split() == ["自评助手", "2.00", "毫秒"]
    assert other.split() == ["别的", "10.00", "毫秒", "是我们的", "5.00", "倍"]
