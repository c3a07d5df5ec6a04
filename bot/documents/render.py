"""A filing becomes one of its documents. Pure but for the templates and fonts it reads; any thread may call it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.documents.clean_text import clean
from bot.documents.excel import form_xlsx
from bot.documents.form import form
from bot.documents.narrative import narrative
from bot.documents.pages import form_pdf, form_png, report_pdf
from bot.documents.plain_text import report_txt
from bot.documents.word import report_docx
from scoring import load_scheme, score

if TYPE_CHECKING:
    from scoring import Filing

KINDS = ("form.png", "form.pdf", "report.docx", "form.xlsx", "report.pdf", "report.txt")

MAX_PART = 108
"""Longest project or unit in a file name, in bytes (36 汉字): file systems take 255 bytes for the whole name."""


def render(filing: Filing, kind: str) -> bytes:
    """Score the filing and return one of its documents. `kind` is one of `KINDS`."""
    filing = clean(filing)
    sheet, scheme = score(filing), load_scheme(filing.scheme)
    table = form(filing, sheet, scheme)
    match kind:
        case "form.png":
            return form_png(table)
        case "form.pdf":
            return form_pdf(table)
        case "form.xlsx":
            return form_xlsx(table, filing, sheet, scheme)
        case "report.docx":
            return report_docx(narrative(filing, sheet, scheme), table)
        case "report.pdf":
            return report_pdf(narrative(filing, sheet, scheme), table)
        case "report.txt":
            return report_txt(narrative(filing, sheet, scheme), table)
    raise ValueError(f"没有 {kind} 这种文件，只有：{'、'.join(KINDS)}")


def file_name(filing: Filing, kind: str) -> str:
    """Return the Chinese name to file a document under: `2018年度_基层政权和社区建设_宝丰街_自评报告.docx`."""
    subject, _, extension = kind.partition(".")
    filing = clean(filing)
    parts = (
        f"{filing.year}年度" if filing.year else "",
        safe(filing.project or ""),
        safe(filing.unit or ""),
        {"form": "自评表", "report": "自评报告"}[subject],
    )
    return "_".join(part for part in parts if part) + f".{extension}"


def safe(part: str) -> str:
    """Return a part of a file name without the characters that some file system refuses, and not too long."""
    allowed = re.sub(r'[\\/:*?"<>|\s]+', "", part).strip("._")
    return allowed.encode()[:MAX_PART].decode(errors="ignore")
