from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation.numerals import decimal, halfwidth


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1,102,358.00", "1102358"),
        ("1，102，358", "1102358"),
        ("1 102 358", "1102358"),
        ("１１０万", "1100000"),
        ("110.2358万", "1102358"),
        ("1亿200万3千", "102003000"),
        ("12万5000", "125000"),
        ("1千万", "10000000"),
        ("1000万亿", "1000000000000000"),
        ("-3万", "-30000"),
        ("+8", "8"),
        (".5", "0.5"),
        ("一百一十万", "1100000"),
        ("壹佰万", "1000000"),
        ("两千", "2000"),
        ("负五百", "-500"),
        ("九点五", "9.5"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert decimal(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "很多", "1,10,2", "1.2.3", "--5", "5.", "10^15", "1e15", "万", "点五", "3千1万", "12万99999", "💰", "9" * 31],
)
def test_what_is_no_number_is_not_guessed_at(typed: str) -> None:
    assert decimal(typed) is None


@pytest.mark.parametrize("typed", ["12万5", "3千5", "1亿2"])
def test_a_tail_that_people_mean_differently_is_in_doubt(typed: str) -> None:
    assert decimal(typed) is None


def test_full_width_signs_are_narrowed_and_spaces_go() -> None:
    assert halfwidth(" ￥１１０　万 ") == "¥110万"
