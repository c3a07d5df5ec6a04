"""`/who`: who is who in one's own units, and for 财政 in the units below, where somebody is missing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.formats import ROLES
from bot.message import Button, shortened
from bot.office.leaving import leave, take
from bot.office.naming import called
from bot.reception import Received, is_id
from bot.store import candidates, people, roles, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.office.scene import Scene
    from bot.store.candidates import Candidate
    from bot.store.roles import Held
    from bot.store.units import Unit

OWN, BELOW = 5, 12
"""Units on a page: one's own with everybody in them, and those below with a button each."""
_ALL = 0
"""Stands in a button for all units together: no unit has this id, so that only administrators oversee it."""


def who(scene: Scene, _args: str) -> Received:
    """Show the person's own units."""
    return scene.shown(_own(scene, 1))


def who_pressed(scene: Scene, words: Sequence[str]) -> Received:
    """Answer a button under what `/who` told."""
    match words:
        case ["own", page] if is_id(page):
            return Received((_own(scene, int(page)),), None)
        case ["below", top, page] if is_id(top) and is_id(page) and scene.oversees(int(top)):
            return Received((_below(scene, int(top), int(page)),), None)
        case ["unit", number] if is_id(number) and (unit := units.get(scene.session, int(number))):
            if scene.oversees(unit.id):
                return Received((_unit(scene, unit),), None)
        case ["leave", *post]:
            return leave(scene, post)
        case ["take", *post]:
            return take(scene, post)
    return Received((Telling(template="no_unit"),), None)


def _own(scene: Scene, page: int) -> Telling:
    held = roles.held(scene.session, scene.person)
    own = list(dict.fromkeys(each.unit_id for each in held))
    shown = own[(page - 1) * OWN : page * OWN]
    administrators = people.names(scene.session, people.administrators(scene.session)) if scene.administers else {}
    values = {
        "name": people.names(scene.session, [scene.person])[scene.person],
        "staffs": [_staff(scene, unit) for each in shown if (unit := units.get(scene.session, each))],
        "administers": scene.administers,
        "administrators": [called(name, person) for person, name in administrators.items()],
    }
    buttons = (
        *(button for each in held if each.unit_id in shown for button in _own_buttons(each)),
        *_turns("who.own", page, len(own), OWN),
        *((Button(f"who.below.{_ALL}.1", "🏢 全部单位"),) if scene.administers else ()),
        *(_administrator_button(scene, person, name) for person, name in administrators.items()),
    )
    return Telling(template="who", values=values, buttons=buttons)


def _own_buttons(held: Held) -> Iterable[Button]:
    if held.role == "finance":
        yield Button(f"who.below.{held.unit_id}.1", shortened(f"🏢 {held.unit}下面的单位"))
    yield Button(f"who.leave.{held.unit_id}.{held.role}", shortened(f"退出 {held.unit} {ROLES[held.role]}"))


def _administrator_button(scene: Scene, person: int, name: str | None) -> Button:
    if person == scene.person:
        return Button("who.leave.0.administrator", "不再当管理员")
    return Button(f"who.take.{person}.0.administrator", shortened(f"撤去管理员 {called(name, person)}"))


def _below(scene: Scene, unit_id: int, page: int) -> Telling:
    """List the units below one, or all; those where somebody is missing come first."""
    top = units.get(scene.session, unit_id)
    tops = (top,) if top else units.roots(scene.session)
    found = [each for root in tops for each in candidates.below(scene.session, root.id) if each.id != unit_id]
    found.sort(key=lambda each: not _is_gap(each))
    shown = found[(page - 1) * BELOW : page * BELOW]
    values = {
        "top": top.name if top else None,
        "all": len(found),
        "gaps": sum(map(_is_gap, found)),
        "units": shown,
        "parents": {each.id: _parent(scene, each.id) for each in shown},
    }
    buttons = (
        *(Button(f"who.unit.{each.id}", shortened(f"{'⚠ ' if _is_gap(each) else ''}{each.name}")) for each in shown),
        *_turns(f"who.below.{unit_id}", page, len(found), BELOW),
    )
    return Telling(template="who_below", values=values, buttons=buttons)


def _is_gap(unit: Candidate) -> bool:
    return not (unit.has_clerk and unit.has_reviewer)


def _parent(scene: Scene, unit_id: int) -> str | None:
    return next((each.name for each in units.line(scene.session, unit_id)[-2:-1]), None)


def _unit(scene: Scene, unit: Unit) -> Telling:
    """Show one unit to who oversees it, with what can be done there."""
    buttons = (
        *(Button(f"invite.{unit.id}.{role}", f"➕ 邀请{label}") for role, label in ROLES.items()),
        *(
            Button(
                f"who.take.{each.person}.{unit.id}.{each.role}",
                shortened(f"撤去{ROLES[each.role]} {called(each.name, each.person)}"),
            )
            for each in roles.members(scene.session, unit.id)
        ),
    )
    return Telling(template="who_unit", values={"staff": _staff(scene, unit)}, buttons=buttons)


def _staff(scene: Scene, unit: Unit) -> dict[str, object]:
    """Return who is who in a unit; its filings are reviewed by people above where it has no reviewer of its own."""
    session = scene.session
    reviewers, overseers = roles.reviewers(session, unit.id), roles.overseers(session, unit.id)
    clerks, own = roles.holders(session, unit.id, "clerk"), roles.holders(session, unit.id, "reviewer")
    names = people.names(session, {*clerks, *reviewers, *overseers})
    return {
        "unit": unit,
        "above": [each.name for each in units.line(session, unit.id)[:-1]],
        "clerks": [called(names[each], each) for each in clerks],
        "reviewers": [called(names[each], each) for each in reviewers],
        "reviewed_above": not own,
        "overseers": [called(names[each], each) for each in overseers],
    }


def _turns(button: str, page: int, found: int, shown: int) -> tuple[Button, ...]:
    """Return the buttons to the page before and after."""
    before = (Button(f"{button}.{page - 1}", "◀ 上一页"),) if page > 1 else ()
    after = (Button(f"{button}.{page + 1}", "下一页 ▶"),) if page * shown < found else ()
    return (*before, *after)
