"""Replies put into words by the templates under `templates/messages/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import COMMANDS
from bot.conversation.replies import Asking, Reply, Telling
from bot.message import Ask, Document, Invite, Message, Say, Send
from bot.templates import environment

if TYPE_CHECKING:
    from collections.abc import Mapping


def worded(reply: Reply | Invite | Document, *, number: int, filing: int) -> Message:
    """Return the message that a person sees. `number` is that of the question, `filing` the id of the filing."""
    if isinstance(reply, Telling):
        return told(reply)
    if isinstance(reply, Invite | Document):
        return reply
    if isinstance(reply, Asking):
        return Ask(
            path=reply.path,
            section=reply.section,
            text=_text(reply.template, reply.values),
            buttons=reply.buttons,
            done=reply.done,
            total=reply.total,
            number=number,
        )
    return Send(kind=reply.kind, filing=filing)


def told(reply: Telling) -> Say:
    """Return what is told, in words."""
    return Say(text=_text(reply.template, reply.values), buttons=reply.buttons)


def prepare() -> None:
    """Read all templates now, so that nobody who comes first waits for it."""
    found = environment(autoescape=True)
    for name in found.list_templates(filter_func=lambda name: name.startswith("messages/")):
        found.get_template(name)


def _text(template: str, values: Mapping[str, object]) -> str:
    found = environment(autoescape=True).get_template(f"messages/{template}.html.j2")
    return found.render({"commands": COMMANDS, **values}).strip()
