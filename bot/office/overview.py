"""What a person oversees of which campaigns: where board and 汇总 begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.message import Button, shortened
from bot.reception import is_id
from bot.store import campaigns, scopes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.office.scene import Scene
    from bot.store.scopes import Scope

LISTED = 20
"""Campaigns that get a button each, or projects of one."""
NOTHING_THERE = Telling(template="no_campaign")


def overseen(scene: Scene) -> tuple[Scope, ...]:
    """Return each campaign that concerns units which the person oversees: over all it wants, or over their own."""
    found = campaigns.visible(scene.session, scene.person, administers=scene.administers)
    return tuple(scope for each in found for scope in _scopes(scene, each.id))


def chosen(scene: Scene, words: Sequence[str]) -> Scope | None:
    """Return what a button names, as `<campaign>` or `<campaign>.<unit>`; `None` if the person does not oversee it."""
    match words:
        case [campaign] if is_id(campaign):
            return next(iter(_scopes(scene, int(campaign))), None)
        case [campaign, unit] if is_id(campaign) and is_id(unit):
            scope = scopes.get(scene.session, int(campaign), int(unit))
            return scope if scope and scene.oversees(scope.unit) else None
    return None


def _scopes(scene: Scene, campaign: int) -> tuple[Scope, ...]:
    top = scopes.top(scene.session, campaign)
    if top is None:
        return ()
    whole = scene.oversees(top)
    at = (top,) if whole else scopes.overseen(scene.session, campaign, scene.person)
    return tuple(scope for unit in at if (scope := scopes.get(scene.session, campaign, unit)))


def choice(word: str, found: Sequence[Scope]) -> Telling:
    """Ask which campaign is meant. `word` begins the buttons."""
    buttons = tuple(
        Button(f"{word}.{each.campaign}.{each.unit}", shortened(f"{each.title} · {each.unit_name}"))
        for each in found[:LISTED]
    )
    return Telling(template="which_campaign", values={"all": len(found), "shown": len(buttons)}, buttons=buttons)
