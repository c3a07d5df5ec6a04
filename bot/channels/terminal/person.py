"""The terminal for a person: coloured messages, numbered buttons, a line to type on; from a pipe it reads lines."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from rich.columns import Columns
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar
from rich.rule import Rule
from rich.text import Text

from bot.channels.terminal.desk import Written
from bot.commands import COMMANDS
from bot.conversation.events import Command, Event, Pressed, Uploaded, typed
from bot.message import Ask, Button

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from rich.console import Console

    from bot.channels.terminal.desk import Desk, Shown
    from bot.progress import Progress

LEAVE = ("exit", "quit", "退出")
HINT = "打字回答；按按钮就打点和编号，例如 .1；发 Excel 文件打“上传 路径”；离开打“退出”，填过的都存着。"
FAREWELL = "再见。填过的都存好了，下次运行从这里接着填。"
QUICK = 1.0  # seconds: what takes no longer shows no progress
_TAGS = re.compile(r"(</?[bi]>)")
_STYLES = {"<b>": "bold", "<i>": "italic"}
_UPLOADED = re.compile(r"\s*(?:upload|上传)\s+['\"]?(.+?)['\"]?\s*")
_PRESSED = re.compile(r"\s*[.。．](\d{1,3})\s*")


class Screen:
    """Shows messages and remembers which buttons stand there now."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.buttons: tuple[Button, ...] = ()

    def typed(self, words: str) -> None:
        """Show what somebody typed elsewhere."""
        self._console.print(Text(f"\n› {words}", "green"), soft_wrap=True)

    def told(self, words: str) -> None:
        """Show a line of our own."""
        self._console.print(Text(words, "dim"), soft_wrap=True)

    @contextmanager
    def working(self) -> Iterator[Progress]:
        """Show a bar while the block goes on, once it takes long and tells of itself; nothing where nobody looks."""
        since = time.monotonic()
        bar = Bar(
            TextColumn("正在制作，请稍等"), BarColumn(), TaskProgressColumn(), console=self._console, transient=True
        )
        task = bar.add_task("", total=1)

        def note(share: float) -> None:
            if self._console.is_interactive and time.monotonic() - since > QUICK:
                bar.start()
            bar.update(task, completed=share)

        try:
            yield note
        finally:
            if bar.live.is_started:
                bar.stop()

    def show(self, message: Shown) -> None:
        """Show one message, or where a document lies."""
        if isinstance(message, Written):
            self._console.print(Text.assemble("📎 ", (str(message.path), "cyan")), soft_wrap=True)
            return
        self._console.print(Rule(style="dim") if isinstance(message, Ask) else "")
        # The terminal itself wraps Chinese text better than a library that looks for spaces.
        self._console.print(styled(message.text), soft_wrap=True)
        self.buttons = message.buttons
        if message.buttons:
            self._console.print(_numbered(message.buttons))


def _numbered(buttons: tuple[Button, ...]) -> Columns:
    return Columns(
        [Text.assemble((f".{number}", "bold yellow"), f" {button.label}") for number, button in enumerate(buttons, 1)],
        padding=(0, 2),
    )


def styled(text: str) -> Text:
    """Return a message's HTML as styled text; nothing else in it is taken as markup."""
    shown, style = Text(), ""
    for part in _TAGS.split(text):
        if _TAGS.fullmatch(part):
            style = _STYLES.get(part, "")
        else:
            shown.append(unescape(part), style)
    return shown


def talk(desk: Desk, screen: Screen, lines: Iterable[str]) -> None:
    """Greet, then answer line by line until the person leaves or the lines end."""
    screen.told(HINT)
    _answer(desk, screen, Command("start"))
    for line in lines:
        if line.strip() in LEAVE:
            break
        _answer(desk, screen, _event(line, screen.buttons))
    screen.told(FAREWELL)


def _answer(desk: Desk, screen: Screen, event: Event) -> None:
    with desk.answers(event) as messages:
        for message in messages:
            screen.show(message)


def _event(line: str, buttons: tuple[Button, ...]) -> Event:
    number = _PRESSED.fullmatch(line)
    if number and 1 <= int(number[1]) <= len(buttons):
        return Pressed(buttons[int(number[1]) - 1].id)
    if uploaded := _UPLOADED.fullmatch(line):
        return Uploaded(Path(uploaded[1]).expanduser(), Path(uploaded[1]).name)
    return typed(line)


def lines_of(source: IO[str]) -> Iterator[str]:
    """Return the person's lines: typed at a keyboard, with commands completed by Tab, or read from a pipe."""
    if not source.isatty():
        yield from (line.rstrip("\r\n") for line in source)
        return
    commands = WordCompleter([f"/{name}" for name in COMMANDS], sentence=True)
    session: PromptSession[str] = PromptSession(completer=commands)
    while True:
        try:
            yield session.prompt("› ")
        except (EOFError, KeyboardInterrupt):
            return
