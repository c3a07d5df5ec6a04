"""/campaign: what is running, and what 财政 can do with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.message import Button, shortened
from bot.office import assigning, changing, publishing, timetable
from bot.office.campaign_terms import days_in_words
from bot.reception import is_id
from bot.store import assignments, campaigns, dialogues
from bot.workdays import shown
from scoring import load_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.office.scene import Scene
    from bot.reception import Received
    from bot.store.campaigns import Campaign

LISTED = 20
"""Campaigns that get a button each."""


def campaign(scene: Scene, _args: str) -> Received:
    """Show the campaigns; where there are none yet, begin one."""
    found = campaigns.visible(scene.session, scene.person, administers=scene.administers)
    if not found:
        return publishing.begin(scene)
    buttons = [Button(f"campaign.{each.id}", _label(each)) for each in found[:LISTED]]
    begun = dialogues.load(scene.session, scene.chat.id, publishing.PUBLISHING.kind)
    buttons.append(Button("campaign.new", "▶ 接着填没发布的" if begun else "➕ 发布新的"))
    values = {"campaigns": found[:LISTED], "all": len(found), "shown": shown}
    return scene.shown(Telling(template="campaigns", values=values, buttons=tuple(buttons)))


def pressed(scene: Scene, words: Sequence[str]) -> Received:
    """Do what a button of a campaign says: `campaign.12` shows it, `campaign.12.close` closes it."""
    match words:
        case ["new"]:
            return publishing.begin(scene)
        case [number] if found := _found(scene, number):
            return _show(scene, found)
        case [number, change] if (found := _found(scene, number)) and change in _offered(found):
            return _CHANGES[change](scene, found)
    return scene.shown(Telling(template="no_campaign"))


def _found(scene: Scene, number: str) -> Campaign | None:
    if not is_id(number):
        return None
    return campaigns.get(scene.session, int(number), scene.person, administers=scene.administers)


def _label(campaign: Campaign) -> str:
    mark = "📣" if campaign.state == "open" else "🔒"
    return shortened(f"{mark} {campaign.terms.title} · {campaign.unit}")


def _show(scene: Scene, found: Campaign, *before: Telling) -> Received:
    terms = found.terms
    ahead = timetable.moments(scene, terms) if found.state == "open" else ()
    wanted = assignments.of_campaign(scene.session, found.id) if found.changeable else ()
    told = Telling(
        template="campaign",
        values={
            "campaign": found,
            "scheme": load_scheme(terms.scheme),
            "deadline": shown(terms.deadline),
            "over": terms.deadline < scene.today,
            "days": days_in_words(terms.reminder_days),
            "reminders": timetable.dates_in_words(scene, ahead),
            "states": Counter(each.state for each in wanted),
            "due": len(wanted),
            "units": len({each.unit_id for each in wanted}),
        },
        buttons=tuple(Button(f"campaign.{found.id}.{change}", says) for change, says in _offered(found).items()),
    )
    return scene.shown(*before, told)


def _offered(found: Campaign) -> dict[str, str]:
    """Return what may be changed now, with what the buttons say."""
    if not found.changeable:
        return {}
    if found.state == "closed":
        return {"deadline": "📅 改截止日期", "open": "🔓 重新开放"}
    return {
        "deadline": "📅 改截止日期",
        "days": "⏰ 改提醒",
        "add": "➕ 增加单位或项目",
        "remove": "➖ 撤回没开始的",
        "close": "🔒 结束",
    }


def _close(scene: Scene, found: Campaign) -> Received:
    campaigns.set_state(scene.session, found.id, "closed")
    campaigns.plan_reminders(scene.session, found.id, ())
    return _show(scene, replace(found, state="closed"), Telling(template="campaign_closed"))


def _open(scene: Scene, found: Campaign) -> Received:
    campaigns.set_state(scene.session, found.id, "open")
    timetable.plan(scene, found.id, found.terms)
    return _show(scene, replace(found, state="open"), Telling(template="campaign_opened"))


_CHANGES: Mapping[str, Callable[[Scene, Campaign], Received]] = {
    "deadline": changing.deadline,
    "days": changing.days,
    "add": assigning.add,
    "remove": assigning.remove,
    "close": _close,
    "open": _open,
}
