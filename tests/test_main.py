"""The command line, as a shell sees it: what it prints, its exit code, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from telegram.error import InvalidToken

from bot.__main__ import main
from bot.channels.telegram import Hook
from bot.conversation.events import Command
from bot.demo import EXAMPLE
from bot.documents.render import KINDS
from bot.settings import Settings
from bot.store.database import open_database
from tests.chat_process import DATABASE, Chat, environment, run, stored

if TYPE_CHECKING:
    from pathlib import Path

    from bot.service import Service


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in an empty folder, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that cannot be done; return the one line that it says about it."""
    try:
        code: object = main(arguments)
    except SystemExit as ended:
        code = ended.code
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    [line] = told.err.splitlines()
    assert not line.isascii(), "it is Chinese"
    return line


@pytest.mark.parametrize("arguments", [["fly"], ["render"], ["demo", "--out"], ["chat", "--jsn"], ["--json"], ["-x"]])
def test_a_command_that_is_written_wrong_is_told_with_an_example(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert "例如：python -m bot render 填报.toml --out 目录" in refused(capsys, *arguments)


def test_telegram_needs_a_token(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "BOT_TOKEN=123456:ABC-DEF" in refused(capsys, "telegram")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("arguments", [[], ["chat"], ["chat", "--json"], ["telegram"]])
@pytest.mark.parametrize("setting", [("TIMEZONE", "火星"), ("BOT_TOKEN", "half"), ("LOG_LEVEL", "loud")])
def test_wrong_settings_are_named(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    setting: tuple[str, str],
) -> None:
    monkeypatch.setenv(*setting)
    assert refused(capsys, *arguments).startswith(f"{setting[0]} 设置不对：")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://localhost/x", "DATABASE_URL 只能是"),
        ("nonsense", "DATABASE_URL 不是"),
        ("sqlite://", "DATABASE_URL 要写出"),
        ("sqlite:///a-file/bot.db", "建不了数据库所在的文件夹"),
        ("sqlite:///a-file", "打不开数据库"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    (here / "a-file").write_text("no database")
    monkeypatch.setenv("DATABASE_URL", url)
    assert refused(capsys, "chat").startswith(why)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"scheme = ", "TOML"),
        (b"\xff\xfe", "UTF-8"),
        (b'scheme = "mars"', "mars"),
        (b'scheme = "mof-2020"\nyear = "x"', "year"),
        (b"", "scheme"),
    ],
)
def test_a_file_that_is_no_filing_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    (here / "filing.toml").write_bytes(content)
    assert why in refused(capsys, "render", "filing.toml", "--out", "out")
    assert not (here / "out").exists()


@pytest.mark.parametrize("name", ["nothing.toml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert "读不到" in refused(capsys, "render", name, "--out", "out")


@pytest.mark.parametrize(("out", "why"), [("a-file", "同名的文件"), ("a-file/deeper", "路径中间"), ("x" * 300, "太长")])
def test_a_folder_that_cannot_be_written_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], out: str, why: str
) -> None:
    (here / "a-file").touch()
    line = refused(capsys, "render", str(EXAMPLE), "--out", out)
    assert line.startswith(out)
    assert why in line


def test_render_writes_every_document_and_says_where(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(EXAMPLE), "--out", "out"]) == 0
    told = capsys.readouterr().out
    assert sorted(file.name for file in (here / "out").iterdir()) == sorted(KINDS)
    assert all(str(here / "out" / kind) in told for kind in KINDS)


