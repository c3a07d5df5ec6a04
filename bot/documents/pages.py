"""What Typst sets: the form as a picture and as PDF, and the whole report as PDF."""

from __future__ import annotations

import struct
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.documents.typeset import typeset

if TYPE_CHECKING:
    from bot.documents.form import Form
    from bot.documents.narrative import Block

PHONE = 540
"""Width of the usual picture in points; at 144 points per inch it is 1080 pixels, as wide as a phone shows."""
SHARP = 144.0
COARSE = SHARP / 4
MAX_RATIO = 5
"""How many times higher than wide a picture may be before it is set wider: a ribbon cannot be read on a phone."""
MAX_EDGES = 10_000
"""Telegram refuses a photo of more pixels in width and height together."""


def form_png(form: Form) -> bytes:
    """Return the form as one picture that Telegram takes, however long the form is."""
    data, width = asdict(form), PHONE
    picture, across, down = _picture(data, width, SHARP)
    if down <= MAX_RATIO * across:
        return picture
    while down > MAX_RATIO * across:
        width *= 2
        _, across, down = _picture(data, width, COARSE)
    return _picture(data, width, min(SHARP, COARSE * (MAX_EDGES - 2) / (across + down)))[0]


def form_pdf(form: Form) -> bytes:
    """Return the form on A4: one page if it fits in readable type."""
    return typeset("form.typ", asdict(form), pages="pdf", paper="a4")


def report_pdf(blocks: tuple[Block, ...], form: Form) -> bytes:
    """Return the narrative, laid out as an official document, and the form on pages of its own."""
    return typeset("report.typ", {"blocks": [asdict(block) for block in blocks], "form": asdict(form)}, pages="pdf")


def _picture(data: dict[str, Any], width: int, ppi: float) -> tuple[bytes, int, int]:
    """Return the form's picture, and how many pixels it is wide and high: they stand in a PNG's header."""
    picture = typeset("form.typ", data, pages="png", ppi=ppi, paper="phone", width=str(width))
    return picture, *struct.unpack_from(">LL", picture, 16)
