from __future__ import annotations

import pytest

from bot.documents.typeset import TypesettingError, typeset


def test_a_template_that_cannot_be_set_is_told_with_its_name() -> None:
    with pytest.raises(TypesettingError, match=r'form\.typ: .*"title"'):
        typeset("form.typ", {}, pages="pdf", paper="a4")


def test_more_than_one_page_is_no_picture() -> None:
    with pytest.raises(TypesettingError, match=r"form\.typ: more than one page"):
        typeset("form.typ", LONG, pages="png", paper="a4")


LONG = {
    "title": "长表",
    "subtitle": "",
    "filled_on": "",
    "total": "",
    "grid": {"widths": [1], "heading": 0, "rows": [[{"text": "行", "style": "text", "rows": 1, "columns": 1}]] * 300},
    "notes": [],
}