def test_a_backup_is_made_beside_the_chat_and_says_where(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Chat(here) as chat:
        chat.do(Command("new", "wuhan-2018"))
        assert main(["backup", "copy.db"]) == 0
    assert capsys.readouterr().out.startswith(f"已备份到 {here / 'copy.db'}（0.")
    assert refused(capsys, "backup", "copy.db").startswith("copy.db 已经有了")
    assert refused(capsys, "backup", "nowhere/copy.db").startswith("nowhere/copy.db：没有这个文件夹")
    (here / DATABASE).unlink()
    (here / "copy.db").rename(here / DATABASE)
    assert stored(here).scheme == "wuhan-2018"


@pytest.mark.usefixtures("here")
def test_what_can_be_backed_up_by_its_own_command_alone_is_told_with_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hush@db/ziping")
    line = refused(capsys, "backup", "copy.dump")
    assert line.endswith("pg_dump --format=custom --file=copy.dump postgresql://bot@db/ziping")


def test_the_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    told = capsys.readouterr().out
    assert all(command in told for command in ("chat", "demo", "render", "telegram", "backup", "doctor"))


def test_without_a_token_it_talks_here_and_reads_lines_from_a_pipe(tmp_path: Path) -> None:
    done = run(tmp_path, typed="/new wuhan-2018\n.1\n惠民项目\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "主管部门是哪个" in done.stdout
    assert stored(tmp_path).project == "惠民项目"
    again = run(tmp_path, "chat", typed="退出\n")
    assert "主管部门是哪个" in again.stdout


def test_bytes_that_are_no_text_do_not_stop_it(tmp_path: Path) -> None:
    lines = b'{"say": "/start"}\n\xff\xfe\n{"say": "\xff"}\n\n{"say": "/new mof-2020"}'
    done = run(tmp_path, "chat", "--json", typed=lines, PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, "")
    first, *_, last = [json.loads(line)["replies"] for line in done.stdout.splitlines()]
    assert first[0]["ask"]["path"] == "scheme"
    assert last[-1]["ask"]["path"] == "year"
    spoken = run(tmp_path, "chat", typed=b"\xff\xfe\n2018\n", PYTHONUTF8="0")
    assert (spoken.returncode, spoken.stderr) == (0, "")
    assert stored(tmp_path).year == 2018


@pytest.mark.parametrize("arguments", [["chat", "--json"], ["demo"]])
def test_a_reader_who_has_had_enough_is_left_quietly(tmp_path: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        _, errors = process.communicate(b'{"say": "/start"}\n', timeout=60)
    assert (process.returncode, errors) == (1, b"")


def test_ctrl_c_is_left_quietly(tmp_path: Path) -> None:
    chat = Chat(tmp_path)
    with chat.process:
        chat.send(Command("start"))
        assert chat.process.stdout
        assert "我是自评助手" in chat.process.stdout.readline()
        chat.process.send_signal(signal.SIGINT)
        output, errors = chat.process.communicate(timeout=60)
    assert (chat.process.returncode, output, errors) == (130, "", "")


def test_another_program_may_put_its_own_streams_in_place(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("/new wuhan-2018\n2018\n"))
    assert main(["chat"]) == 0
    assert "项目叫什么名字" in capsys.readouterr().out
    assert stored(here).year == 2018


def test_where_a_token_is_set_it_serves_telegram(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[object] = []

    async def serve(service: Service, *connection: object) -> None:
        served.extend((*connection, service.admits(7), service.admits(8)))

    monkeypatch.setattr("bot.channels.telegram.run", serve)
    for name, value in (
        ("BOT_TOKEN", "1:A"),
        ("BOT_API_URL", "http://h:1"),
        ("BOT_PROXY", "http://p:2"),
        ("ADMIN_IDS", "7"),
    ):
        monkeypatch.setenv(name, value)
    assert main([]) == 0
    assert served == ["1:A", "http://h:1", "http://p:2", None, True, False]
    open_database(f"sqlite:///{here / DATABASE}").dispose()


@pytest.mark.usefixtures("here")
def test_a_webhook_needs_an_address_and_a_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[object] = []

    async def serve(*given: object) -> None:
        served.append(given[-1])

    monkeypatch.setattr("bot.channels.telegram.run", serve)
    monkeypatch.setenv("BOT_TOKEN", "1:A")
    assert "WEBHOOK_URL=https://" in refused(capsys, "telegram", "--webhook")
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.cn/telegram")
    monkeypatch.setenv("WEBHOOK_SECRET", "s" * 16)
    monkeypatch.setenv("LISTEN", "[::1]:99")
    assert main(["telegram", "--webhook"]) == 0
    assert served == [Hook("https://bot.example.cn/telegram", "s" * 16, "::1", 99)]


@pytest.mark.usefixtures("here")
def test_a_token_that_telegram_does_not_know_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise InvalidToken("Telegram 不认识这个 BOT_TOKEN")

    monkeypatch.setattr("bot.channels.telegram.run", refuse)
    monkeypatch.setenv("BOT_TOKEN", "1:A")
    assert refused(capsys, "telegram") == "Telegram 不认识这个 BOT_TOKEN"
