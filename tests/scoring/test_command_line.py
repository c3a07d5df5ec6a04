"""Every command line explains itself in Chinese, its help and what is wrong with what was typed."""

from __future__ import annotations

import re

import pytest

from scoring.command_line import UNUSABLE, Parser


class Example(Parser):
    example = "自评 算 填报.toml"


@pytest.fixture
def parser() -> Parser:
    parser = Example(prog="自评")
    counted = parser.add_subparsers(required=True, metavar="命令").add_parser("算")
    counted.add_argument("file", metavar="文件")
    counted.add_argument("--times", type=int)
    counted.add_argument("--as", choices=("表", "字"))
    either = counted.add_mutually_exclusive_group()
    either.add_argument("--short", action="store_true")
    either.add_argument("--long", action="store_true")
    return parser


@pytest.mark.parametrize("arguments", [["-h"], ["算", "-h"], ["算", "--help"]])
def test_the_help_is_chinese_for_every_command(
    parser: Parser, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(arguments)
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("用法：自评")
    assert "显示这些说明" in told
    assert not re.search(r"usage|options|arguments|show this", told)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "还缺 命令"),
        (("算",), "还缺 文件"),
        (("飞",), "命令 不能是 飞，只能是 算"),
        (("算", "a", "b"), "多出了 b"),
        (("算", "a", "--times"), "--times 后面缺内容"),
        (("算", "a", "--times", "三"), "--times 要写整数，不能是 三"),
        (("算", "a", "--as", "画"), "--as 不能是 画，只能是 表, 字"),
        (("算", "a", "--short=1"), "--short 后面不用写内容"),
        (("算", "a", "--short", "--long"), "--long 不能和 --short 一起写"),
        (("算", "a", "--sho"), "多出了 --sho"),
        (("算", "a", "b\nc"), "多出了 b c"),
    ],
)
def test_what_is_wrong_is_one_chinese_line_with_an_example(
    parser: Parser, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], why: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(arguments)
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (UNUSABLE, "")
    assert told.err == f"命令写得不对，例如：自评 算 填报.toml；-h 看全部命令（{why}）\n"


def test_what_argparse_says_beside_is_told_as_it_comes(parser: Parser, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser.error("something new")
    assert capsys.readouterr().err.endswith("（something new）\n")


def test_the_usage_alone_is_chinese_too(parser: Parser) -> None:
    assert parser.format_usage().startswith("用法")
