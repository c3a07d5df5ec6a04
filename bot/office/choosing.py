"""Choosing a unit in a dialogue: level by level with buttons, or by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.fields import Unreadable
from bot.message import shortened
from bot.office.dialogue import Offer, Prompt
from bot.store import units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from bot.store.units import Unit

SHOWN = 20
"""Units that get a button each at a time."""


def unit_prompt(
    template: str,
    tops: Callable[[Scene], Sequence[Unit]],
    may: Callable[[Scene, int], bool],
    others: Callable[[Scene], Sequence[Offer]] = lambda _scene: (),
) -> Prompt:
    """Return the question for a unit, answered by its id.

    `tops` are the units to begin with, `may` tells whether one can be chosen; `others` are offered at the beginning.
    Where the person stands in the tree is the answer `at`: the id of a unit, or `None`, and the page.
    """

    def offers(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
        begin = tops(scene)
        at, page = answers.get("at") or (begin[0].id if len(begin) == 1 else None, 0)
        here = units.get(scene.session, at) if at else None
        if here is None or not may(scene, here.id):
            return (*_page(scene, begin, None, page), *others(scene))
        below = units.children(scene.session, here.id) if scene.oversees(here.id) else ()
        is_top = here.id in {each.id for each in begin}
        up = (None if is_top else here.parent_id, 0)
        return (
            Offer("this", shortened(f"✔ 就是{here.name}"), here.id),
            *_page(scene, below, here.id, page),
            *((Offer("up", "⬆ 上一级", up, key="at"),) if not is_top or len(begin) > 1 else ()),
            *(others(scene) if is_top and len(begin) == 1 else ()),
        )

    def read(scene: Scene, _answers: Answers, text: str) -> int:
        return typed_unit(scene, text, may).id

    return Prompt(key="unit", template=template, read=read, offers=offers)


def typed_unit(scene: Scene, text: str, may: Callable[[Scene, int], bool]) -> Unit:
    """Return the unit that is meant, of those that may be chosen. Raises Unreadable."""
    wanted = text.strip()
    found = [each for each in units.named(scene.session, wanted) if may(scene, each.id)]
    if not found:
        raise Unreadable(f"没有找到单位“{shortened(wanted)}”。请打单位的名称，例如 长丰社区。")
    if len(found) > 1:
        raise Unreadable(
            f"有 {len(found)} 个单位叫“{shortened(wanted)}”。请打全称，或者连上级一起打，例如 宝丰街/长丰社区。"
        )
    return found[0]


def _page(scene: Scene, found: Sequence[Unit], at: int | None, page: int) -> tuple[Offer, ...]:
    shown = found[page * SHOWN : (page + 1) * SHOWN]
    parents = units.parents(scene.session, [each.id for each in shown])
    before = (Offer("before", "◀ 前面的", (at, page - 1), key="at"),) if page else ()
    after = (Offer("after", "后面的 ▶", (at, page + 1), key="at"),) if len(found) > (page + 1) * SHOWN else ()
    return (*(_offer(each, opens=each.id in parents and scene.oversees(each.id)) for each in shown), *before, *after)


def _offer(unit: Unit, *, opens: bool) -> Offer:
    """Return the button of a unit. One that `opens` leads to the units below; its name, typed, still means the unit."""
    if opens:
        return Offer(str(unit.id), f"{shortened(unit.name)}及下级 ▸", (unit.id, 0), key="at")
    return Offer(str(unit.id), shortened(unit.name), unit.id)
