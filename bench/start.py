"""How long the bot takes from its start to its first answer, and how much memory at most, beside bare imports."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contest import medians, show

ROUNDS = 7
HELLO = '{"say": "/start"}\n'
IMPORTS = "import sys, telegram, sqlmodel; print(flush=True); sys.stdin.read()"


def main() -> None:
    """Measure and print."""
    commands = {
        "自评助手 chat --json，到第一句回答": ("-m", "bot", "chat", "--json"),
        "import telegram, sqlmodel": ("-c", IMPORTS),
        "Python 本身": ("-c", IMPORTS.replace(", telegram, sqlmodel", "")),
    }
    peaks: dict[str, list[float]] = {name: [] for name in commands}
    # In a folder of its own: the database is made there, and no `.env` is read.
    with TemporaryDirectory() as folder:

        def start(name: str) -> None:
            peaks[name].append(_started(commands[name], folder))

        taken = medians({name: partial(start, name) for name in commands}, ROUNDS)
    show("启动", taken)
    show("启动，最多用的内存", {name: max(each) for name, each in peaks.items()}, "MB", 1)


def _started(arguments: tuple[str, ...], folder: str) -> float:
    """Run Python until it has written one line; return its highest memory in MB."""
    with subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, *arguments], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101 - likewise
        process.stdin.write(HELLO)
        process.stdin.flush()
        if not process.stdout.readline():
            raise RuntimeError(f"{arguments} ended without a line")
        # The kernel's own count: what `wait` reports of a child can be its parent's memory.
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        process.stdin.close()
    highest = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(highest.split()[1]) / 1024
