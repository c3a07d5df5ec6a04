"""Exact decimal arithmetic: rounded half up, and only where a number is final."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

# Amounts stay under 10^15 with 2 decimals, values with 6; sums of their products over a million units are exact.
EXACT = Context(prec=120, rounding=ROUND_HALF_UP)

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")
_DUST = Decimal("1e-60")
_LONG = 24


def half_up(value: Decimal, digits: int = 2) -> Decimal:
    """Return `value` with `digits` decimal places, half up: 8.625 is 8.63."""
    return value.quantize(CENT if digits == 2 else Decimal(1).scaleb(-digits), ROUND_HALF_UP)  # noqa: PLR2004 - the usual case, ready made


def settled(value: Decimal) -> Decimal:
    """Return a quotient of quotients without the dust in its last digits, which could tip a tie: 7.4999…9 is 7.5."""
    return value.quantize(_DUST)


def plain(value: Decimal) -> str:
    """Return `value` as a person writes it, to 6 decimals, with no zeros that say nothing: `98`, `7.5`, `0`."""
    shown = str(value)
    if "." not in shown and "E" not in shown:
        return shown
    shown = format(value if len(shown) < _LONG else half_up(value, 6), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
