"""Answer types: each reads what a person types and shows an answer back.

`read` returns the answer or raises Unreadable, whose text is one Chinese sentence that says what is wrong and ends in
an example where the question's own example does not help.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from bot import formats
from bot.conversation.numerals import decimal, halfwidth

if TYPE_CHECKING:
    from bot.filing import Value

MOST_MONEY = Decimal(10) ** 12
"""Yuan; a project of a street office stays far below."""
MOST_NUMBER = Decimal(10) ** 12
_MONEY_SIGNS = re.compile(r"^(人民币|RMB|CNY)?¥?|(元整|元|圆|块钱|块|整)$", re.IGNORECASE)


class Unreadable(ValueError):  # noqa: N818 - it is an answer to a person, not a fault of the program
    """What was typed is no answer to this question. Its text is shown to the person."""


class Field(Protocol):
    """Reads and shows one type of answer."""

    def read(self, text: str) -> Value:
        """Return the answer that `text` gives. Raises Unreadable."""

    def show(self, value: Value) -> str:
        """Return the answer as a person reads it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words, at most `limit` characters; `lines` says whether line breaks are kept."""

    limit: int
    lines: bool = False

    def read(self, text: str) -> str:
        """Return the text without signs that cannot be printed."""
        cleaned = _printable(re.sub(r"\r\n?", "\n", text).replace("\t", " ")).strip()
        if not self.lines:
            cleaned = re.sub(r"\s*\n\s*", " ", cleaned)
        if not visible(cleaned):
            raise Unreadable("没有读到文字，请直接打字回答。")
        if len(cleaned) > self.limit:
            raise Unreadable(f"这段有 {len(cleaned)} 个字，这里最多 {self.limit} 个字，请缩短后再发一次。")
        return cleaned

    def show(self, value: Value) -> str:
        """Return the text as it is."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Money:
    """Yuan, from 0, at most two decimals; 万 and 亿, Chinese numerals and currency signs are understood."""

    def read(self, text: str) -> Decimal:
        """Return the amount in yuan."""
        amount = decimal(_MONEY_SIGNS.sub("", halfwidth(text)))
        if amount is None:
            raise Unreadable(f"没看懂“{_quoted(text)}”是多少钱。请写数字，例如 1102358.00 或 110.2358万。")
        if amount < 0:
            raise Unreadable("金额不能是负数。请写 0 或更大的数，例如 1102358.00。")
        if amount >= MOST_MONEY:
            raise Unreadable("金额太大了，超过了一万亿元。请核对位数，单位是元，例如 1102358.00。")
        if amount != amount.quantize(formats.CENT):
            raise Unreadable("金额最多写到分，也就是两位小数，例如 1102358.05。")
        return amount.quantize(formats.CENT)

    def show(self, value: Value) -> str:
        """Return `1,102,358.00 元`."""
        return f"{formats.money(_decimal(value))} 元"


@dataclass(frozen=True, slots=True)
class Points:
    """Points from `least` to `most`, at most two decimals; `why` explains the limits when they are broken."""

    least: Decimal
    most: Decimal
    why: str
    below_most: bool = False
    """Whether `most` itself is already too much."""

    def read(self, text: str) -> Decimal:
        """Return the points."""
        points = decimal(halfwidth(text).removesuffix("分"))
        if points is None:
            raise Unreadable(f"没看懂“{_quoted(text)}”是多少分。请写数字，例如 {formats.number(self.most)}。")
        if not self.least <= points <= self.most or (self.below_most and points == self.most):
            raise Unreadable(f"{self.why}您写的是 {formats.number(points)} 分。")
        if points != points.quantize(formats.CENT):
            raise Unreadable("分数最多两位小数，例如 9.25。")
        return points.quantize(formats.CENT)

    def show(self, value: Value) -> str:
        """Return `10 分`."""
        return f"{formats.number(_decimal(value))} 分"


