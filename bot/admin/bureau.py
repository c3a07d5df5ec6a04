"""What every command works with, and how it finds what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from bot.access import OPERATOR
from bot.channels.terminal.person import Screen, styled
from bot.conversation.replies import Telling
from bot.documents.clean_text import clean_text
from bot.office.notifying import notify
from bot.office.scene import Scene
from bot.reception import is_id
from bot.store import campaigns, scopes, units
from bot.store.chats import Chat
from bot.store.database import transaction
from bot.wording import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from rich.console import Console
    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.conversation.replies import Reply
    from bot.message import Document, Invite
    from bot.progress import Progress
    from bot.reception import Received
    from bot.store.campaigns import Campaign
    from bot.store.scopes import Scope
    from bot.store.units import Unit


class AdminError(ValueError):
    """A command cannot do its work for what it was given. Its text is a sentence for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Bureau:
    """The database, the moment, the time zone in which moments are shown, and where the command writes."""

    engine: Engine
    at: datetime
    zone: ZoneInfo
    console: Console

    def scene(self, session: Session) -> Scene:
        """Return what the office's parts work with: whoever runs the bot administers it, and stands in no chat."""
        return Scene(session, Chat(OPERATOR), self.at, self.zone, administers=True)

    @property
    def today(self) -> date:
        """The day that it is there."""
        return self.at.astimezone(self.zone).date()

    def do(self, act: Callable[[Scene], Iterable[Received]]) -> None:
        """Do what the office does in a chat, all of it in one transaction; show what it tells, and tell others."""
        with transaction(self.engine) as session:
            done = tuple(act(self.scene(session)))
            for each in done:
                notify(session, each.notices, self.at)
        for each in done:
            self.tell(*each.replies)

    def tell(self, *replies: Reply | Invite | Document) -> None:
        """Show what a chat would be told in words."""
        for each in replies:
            if isinstance(each, Telling) and (text := told(each).text):
                self.console.print(styled(text), soft_wrap=True)

    def say(self, text: str) -> None:
        """Show a sentence of our own."""
        self.console.print(Text(text), soft_wrap=True)

    def wrote(self, path: Path) -> None:
        """Tell where a file lies now."""
        self.say(f"📎 {path.resolve()}")

    @property
    def working(self) -> Callable[[], AbstractContextManager[Progress]]:
        """What shows a bar while long work goes on."""
        return Screen(self.console).working


def unit_named(session: Session, name: str) -> Unit:
    """Return the unit that somebody typed. Raises AdminError."""
    name = clean_text(name)  # a shell hands on bytes that no database takes
    found = units.named(session, name)
    if not found:
        raise AdminError(f"没有找到单位“{name[:60]}”。python -m bot admin units list 看得到全部单位。")
    if len(found) > 1:
        raise AdminError(f"有 {len(found)} 个单位叫“{name[:60]}”。请写全称，或者连上级一起写，例如 宝丰街/长丰社区。")
    return found[0]


def campaigns_there(session: Session) -> tuple[Campaign, ...]:
    """Return all campaigns, running ones and the soonest deadline first."""
    return campaigns.visible(session, OPERATOR, administers=True)


def campaign_numbered(session: Session, number: str) -> Campaign:
    """Return the campaign that somebody typed the number of. Raises AdminError."""
    found = campaigns.get(session, int(number), OPERATOR, administers=True) if is_id(number) else None
    if found is None:
        raise AdminError(f"没有编号是“{number[:60]}”的填报任务。python -m bot admin campaign list 看得到全部编号。")
    return found


def scope_of(session: Session, number: str | None, unit: str | None) -> Scope:
    """Return what is to be looked at: a campaign, the only one where no number is given, over a unit or all of it.

    Raises AdminError.
    """
    campaign = campaign_numbered(session, number) if number else _only(campaigns_there(session))
    below = unit_named(session, unit).id if unit else campaign.terms.unit_id
    found = scopes.get(session, campaign.id, below)
    if found is None:
        raise AdminError(f"填报任务 {campaign.id} 是{campaign.unit}的，“{unit}”不在它下面。")
    return found


def _only(found: Sequence[Campaign]) -> Campaign:
    if not found:
        raise AdminError("还没有填报任务。python -m bot admin campaign create -h 说明怎么发布。")
    if len(found) > 1:
        raise AdminError(f"有 {len(found)} 项填报任务，请写编号，例如 {found[0].id}（{found[0].terms.title[:30]}）。")
    return found[0]
