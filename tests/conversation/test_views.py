from __future__ import annotations

import pytest

from bot.conversation.form import FORM
from bot.conversation.plan import plan
from bot.conversation.questionnaire import Group
from bot.conversation.views import ask
from bot.wording import worded
from scoring import Filing
from tests.conversation.talk import MOF, WUHAN, situation_of


@pytest.mark.parametrize("filing", [WUHAN, MOF], ids=["wuhan-2018", "mof-2020"])
def test_every_step_can_be_asked_and_says_where_one_is(filing: Filing) -> None:
    whole = situation_of(filing)
    for step in plan(whole):
        asked = ask(whole, step.path)
        message = worded(asked, number=1, filing=7)
        assert asked.section == step.section.title
        assert asked.values["number"] == step.number
        assert {"contents", "pause"} <= {button.id for button in asked.buttons}
        assert message


def test_a_question_shows_its_item_its_example_and_the_present_answer() -> None:
    asked = worded(ask(situation_of(WUHAN), "budget_lines.3.booked"), number=1, filing=7)
    text = getattr(asked, "text", "")
    for part in ("第 3 项", "〔社区建设经费（含惠民资金和社区办公经费）〕", "例：200000", "现在是：1,102,358.00 元"):
        assert part in text


def test_a_required_question_cannot_be_skipped_before_it_is_answered() -> None:
    empty = situation_of(Filing(scheme="wuhan-2018"))
    assert "skip" not in {button.id for button in ask(empty, "project").buttons}
    assert "skip" in {button.id for button in ask(empty, "department").buttons}
    assert "skip" in {button.id for button in ask(situation_of(WUHAN), "project").buttons}


def test_there_is_nothing_at_a_place_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        ask(situation_of(WUHAN), "nowhere")


def test_every_question_is_a_sentence_with_an_end() -> None:
    for section in FORM:
        for part in section.parts:
            for question in part.questions if isinstance(part, Group) else (part,):
                assert question.text.endswith(("。", "？"))
