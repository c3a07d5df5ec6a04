"""Exact decimal arithmetic: rounded half up, and only where a number is final."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

# Amounts stay under 10^15 with 2 decimals and values with 6: products of three of them are exact in 80 digits.
EXACT = Context(prec=80, rounding=ROUND_HALF_UP)

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


def half_up(value: Decimal, digits: int = 2) -> Decimal:
    """Return `value` with `digits` decimal places, half up: 8.625 is 8.63."""
    return value.quantize(CENT if digits == 2 else Decimal(1).scaleb(-digits), ROUND_HALF_UP)  # noqa: PLR2004 - the usual case, ready made


def plain(value: Decimal) -> str:
    """Return `value` as a person writes it, with no zeros that say nothing: `98`, `7.5`, `0`."""
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
