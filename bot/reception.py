"""What concerns whole filings, not answers: beginning, listing, changing over, bringing back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import lobby
from bot.commands import COMMANDS
from bot.conversation.events import Command, Offered, Pressed, Refused, Said, Understood
from bot.conversation.importing import checked
from bot.conversation.replies import TEMPLATE, Reply, Sending, Telling
from bot.store import assignments, filings
from scoring import Filing, schemes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from bot.message import Document, Invite, Report
    from bot.store.chats import Chat

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


def receive(session: Session, chat: Chat, event: Understood, at: datetime) -> Received:
    """Do what an event means for the person's filings as wholes. Any other event is passed on as it came."""
    if isinstance(event, Said) and not chat.filing_id and (button := lobby.typed(session, chat.id, event.text)):
        event = Pressed(button)
    match event:
        case Command("start") if chat.filing_id:
            return Received((Telling(template="welcome_back"),), event)
        case Command("new", wanted):
            return _begin(session, chat, wanted, at)
        case Command("list"):
            asked = lobby.listing(session, chat.id, chat.filing_id)
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


def _pressed(session: Session, chat: Chat, button: str, event: Pressed, at: datetime) -> Received:
    match button.split(".", 2):
        case ["new", *wanted]:
            return _begin(session, chat, ".".join(wanted), at)
        case ["other"]:
            chat.filing_id = None
            return Received((lobby.forms("choose_scheme", unknown=""),), None)
        case ["begin", number] if is_id(number):
            return _begin_assigned(session, chat, int(number), at)
        case ["open", number] if is_id(number):
            return _open(session, chat, int(number), Command("start"))
        case ["restore", number] if is_id(number):
            return _restore(session, chat, int(number))
        case ["document", number, _] if is_id(number):
            return _document(session, chat, int(number), event)
        case ["reopen", number] if is_id(number):
            return _open(session, chat, int(number), event)
    return _passed_on(session, chat, event, at)


def is_id(digits: str) -> bool:
    """Tell whether this can be the id of a row: buttons may come back forged, and PostgreSQL refuses over 31 bits."""
    return bool(re.fullmatch(r"\d{1,10}", digits, re.ASCII)) and int(digits) < 2**31


def _passed_on(session: Session, chat: Chat, event: Understood, at: datetime) -> Received:
    """Leave the event to the conversation. Where no filing is in hand, a workbook of ours begins one; else say so."""
    if chat.filing_id:
        return Received((), event)
    if isinstance(event, Offered) and event.proposal.scheme_named:
        return replace(_begin(session, chat, event.proposal.filing.scheme, at), event=event)
    return Received(_lost(chat, event), event)


def _lost(chat: Chat, event: Understood) -> tuple[Reply, ...]:
    match event:
        case Offered(proposal):
            unplaced = Telling(template="nowhere", values={"proposal": proposal})
            return (checked(None, proposal, offered=False) if proposal.is_scored else unplaced,)
        case Refused(reason):
            return (Telling(template="refused", values={"reason": reason}),)
    nothing_lost = chat.question == 0 or event == Command("start")
    return () if nothing_lost else (Telling(template="none_in_hand"),)


def _begin(session: Session, chat: Chat, wanted: str, at: datetime) -> Received:
    if not wanted:
        chat.filing_id = None
        return Received((lobby.beginning(session, chat.id),), None)
    scheme = next((scheme for scheme in schemes() if scheme.id == wanted.strip().lower()), None)
    if scheme is None:
        chat.filing_id = None
        return Received((lobby.forms("choose_scheme", unknown=wanted),), None)
    chat.filing_id = filings.create(session, chat.id, Filing(scheme=scheme.id), at)
    return Received((Telling(template="started", values={"scheme": scheme}),), Command("start"))


def _open(session: Session, chat: Chat, number: int, event: Understood, *before: Reply) -> Received:
    """Change over to one of the person's own filings."""
    if filings.load(session, number, chat.id) is None:
        return Received((Telling(template="nothing_there"),), Command("start"))
    chat.filing_id = number
    return Received(before, event)


def _begin_assigned(session: Session, chat: Chat, number: int, at: datetime) -> Received:
    """Begin what a campaign wants of the person's unit, or go on with what a colleague began."""
    wanted = next((each for each in assignments.of_clerk(session, chat.id) if each.id == number), None)
    filing = assignments.begin(session, number, chat.id, at)
    if wanted is None or filing is None:
        return Received((Telling(template="nothing_due"),), Command("start"))
    chat.filing_id = filing
    return Received((Telling(template="begun", values={"wanted": wanted}),), Command("start"))


def _restore(session: Session, chat: Chat, number: int) -> Received:
    """Bring a deleted filing back, unless another one was begun in its place."""
    if assignments.is_taken(session, number, chat.id):
        return Received((Telling(template="taken"),), Command("start"))
    restored = (Telling(template="restored"),) if filings.restore(session, number, chat.id) else ()
    return _open(session, chat, number, Command("start"), *restored)


def _document(session: Session, chat: Chat, number: int, event: Understood) -> Received:
    """Have a finished filing hand over a document, while the one in hand stays there."""
    stored = filings.load(session, number, chat.id)
    if stored and stored.position.finished:
        return Received((), event, filing=number)
    return _open(session, chat, number, event)
