"""How far long work is, told while it goes on."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Told again and again which share of the work is done, from 0 to 1."""


def untold(_share: float) -> None:
    """Take no notice."""
