from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.documents.measure import width, wrapped


def test_a_chinese_sign_is_twice_as_wide_as_a_latin_one() -> None:
    assert width("中a“") == 5


def test_text_breaks_where_the_room_ends() -> None:
    assert wrapped("一二三ab", 4) == ["一二", "三ab"]


def test_line_ends_are_kept_and_no_text_is_one_line() -> None:
    assert wrapped("一\n\n二", 4) == ["一", "", "二"]
    assert wrapped("", 4) == [""]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 20))
def test_nothing_is_lost_and_a_line_is_too_wide_only_if_it_is_one_sign(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join(lines) == text.replace("\n", "")
    assert all(width(line) <= room or len(line) == 1 for line in lines)
