"""Contestants take turns in one run, so that whatever else the machine does slows down all of them alike."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WIDTH = 44


def medians(contestants: Mapping[str, Callable[[], object]], rounds: int, times: int = 1) -> dict[str, float]:
    """Return each contestant's median in seconds; in a round, each is called so many times on end."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, call in contestants.items():
            taken[name] += [_seconds(call) for _ in range(times)]
    return {name: median(each) for name, each in taken.items()}


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def show(title: str, figures: Mapping[str, float], unit: str = "毫秒", scale: float = 1000) -> None:
    """Print one line for each contestant; the first one is ours, each other one as a multiple of it."""
    print(title)  # noqa: T201 - figures are what a benchmark is for
    ours = next(iter(figures.values()))
    for place, (name, value) in enumerate(figures.items()):
        against = f"   是我们的 {value / ours:.2f} 倍" if place else ""
        print(f"  {_padded(name)}{value * scale:9.2f} {unit}{against}")  # noqa: T201 - likewise


def _padded(name: str) -> str:
    """Fill the name up to a column; a Chinese character is two columns wide."""
    return name + " " * (WIDTH - sum(2 if east_asian_width(char) in "FW" else 1 for char in name))
