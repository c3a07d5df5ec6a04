"""How figures and dates are shown: one place, for messages, documents and the terminal alike.

Formatting rounds half even, so everything is quantised half up before it is formatted.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

LOCALE = Locale.parse("zh_CN")  # by its name, it would be parsed for every date
CENT = Decimal("0.01")
ENDS = "。；！？…：;.!?:"


def half_up(value: Decimal) -> Decimal:
    """Round to two decimals, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def money(yuan: Decimal) -> str:
    """`5358672` as `5,358,672.00`."""
    return f"{half_up(yuan):,.2f}"


def wan(yuan: Decimal) -> str:
    """`5358672` as `535.87`: yuan shown in 万元."""
    return f"{half_up(yuan / 10000):,.2f}"


def number(value: Decimal) -> str:
    """`97.00` as `97`, `8.62` as `8.62`: as many decimals as there are, no thousands sign."""
    return format(value.normalize(), "f") if value else "0"


def percent(rate: Decimal) -> str:
    """`100.00` as `100%`, `86.18` as `86.18%`."""
    return f"{number(rate)}%"


def bar(done: int, total: int) -> str:
    """Return a progress bar of ten cells."""
    full = 10 * done // max(total, 1)
    return "▓" * full + "░" * (10 - full)


def glance(text: str, most: int) -> str:
    """Return a text's beginning, with its length where it is longer than `most` characters."""
    return text if len(text) <= most else f"{text[:most]}……（共 {len(text)} 字）"


def day(when: date) -> str:
    """Return a date as the forms write it: `2019-7-28`."""
    return str(format_date(when, "y-M-d", LOCALE))


def ended(text: str | None, mark: str) -> str:
    """Return a clause that ends in a mark: `mark` where its writer put none."""
    written = (text or "").rstrip()
    return written if not written or written[-1] in ENDS else written + mark


UNBEGUN = "unbegun"
"""The state of what is wanted where nobody has begun a filing."""
STATES = {
    UNBEGUN: "⬜ 未开始",
    "draft": "✍️ 填报中",
    "finished": "✅ 已填完",
    "submitted": "📨 待审核",
    "returned": "↩️ 已退回",
    "filed": "📁 已报送",
}
"""The states of a filing, each with its mark, as people read them."""
COLOURS = {
    "filed": "#2f9e62",
    "submitted": "#3d7fc1",
    "finished": "#79b8e0",
    "returned": "#d9534f",
    "draft": "#eab543",
    UNBEGUN: "#c9ced4",
}
"""The states as they stand on a bar, from the left."""


def state_name(state: str) -> str:
    """Return what a state is called, without its mark."""
    return STATES[state].partition(" ")[2]


Role = Literal["clerk", "reviewer", "finance"]
"""What a person can be in a unit."""
ROLES: dict[Role, str] = {"clerk": "填报人", "reviewer": "审核人", "finance": "财政"}

FILTERS: dict[str, Callable[..., str]] = {
    "money": money,
    "wan": wan,
    "number": number,
    "percent": percent,
    "day": day,
    "ended": ended,
    "bar": bar,
    "glance": glance,
    "state": STATES.__getitem__,
    "role": ROLES.__getitem__,
}
