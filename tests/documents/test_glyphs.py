from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.documents.glyphs import printable, unprintable

if TYPE_CHECKING:
    from scoring import Filing


def test_characters_of_official_documents_are_all_in_the_fonts() -> None:
    text = "硚㎡①Ⅳ≥≤≧×÷±％‰■□《》〈〉“”‘’—…·〔〕【】〇＋－￥¥ abc 123\n\t"
    assert printable(text) == text


def test_a_character_that_no_font_has_is_printed_as_its_code() -> None:
    assert printable("完成🎉，𠮷先生") == "完成〔U+1F389〕，〔U+20BB7〕先生"


def test_what_only_joins_or_varies_an_emoji_has_no_code_of_its_own() -> None:
    assert printable("❤️‍🔥") == printable("❤") + "〔U+1F525〕"


def test_the_clerk_can_be_told_which_characters_these_are(street: Filing) -> None:
    assert unprintable(street) == ()
    task = replace(street.tasks[0], completion="🎉好🎉")
    assert unprintable(replace(street, unit="𠮷街", tasks=(task,))) == ("𠮷", "🎉")
