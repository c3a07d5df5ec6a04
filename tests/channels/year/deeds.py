"""What people do with their phones: one function for each verb of the story."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.conversation.events import Pressed, Said
from tests.channels.year.cast import (
    ACCOUNTANT,
    ADMINISTRATOR,
    COMMUNITIES,
    DISTRICT,
    FINANCE,
    LATE,
    NUDGES,
    PROJECT,
    STRANGER,
    STREETS,
    WISHES,
)
from tests.channels.year.paper import workbook
from tests.channels.year.sums import SERVED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from datetime import datetime

    from bot.message import Ask
    from tests.channels.year.cast import Community, Nudge, Verb, Wish
    from tests.channels.year.town import Phone, Town

LINK = re.compile(r"https://t\.me/ziping_test_bot\?start=([\w-]{22})")
REASON = "和台账不一致，请核对。"


# Coming in


async def invites(town: Town, who: str, line: str) -> None:
    """Make a link by one line; it lies ready for whoever it is meant for."""
    phone = town.phones[who]
    told = await phone.is_told("https://t.me/", phone.person.say(f"/invite {line}", waits=False))
    town.links[line.partition(" ")[0] + line.split()[1]].append(LINK.findall(told.text)[0])


async def invites_guided(town: Town, who: str, unit: str) -> None:
    """Make the same link by answering questions."""
    phone = town.phones[who]
    await phone.says("/invite")
    await phone.says(unit)
    await phone.presses("填报人")
    await phone.presses("1 人")
    told = await phone.is_told("https://t.me/", phone.person.press("7 天", waits=False))
    town.links[f"{unit}填报人"].append(LINK.findall(told.text)[0])


async def opens(town: Town, who: str, post: str) -> Ask:
    """Open a link as the app does; whoever is new is asked for their name."""
    phone = town.phones[who]
    asked = await phone.says(f"/start {town.links[post][-1]}")
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
    code = town.links[f"{community.name}填报人"][-1]
    await phone.is_told(words, phone.person.say(f"/start {code}", waits=False))


async def stranger_tries(town: Town) -> None:
    """Let a stranger try a link that is used up, and a command."""
    phone = town.phones[STRANGER]
    code = town.links[f"{COMMUNITIES[0].name}填报人"][-1]
    await phone.is_told("已经用过", phone.person.say(f"/start {code}", waits=False))
    await phone.is_told("邀请链接", phone.person.say("/board", waits=False))


async def comes_late(town: Town, who: str) -> None:
    """Open a link that is a week old, and then a new one."""
    [home] = [each for each in COMMUNITIES if who in each.clerks]
    phone, code = town.phones[who], town.links[f"{home.name}填报人"][-1]
    await phone.is_told("过期了", phone.person.say(f"/start {code}", waits=False))
    await invites(town, STREETS[home.street].finance, f"{home.name} 填报人")
    await opens(town, who, f"{home.name}填报人")


# Filling in


async def begin(town: Town, community: Community, phone: Phone) -> Ask:
    """Begin what the campaign wants, or go on with it: the clerk still has the button of the call."""
    [label] = {each for each in phone.person.buttons() if each.startswith(f"{PROJECT} · {community.name}")}
    return await phone.presses(label)


async def fill(town: Town, community: Community, phone: Phone) -> None:
    await begin(town, community, phone)
    await phone.uploads("自评.xlsx", workbook(community))
    await _finish(phone, await _answer(town, community, phone, await phone.presses("✔ 填进来")))


async def hand(town: Town, community: Community, phone: Phone) -> None:
    await _finish(phone, await _answer(town, community, phone, await begin(town, community, phone)))


async def half(town: Town, community: Community, phone: Phone) -> None:
    await _answer(town, community, phone, await begin(town, community, phone), until="indicators.2.weight")


async def _answer(town: Town, community: Community, phone: Phone, asked: Ask, until: str = "review") -> Ask:
    """Answer from the paper what is asked, up to a place."""
    player = town.players[community.name]
    while asked.path != until:
        match player.answer(asked):
            case Said(text):
                asked = await phone.says(text)
            case Pressed(button):
                [label] = [each.label for each in asked.buttons if each.id == button]
                asked = await phone.presses(label)
    return asked


async def _finish(phone: Phone, asked: Ask) -> None:
    """Complete a filing, whatever it is warned of, and wait for its documents."""
    [label] = [each.label for each in asked.buttons if each.id == "finish"]
    await phone.is_told("就按“提交审核”", phone.person.press(label, waits=False))


async def submit(town: Town, community: Community, phone: Phone) -> None:
    await phone.is_told(f"已提交：{community.name}", phone.person.press("📨 提交审核", waits=False))


async def withdraw(town: Town, community: Community, phone: Phone) -> None:
    under = f"已提交：{community.name}"
    await phone.is_told(f"已撤回：{community.name}", phone.person.press("↩ 撤回", under=under, waits=False))


async def mend(town: Town, community: Community, phone: Phone) -> None:
    """Change the very answer that it was returned for, and submit it again."""
    asked = await phone.presses("✏ 去修改", under=f"退回了 {community.name}")
    assert asked.path == "contents.indicators.1"
    await phone.presses("实际完成值")
    await phone.says(f"{community.figures.corrected}人次")
    await phone.presses("📋 目录")
    asked = await phone.presses("🔍 核对与完成")
    if any(each.label.startswith("▫️ 去填") for each in asked.buttons):  # fewer than planned: why?
        asked = await _answer(town, community, phone, await phone.presses("▫️ 去填"))
    await _finish(phone, asked)
    await submit(town, community, phone)


# Reviewing


async def let_pass(town: Town, community: Community, phone: Phone) -> None:
    await phone.is_told(f"已通过：{community.name}", phone.person.press("✅ 通过", under=community.name, waits=False))


async def give_back(town: Town, community: Community, phone: Phone) -> None:
    await phone.presses("↩ 退回", under=community.name)
    await phone.says(SERVED)
    await phone.is_told(f"已退回：{community.name}", phone.person.say(REASON, waits=False))


DEEDS: Mapping[Verb, Callable[[Town, Community, Phone], Awaitable[object]]] = {
    "begin": begin,
    "half": half,
    "fill": fill,
    "hand": hand,
    "submit": submit,
    "withdraw": withdraw,
    "mend": mend,
    "pass": let_pass,
    "return": give_back,
    "recall": give_back,
}


def _doer(community: Community, verb: Verb) -> str:
    return {"pass": community.in_charge, "return": community.in_charge, "recall": FINANCE}.get(
        verb, community.clerk(verb)
    )


async def do_all(town: Town, now: datetime) -> None:
    """Let everybody do what is theirs at this moment: each person one thing after the other, all at the same time."""
    todo: defaultdict[str, list[tuple[Verb, Community]]] = defaultdict(list)
    for each in COMMUNITIES:
        for planned, verb in each.days:
            if planned == now:
                todo[_doer(each, verb)].append((verb, each))
    await asyncio.gather(*(_do(town, who, deeds) for who, deeds in todo.items()))
    for who, came in LATE.items():
        if came == now:
            await comes_late(town, who)
    for wish in WISHES:
        if wish.at == now:
            await _wish(town, wish)
    for nudge in NUDGES:
        if nudge.at == now:
            await _urge(town, nudge)


async def _do(town: Town, who: str, deeds: Iterable[tuple[Verb, Community]]) -> None:
    for verb, community in deeds:
        await DEEDS[verb](town, community, town.phones[who])


async def _wish(town: Town, wish: Wish) -> None:
    phone = town.phones[wish.who]
    doing = phone.person.say if wish.does.startswith("/") else phone.person.press
    await phone.is_told("提醒您", doing(wish.does, waits=False))


async def _urge(town: Town, nudge: Nudge) -> None:
    """Press 催报: under the digest for all, on the board for one community."""
    phone = town.phones[nudge.who]
    if nudge.community is None:
        button = phone.person.press("📣 催报全部", under="📊", waits=False)
    else:
        await phone.is_told("应报", phone.person.say("/board", waits=False))
        label = next(each for each in phone.person.buttons() if nudge.community in each)
        await phone.is_told(f"{nudge.community}\n\n项目", phone.person.press(label, waits=False))
        button = phone.person.press("📣 催报", under=f"{nudge.community}\n\n项目", waits=False)
    await phone.is_told("催", button)
