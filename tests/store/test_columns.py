from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import dialect

from bot.store.columns import Fen, Measure, Moment, Points

if TYPE_CHECKING:
    from sqlalchemy.types import TypeDecorator

SQLITE = dialect()


def kept(column: TypeDecorator[Any], value: Any) -> Any:  # noqa: ANN401 - whatever the column keeps
    return column.process_result_value(column.process_bind_param(value, SQLITE), SQLITE)


@given(st.decimals(-(10**15), 10**15, places=2))
def test_money_up_to_ten_to_the_fifteenth_is_kept_to_the_fen(yuan: Decimal) -> None:
    assert kept(Fen(), yuan) == yuan


@given(st.decimals(-(10**11), 10**11, places=6))
def test_a_measure_is_kept_to_six_places(value: Decimal) -> None:
    assert kept(Measure(), value) == value


def test_money_is_kept_as_whole_fen() -> None:
    assert Fen().process_bind_param(Decimal("99999999999999.99"), SQLITE) == 9999999999999999


@pytest.mark.parametrize("column", [Fen(), Points(), Measure(), Moment()])
def test_nothing_stays_nothing(column: TypeDecorator[Any]) -> None:
    assert kept(column, None) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Fen(), "0.001"),
        (Points(), "9.745"),
        (Measure(), "0.0000001"),
        (Fen(), "1.0000000000000000000000000000000000001"),
        (Fen(), "1E+16"),
        (Fen(), "1E+999999"),
        (Fen(), "1E-999999"),
        (Fen(), "NaN"),
        (Fen(), "Infinity"),
    ],
)
def test_what_does_not_fit_exactly_is_refused_and_never_rounded(column: TypeDecorator[Any], value: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        column.process_bind_param(Decimal(value), SQLITE)


def test_zeros_behind_the_last_place_do_not_matter() -> None:
    assert kept(Points(), Decimal("9.7400")) == Decimal("9.74")


def test_a_moment_comes_back_in_utc() -> None:
    shanghai = datetime(2019, 7, 28, 8, tzinfo=timezone(timedelta(hours=8)))
    back = kept(Moment(), shanghai)
    assert back == shanghai
    assert back.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Moment().process_bind_param(datetime(2019, 7, 28, 8), SQLITE)  # noqa: DTZ001 - that is the point
