"""What was answered so far in dialogues about other things than a filing's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from bot.store.database import upsert
from bot.store.tables import DIALOGUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

_THIS = (DIALOGUE.c.chat_id == bindparam("chat"), DIALOGUE.c.kind == bindparam("of"))
_ANSWERS = select(DIALOGUE.c.answers).where(*_THIS)


def load(session: Session, chat_id: int, kind: str) -> dict[str, Any]:
    """Return the answers given so far; none where no such dialogue was begun."""
    return session.connection().execute(_ANSWERS, {"chat": chat_id, "of": kind}).scalar_one_or_none() or {}


def save(session: Session, chat_id: int, kind: str, answers: Mapping[str, Any]) -> None:
    """Keep the answers given so far."""
    upsert(session, DIALOGUE, {"chat_id": chat_id, "kind": kind, "answers": dict(answers)})


def drop(session: Session, chat_id: int, kind: str) -> None:
    """Forget a dialogue."""
    session.connection().execute(delete(DIALOGUE).where(*_THIS), {"chat": chat_id, "of": kind})
