from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.form import Form, form
from scoring import Filing, load_scheme, open_filing, score

EXAMPLES = Path(__file__).parents[2] / "bot" / "examples"
HOSTILE = "& < > \" ' = + - @ {{ x }} {% for %} {_{ {# #} \\ $ # * #let(a) `b` _c_ <b>粗</b> 硚 ㎡ 〔〕"


@pytest.fixture(scope="session")
def street() -> Filing:
    return open_filing(EXAMPLES / "wuhan-2018.toml")


@pytest.fixture(scope="session")
def school() -> Filing:
    return open_filing(EXAMPLES / "mof-2020.toml")


@pytest.fixture(params=["wuhan-2018", "mof-2020"])
def example(request: pytest.FixtureRequest) -> Filing:
    return open_filing(EXAMPLES / f"{request.param}.toml")


@pytest.fixture(scope="session")
def hostile(street: Filing) -> Filing:
    """Give a filing whose every text is full of signs that mean something to one format or another."""
    return replace(
        street,
        project=f"=1+1 {HOSTILE}",
        department="+cmd|' /C calc'!A0",
        unit="@SUM(1)",
        unit_full_name=HOSTILE,
        background=HOSTILE,
        objective=f"-2+3 {HOSTILE}",
        achievement=HOSTILE,
        budget_lines=tuple(replace(line, name=f"=A1 {HOSTILE}") for line in street.budget_lines),
        indicators=tuple(
            replace(each, name=HOSTILE, target="=HYPERLINK(1)", actual="很长的话" * 500) for each in street.indicators
        ),
        tasks=tuple(replace(task, title=HOSTILE, completion=HOSTILE) for task in street.tasks),
        improvements=tuple(replace(each, text=HOSTILE) for each in street.improvements),
    )


def form_of(filing: Filing) -> Form:
    return form(filing, score(filing), load_scheme(filing.scheme))
