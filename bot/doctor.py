"""`python -m bot doctor`: looks at all that the bot needs, and says what to do where something is missing."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram import connection, disconnect
from bot.demo import EXAMPLE
from bot.documents.render import render
from bot.store.database import DatabaseUnavailableError, DatabaseUrlError, parsed_url, revisions
from scoring import open_filing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from bot.settings import Settings

SPACE = 500
"""Megabytes that should be free where the data lies."""
SKEW = 30
"""Seconds that our clock may differ from Telegram's."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and found. Where it is not `well`, `found` says what to do."""

    name: str
    found: str
    well: bool = True

    def __str__(self) -> str:
        return f"{'✓' if self.well else '✗'} {self.name}：{self.found}"


def examine(settings: Settings, now: Callable[[], datetime]) -> Iterator[Check]:
    """Look at one thing after the other. Nothing is changed, and the token is never told."""
    yield from _telegram(settings, now)
    yield from _database(settings.database_url)
    yield _fonts()
    yield _disk(settings.database_url)


def _telegram(settings: Settings, now: Callable[[], datetime]) -> Iterator[Check]:
    if settings.bot_token is None:
        yield Check("令牌", "没有设 BOT_TOKEN，会在终端里运行；要接 Telegram，向 @BotFather 要一个，写进 .env")
        return
    clocks: list[datetime] = []
    yield asyncio.run(_token(settings, settings.bot_token.get_secret_value(), clocks))
    if clocks:
        yield _clock(now(), clocks[0])
    else:
        yield Check("时钟", "没连上 Telegram，没法对时；连上以后再查一次", well=False)


async def _token(settings: Settings, token: str, clocks: list[datetime]) -> Check:
    """Ask Telegram who we are, and note the time that it answers at."""

    def note(headers: Mapping[str, str]) -> None:
        if "Date" in headers:
            clocks.append(parsedate_to_datetime(headers["Date"]))

    bot = connection(token, settings.bot_api_url, settings.bot_proxy, note)
    try:
        await bot.initialize()
    except InvalidToken:
        return Check(
            "令牌", "Telegram 不认识这个 BOT_TOKEN，请向 @BotFather 核对，应像 123456:ABC-DEF 这样", well=False
        )
    except TelegramError as error:
        what = f"没连上 Telegram（{type(error).__name__}），请检查网络、BOT_PROXY 和 BOT_API_URL"
        return Check("令牌", what, well=False)
    finally:
        await disconnect(bot)
    return Check("令牌", f"有效，机器人是 @{bot.username}")


def _clock(ours: datetime, theirs: datetime) -> Check:
    ahead = round((ours - theirs).total_seconds())
    if abs(ahead) <= SKEW:
        return Check("时钟", "准")
    off = f"{'快' if ahead > 0 else '慢'}了 {abs(ahead)} 秒"
    return Check("时钟", f"这台机器{off}，请打开自动对时，例如 timedatectl set-ntp true", well=False)


def _database(url: str) -> Iterator[Check]:
    try:
        brought_to, newest = revisions(url)
    except DatabaseUrlError as error:
        yield Check("数据库", str(error), well=False)
    except DatabaseUnavailableError as error:
        yield Check("数据库", f"{error}。请检查 DATABASE_URL，数据库是不是开着", well=False)
    else:
        yield _empty(_data_folder(url)) if brought_to is None else Check("数据库", "打得开，能写")
        yield _migrations(brought_to or newest, newest)


def _empty(folder: Path) -> Check:
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Check("数据库", "还没有，第一次启动时会建")
    return Check("数据库", f"还没有，也建不了：{folder} 不是能写的文件夹，请换 DATABASE_URL 或者改权限", well=False)


def _migrations(brought_to: str, newest: str) -> Check:
    if brought_to == newest:
        return Check("表结构", f"最新（{newest}）")
    if brought_to < newest:
        found = f"是 {brought_to}，程序要 {newest}：先 python -m bot backup 文件，再重新启动机器人，它会自己升级"
    else:
        found = f"是 {brought_to}，比程序认识的 {newest} 新：请把程序也升级"
    return Check("表结构", found, well=False)


def _fonts() -> Check:
    try:
        render(open_filing(EXAMPLE), "form.png")
    except Exception as error:  # noqa: BLE001 - whatever is missing, it is told
        return Check(
            "字体", f"自评表做不出来（{type(error).__name__}），请重新安装：删掉 .venv 再 make install", well=False
        )
    return Check("字体", "齐全，自评表做得出来")


def _disk(url: str) -> Check:
    folder = _data_folder(url)
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < SPACE:
        found = f"{folder} 只剩 {free} MB，请清理到 {SPACE} MB 以上，或者用 DATABASE_URL 换一个磁盘"
        return Check("磁盘", found, well=False)
    return Check("磁盘", f"{folder} 还有 {free:,} MB")


def _data_folder(url: str) -> Path:
    """Return the folder on whose disk the data lies or will lie: of a SQLite file, else where the bot is started."""
    try:
        parsed = parsed_url(url)
    except DatabaseUrlError:
        return Path.cwd()
    file = Path(str(parsed.database)) if parsed.drivername == "sqlite" else Path("here")
    return next(folder for folder in file.absolute().parents if folder.exists())
