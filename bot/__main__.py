"""The command line: `python -m bot …`. Without a command: Telegram where BOT_TOKEN is set, else the terminal.

Each command imports what only it needs: Telegram, prompts and document libraries are nearly half of it all.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.terminal import lines
from bot.channels.terminal.desk import Desk
from bot.file_trouble import file_trouble
from bot.service import Service
from bot.settings import Settings, SettingsError, read_settings
from bot.store.backup import back_up
from bot.store.database import DatabaseUnavailableError, DatabaseUrlError, awaited_database, open_database
from scoring import FilingError, SchemeError, open_filing
from scoring.command_line import UNUSABLE, Parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from sqlalchemy import Engine

    from bot.channels.telegram import Hook

UNREAD = 1
"""Exit code where whoever read our output has had enough, as in `… | head`."""
UNWELL = 1
"""Exit code where the doctor found something to do."""
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""
DOCUMENTS = Path("data/documents")


class _Parser(Parser):
    example = "python -m bot render 填报.toml --out 目录"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code. Errors are one line that says what to do."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        return _admin(given[1:]) if given[:1] == ["admin"] else _run(_parser().parse_args(given))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains when it ends
        return UNREAD
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _failed(file_trouble(error))
    except (SettingsError, DatabaseUrlError, DatabaseUnavailableError, FilingError, SchemeError) as error:
        return _failed(str(error))


def _parser() -> Parser:
    parser = _Parser(prog="python -m bot", description="自评助手：一步一步填完项目支出绩效自评。")
    commands = parser.add_subparsers(dest="command", title="命令", metavar="命令")
    chat = commands.add_parser("chat", help="在终端里填报")
    chat.add_argument("--json", action="store_true", help="一行 JSON 进，一行 JSON 出，供程序调用")
    played = commands.add_parser("demo", help="把一份示例从头到尾演一遍，并写出全部文件")
    played.add_argument("--out", type=Path, default=Path("out"), metavar="目录", help="文件写到哪里（默认 out）")
    render = commands.add_parser("render", help="把一份填报文件做成自评表和报告")
    render.add_argument("file", metavar="文件", help="填报文件（TOML 或 JSON）")
    render.add_argument("--out", type=Path, required=True, metavar="目录", help="文件写到哪里")
    served = commands.add_parser("telegram", help="连上 Telegram 服务（要先设好 BOT_TOKEN）")
    served.add_argument("--webhook", action="store_true", help="让 Telegram 把消息送来（要先设好 WEBHOOK_URL）")
    backup = commands.add_parser("backup", help="把数据库备份成一个文件，机器人不用停")
    backup.add_argument("file", type=Path, metavar="文件", help="备份写到哪里，例如 backup-2026-03-01.db")
    commands.add_parser("doctor", help="检查令牌、数据库、字体、磁盘和时钟，告诉您该做什么")
    commands.add_parser("admin", help="管理单位、人员和填报任务；admin -h 看有哪些", add_help=False)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "doctor":
            return _doctor(read_settings())
        case "backup":
            _backup(read_settings(), chosen.file)
        case "demo" | "render":
            _documents(chosen)
        case "chat":
            _chat(read_settings(), as_json=chosen.json)
        case "telegram":
            _telegram(read_settings(), webhook=chosen.webhook)
        case _:
            settings = read_settings()
            _telegram(settings, webhook=False) if settings.bot_token else _chat(settings, as_json=False)
    return 0


def _admin(arguments: Sequence[str]) -> int:
    from rich.console import Console  # noqa: PLC0415 - see above

    from bot import admin  # noqa: PLC0415 - see above

    chosen, settings = admin.parsed(arguments), read_settings()
    engine = open_database(settings.database_url)
    try:
        bureau = admin.Bureau(engine, datetime.now(UTC), settings.zone, Console(file=_robust(sys.stdout)))
        return admin.run(chosen, bureau)
    finally:
        engine.dispose()


def _doctor(settings: Settings) -> int:
    from bot.doctor import examine  # noqa: PLC0415 - see above

    screen, well = _robust(sys.stdout), True
    for check in examine(settings, lambda: datetime.now(UTC)):
        screen.write(f"{check}\n")
        screen.flush()
        well &= check.well
    return 0 if well else UNWELL


def _backup(settings: Settings, file: Path) -> None:
    back_up(settings.database_url, file)
    _robust(sys.stdout).write(f"已备份到 {file.resolve()}（{file.stat().st_size / 1_000_000:.1f} MB）\n")


def _documents(chosen: argparse.Namespace) -> None:
    from rich.console import Console  # noqa: PLC0415 - see above

    from bot.demo import demo, write_documents  # noqa: PLC0415 - see above

    console = Console(file=_robust(sys.stdout))
    if chosen.command == "demo":
        demo(console, chosen.out)
    else:
        write_documents(open_filing(chosen.file), chosen.out, console)


def _chat(settings: Settings, *, as_json: bool) -> None:
    with _service(settings) as service:
        if as_json:
            lines.talk(Desk(service, DOCUMENTS), _robust(sys.stdin, "utf-8"), _robust(sys.stdout, "utf-8"))
        else:
            _with_person(service)


def _with_person(service: Service) -> None:
    from rich.console import Console  # noqa: PLC0415 - see above

    from bot.channels.terminal.person import Screen, lines_of, talk  # noqa: PLC0415 - see above

    screen = Screen(Console(file=_robust(sys.stdout)))
    talk(Desk(service, DOCUMENTS, screen.working), screen, lines_of(_robust(sys.stdin)))


def _telegram(settings: Settings, *, webhook: bool) -> None:
    import uvloop  # noqa: PLC0415 - see above
    from telegram.error import InvalidToken  # noqa: PLC0415 - see above

    from bot.channels import telegram  # noqa: PLC0415 - see above

    if settings.bot_token is None:
        raise SettingsError("还没有设 BOT_TOKEN。向 @BotFather 要一个，写进 .env：BOT_TOKEN=123456:ABC-DEF")
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    hook = _hook(settings) if webhook else None
    with _service(settings, opened=awaited_database) as service:
        token = settings.bot_token.get_secret_value()
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(telegram.run(service, token, settings.bot_api_url, settings.bot_proxy, hook))
        except InvalidToken as error:
            raise SettingsError(error.message) from None
        except telegram.ListenError as error:
            raise SettingsError(str(error)) from None


def _hook(settings: Settings) -> Hook:
    from bot.channels.telegram import Hook  # noqa: PLC0415 - see above

    if settings.webhook_url is None or settings.webhook_secret is None:
        raise SettingsError(
            "还没有设 WEBHOOK_URL 和 WEBHOOK_SECRET，例如 WEBHOOK_URL=https://bot.example.cn/telegram，"
            "WEBHOOK_SECRET 用 openssl rand -hex 32 生成"
        )
    host, _, port = settings.listen.rpartition(":")
    return Hook(settings.webhook_url, settings.webhook_secret.get_secret_value(), host.strip("[]"), int(port))


@contextmanager
def _service(settings: Settings, opened: Callable[[str], Engine] = open_database) -> Iterator[Service]:
    engine = opened(settings.database_url)
    try:
        yield Service(engine, lambda: datetime.now(UTC), settings.zone, settings.admin_ids)
    finally:
        engine.dispose()


def _robust(stream: TextIO, encoding: str | None = None) -> TextIO:
    """Let a stream replace what is no text in its encoding, and not fail."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="replace")
    return stream


def _failed(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
