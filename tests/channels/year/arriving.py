"""How people come in: each invites those below, by links that some open twice, and a stranger too."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from tests.channels.year.cast import (
    ACCOUNTANT,
    ADMINISTRATOR,
    COMMUNITIES,
    DISTRICT,
    FINANCE,
    LATE,
    STRANGER,
    STREETS,
)

if TYPE_CHECKING:
    from bot.message import Ask
    from tests.channels.year.cast import Community
    from tests.channels.year.town import Town

LINK = re.compile(r"https://t\.me/ziping_test_bot\?start=([\w-]{22})")


async def invites(town: Town, who: str, line: str) -> None:
    """Make a link by one line; it lies ready for whoever it is meant for."""
    phone = town.phones[who]
    told = await phone.is_told("https://t.me/", phone.person.say(f"/invite {line}", waits=False))
    town.codes["".join(line.split()[:2])] = LINK.findall(told.text)[0]


async def invites_guided(town: Town, who: str, unit: str) -> None:
    """Make the same link by answering questions."""
    phone = town.phones[who]
    await phone.says("/invite")
    await phone.says(unit)
    await phone.presses("填报人")
    await phone.presses("1 人")
    told = await phone.is_told("https://t.me/", phone.person.press("7 天", waits=False))
    town.codes[f"{unit}填报人"] = LINK.findall(told.text)[0]


async def opens(town: Town, who: str, post: str) -> Ask:
    """Open a link as the app does; whoever is new is asked for their name."""
    phone = town.phones[who]
    asked = await phone.says(f"/start {town.codes[post]}")
    return await phone.says(who) if asked.path == "name.name" else asked


async def come_in(town: Town) -> None:
    """Let the administrator bring in 财政, who bring in the streets, who bring in their communities."""
    await invites(town, ADMINISTRATOR, f"{DISTRICT} 财政 2人")
    await opens(town, FINANCE, f"{DISTRICT}财政")
    await opens(town, ACCOUNTANT, f"{DISTRICT}财政")
    for street, its in STREETS.items():
        for who, role in ((its.finance, "财政"), (its.reviewer, "审核人")):
            await invites(town, FINANCE, f"{street} {role}")
            await opens(town, who, f"{street}{role}")
    await asyncio.gather(*(_street_comes_in(town, street) for street in STREETS))


async def _street_comes_in(town: Town, street: str) -> None:
    inviter, guided = STREETS[street].finance, True
    for each in COMMUNITIES:
        if each.street != street:
            continue
        if guided and len(each.clerks) == 1:
            await invites_guided(town, inviter, each.name)
            guided = False
        else:
            await invites(town, inviter, f"{each.name} 填报人 {len(each.clerks)}人")
        for who in each.clerks:
            if who not in LATE:
                await opens(town, who, f"{each.name}填报人")
                await _opens_again(town, who, each)
        if each.reviewer:
            await invites(town, inviter, f"{each.name} 审核人")
            await opens(town, each.reviewer, f"{each.name}审核人")


async def _opens_again(town: Town, who: str, community: Community) -> None:
    """Open the link once more, which makes nothing more of anybody: it is for the other one, or used up."""
    phone, is_first = town.phones[who], who != community.clerks[-1]
    words = "不用再点这个链接" if is_first else "已经用过"
    code = town.codes[f"{community.name}填报人"]
    await phone.is_told(words, phone.person.say(f"/start {code}", waits=False))


async def stranger_tries(town: Town) -> None:
    """Let a stranger try a link that is used up, and a command."""
    phone = town.phones[STRANGER]
    code = town.codes[f"{COMMUNITIES[0].name}填报人"]
    await phone.is_told("已经用过", phone.person.say(f"/start {code}", waits=False))
    await phone.is_told("邀请链接", phone.person.say("/board", waits=False))


async def comes_late(town: Town, who: str) -> None:
    """Open a link that is a week old, and then a new one."""
    [home] = [each for each in COMMUNITIES if who in each.clerks]
    phone, code = town.phones[who], town.codes[f"{home.name}填报人"]
    await phone.is_told("过期了", phone.person.say(f"/start {code}", waits=False))
    await invites(town, STREETS[home.street].finance, f"{home.name} 填报人")
    await opens(town, who, f"{home.name}填报人")
