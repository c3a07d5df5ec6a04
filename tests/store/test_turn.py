from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from bot.store.turn import Turn


def test_a_turn_is_taken_by_one_at_a_time() -> None:
    turn, inside, most = Turn(), 0, 0

    def take(_: int) -> None:
        nonlocal inside, most
        with turn:
            inside += 1
            most = max(most, inside)
            inside -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(take, range(800)))
    assert most == 1


def test_whoever_waits_comes_before_whoever_asks_again() -> None:
    turn, order = Turn(), list[str]()
    both, taken = Barrier(2), Event()

    def greedy() -> None:
        with turn:
            taken.set()
            both.wait()
            while not turn._waiting:  # noqa: SLF001 - the other one must stand in line before this one leaves
                pass
            order.append("first")
        with turn:
            order.append("again")

    def patient() -> None:
        taken.wait()
        both.wait()
        with turn:
            order.append("waited")

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(greedy), threads.submit(patient)]:
            done.result()
    assert order == ["first", "waited", "again"]


def test_an_error_gives_the_turn_on() -> None:
    turn = Turn()
    for _ in range(2):
        with pytest.raises(RuntimeError), turn:
            raise RuntimeError
