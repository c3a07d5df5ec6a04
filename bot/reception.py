"""What concerns whole filings, not answers: greeting, beginning, listing, changing over, deleting, bringing back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.commands import COMMANDS
from bot.conversation.events import Command, Offered, Pressed, Refused, Said, Understood
from bot.conversation.importing import checked
from bot.conversation.labels import typed_button
from bot.conversation.replies import TEMPLATE, Asking, Reply, Sending, Telling
from bot.formats import STATES
from bot.message import Button, shortened
from bot.store import filings
from scoring import Filing, schemes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from bot.message import Document, Invite, Report
    from bot.store.filings import ListedFiling, StoredFiling
    from bot.store.tables import ChatRecord
    from scoring import Scheme

COMMON = "mof-2020"
"""The central form, which most of the country fills in."""
LISTED = 20
"""Filings that /list gives a button each."""
IN_QUESTIONS = ("back", "skip", "pause")
"""Commands beyond the menu that the conversation understands."""


@dataclass(frozen=True, slots=True)
class Received:
    """What is told first, and what the conversation is to answer then; `None` if nothing is left to answer.

    `filing` is the one that the event concerns, where that is not the one in hand. `notices` are for other people.
    """

    replies: tuple[Reply | Invite | Document, ...]
    event: Understood | None
    filing: int | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something told to somebody else than the person who acted. `filing` is the one whose document is sent."""

    chat_id: int
    reply: Telling | Sending | Report
    filing: int | None = None


def receive(session: Session, chat: ChatRecord, event: Understood, at: datetime) -> Received:
    """Do what an event means for the person's filings as wholes. Any other event is passed on as it came."""
    if isinstance(event, Said) and not chat.filing_id and (button := _typed(session, chat, event)):
        event = Pressed(button)
    match event:
        case Command("start") if chat.filing_id:
            return Received((Telling(template="welcome_back"),), event)
        case Command("new", wanted):
            return _begin(session, chat, wanted, at)
        case Command("list"):
            asked = _list(session, chat)
            chat.filing_id = None
            return Received((asked,), None)
        case Command(name) if name not in (*COMMANDS, *IN_QUESTIONS):
            return Received((Telling(template="unknown_command", values={"name": name}),), Command("start"))
        case Command("template"):
            return Received((Telling(template="template"), Sending(TEMPLATE)), Command("start"))
        case Command("help") if not chat.filing_id:
            return Received((Telling(template="help"),), event)
        case Pressed(button):
            return _pressed(session, chat, button, event, at)
    return _passed_on(session, chat, event, at)


def _typed(session: Session, chat: ChatRecord, said: Said) -> str | None:
    """Return the button whose label was typed, of those that stand there while no filing is in hand."""
    return typed_button((*_list(session, chat).buttons, *_choose("welcome").buttons), said.text)


def _pressed(session: Session, chat: ChatRecord, button: str, event: Pressed, at: datetime) -> Received:
    match button.split(".", 2):
        case ["new", *wanted]:
            return _begin(session, chat, ".".join(wanted), at)
        case ["open", number] if is_id(number):
            return _open(session, chat, int(number), Command("start"))
        case ["restore", number] if is_id(number):
            restored = (Telling(template="restored"),) if filings.restore(session, int(number), chat.id) else ()
            return _open(session, chat, int(number), Command("start"), *restored)
        case ["document", number, _] if is_id(number):
            return _document(session, chat, int(number), event)
        case ["reopen", number] if is_id(number):
            return _open(session, chat, int(number), event)
    return _passed_on(session, chat, event, at)


def is_id(digits: str) -> bool:
    """Tell whether this can be the id of a row: buttons may come back forged, and PostgreSQL refuses over 31 bits."""
    return bool(re.fullmatch(r"\d{1,10}", digits, re.ASCII)) and int(digits) < 2**31


