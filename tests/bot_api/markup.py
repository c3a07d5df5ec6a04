"""Telegram's HTML, as its documentation describes it and no more generously."""

from __future__ import annotations

import re
from html import unescape

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler", "blockquote"}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[^<>]*)>|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);)|(?P<text>.)", re.DOTALL
)


class MarkupError(ValueError):
    """Telegram would refuse this text, or show its signs raw."""


def visible(html: str) -> str:
    """Return the text that a person sees. Raises MarkupError where the markup is not Telegram's."""
    seen: list[str] = []
    opened: list[str] = []
    for token in _TOKEN.finditer(html):
        if token["tag"] is not None:
            _follow(opened, token["tag"], closes=bool(token["close"]))
        elif token["entity"]:
            seen.append(unescape(token["entity"]))
        elif token["text"] in "<>&":
            raise MarkupError(f"unescaped {token['text']} at {html[token.start() : token.start() + 20]!r}")
        else:
            seen.append(token["text"])
    if opened:
        raise MarkupError(f"can't find end tag corresponding to start tag {opened[-1]}")
    return "".join(seen)


def units(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _follow(opened: list[str], tag: str, *, closes: bool) -> None:
    if tag not in TAGS:
        raise MarkupError(f"unsupported start tag {tag!r}")
    if not closes:
        opened.append(tag)
    elif not opened or opened.pop() != tag:
        raise MarkupError(f"unexpected end tag {tag!r}")
