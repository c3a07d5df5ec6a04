"""Reads what people write into the cells 年初目标值 and 实际完成值: comparator, number and unit.

Forms are written freely (`≥95%`, `不超过5天`, `2.5万人次`, `9月底前`), so a reading may be unsure. Then it says why,
and a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from scoring.rounding import EXACT, half_up, plain
from scoring.wording import (
    AFTER,
    AMOUNT,
    BEFORE,
    CHINESE,
    CHINESE_DIGITS,
    CHINESE_UNITS,
    CLEAN,
    NO_AMOUNT,
    SCALE,
    SCALES,
)

if TYPE_CHECKING:
    from scoring.filing import Kind
    from scoring.wording import Comparator

_KINDS: dict[Comparator, Kind] = {
    "≥": "positive",
    ">": "positive",
    "=": "equal",
    "<": "reverse",
    "≤": "reverse",
}
_MOST_CHARACTERS = 1000
_MOST_DIGITS = 15
_MOST_DECIMALS = 6
_TOO_LONG = f"数字太长：整数最多 {_MOST_DIGITS} 位，小数最多 {_MOST_DECIMALS} 位"


@dataclass(frozen=True, slots=True)
class Target:
    """A reading. `value` is `None` where there is no number to score; `doubt` says in Chinese why it is not sure."""

    comparator: Comparator | None = None
    value: Decimal | None = None
    unit: str | None = None
    doubt: str | None = None

    @property
    def certain(self) -> bool:
        """Whether the number may be scored without asking a person."""
        return self.doubt is None

    @property
    def kind(self) -> Kind | None:
        """The 指标性质 that the comparator says; `None` where none is written."""
        return _KINDS[self.comparator] if self.comparator else None

    @classmethod
    def parse(cls, text: str, unit: str | None = None) -> Target:
        """Read one cell. Never raises.

        With `unit` (the other cell's), the number with that unit is meant, and `2.5万人次` is converted to it. Without,
        a count is written out (`2.5万人次` is 25000 人次), while money keeps the 万元 that people write.
        """
        if len(text) > _MOST_CHARACTERS:
            return cls(doubt=f"文字太长，最多 {_MOST_CHARACTERS} 字，请只写数字和单位")
        wanted = unit.translate(CLEAN).strip() if unit else ""
        clean = _with_digits(" ".join(text.translate(CLEAN).split()))
        readings = [_reading(match, wanted) for match in AMOUNT.finditer(NO_AMOUNT.sub("；", clean))]
        return _chosen(readings, wanted)


def _with_digits(text: str) -> str:
    """Write a cell like 百分之九十五 with digits."""
    found = CHINESE.fullmatch(text)
    return f"{found[1]}{_arabic(found[3])}{'%' if found[2] else ''}{found[4]}" if found else text


def _arabic(numerals: str) -> int:
    """Return the number that Chinese numerals below 万 stand for."""
    total, digit = 0, 0
    for each in numerals.replace("两", "二"):
        if each in CHINESE_UNITS:
            total, digit = total + (digit or 1) * CHINESE_UNITS[each], 0
        else:
            digit = CHINESE_DIGITS.index(each)
    return total + digit


def _chosen(readings: list[Target], wanted: str) -> Target:
    """Choose among the numbers of a cell: by the wanted unit, then by a written comparator, then the first."""
    if not readings:
        return Target(doubt="没有可以计分的数字，请写成例如 ≥95% 或 735人次")
    meant = [each for each in readings if wanted and each.unit == wanted] or readings
    first = next((each for each in meant if each.comparator), meant[0])
    first = replace(first, unit=first.unit or wanted or None)
    # The same share twice is that share; the same count twice may be two counts to add.
    if len(meant) == 1 or (first.unit == "%" and all(each.value == first.value for each in meant)):
        return first
    numbers = "、".join(plain(each.value) for each in meant[:5] if each.value is not None)
    return replace(first, doubt=f"有几个数字（{numbers}），分不清用哪一个")


def _reading(match: re.Match[str], wanted: str) -> Target:
    """Read one number with the words around it."""
    comparator = _comparator(AFTER, match["after"]) or _comparator(BEFORE, match["before"])
    whole, _, decimals = match["digits"].replace(",", "").partition(".")
    if len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        return Target(comparator, doubt=_TOO_LONG)
    written = Decimal(f"{'-' if match['sign'] else ''}{whole}.{decimals}")
    value, unit, doubt = _in_unit(written, match["scale"] or "", match["unit"] or "", wanted)
    if abs(value) >= 10**_MOST_DIGITS or value != half_up(value, _MOST_DECIMALS):
        return Target(comparator, doubt=_TOO_LONG)
    if match["range"]:
        doubt = "写的是一个范围，请写一个数"
    elif match["about"] or match["more"] or match["more_after"] or match["or_so"]:
        doubt = f"是约数，请写确切的数，例如 {plain(value)}{unit or ''}"
    elif not match["measure"] and not comparator and match[0].strip() != match.string.strip():
        doubt = f"看不出 {plain(value)} 是不是要计分的数，请只写数字和单位"
    return Target(comparator, Decimal(plain(value)), unit, doubt)


def _comparator(known: dict[Comparator, str], words: str | None) -> Comparator | None:
    return next((sign for sign, pattern in known.items() if re.search(pattern, words)), None) if words else None


def _in_unit(value: Decimal, scale: str, unit: str, wanted: str) -> tuple[Decimal, str | None, str | None]:
    """Return the value, in the wanted unit if there is one; its unit; and a doubt."""
    full = _scaled(value, scale)
    if not wanted:
        return (value, f"{scale}{unit}", None) if unit.startswith("元") else (full, unit or None, None)
    wanted_scale, wanted_base = _split(wanted)
    if unit not in {"", wanted_base}:
        return full, unit, f"单位是“{unit}”，应是“{wanted}”"
    if wanted == "%" and not unit and value % 1 and abs(value) < 1:
        return value, None, f"是 {plain(value)}% 还是 {plain(value * 100)}%？请写上百分号"
    if scale or unit:
        return EXACT.divide(full, _scaled(Decimal(1), wanted_scale)), wanted, None
    return value, None, None


def _split(unit: str) -> tuple[str, str]:
    """`万人次` is 万 and 人次."""
    scale = re.match(SCALE, unit)
    return (scale[0], unit[scale.end() :]) if scale else ("", unit)


def _scaled(value: Decimal, scale: str) -> Decimal:
    for each in scale:
        value = EXACT.multiply(value, SCALES[each])
    return value
