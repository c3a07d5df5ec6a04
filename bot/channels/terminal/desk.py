"""One person at one terminal: events in, what is shown for them out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.access import OPERATOR
from bot.conversation.replies import Telling
from bot.file_trouble import file_trouble
from bot.message import Ask, Document, Invite, Say
from bot.progress import Progress, untold
from bot.service import Service, Update
from bot.wording import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.conversation.events import Event
    from bot.message import Message

CHAT = OPERATOR
STEPS = 50
"""Steps of what is due that are done before an answer: in a database of this terminal alone, all there ever are."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A document that lies at `path` now. `kind` is a file name such as `form.png`."""

    kind: str
    path: Path


Shown = Ask | Say | Written
Watch = Callable[[], AbstractContextManager[Progress]]


def _unwatched() -> AbstractContextManager[Progress]:
    return nullcontext(untold)


class Desk:
    """Hands events to the service and takes its messages from the outbox; documents are written to a folder."""

    def __init__(self, service: Service, folder: Path, watch: Watch = _unwatched) -> None:
        """`watch` is what long work is done under: it gives whom to tell how far it is."""
        self._service, self._folder, self._watch = service, folder, watch

    @contextmanager
    def answers(self, event: Event) -> Iterator[Iterator[Shown]]:
        """Handle an event and give what answers it, after what is due and what an earlier run left, being cut off.

        All of it counts as shown when the block ends without an error; else it comes again.
        """
        for _ in range(STEPS):
            if not self._service.remind():
                break
        self._service.handle(Update(time.time_ns(), CHAT, event))
        waiting = self._service.unsent(CHAT)
        yield (self._shown(each.message) for each in waiting)
        for each in waiting:
            self._service.sent(each.id)

    def _shown(self, message: Message) -> Shown:
        if isinstance(message, Invite):
            return self._service.invitation(CHAT, message)
        if not isinstance(message, Document):
            return message
        try:
            return Written(message.kind, self._write(message))
        except OSError as error:
            return _not_made(file_trouble(error))
        except Exception:  # a document that cannot be made must not end the conversation, now and after each restart
            log.exception("%s", message.kind)
            return _not_made("程序出错了，请把上面的记录发给管理员")

    def _write(self, document: Document) -> Path:
        with self._watch() as progress:
            name, content = self._service.document(document, progress)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = (self._folder / name).resolve()
        path.write_bytes(content)
        return path


def _not_made(why: str) -> Say:
    return told(Telling(template="no_document", values={"why": why}))
