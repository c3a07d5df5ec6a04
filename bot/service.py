"""The one place where conversation, store and documents meet: one update, one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from bot import access, deletion, pasting, reception
from bot.conversation import together
from bot.conversation.engine import step
from bot.conversation.events import Ended, Event, Part, Pressed, Understood, typed
from bot.conversation.replies import TEMPLATE, Asking, Reply, Sending, Telling
from bot.conversation.situation import Situation
from bot.documents.chat_text import chat_text
from bot.message import Report
from bot.office import entrance, reminders
from bot.office.notifying import notify
from bot.office.scene import Scene
from bot.progress import untold
from bot.reading.arrivals import understood
from bot.replica import Replica
from bot.store import board, chats, colleagues, filings, outbox, positions, updates
from bot.store.database import transaction
from bot.store.outbox import Letter
from bot.wording import told, worded
from scoring import load_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.message import Document, Invite, Message, Say
    from bot.progress import Progress
    from bot.replica import Sent, Waiting
    from bot.store.chats import Chat
    from bot.store.filings import StoredFiling
    from bot.store.outbox import OutboxMessage
    from bot.store.updates import Poisoned
    from scoring import Filing

USUAL = "mof-2020"
"""The scheme of the blank workbook where no filing says another."""
STALE = Pressed("stale")
"""An old button: no question has such a one, so the conversation says so and shows where the person is."""


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that a person did, `sent` at this second. An update that comes a second time has the same `id`."""

    id: int
    chat_id: int
    event: Event
    sent: int = 0


