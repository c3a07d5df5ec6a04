"""Who may use the bot: strangers are turned away, invitations let people in, administrators give invitations out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.conversation.events import Command
from bot.conversation.replies import Reply, Telling
from bot.message import Invite
from bot.store import invitations, people
from bot.store.invitations import Invitation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlmodel import Session

    from bot.conversation.events import Understood

OPERATOR = 0
"""The chat of the terminal on this machine, which no Telegram chat's id can be: whoever sits there runs the bot."""
ANSWERED = 5
"""Messages a minute that a stranger is answered."""
PEOPLE, MOST_PEOPLE = 1, 1000
"""For how many an invitation is where nothing else is asked for, and at most."""
DAYS, MOST_DAYS = 7, 90
"""How long it lasts, likewise."""


def may_use(session: Session, chat_id: int, administrators: Collection[int]) -> bool:
    """Tell whether somebody may use the bot. `administrators` are those that the settings name."""
    return chat_id == OPERATOR or chat_id in administrators or people.is_administrator(session, chat_id) is not None


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is told first, what is left of the event, and whether the person is an administrator."""

    replies: tuple[Reply | Invite, ...]
    event: Understood | None
    administers: bool


def receive(
    session: Session, chat_id: int, event: Understood, administrators: Collection[int], at: datetime
) -> Admitted:
    """Do what an event means for access. Of a stranger's event nothing is left; any other is passed on as it came."""
    made_administrator = people.is_administrator(session, chat_id)
    stranger = made_administrator is None
    administers = bool(made_administrator) or chat_id == OPERATOR or chat_id in administrators
    match event:
        case Command("start", code) if (
            code and not administers and _redeemed(session, chat_id, code, at, is_in=not stranger)
        ):
            welcome = Telling(template="let_in", values={"administrator": people.is_administrator(session, chat_id)})
            return Admitted((welcome,), Command("start"), bool(people.is_administrator(session, chat_id)))
        case _ if stranger and not administers:
            return Admitted(_turned_away(session, chat_id, event, at), None, administers)
        case Command("invite", wanted):
            invited = _invite(wanted) if administers else Telling(template="only_administrators")
            return Admitted((invited,), None, administers)
        case Command("help") if administers:
            return Admitted((Telling(template="help_administrators"),), event, administers)
    return Admitted((), event, administers)


def _redeemed(session: Session, chat_id: int, code: str, at: datetime, *, is_in: bool) -> bool:
    """Let the person in by a link; tell whether it did. One who is in takes no place but the administrator's."""
    invitation = invitations.redeem(session, code, at, founding=is_in)
    if invitation:
        people.let_in(session, chat_id, invitation, at)
    return invitation is not None


def _turned_away(session: Session, chat_id: int, event: Understood, at: datetime) -> tuple[Reply, ...]:
    """Say in one line how to get in; to one who goes on and on, nothing."""
    if people.knock(session, chat_id, at) > ANSWERED:
        return ()
    if isinstance(event, Command) and event.name == "start" and event.args:
        return (Telling(template="void_invitation"),)
    return (Telling(template="stranger", values={"id": chat_id}),)


def _invite(wanted: str) -> Invite | Telling:
    """Return the invitation that is asked for, such as `30人 14天`; each part may be left out, a number alone is 人."""
    asked = {"人": PEOPLE, "天": DAYS}
    for part in wanted.split():
        figure = re.fullmatch(r"(\d{1,4})(人|天|)", part)
        if figure is None:
            return _how_to_invite()
        asked[figure[2] or "人"] = int(figure[1])
    if not (1 <= asked["人"] <= MOST_PEOPLE and 1 <= asked["天"] <= MOST_DAYS):
        return _how_to_invite()
    return Invite(people=asked["人"], days=asked["天"])


def _how_to_invite() -> Telling:
    return Telling(template="how_to_invite", values={"people": MOST_PEOPLE, "days": MOST_DAYS, "usual": DAYS})


def invitation(session: Session, chat_id: int, invite: Invite, at: datetime) -> tuple[str, datetime]:
    """Make an invitation that an administrator asked for; return its code, and when it expires."""
    until = at + timedelta(days=invite.days)
    return invitations.create(session, Invitation(invited_by=chat_id), invite.people, at, until), until


def founding_code(session: Session, administrators: Collection[int], at: datetime) -> str | None:
    """Make the invitation whose one user becomes the administrator; `None` where there is an administrator."""
    if administrators or people.has_administrator(session):
        return None
    return invitations.create(session, Invitation(administrator=True), 1, at, at + timedelta(days=DAYS))