def _passed_on(session: Session, chat: ChatRecord, event: Understood, at: datetime) -> Received:
    """Leave the event to the conversation. Where no filing is in hand, a workbook of ours begins one; else say so."""
    if chat.filing_id:
        return Received((), event)
    if isinstance(event, Offered) and event.proposal.scheme_named:
        return replace(_begin(session, chat, event.proposal.filing.scheme, at), event=event)
    return Received(_lost(chat, event), event)


def _lost(chat: ChatRecord, event: Understood) -> tuple[Reply, ...]:
    match event:
        case Offered(proposal):
            unplaced = Telling(template="nowhere", values={"proposal": proposal})
            return (checked(None, proposal, offered=False) if proposal.is_scored else unplaced,)
        case Refused(reason):
            return (Telling(template="refused", values={"reason": reason}),)
    nothing_lost = chat.question == 0 or event == Command("start")
    return () if nothing_lost else (Telling(template="none_in_hand"),)


def greeting(session: Session, chat: ChatRecord) -> Asking:
    """Return what is asked while no filing is in hand: which one to go on with, or which form to begin."""
    return _list(session, chat) if filings.listed(session, chat.id) else _choose("welcome")


def deleted(session: Session, chat: ChatRecord, stored: StoredFiling, at: datetime) -> tuple[Reply, ...]:
    """Delete the filing in hand; it can be brought back by a button."""
    filings.delete(session, stored.id, chat.id, at)
    chat.filing_id = None
    undo = Button(f"restore.{stored.id}", "↩ 撤销删除")
    asked = greeting(session, chat)
    told = Telling(template="deleted", values={"filing": stored.filing})
    return (told, replace(asked, buttons=(undo, *asked.buttons)))


def _choose(template: str, **values: object) -> Asking:
    buttons = tuple(Button(f"new.{scheme.id}", shortened(scheme.title)) for scheme in _offered())
    return _asking("scheme", "新建", template, values, buttons)


def _asking(
    path: str, section: str, template: str, values: Mapping[str, object], buttons: tuple[Button, ...]
) -> Asking:
    return Asking(path=path, section=section, template=template, values=values, buttons=buttons, done=0, total=0)


def _offered() -> list[Scheme]:
    """Return the schemes, the one that most of the country uses first."""
    return sorted(schemes(), key=lambda scheme: (scheme.id != COMMON, scheme.id))


def _begin(session: Session, chat: ChatRecord, wanted: str, at: datetime) -> Received:
    scheme = next((scheme for scheme in schemes() if scheme.id == wanted.strip().lower()), None)
    if scheme is None:
        chat.filing_id = None
        return Received((_choose("choose_scheme", unknown=wanted),), None)
    chat.filing_id = filings.create(session, chat.id, Filing(scheme=scheme.id), at)
    return Received((Telling(template="started", values={"scheme": scheme}),), Command("start"))


def _list(session: Session, chat: ChatRecord) -> Asking:
    found = filings.listed(session, chat.id)
    buttons = (*(_open_button(filing) for filing in found[:LISTED]), Button("new", "➕ 新建一份"))
    values = {"filings": found, "active": chat.filing_id, "shown": LISTED}
    return _asking("list", "我的自评", "list", values, buttons)


def _open_button(filing: ListedFiling) -> Button:
    name = f"{filing.year or ''} {filing.project or '未命名的自评'}".strip()
    return Button(f"open.{filing.id}", shortened(f"{STATES[filing.state].split()[0]} {name}"))


def _open(session: Session, chat: ChatRecord, number: int, event: Understood, *before: Reply) -> Received:
    """Change over to one of the person's own filings."""
    if filings.load(session, number, chat.id) is None:
        return Received((Telling(template="nothing_there"),), Command("start"))
    chat.filing_id = number
    return Received(before, event)


def _document(session: Session, chat: ChatRecord, number: int, event: Understood) -> Received:
    """Have a finished filing hand over a document, while the one in hand stays there."""
    stored = filings.load(session, number, chat.id)
    if stored and stored.position.finished:
        return Received((), event, filing=number)
    return _open(session, chat, number, event)
