"""Giving up a role, and taking it from somebody. What was filled in stays with the unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.formats import ROLES
from bot.message import Button
from bot.office.naming import called
from bot.reception import Notice, Received, is_id
from bot.store import invitations, people, roles, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.formats import Role
    from bot.office.scene import Scene
    from bot.store.units import Unit

ADMINISTRATOR = ["0", "administrator"]
"""How a button names the post that belongs to no unit."""
_ROLES: dict[str, Role] = {role: role for role in ROLES}


@dataclass(frozen=True, slots=True)
class _Post:
    """What somebody is: in a unit, or as an administrator in none."""

    person: int
    unit: Unit | None = None
    role: Role | None = None


def leave(scene: Scene, words: Sequence[str]) -> Received:
    """Give up a role of one's own, once that is confirmed."""
    [*named, sure] = words if words[-1:] == ["yes"] else [*words, ""]
    return _vacate(scene, _held(scene, scene.person, named), f"who.leave.{'.'.join(named)}", sure=bool(sure))


def take(scene: Scene, words: Sequence[str]) -> Received:
    """Take a role from somebody in a unit that the person oversees, once that is confirmed."""
    [*named, sure] = words if words[-1:] == ["yes"] else [*words, ""]
    post = None
    if named and re.fullmatch(r"\d{1,16}", named[0], re.ASCII):
        post = _held(scene, int(named[0]), named[1:])
    if post and not (scene.oversees(post.unit.id) if post.unit else scene.administers):
        post = None
    return _vacate(scene, post, f"who.take.{'.'.join(named)}", sure=bool(sure))


def _held(scene: Scene, person: int, named: Sequence[str]) -> _Post | None:
    """Return the post that a button names, if the person has it."""
    if list(named) == ADMINISTRATOR:
        return _Post(person) if person in people.administrators(scene.session) else None
    match named:
        case [number, role] if is_id(number) and role in _ROLES:
            unit = units.get(scene.session, int(number))
            if unit and person in roles.holders(scene.session, unit.id, _ROLES[role]):
                return _Post(person, unit, _ROLES[role])
    return None


def _vacate(scene: Scene, post: _Post | None, button: str, *, sure: bool) -> Received:
    if post is None:
        return Received((Telling(template="nobody_there"),), None)
    if post.unit is None and len(people.administrators(scene.session)) == 1:
        return Received((Telling(template="last_administrator"),), None)
    is_own = post.person == scene.person
    values = {
        "unit": post.unit.name if post.unit else None,
        "role": post.role,
        "name": None if is_own else called(people.names(scene.session, [post.person])[post.person], post.person),
    }
    if not sure:
        yes = Button(f"{button}.yes", "确定退出" if is_own else "确定撤去")
        return Received((Telling(template="vacate", values=values, buttons=(yes,)),), None)
    _do(scene, post)
    told = Telling(template="vacated", values=values, buttons=_successor(scene, post))
    notice = Notice(post.person, Telling(template="dismissed", values=values))
    return Received((told,), None, notices=() if is_own else (notice,))


def _do(scene: Scene, post: _Post) -> None:
    if post.unit and post.role:
        roles.take(scene.session, post.person, post.unit.id, post.role)
    else:
        people.dismiss(scene.session, post.person)
    if post.person != scene.person:
        # Else somebody who was dismissed would come back by a link of their own. Links to elsewhere are not touched.
        within = [each.id for each in units.subtree(scene.session, post.unit.id)] if post.unit else None
        invitations.withdraw(scene.session, post.person, within)


def _successor(scene: Scene, post: _Post) -> tuple[Button, ...]:
    """Offer to invite somebody where nobody is left."""
    if post.unit is None or post.role is None or roles.holders(scene.session, post.unit.id, post.role):
        return ()
    offer = Button(f"invite.{post.unit.id}.{post.role}", f"➕ 邀请{ROLES[post.role]}")
    return (offer,) if scene.oversees(post.unit.id) else ()
