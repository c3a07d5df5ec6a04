"""What people do with their phones: one function for each verb of the story."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.conversation.events import Pressed, Said
from tests.channels.year import arriving
from tests.channels.year.cast import (
    COMMUNITIES,
    FINANCE,
    LATE,
    NUDGES,
    PROJECT,
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

REASON = "和台账不一致，请核对。"


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
            await arriving.comes_late(town, who)
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
    await phone.is_told(nudge.answer, button)
