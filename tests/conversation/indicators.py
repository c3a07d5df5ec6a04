"""Indicators that questions stand beside."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoring import Filing, Indicator
from tests.conversation.talk import situation_of

if TYPE_CHECKING:
    from bot.conversation.situation import Situation

COUNTED = Indicator(
    level1="产出指标", weight=Decimal(10), kind="positive", target="≥95%", target_value=Decimal(95), unit="%"
)
JUDGED = Indicator(level1="产出指标", weight=Decimal(10), kind="qualitative", tier="partial", score=Decimal(7))


def labels(offers: tuple[Any, ...]) -> list[str]:
    return [offer.label for offer in offers]


def with_indicators(*indicators: Indicator, scheme: str = "wuhan-2018", number: int = 1) -> Situation:
    return situation_of(Filing(scheme=scheme, indicators=indicators), number=number)
