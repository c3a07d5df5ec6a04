"""Who may use the bot: strangers are turned away, invitations let people in and give them their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.conversation.events import Command
from bot.conversation.replies import Telling
from bot.store import invitations, people, roles, units
from bot.store.invitations import Invitation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlmodel import Session

    from bot.conversation.events import Understood
    from bot.conversation.replies import Reply
    from bot.formats import Role
    from bot.message import Invite

OPERATOR = 0
"""The chat of the terminal on this machine, which no Telegram chat's id can be: whoever sits there runs the bot."""
ANSWERED = 5
"""Messages a minute that a stranger is answered."""
FOUNDING_DAYS = 7
"""How long the invitation that makes the first administrator lasts."""


def may_use(session: Session, chat_id: int, administrators: Collection[int]) -> bool:
    """Tell whether somebody may use the bot. `administrators` are those that the settings name."""
    return _caller(session, chat_id, administrators).is_in


def may_invite(session: Session, person: int, unit: int | None, role: Role | None, *, administers: bool) -> bool:
    """Tell whether a person may give others this role in a unit, or with no unit let them in at all.

    财政 may within the units that they oversee, a reviewer may find clerks for the own unit, administrators may all.
    """
    if administers or unit is None:
        return administers
    reviews = role == "clerk" and person in roles.holders(session, unit, "reviewer")
    return reviews or roles.oversees(session, person, unit)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is told first, what is left of the event, and whether the person is an administrator."""

    replies: tuple[Reply, ...]
    event: Understood | None
    administers: bool


def receive(
    session: Session, chat_id: int, event: Understood, administrators: Collection[int], at: datetime
) -> Admitted:
    """Do what an event means for access. Of a stranger's event nothing is left; any other is passed on as it came."""
    caller = _caller(session, chat_id, administrators)
    match event:
        case Command("start", code) if code and (taken := _taken(session, caller, code, at)):
            people.let_in(session, chat_id, taken, at)
            if taken.unit_id and taken.role:
                roles.give(session, chat_id, taken.unit_id, taken.role, at)
            welcome = Telling(template="let_in", values=_named(session, taken))
            goes_on = Command("start" if caller.is_in else "name")
            return Admitted((welcome,), goes_on, caller.administers or taken.administrator)
        case Command("start", code) if code and caller.is_in:
            return Admitted(_not_taken(session, code, at), Command("start"), caller.administers)
        case _ if not caller.is_in:
            return Admitted(_turned_away(session, chat_id, event, at), None, administers=False)
        case Command("help") if caller.administers:
            return Admitted((Telling(template="help_administrators"),), event, administers=True)
    return Admitted((), event, caller.administers)


@dataclass(frozen=True, slots=True)
class _Caller:
    """Who acts, as far as the door is concerned."""

    id: int
    is_in: bool
    administers: bool


def _caller(session: Session, chat_id: int, administrators: Collection[int]) -> _Caller:
    made_administrator = people.is_administrator(session, chat_id)
    administers = bool(made_administrator) or chat_id == OPERATOR or chat_id in administrators
    return _Caller(chat_id, administers or made_administrator is not None, administers)


def _taken(session: Session, caller: _Caller, code: str, at: datetime) -> Invitation | None:
    """Take a place of the invitation, if it makes anything of the person that they are not already."""
    found = invitations.find(session, code, at)
    if found is None:
        return None
    becomes_administrator = found.administrator and not caller.administers
    gets_role = found.unit_id is not None and (found.unit_id, found.role) not in _roles(session, caller.id)
    if caller.is_in and not becomes_administrator and not gets_role:
        return None
    return invitations.redeem(session, code, at)


def _roles(session: Session, person: int) -> set[tuple[int, Role]]:
    return {(held.unit_id, held.role) for held in roles.held(session, person)}


def _not_taken(session: Session, code: str, at: datetime) -> tuple[Reply, ...]:
    """Say why an invitation made nothing of somebody who is in."""
    found = invitations.find(session, code, at)
    if found is None:
        return (Telling(template="void_invitation"),)
    return (Telling(template="already_in", values=_named(session, found)),)


def _named(session: Session, invitation: Invitation) -> dict[str, object]:
    unit = invitation.unit_id and units.get(session, invitation.unit_id)
    return {
        "administrator": invitation.administrator,
        "unit": unit.name if unit else None,
        "role": invitation.role,
    }


def _turned_away(session: Session, chat_id: int, event: Understood, at: datetime) -> tuple[Reply, ...]:
    """Say in one line how to get in; to one who goes on and on, nothing."""
    if people.knock(session, chat_id, at) > ANSWERED:
        return ()
    if isinstance(event, Command) and event.name == "start" and event.args:
        return (Telling(template="void_invitation"),)
    return (Telling(template="stranger", values={"id": chat_id}),)


@dataclass(frozen=True, slots=True)
class Given:
    """An invitation that was made: its code, when it expires, and the name of the unit, if it is for one."""

    code: str
    until: datetime
    unit: str | None


def invitation(
    session: Session, chat_id: int, invite: Invite, administrators: Collection[int], at: datetime
) -> Given | None:
    """Make an invitation that somebody asked for; `None` if they may not any more, or the unit is gone."""
    administers = _caller(session, chat_id, administrators).administers
    unit = units.get(session, invite.unit) if invite.unit else None
    gone = invite.unit is not None and unit is None
    if gone or not may_invite(session, chat_id, invite.unit, invite.role, administers=administers):
        return None
    until = at + timedelta(days=invite.days)
    made = Invitation(unit_id=invite.unit, role=invite.role, invited_by=chat_id)
    return Given(invitations.create(session, made, invite.people, at, until), until, unit.name if unit else None)


def founding_code(session: Session, administrators: Collection[int], at: datetime) -> str | None:
    """Make the invitation whose one user becomes the administrator; `None` where there is an administrator."""
    if administrators or people.has_administrator(session):
        return None
    return invitations.create(session, Invitation(administrator=True), 1, at, at + timedelta(days=FOUNDING_DAYS))
