"""Rounding half up, and numbers as people write them."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from scoring.rounding import EXACT, half_up, plain, settled


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [("8.625", 2, "8.63"), ("8.635", 2, "8.64"), ("-0.005", 2, "-0.01"), ("8.5", 0, "9"), ("8.49", 0, "8")],
)
def test_a_half_goes_up(value: str, digits: int, rounded: str) -> None:
    assert half_up(Decimal(value), digits) == Decimal(rounded)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("98", "98"), ("100", "100"), ("7.50", "7.5"), ("0.00", "0"), ("1E+3", "1000"), (f"0.{'3' * 50}", "0.333333")],
)
def test_a_number_is_shown_without_idle_zeros(value: str, shown: str) -> None:
    assert plain(Decimal(value)) == shown


def test_dust_in_the_last_digits_does_not_tip_a_tie() -> None:
    with localcontext(EXACT):
        assert half_up(settled(Decimal(f"7.12{'4' + '9' * 70}")), 2) == Decimal("7.13")
