"""Column types that keep exactly what they are given, on SQLite and PostgreSQL alike; and how constraints are named.

SQLite would keep a `Numeric` as a float, without a warning; so numbers are integers of their smallest part.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Dialect

# Names that a later migration can drop by: SQLite gives none of its own.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}

# 18 digits are what a 64-bit integer holds whatever they are. A number that needs more, or a rounding, is refused.
_EXACT = Context(prec=18, traps=[Inexact, InvalidOperation])


class FixedPoint(TypeDecorator[Decimal]):
    """A decimal number as an integer of its last place. Raises ValueError for one that does not fit exactly."""

    impl = BigInteger
    cache_ok = True
    places: ClassVar[int]

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """Turn the number into its integer."""
        if value is None:
            return None
        try:
            return int(value.quantize(Decimal(1).scaleb(-self.places), context=_EXACT).scaleb(self.places))
        except (DecimalException, ValueError) as error:
            raise ValueError(f"{value} does not fit into 18 digits, {self.places} of them decimal places") from error

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - likewise
        """Turn the integer back into the number."""
        return None if value is None else Decimal(value).scaleb(-self.places)

    def kept(self, value: Decimal) -> Decimal:
        """Return a number that was written as it is read again: with all its places, and no sign where it is zero."""
        return value.quantize(Decimal(1).scaleb(-self.places), context=_EXACT) + 0


class Fen(FixedPoint):
    """Money: yuan outside, fen inside; below 10^16 yuan."""

    cache_ok = True
    places = 2


class Points(FixedPoint):
    """Weights and scores with two decimals."""

    cache_ok = True
    places = 2


class Measure(FixedPoint):
    """Target and actual values with up to six decimals, below 10^12."""

    cache_ok = True
    places = 6


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. It must know its time zone; SQLite forgets it, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - likewise
        """Turn the moment to UTC. Raises ValueError for one without a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - likewise
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
