from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from bot.file_trouble import file_trouble

if TYPE_CHECKING:
    from pathlib import Path


def test_it_says_which_file_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file") as caught:
        (tmp_path / "file").mkdir()
    assert file_trouble(caught.value) == f"{tmp_path / 'file'}：那里有一个同名的文件，不是文件夹"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENAMETOOLONG])
def test_the_usual_troubles_have_chinese_names(number: int) -> None:
    assert not file_trouble(OSError(number, os.strerror(number))).isascii()


def test_a_rare_trouble_is_told_in_the_system_s_words() -> None:
    assert file_trouble(OSError(errno.ENOLINK, "Link has been severed", "x")) == "x：Link has been severed"
    assert file_trouble(OSError("just so")) == "just so"
