"""What Typst sets: the form as a picture and as PDF, and the whole report as PDF."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.documents.typeset import typeset

if TYPE_CHECKING:
    from bot.documents.form import Form
    from bot.documents.narrative import Block


def form_png(form: Form) -> bytes:
    """Return the form as one picture as wide as a phone, within Telegram's limits however long the form is."""
    return typeset("form.typ", asdict(form), pages="png", paper="phone")


def form_pdf(form: Form) -> bytes:
    """Return the form on A4: one page if it fits in readable type."""
    return typeset("form.typ", asdict(form), pages="pdf", paper="a4")


def report_pdf(blocks: tuple[Block, ...], form: Form) -> bytes:
    """Return the narrative, laid out as an official document, and the form on pages of its own."""
    return typeset("report.typ", {"blocks": [asdict(block) for block in blocks], "form": asdict(form)}, pages="pdf")
