"""催报: the buttons by which 财政 urges all that have not filed, or one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.office.moments import shown
from bot.reception import Received, is_id
from bot.schedule import QuietHours
from bot.store import campaigns, nudges
from bot.store.nudges import Whose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.office.scene import Scene
    from bot.store.campaigns import Campaign

NAMED = 10
"""Units without a clerk that are named."""


def nudge(scene: Scene, words: Sequence[str]) -> Received:
    """Urge: `nudge.<campaign>` all that the person oversees there, `nudge.<campaign>.<unit>` one unit."""
    match words:
        case [campaign] if is_id(campaign):
            return _nudge(scene, int(campaign), None)
        case [campaign, unit] if is_id(campaign) and is_id(unit):
            return _nudge(scene, int(campaign), int(unit))
    return _nothing_there()


def _nudge(scene: Scene, number: int, unit: int | None) -> Received:
    campaign = campaigns.get(scene.session, number, scene.person, administers=scene.administers)
    if campaign is None:
        return _nothing_there()
    if campaign.state != "open":
        return Received((Telling(template="nudge_closed", values={"campaign": campaign}),), None)
    nudged = nudges.nudge(scene.session, Whose(number, unit, scene.person, scene.administers), scene.at)
    if nudged is None:
        return _nothing_there()
    values = {
        "nudged": nudged,
        "named": nudged.without_clerk[:NAMED],
        "again": nudged.again_at and _shown(scene, nudged.again_at),
        "quiet": _quiet_until(scene, campaign),
    }
    return Received((Telling(template="nudged", values=values),), None)


def _nothing_there() -> Received:
    return Received((Telling(template="no_campaign"),), None)


def _quiet_until(scene: Scene, campaign: Campaign) -> str | None:
    terms = campaign.terms
    until = QuietHours(terms.quiet_from, terms.quiet_until).after(scene.at, scene.zone)
    return _shown(scene, until) if until > scene.at else None


def _shown(scene: Scene, when: datetime) -> str:
    return shown(when, scene.at.astimezone(scene.zone))
