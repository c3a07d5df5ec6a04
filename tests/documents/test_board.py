from __future__ import annotations

import struct

import pytest

from bot.documents.board import Board, Line, board_png, share
from bot.formats import UNBEGUN


def page(lines: int, *, name: str = "长丰社区", several: bool = False, **counts: int) -> Board:
    return Board(
        title="2025年度绩效自评",
        unit="硚口区",
        deadline="截止 2026-3-20，还有 9 天",
        counts=counts,
        lines=[
            Line(number=number, unit=name, above="宝丰街", project="社区建设", state=UNBEGUN, done=0)
            for number in range(1, lines + 1)
        ],
        several=several,
        page=1,
        pages=2,
    )


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("several", [False, True])
def test_a_page_is_as_wide_as_a_phone_and_no_taller_than_telegram_takes(*, several: bool) -> None:
    width, height = size(
        board_png(page(25, name="武汉市硚口区汉水桥街道办事处水厂社区居民委员会" * 2, several=several, unbegun=25))
    )
    assert width == 1080
    assert width + height <= 10_000


def test_a_board_of_nothing_is_a_picture_too() -> None:
    assert size(board_png(page(0)))[0] == 1080


def test_signs_that_no_font_has_and_markup_are_only_text() -> None:
    board_png(page(1, name="#panic() 🎉 [x]", unbegun=1))


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [(1, 3, "33%"), (2, 3, "67%"), (1, 1000, "不到 1%"), (999, 1000, "99%"), (5, 5, "100%"), (1, 200, "1%")],
)
def test_a_share_never_looks_like_none_or_like_all(count: int, total: int, shown: str) -> None:
    assert share(count, total) == shown