@dataclass(frozen=True, slots=True)
class Number:
    """A target or actual value in `unit`, at most six decimals; it may be negative."""

    unit: str | None = None

    def read(self, text: str) -> Decimal:
        """Return the number. A share below 1 of a value in percent is asked back: 0.98 may mean 98%."""
        unit = halfwidth(self.unit or "")  # a table may have a figure as its unit: that would eat the number
        number = decimal(halfwidth(text).removesuffix(unit if decimal(unit) is None else "").removesuffix("%"))
        if number is None:
            raise Unreadable(f"没看懂“{_quoted(text)}”是多少。这里只要一个数字，例如 98。")
        if abs(number) >= MOST_NUMBER or number != number.quantize(Decimal("0.000001")):
            raise Unreadable("这个数太大或小数太长了，整数最多 12 位、小数最多 6 位，例如 98.5。")
        if self.unit == "%" and 0 < abs(number) < 1 and "%" not in halfwidth(text):
            raise Unreadable(
                f"是 {formats.number(number * 100)}% 还是 {formats.number(number)}%？请带上百分号再写一次。"
            )
        return number

    def show(self, value: Value) -> str:
        """Return the number with its unit: `98%`."""
        return f"{formats.number(_decimal(value))}{self.unit or ''}"


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year near `today`: 2000 to next year."""

    today: date

    def read(self, text: str) -> int:
        """Return the year; `18年` and `2018年度` are understood."""
        digits = re.fullmatch(r"(\d{4}|\d{2})(年度|年)?", halfwidth(text))
        year = int(digits[1]) if digits else 0
        year += 2000 if digits and len(digits[1]) == 2 else 0  # noqa: PLR2004 - two digits of a year
        if not 2000 <= year <= self.today.year + 1:  # noqa: PLR2004 - the first year of such forms
            latest = self.today.year + 1
            raise Unreadable(
                f"“{_quoted(text)}”不像年度。请写 2000 到 {latest} 之间的四位数字，例如 {self.today.year - 1}。"
            )
        return year

    def show(self, value: Value) -> str:
        """Return `2018 年度`."""
        return f"{value} 年度"


_DAY_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?",
    )
)
_DAY_WORDS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}


@dataclass(frozen=True, slots=True)
class Day:
    """A date; without a year it is the last such day up to `today`."""

    today: date

    def read(self, text: str) -> date:
        """Return the date. A day that no calendar has is named as such."""
        bare = halfwidth(text)
        if bare in _DAY_WORDS:
            return self.today - timedelta(days=_DAY_WORDS[bare])
        found = next((match for pattern in _DAY_PATTERNS if (match := pattern.fullmatch(bare))), None)
        if not found:
            raise Unreadable(f"没看懂“{_quoted(text)}”是哪一天。请写成 {formats.day(self.today)}，或者“今天”。")
        parts = {name: int(digits) for name, digits in found.groupdict().items()}
        when = self._date(**{"year": self.today.year, **parts})
        if "year" not in parts and when > self.today:
            return self._date(when.year - 1, when.month, when.day)
        return when

    def _date(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError:
            raise Unreadable(
                f"{year} 年没有 {month} 月 {day} 日这一天。请核对后再写，例如 {formats.day(self.today)}。"
            ) from None

    def show(self, value: Value) -> str:
        """Return `2019-7-28`."""
        return formats.day(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the answer it stands for, its button's id and label."""

    value: Value
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice, pressed or typed: its label, its number, or a part of the label that fits no other.

    `open_to` is the type of other answers that are taken as well.
    """

    options: tuple[Option, ...]
    open_to: Text | None = None

    def read(self, text: str) -> Value:
        """Return the chosen answer."""
        wanted = halfwidth(text)
        fitting = [option for option in self.options if wanted in (halfwidth(option.label), option.id)]
        fitting = fitting or [option for option in self.options if wanted and wanted in halfwidth(option.label)]
        if len(fitting) == 1:
            return fitting[0].value
        if self.open_to:
            return self.open_to.read(text)
        if wanted.isdecimal() and 1 <= int(wanted) <= len(self.options):
            return self.options[int(wanted) - 1].value
        known = "、".join(option.label for option in self.options)
        raise Unreadable(f"“{_quoted(text)}”不在可选的里面。请按下面的按钮，或者打出其中一个：{known}。")

    def show(self, value: Value) -> str:
        """Return the chosen label."""
        return next((option.label for option in self.options if option.value == value), str(value))


def choices(*labels: str) -> tuple[Option, ...]:
    """Return options whose answer is their label, numbered from 1."""
    return tuple(Option(label, str(number), label) for number, label in enumerate(labels, 1))


# 有 and 没有 are in neither: to “is it in order, with nothing misused?” they may mean both.
_YES = {"是", "是的", "对", "符合", "没问题", "yes", "y", "ok", "true"}
_NO = {"否", "不是", "不", "不符合", "不对", "no", "n", "false"}


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否, with the labels of its two buttons."""

    yes: str = "是"
    no: str = "否"

    @property
    def options(self) -> tuple[Option, ...]:
        """The two buttons, under their standing ids."""
        return (Option(value=True, id="yes", label=self.yes), Option(value=False, id="no", label=self.no))

    def read(self, text: str) -> bool:
        """Return the answer."""
        wanted = halfwidth(text).lower()
        if wanted in _YES | {halfwidth(self.yes)}:
            return True
        if wanted in _NO | {halfwidth(self.no)}:
            return False
        raise Unreadable(f"请回答“{self.yes}”或“{self.no}”，也可以按下面的按钮。")

    def show(self, value: Value) -> str:
        """Return the label of the answer."""
        return self.yes if value else self.no


def visible(text: str) -> bool:
    """Whether there is anything to see in the text: more than spaces and signs of no width."""
    return any(char.isprintable() and not char.isspace() for char in text)


def _printable(text: str) -> str:
    """Return the text without what no database stores: control signs, halves of surrogate pairs, byte order marks."""
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")).replace(
        "\ufeff", ""
    )


def _quoted(text: str) -> str:
    """Return what was typed, short enough to be repeated in a sentence."""
    shown = " ".join(_printable(text).split())
    return shown if len(shown) <= 20 else f"{shown[:20]}…"  # noqa: PLR2004 - a glance


def _decimal(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
