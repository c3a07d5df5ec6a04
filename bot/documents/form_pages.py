"""The 自评表 as a picture for the chat and as PDF pages."""

from __future__ import annotations

import struct
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.documents.typeset import typeset

if TYPE_CHECKING:
    from bot.documents.form import Form

PHONE = 540
"""Width of the usual picture in points; at 144 points per inch it is 1080 pixels, as wide as a phone shows."""
SHARP = 144.0
MAX_RATIO = 5
"""How many times higher than wide a picture may be before it is set wider: a ribbon cannot be read on a phone."""
MAX_EDGES = 10_000
"""Telegram refuses a photo of more pixels in width and height together."""


def form_png(form: Form) -> bytes:
    """Return the form as one picture that Telegram takes, however long the form is."""
    data, width = asdict(form), PHONE
    picture, (across, down) = _picture(data, width, SHARP)
    while down > MAX_RATIO * across:
        width *= 2
        # Measured coarsely: the sharpness that fits follows from it.
        _, (across, down) = _picture(data, width, SHARP / 4)
    if width == PHONE:
        return picture
    return _picture(data, width, min(SHARP, SHARP / 4 * (MAX_EDGES - 2) / (across + down)))[0]


def form_pdf(form: Form) -> bytes:
    """Return the form on A4: one page if it fits in readable type."""
    return typeset("form.typ", asdict(form), pages="pdf", paper="a4")


def _picture(data: dict[str, object], width: int, ppi: float) -> tuple[bytes, tuple[int, int]]:
    picture = typeset("form.typ", data, pages="png", ppi=ppi, paper="phone", width=str(width))
    return picture, struct.unpack_from(">LL", picture, 16)  # a PNG's header: width, height
