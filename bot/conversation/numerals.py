"""Numbers as people type them: `1,102,358.00`, `１１０万`, `¥5232`, `一百一十万`, `1亿200万`."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from math import prod

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?|[+-]?\.\d{1,30}")
_SCALED = re.compile(r"(\d{1,30}(?:\.\d{1,30})?)([百千]?万?亿?)")
_SCALES = {"亿": 10**8, "万": 10**4, "千": 10**3, "百": 100}
_CHINESE = re.compile(r"[负零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿点]{1,30}")


def halfwidth(text: str) -> str:
    """Return the text with full-width letters, digits and signs narrowed and all spaces gone, for reading only."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def decimal(text: str) -> Decimal | None:
    """Return the number that `text` says, exactly; `None` if it says no number or leaves doubt."""
    bare = halfwidth(text).replace("，", ",").replace("。", ".")
    if _GROUPED.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    if _CHINESE.fullmatch(bare):
        return _chinese(bare)
    return _scaled(bare)


def _chinese(bare: str) -> Decimal | None:
    # Loaded with the first Chinese numeral: few people write one, and it takes a seventh of the start.
    import cn2an  # noqa: PLC0415

    try:
        return Decimal(str(cn2an.cn2an(bare, "smart")))
    except (ValueError, KeyError, IndexError):
        return None


def _scaled(bare: str) -> Decimal | None:
    """Read `110.2358万` and `1亿200万3千`: parts whose scales fall."""
    sign, bare = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    parts = [(Decimal(number), prod(map(_SCALES.__getitem__, scale))) for number, scale in _SCALED.findall(bare)]
    if not parts or _SCALED.sub("", bare) or not all(map(_follows, parts, parts[1:])):
        return None
    return sign * sum((number * scale for number, scale in parts), Decimal())


def _follows(larger: tuple[Decimal, int], smaller: tuple[Decimal, int]) -> bool:
    """Whether a part may stand behind another. `12万5` is in doubt: 120,005 or, as people say it, 125,000."""
    number, scale = smaller
    in_doubt = scale == 1 and number * 10 < larger[1]
    return number * scale < larger[1] and not in_doubt
