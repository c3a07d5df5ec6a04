"""When two names are the same name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.filing import Indicator

Key = tuple[str, str, str]
"""What makes an indicator the same one: level1, level2 and name, normalised."""


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """Return a name without what people write differently: the width of its signs, and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def key(indicator: Indicator) -> Key:
    """Return what an indicator is matched by, within a filing and across units."""
    return normal(indicator.level1 or ""), normal(indicator.level2 or ""), normal(indicator.name or "")
