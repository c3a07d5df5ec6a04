"""What stands there while no filing is in hand: those to go on with, what campaigns want, forms to begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.labels import typed_button
from bot.conversation.replies import Asking
from bot.formats import STATES
from bot.message import Button, shortened
from bot.store import assignments, filings
from scoring import schemes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from bot.store.assignments import Assignment
    from bot.store.filings import ListedFiling
    from scoring import Scheme

COMMON = "mof-2020"
"""The central form, which most of the country fills in."""
LISTED = 20
"""Filings and assignments that get a button each."""
OTHER = Button("other", "➕ 其他")


def greeting(session: Session, person: int) -> Asking:
    """Return what is asked first: which filing to go on with, which assignment or which form to begin."""
    if filings.listed(session, person):
        return listing(session, person)
    return _due(session, person, first=True) or forms("welcome")


def beginning(session: Session, person: int) -> Asking:
    """Return what a new filing may be about: what campaigns want of the person, else the forms."""
    return _due(session, person, first=False) or forms("choose_scheme", unknown="")


def _due(session: Session, person: int, *, first: bool) -> Asking | None:
    due = assignments.open_for(session, person)
    if not due:
        return None
    buttons = (*_begin_buttons(due), OTHER)
    return _asking("due", "填报任务", "due", {"due": due[:LISTED], "all": len(due), "first": first}, buttons)


def listing(session: Session, person: int, active: int | None = None) -> Asking:
    """Return the person's filings, and what campaigns want that nobody has begun. `active` is the one in hand."""
    found, wanted = filings.listed(session, person), assignments.of_clerk(session, person)
    unbegun = tuple(each for each in wanted if each.state is None)
    buttons = (
        *(_open_button(filing) for filing in found[:LISTED]),
        *_begin_buttons(unbegun),
        Button("new", "➕ 新建一份"),
    )
    values = {
        "filings": found,
        "active": active,
        "shown": LISTED,
        "unbegun": unbegun,
        "deadlines": {each.filing_id: each.deadline for each in wanted},
    }
    return _asking("list", "我的自评", "list", values, buttons)


def forms(template: str, **values: object) -> Asking:
    """Return which form to begin a filing in."""
    buttons = tuple(Button(f"new.{scheme.id}", shortened(scheme.title)) for scheme in offered())
    return _asking("scheme", "新建", template, values, buttons)


def offered() -> list[Scheme]:
    """Return the schemes, the one that most of the country uses first."""
    return sorted(schemes(), key=lambda scheme: (scheme.id != COMMON, scheme.id))


def typed(session: Session, person: int, text: str) -> str | None:
    """Return the button whose label was typed, of all that may stand there."""
    standing = (listing(session, person), beginning(session, person), forms("welcome"))
    return typed_button((button for asked in standing for button in asked.buttons), text)


def _asking(
    path: str, section: str, template: str, values: Mapping[str, object], buttons: tuple[Button, ...]
) -> Asking:
    return Asking(path=path, section=section, template=template, values=values, buttons=buttons, done=0, total=0)


def _open_button(filing: ListedFiling) -> Button:
    name = f"{filing.year or ''} {filing.project or '未命名的自评'}".strip()
    return Button(f"open.{filing.id}", shortened(f"{STATES[filing.state].split()[0]} {name}"))


def _begin_buttons(wanted: Sequence[Assignment]) -> tuple[Button, ...]:
    return tuple(begin_button(each) for each in wanted[:LISTED])


def begin_button(wanted: Assignment) -> Button:
    """Return the button that begins what a campaign wants, or goes on with it; it stays valid."""
    unit, day = _cut(wanted.unit, 8), f"{wanted.deadline.month}-{wanted.deadline.day}"
    return Button(f"begin.{wanted.id}", f"{_cut(wanted.project, 13)} · {unit} · {day}")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
