from __future__ import annotations

from bot.documents.clean_text import clean, texts
from scoring import Filing, Task


def test_what_no_document_can_hold_is_taken_out_wherever_it_stands() -> None:
    filing = Filing(scheme="wuhan-2018", project="甲\x00乙\ud800", tasks=(Task(title="\x1b丙\x07"),))
    assert clean(filing) == Filing(scheme="wuhan-2018", project="甲乙", tasks=(Task(title="丙"),))


def test_signs_that_turn_the_writing_around_are_taken_out() -> None:
    assert clean(Filing(scheme="wuhan-2018", project="得分\u202e001")).project == "得分001"


def test_line_ends_of_every_system_become_newlines_and_tabs_stay() -> None:
    assert clean(Filing(scheme="wuhan-2018", background="一\r\n二\r三\t四")).background == "一\n二\n三\t四"


def test_an_ordinary_filing_is_left_as_it_is(example: Filing) -> None:
    assert clean(example) == example


def test_every_text_of_a_filing_is_found() -> None:
    filing = Filing(scheme="wuhan-2018", year=2018, unit="街道", tasks=(Task(title="甲", completion="乙"),))
    assert texts(filing) == ["wuhan-2018", "街道", "甲", "乙"]
