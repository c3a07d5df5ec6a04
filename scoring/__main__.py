"""The commands: `python -m scoring score | check | rollup`."""

from __future__ import annotations

# ruff: noqa: T201 - to print is what a command is for
import json
import os
import sys
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from scoring.command_line import UNUSABLE, Parser
from scoring.filing_file import FilingError, open_filing
from scoring.rollups import Rollup
from scoring.scheme_file import SchemeError, load_scheme
from scoring.scorer import score
from scoring.sheet_json import findings_json, sheet_json
from scoring.table import findings_lines, sheet_table, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.filing import Filing
    from scoring.sheet import Sheet

FOUND_ERRORS = 1


class _Parser(Parser):
    example = "python -m scoring score 填报.toml"


class UnreadableError(Exception):
    """A file that cannot be scored, with the line that says so."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 1 if `check` finds an error, 2 if a file cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "rollup":
            return _rollup(options.files, as_json=options.json)
        sheet = _scored(options.file)
    except UnreadableError as error:
        print(shown(str(error)), file=sys.stderr)
        return UNUSABLE
    return (_check if options.command == "check" else _score)(sheet, as_json=options.json)


def _parser() -> Parser:
    parser = _Parser(prog="python -m scoring", description="项目支出绩效自评：打分、核对、汇总。")
    commands = parser.add_subparsers(dest="command", required=True, title="命令", metavar="命令")
    for name, title in (("score", "给一份填报打分"), ("check", "核对一份填报"), ("rollup", "汇总多份填报")):
        command = commands.add_parser(name, help=title, description=f"{title}。")
        if name == "rollup":
            command.add_argument("files", nargs="+", metavar="文件", help="填报文件，TOML 或 JSON；- 是标准输入")
        else:
            command.add_argument("file", metavar="文件", help="填报文件，TOML 或 JSON；- 是标准输入")
        command.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Let what is wrong with a file name it."""
    try:
        yield
    except (FilingError, SchemeError) as error:
        raise UnreadableError(f"{file}：{error}") from None


def _scored(file: str) -> Sheet:
    with _told(file):
        return score(open_filing(file))


def _score(sheet: Sheet, *, as_json: bool) -> int:
    print(_json(sheet_json(sheet)) if as_json else sheet_table(sheet))
    return 0


def _check(sheet: Sheet, *, as_json: bool) -> int:
    lines = findings_lines(sheet.findings) or ["没有发现问题。"]
    print(_json({"findings": findings_json(sheet.findings)}) if as_json else "\n".join(lines))
    return FOUND_ERRORS if any(each.severity == "error" for each in sheet.findings) else 0


def _rollup(files: Sequence[str], *, as_json: bool) -> int:
    filings = ((file, _opened(file)) for file in files)
    first = next(filings)
    with _told(first[0]):
        total = Rollup(load_scheme(first[1].scheme))
    for file, filing in chain([first], filings):
        with _told(file):
            total.add(filing)
    sheet = total.sheet()
    print(_json({**sheet_json(sheet), "units": sheet.units}) if as_json else _over(sheet))
    return 0


def _opened(file: str) -> Filing:
    with _told(file):
        return open_filing(file)


def _over(sheet: Sheet) -> str:
    return f"汇总 {sheet.units} 个单位\n{sheet_table(sheet)}"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # whoever read our output has had enough, as in `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
