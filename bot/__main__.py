"""The command line: `python -m bot …`. Without a command: Telegram where BOT_TOKEN is set, else the terminal."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from rich.console import Console
from telegram.error import InvalidToken

from bot.channels import telegram
from bot.channels.terminal import lines
from bot.channels.terminal.desk import Desk
from bot.channels.terminal.person import Screen, lines_of, talk
from bot.demo import demo, write_documents
from bot.service import Service
from bot.settings import Settings
from bot.store.database import DatabaseUnavailableError, DatabaseUrlError, open_database
from scoring import FilingError, SchemeError, open_filing

if TYPE_CHECKING:
    from collections.abc import Sequence

UNUSABLE = 2
"""Exit code where the command cannot do its work for what it was given."""
DOCUMENTS = Path("data/documents")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code. Errors are one line that says what to do."""
    chosen = _parser().parse_args(arguments)
    console = Console()
    try:
        match chosen.command:
            case "demo":
                demo(console, chosen.out)
            case "render":
                write_documents(open_filing(chosen.file), chosen.out, console)
            case _:
                _serve(chosen, Settings(), console)
    except ValidationError as error:
        return _failed("；".join(f"{each['loc'][0]} 设置不对：{each['msg']}" for each in error.errors()).upper())
    except (DatabaseUrlError, DatabaseUnavailableError, FilingError, SchemeError, OSError) as error:
        return _failed(str(error))
    except InvalidToken as error:
        return _failed(error.message)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="自评助手：一步一步填完项目支出绩效自评。")
    commands = parser.add_subparsers(dest="command", title="命令", metavar="命令")
    chat = commands.add_parser("chat", help="在终端里填报")
    chat.add_argument("--json", action="store_true", help="一行 JSON 进，一行 JSON 出，供程序调用")
    played = commands.add_parser("demo", help="把一份示例从头到尾演一遍，并写出全部文件")
    played.add_argument("--out", type=Path, default=Path("out"), metavar="目录", help="文件写到哪里（默认 out）")
    render = commands.add_parser("render", help="把一份填报文件做成自评表和报告")
    render.add_argument("file", metavar="文件", help="填报文件（TOML 或 JSON）")
    render.add_argument("--out", type=Path, required=True, metavar="目录", help="文件写到哪里")
    commands.add_parser("telegram", help="连上 Telegram 服务（要先设好 BOT_TOKEN）")
    return parser


def _serve(chosen: argparse.Namespace, settings: Settings, console: Console) -> None:
    by_telegram = chosen.command == "telegram" or (chosen.command is None and settings.bot_token)
    if by_telegram and settings.bot_token is None:
        raise OSError("还没有设 BOT_TOKEN。向 @BotFather 要一个，写进 .env：BOT_TOKEN=123456:ABC-DEF")
    engine = open_database(settings.database_url)
    service = Service(engine, lambda: datetime.now(UTC), settings.zone)
    try:
        if by_telegram and settings.bot_token:
            logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
            token = settings.bot_token.get_secret_value()
            asyncio.run(telegram.run(service, token, settings.bot_api_url, settings.bot_proxy))
        elif chosen.command == "chat" and chosen.json:
            lines.talk(Desk(service, DOCUMENTS), sys.stdin, sys.stdout)
        else:
            talk(Desk(service, DOCUMENTS), Screen(console), lines_of(sys.stdin))
    finally:
        engine.dispose()


def _failed(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
