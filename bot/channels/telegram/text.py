"""Cutting a long text into messages that Telegram takes."""

from __future__ import annotations

import re
from html import unescape

from bot.message import plain

LONGEST = 4096  # UTF-16 units of a message as it is seen, that is, without tags and with entities read

_TOKEN = re.compile(r"<(/?)([bi])>|&#?\w+;|.", re.DOTALL)
# Where a cut reads best, best first: between paragraphs, lines, sentences, clauses.
_BORDERS = (("\n\n",), ("\n",), ("。", "；", "！", "？"), ("，", "、", " "))


def pieces(html: str, longest: int = LONGEST) -> list[str]:
    """Cut HTML (tags `<b>` and `<i>`, text escaped) into parts of at most `longest` UTF-16 units, each well formed.

    A part ends at a paragraph if there is one in its second half, else at a line, a sentence, a clause, else anywhere.
    """
    if 2 * len(html) <= longest:  # a sign is two units at most, and a tag or an entity fewer than it is written with
        return [html.strip()] if plain(html).strip() else [html]
    made = []
    rest = html
    while (end := _reach(rest, longest)) < len(rest):
        cut = _border(rest[:end])
        made.append(rest[:cut])
        rest = rest[cut:]
    return [part for part in _balanced([*made, rest]) if plain(part).strip()] or [html]


def _reach(html: str, longest: int) -> int:
    """Return how much of the HTML fits into one message."""
    room = longest
    for token in _TOKEN.finditer(html):
        if token[2]:
            continue
        room -= len(unescape(token[0]).encode("utf-16-le")) // 2
        if room < 0:
            return token.start()
    return len(html)


def _border(html: str) -> int:
    for signs in _BORDERS:
        cut = max(html.rfind(sign) + len(sign) for sign in signs)
        if cut > len(html) // 2:
            return cut
    return len(html)


def _balanced(parts: list[str]) -> list[str]:
    """Close at the end of each part the tags that are open there, and open them again in the next."""
    made: list[str] = []
    opened: list[str] = []
    for part in parts:
        begin = "".join(f"<{tag}>" for tag in opened)
        for token in _TOKEN.finditer(part):
            if token[2] and token[1]:
                opened.pop()
            elif token[2]:
                opened.append(token[2])
        end = "".join(f"</{tag}>" for tag in reversed(opened))
        made.append(begin + part.strip() + end)
    return made
