"""`/invite`: a link that lets people in and gives them a role in a unit; guided, or in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import access
from bot.conversation.fields import Unreadable
from bot.conversation.numerals import halfwidth
from bot.conversation.replies import Telling
from bot.formats import ROLES
from bot.message import Invite
from bot.office import dialogue
from bot.office.choosing import typed_unit, unit_prompt
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.reception import Received, is_id
from bot.store import roles, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.formats import Role
    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from bot.store.units import Unit

PEOPLE, MOST_PEOPLE = 1, 1000
"""For how many an invitation is where nothing else is asked for, and at most."""
DAYS, MOST_DAYS = 7, 90
"""How long it lasts, likewise."""
_FIGURE = re.compile(r"(\d{1,4})(人|天|)")
_ROLE_IDS: dict[str, Role] = {label: role for role, label in ROLES.items()}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number that is asked for: what it counts, up to how much, and what is likely."""

    sign: str
    most: int
    likely: tuple[int, ...]

    def read(self, _scene: Scene, _answers: Answers, text: str) -> int:
        """Return `30` for `30人`. Raises Unreadable."""
        figure = _FIGURE.fullmatch(halfwidth(text))
        if figure is None or figure[2] not in ("", self.sign) or not 1 <= int(figure[1]) <= self.most:
            raise Unreadable(f"请写 1 到 {self.most} 的数，例如 {self.likely[-1]}{self.sign}。")
        return int(figure[1])

    def offers(self, _scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
        return tuple(Offer(str(number), f"{number} {self.sign}", number) for number in self.likely)


_PEOPLE, _DAYS = _Figure("人", MOST_PEOPLE, (1, 2, 5, 10, 30)), _Figure("天", MOST_DAYS, (3, 7, 14, 30))


def invite(scene: Scene, wanted: str) -> Received:
    """Make the invitation that one line asks for; ask for what it leaves open."""
    if not scene.administers and not _tops(scene):
        return _told("only_overseers")
    if not wanted.strip():
        alone = scene.administers and not _tops(scene)
        return Received((Invite(people=PEOPLE, days=DAYS),), None) if alone else dialogue.begin(scene, INVITING, {})
    try:
        given = _line(scene, wanted.split())
    except Unreadable as why:
        return _told("how_to_invite", why=str(why), people=MOST_PEOPLE, days=MOST_DAYS, usual=DAYS)
    return _begun(scene, given)


def invite_there(scene: Scene, words: Sequence[str]) -> Received:
    """Begin an invitation for the unit and the role that a button names."""
    match words:
        case [unit, role] if role in ROLES and is_id(unit) and _may(scene, int(unit)):
            return dialogue.begin(scene, INVITING, {"unit": int(unit), "role": role})
    return _told("no_unit")


def _begun(scene: Scene, given: Answers) -> Received:
    """Invite at once where nothing is left to ask: who names a unit and a role, or none of both, need not say more."""
    plain = scene.administers and not given.keys() & {"unit", "role"}
    if plain or given.keys() >= {"unit", "role"}:
        return _finish(scene, {"unit": None, "people": PEOPLE, "days": DAYS, **given})
    return dialogue.begin(scene, INVITING, given)


def _line(scene: Scene, parts: Sequence[str]) -> Answers:
    """Return what the parts of a line say: `30人`, `14天`, a role, and whatever else there is names the unit."""
    given: Answers = {}
    name = []
    for part in parts:
        figure = _FIGURE.fullmatch(halfwidth(part))
        if figure:
            asked, key = (_DAYS, "days") if figure[2] == "天" else (_PEOPLE, "people")
            given[key] = asked.read(scene, given, part)
        elif part in _ROLE_IDS:
            given["role"] = _ROLE_IDS[part]
        else:
            name.append(part)
    if name:
        given["unit"] = typed_unit(scene, " ".join(name), _may).id
    return given


def _tops(scene: Scene) -> tuple[Unit, ...]:
    """Return the units from which on the person may invite: the highest that they oversee, and where they review."""
    if scene.administers:
        return units.roots(scene.session)
    held = [each.unit_id for each in roles.held(scene.session, scene.person) if each.role in ("finance", "reviewer")]
    found = [units.get(scene.session, unit) for unit in dict.fromkeys(held)]
    return tuple(each for each in found if each and not (each.parent_id and scene.oversees(each.parent_id)))


def _may(scene: Scene, unit: int) -> bool:
    return any(_may_give(scene, unit, role) for role in ROLES)


def _may_give(scene: Scene, unit: int | None, role: Role | None) -> bool:
    known = unit is None or units.get(scene.session, unit) is not None
    return known and access.may_invite(scene.session, scene.person, unit, role, administers=scene.administers)


def _role_offers(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    return tuple(Offer(role, label, role) for role, label in ROLES.items() if _may_give(scene, answers["unit"], role))


def _without(scene: Scene) -> tuple[Offer, ...]:
    return (Offer("none", "先进来，不定单位"),) if scene.administers else ()


def _finish(scene: Scene, answers: Answers) -> Received:
    unit = answers["unit"]
    role = answers.get("role") if unit else None
    if not _may_give(scene, unit, role):
        return _told("no_unit")
    return Received((Invite(people=answers["people"], days=answers["days"], unit=unit, role=role),), None)


def _finish_asked(scene: Scene, answers: Answers) -> Received:
    # The dialogue stood in the place of the question in hand.
    return Received(_finish(scene, answers).replies, scene.shown().event)


def _unit_named(scene: Scene, answers: Answers) -> dict[str, object]:
    unit = answers["unit"] and units.get(scene.session, answers["unit"])
    return {"unit": unit.name if unit else None}


def _told(template: str, **values: object) -> Received:
    return Received((Telling(template=template, values=values),), None)


INVITING = Dialogue(
    kind="invite",
    section="邀请",
    prompts=(
        unit_prompt("invite_unit", _tops, _may, _without),
        Prompt(
            key="role",
            template="invite_role",
            offers=_role_offers,
            values=_unit_named,
            when=lambda _scene, answers: answers.get("unit") is not None,
        ),
        Prompt(key="people", template="invite_people", read=_PEOPLE.read, offers=_PEOPLE.offers, values=_unit_named),
        Prompt(key="days", template="invite_days", read=_DAYS.read, offers=_DAYS.offers, values=_unit_named),
    ),
    finish=_finish_asked,
    may=lambda scene, answers: not answers.get("unit") or _may(scene, answers["unit"]),
)
