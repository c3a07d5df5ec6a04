"""The filings that tests play: the examples in the project, and the published forms that may lie beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo import EXAMPLE
from scoring import load_scheme, tier_of

if TYPE_CHECKING:
    from scoring import Filing

_SHARED = Path(__file__).parents[2] / "shared"
SEED = _SHARED / "seed" / "filing.toml"

SEEDLIKE = [path for path in (EXAMPLE, SEED) if path.exists()]
"""The filing with 20 + 77 = 97 points: in the project's own words, and as it was published."""

OTHERS = [EXAMPLE.with_name("mof-2020.toml"), *sorted((_SHARED / "cases").glob("0[47]*.toml"))]
"""Filings by the central form, without budget lines among them. Weights that sum to over 100 nobody can play."""


def as_asked(filing: Filing) -> Filing:
    """Return the filing without what nobody is asked: printed figures to be checked, and scores that follow by rule."""
    indicators = tuple(each if each.kind == "qualitative" else replace(each, score=None) for each in filing.indicators)
    return replace(filing, total=None, funds=replace(filing.funds, score=None), indicators=indicators)


def without_tiers(filing: Filing) -> Filing:
    """Return the filing without tiers, which published forms do not print."""
    return replace(filing, indicators=tuple(replace(each, tier=None) for each in filing.indicators))


def with_tiers(filing: Filing) -> Filing:
    """Return the filing with the tier in which each score given by hand lies."""
    scheme = load_scheme(filing.scheme)
    indicators = tuple(
        replace(each, tier=tier_of(scheme, each.weight, each.score).id)
        if each.kind == "qualitative" and each.weight is not None and each.score is not None
        else each
        for each in filing.indicators
    )
    return replace(filing, indicators=indicators)
