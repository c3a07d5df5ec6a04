from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.text import pieces
from tests.bot_api.markup import units, visible


def test_a_text_that_fits_stays_whole() -> None:
    assert pieces("<b>一</b>\n\n二 &lt; 三") == ["<b>一</b>\n\n二 &lt; 三"]


def test_a_long_text_is_cut_between_paragraphs() -> None:
    assert pieces("第一段落。\n第二行。\n\n第二段落，长一些。", 16) == ["第一段落。\n第二行。", "第二段落，长一些。"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一二三四五六。\n七八九十", ["一二三四五六。", "七八九十"]),
        ("一二三四五六。七八九十", ["一二三四五六。", "七八九十"]),
        ("一二三四五六，七八九十", ["一二三四五六，", "七八九十"]),
        ("一二三四五六七八九十", ["一二三四五六七八", "九十"]),
    ],
)
def test_without_paragraphs_it_is_cut_at_the_next_best_border(text: str, parts: list[str]) -> None:
    assert pieces(text, 8) == parts


def test_bold_goes_on_in_the_next_message() -> None:
    assert pieces("<b>一二三四五六</b>", 4) == ["<b>一二三四</b>", "<b>五六</b>"]


def test_an_emoji_counts_twice_and_is_never_cut() -> None:
    assert pieces("😀😀😀", 3) == ["😀", "😀", "😀"]


TEXTS = st.text(st.sampled_from("一二，。\n <&b>\"'😀"), min_size=1, max_size=80)
RUNS = st.lists(st.tuples(st.sampled_from(["", "b", "i"]), TEXTS), min_size=1, max_size=6)


@given(RUNS, st.integers(6, 40))
def test_whatever_the_text_every_part_is_taken_and_together_they_are_all_of_it(
    runs: list[tuple[str, str]], longest: int
) -> None:
    html = "".join(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in runs)
    seen = [visible(part) for part in pieces(html, longest)]
    assert all(0 < units(part) <= longest for part in seen) or not visible(html).strip()
    assert _signs("".join(seen)) == _signs(visible(html))


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text)