class Service:
    """Handles updates and keeps the outbox. Synchronous; any number of threads and processes may share a database."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], zone: ZoneInfo, administrators: Collection[int] = ()
    ) -> None:
        """`administrators` may use the bot and invite others; more of them may stand in the database."""
        self._engine, self._now, self._zone, self._administrators = engine, now, zone, administrators

    def handle(
        self, *arrived: Update, replica: Replica | None = None, sent: Sequence[Sent] = ()
    ) -> Mapping[int, Waiting]:
        """Store what updates change, and the replies to them: of all or of none. One handled before changes nothing.

        For a replica note in the same transaction what it has sent, and claim and return what it is to send now to
        the chats concerned.
        """
        read = {each.id: understood(each.event) for each in arrived if not isinstance(each.event, Part | Ended)}
        with transaction(self._engine) as session:
            new = updates.claim_all(session, {each.id for each in arrived}, self._now())
            concerned = {each.chat_id for each in arrived} | {each.chat_id for each in sent}
            found = chats.locked_chats(session, concerned)
            unhandled = (each for each in arrived if each.id in new)
            answers = (self._handle(session, found[each.chat_id], each, read.get(each.id)) for each in unhandled)
            outbox.enqueue(session, *chain.from_iterable(answers), at=self._now())
            if replica is None:
                return {}
            replica.note(session, found, sent)
            return replica.claim(session, found)

    def _handle(self, session: Session, chat: Chat, update: Update, read: Understood | None) -> list[Letter]:
        chat.blocked_at = None
        return [self._answer(session, chat, event) for event in self._due(session, chat, update, read)]

    def _due(self, session: Session, chat: Chat, update: Update, read: Understood | None) -> Sequence[Understood]:
        """Return what is to be handled now; `read` is what the update's event was understood as, unless it is a part.

        A text whose rest may still come waits for it. Nothing of a stranger's does.
        """
        event = update.event
        if read is not None and not chat.parts:
            return (read,)
        if isinstance(event, Part) and not access.may_use(session, chat.id, self._administrators):
            return (typed(event.text),)
        parts, due = pasting.due(chat.parts or (), update.id, update.sent, event)
        chat.parts = parts or None
        return tuple(read if each is event and read is not None else understood(each) for each in due)

    def _answer(self, session: Session, chat: Chat, event: Understood) -> Letter:
        asked = chat.question
        if isinstance(event, Pressed) and event.question not in (None, asked):
            event = STALE
        messages = self._messages(session, chat, event)
        return Letter(chat.id, messages, edits=isinstance(event, Pressed) and event.question == asked)

    def _messages(self, session: Session, chat: Chat, event: Understood) -> list[Message]:
        admitted = access.receive(session, chat.id, event, self._administrators, self._now())
        if admitted.event is None:
            return [self._worded(chat, reply, None) for reply in admitted.replies]
        scene = Scene(session, chat, self._now(), self._zone, admitted.administers)
        received = entrance.receive(scene, admitted.event)
        notify(session, received.notices, self._now())
        replies = [*admitted.replies, *received.replies]
        if received.event is not None:
            received = reception.receive(session, chat, received.event, self._now())
            replies += received.replies
        filing = received.filing or chat.filing_id
        replies += self._replies(session, chat, filing, received.event)
        return [self._worded(chat, reply, filing) for reply in replies]

    def _replies(self, session: Session, chat: Chat, filing: int | None, event: Understood | None) -> Sequence[Reply]:
        if event is None:
            return ()
        stored = filings.load(session, filing, chat.id) if filing else None
        if stored is None:
            return deletion.missed(session, chat, event)
        return self._step(session, chat, stored, event)

    def _step(self, session: Session, chat: Chat, stored: StoredFiling, event: Understood) -> Sequence[Reply]:
        """Let the conversation answer, and store what it changed."""
        situation = Situation(
            filing_id=stored.id,
            filing=stored.filing,
            scheme=load_scheme(stored.filing.scheme),
            today=self._now().astimezone(self._zone).date(),
            position=stored.position,
            assigned=stored.assigned,
            returned=stored.returned,
        )
        if stored.unit_id is None:
            turn = step(situation, event)
        else:
            meanwhile, seen = colleagues.since(session, stored, chat.id)
            turn = together.step(situation.moved(seen=seen), event, meanwhile)
        filings.change(session, stored, turn.changes, chat.id, self._now())
        if stored.assigned and turn.changes and turn.done is not None:
            board.note(session, stored.id, turn.done)
        positions.keep(session, stored, chat.id, turn.position, self._now())
        if turn.deleted:
            replies, notices = deletion.deleted(session, chat, stored, self._now())
            notify(session, notices, self._now())
            return replies
        return [shown for reply in turn.replies for shown in _in_chat(reply, stored.filing)]

    @staticmethod
    def _worded(chat: Chat, reply: Reply | Invite | Document, filing: int | None) -> Message:
        if isinstance(reply, Asking):
            chat.question += 1
        return worded(reply, number=chat.question, filing=filing or 0)

    def remind(self) -> bool:
        """Do one short step of what is due, such as reminders for a few people; tell whether there may be more."""
        with transaction(self._engine) as session:
            return reminders.step(session, self._now(), self._zone)

    def put_aside(self, poisoned: Poisoned) -> None:
        """Keep an update that cannot be handled, and tell the person, so that the next one goes on."""
        with transaction(self._engine) as session:
            now = self._now()
            if not updates.claim(session, poisoned.id, now):
                return
            if poisoned.chat_id:
                chat = chats.locked_chat(session, poisoned.chat_id)
                if chat.parts:
                    poisoned = replace(poisoned, payload=f"{poisoned.payload}\n{json.dumps(chat.parts)}")
                    chat.parts = None
                outbox.enqueue(session, Letter(chat.id, [told(Telling(template="put_aside"))]), at=now)
            updates.put_aside(session, poisoned, now)

    def unfinished(self) -> Mapping[int, int]:
        """Return the chats in which a text may still go on, each with the id of the update that would end it."""
        with transaction(self._engine) as session:
            return {chat: pasting.end_of(parts) for chat, parts in chats.unfinished(session).items()}

    def unsent(self, chat_id: int) -> Sequence[OutboxMessage]:
        """Return the messages that wait to be sent to a chat, the oldest first."""
        with transaction(self._engine) as session:
            return outbox.unsent(session, chat_id)

    def sent(self, message_id: int) -> None:
        """Note that a message was sent."""
        with transaction(self._engine) as session:
            outbox.mark_sent(session, [message_id], self._now())

    def admits(self, chat_id: int) -> bool:
        """Tell whether somebody was let in: nobody else's files are worth fetching."""
        with transaction(self._engine) as session:
            return access.may_use(session, chat_id, self._administrators)

    def invitation(self, chat_id: int, invite: Invite, bot: str | None = None) -> Say:
        """Make an invitation and word it, with a link to `bot` if there is one. Nobody finds out its code again."""
        with transaction(self._engine) as session:
            given = access.invitation(session, chat_id, invite, self._administrators, self._now())
        if given is None:
            return told(Telling(template="not_invited"))
        until = given.until.astimezone(self._zone)
        values = {"invite": invite, "unit": given.unit, "until": until, "code": given.code, "bot": bot}
        return told(Telling(template="invitation", values=values))

    def founding_code(self) -> str | None:
        """Make a code that makes its one user the administrator; `None` where there is an administrator."""
        with transaction(self._engine) as session:
            return access.founding_code(session, self._administrators, self._now())

    def replica(self) -> Replica:
        """Return this process as one of those that may serve the same database side by side."""
        return Replica(self._engine, self._now)

    def document(self, send: Document, progress: Progress = untold) -> tuple[str, bytes]:
        """Make a document: its Chinese file name and its content. Slow; raises what the making raises.

        What takes long is told of by `progress` meanwhile.
        """
        # Loaded with the first document: its libraries are a sixth of the start and of the memory.
        from bot import reports  # noqa: PLC0415
        from bot.documents import blank  # noqa: PLC0415
        from bot.documents.render import file_name, render  # noqa: PLC0415

        if isinstance(send, Report):
            today = self._now().astimezone(self._zone).date()
            return reports.made(self._engine, send, today, progress)
        with transaction(self._engine) as session:
            filing = filings.content(session, send.filing)
        if send.kind == TEMPLATE:
            return blank.FILE_NAME, blank.template_xlsx(load_scheme(filing.scheme if filing else USUAL))
        if filing is None:
            raise LookupError(f"no filing {send.filing}")
        return file_name(filing, send.kind), render(filing, send.kind)


def _in_chat(reply: Reply, filing: Filing) -> tuple[Reply, ...]:
    """Return what a chat shows for a reply: the narrative is read there, and a picture tells what it cannot show."""
    match reply:
        case Sending("report.txt"):
            return (Telling(template="narrative", values={"text": chat_text(filing)}),)
        case Sending("form.png") if signs := _unprintable(filing):
            return (reply, Telling(template="unprintable", values={"signs": "".join(signs)}))
    return (reply,)


def _unprintable(filing: Filing) -> tuple[str, ...]:
    from bot.documents.glyphs import unprintable  # noqa: PLC0415 - loaded with the first document, as above

    return unprintable(filing)
