from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from bot.filing_file import dumps
from scoring import read_filing
from scoring.filing import BudgetLine, Filing, Funds, Indicator, Task
from tests.filings import filings

EXAMPLES = sorted((Path(__file__).parents[1] / "bot" / "examples").glob("*.toml"))


@given(filings())
def test_what_was_written_is_read_back_as_it_was(filing: Filing) -> None:
    assert read_filing(dumps(filing)) == filing


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_stays_itself(example: Path) -> None:
    filing = read_filing(example.read_bytes())
    assert read_filing(dumps(filing)) == filing


def test_a_file_reads_as_a_person_would_write_it() -> None:
    filing = Filing(
        scheme="wuhan-2018",
        year=2018,
        filled_on=date(2019, 7, 28),
        compliant=True,
        allocated=Decimal("5358672.00"),
        funds=Funds(budget=Decimal("1E+3")),
        budget_lines=(BudgetLine(name="惠民项目", booked=Decimal("0.10")),),
        tasks=(Task(title="一"), Task()),
    )
    assert (
        dumps(filing)
        == """\
scheme = "wuhan-2018"
year = 2018
filled_on = 2019-07-28
compliant = true
allocated = "5358672.00"

[funds]
budget = "1000"

[[budget_lines]]
name = "惠民项目"
booked = "0.10"

[[tasks]]
title = "一"

[[tasks]]
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "\\",
        '"""',
        "'''",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\x1f",
        "\x7f",
        "\x85",
        "\u2028",
        "#",
        "[x]",
        "= 1",
        "😀",
        "",
        " ",
    ],
    ids=ascii,
)
def test_every_sign_comes_through(text: str) -> None:
    filing = Filing(scheme="wuhan-2018", project=text, indicators=(Indicator(name=text),))
    assert tomllib.loads(dumps(filing))["project"] == text
    assert read_filing(dumps(filing)) == filing
