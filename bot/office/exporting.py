"""All that was filed of a campaign, as one zip in the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.message import Report
from bot.office import overview
from bot.office.overview import NOTHING_THERE
from bot.store import board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.office.scene import Scene
    from bot.reception import Received

MOST = 200
"""Filings that a chat gets at once: they take some 140 KB each, and Telegram takes files of 50 MB."""


def export(scene: Scene, words: Sequence[str]) -> Received:
    """Hand over what was filed: `export.<campaign>[.<unit>]`."""
    scope = overview.chosen(scene, words)
    filed = board.counts(scene.session, scope).get("filed", 0) if scope else 0
    if scope is None or not filed:
        return scene.shown(NOTHING_THERE)
    if filed > MOST:
        values = {"filed": filed, "most": MOST, "scope": scope}
        return scene.shown(Telling(template="too_many_filings", values=values))
    return scene.shown(Report(kind="filings.zip", campaign=scope.campaign, unit=scope.unit))
