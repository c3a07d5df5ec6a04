from __future__ import annotations

import pytest

from bot.conversation.replies import Sending, Telling
from tests.conversation.talk import CLOSED, WUHAN, Talk


@pytest.fixture
def finished() -> Talk:
    talk = Talk(WUHAN, CLOSED)
    talk.presses("finish")
    return talk


def told(talk: Talk) -> list[str]:
    return [reply.template for reply in talk.turn.replies if isinstance(reply, Telling)]


def test_the_end_hands_over_result_picture_narrative_and_documents(finished: Talk) -> None:
    first, picture, narrative, documents = finished.turn.replies
    assert isinstance(first, Telling)
    assert (picture, narrative) == (Sending("form.png"), Sending("report.txt"))
    assert isinstance(documents, Telling)
    assert "填报完成：97 分" in finished.text
    assert list(finished.buttons.values()) == ["Word 报告", "Excel 表", "PDF 报告", "PDF 自评表", "全部", "✏ 修改答案"]


def test_a_document_is_sent_by_its_button_or_its_typed_label(finished: Talk) -> None:
    finished.presses("document.7.form.xlsx")
    assert finished.turn.replies == (Sending("form.xlsx"),)
    finished.says("全部")
    assert len(finished.turn.replies) == 4


def test_a_button_of_another_filing_sends_nothing(finished: Talk) -> None:
    finished.presses("document.8.form.xlsx")
    assert told(finished) == ["complete"]


@pytest.mark.parametrize("name", ["start", "score", "help"])
def test_a_finished_filing_asks_nothing(finished: Talk, name: str) -> None:
    finished.commands(name)
    assert told(finished)[-1] == "complete"
    finished.says("98")
    assert told(finished) == ["complete"]
    assert finished.turn.changes == ()


def test_it_is_opened_again_to_change_an_answer(finished: Talk) -> None:
    finished.presses("reopen.7", "go.contents.facts", "go.project")
    finished.says("社区治理")
    assert finished.path == "review"
    finished.presses("finish")
    assert finished.situation.position.finished


def test_the_contents_open_it_again_too(finished: Talk) -> None:
    finished.commands("contents")
    assert finished.path == "contents"
    assert not finished.situation.position.finished


def test_it_is_deleted_only_after_a_yes(finished: Talk) -> None:
    finished.commands("delete")
    finished.says("不删")
    assert told(finished) == ["complete"]
    finished.presses("yes")
    assert not finished.turn.deleted
    finished.commands("delete")
    finished.says("是的，删除")
    assert finished.turn.deleted


def test_another_button_at_the_confirmation_does_what_it_says(finished: Talk) -> None:
    finished.commands("delete")
    finished.presses("document.7.form.pdf")
    assert finished.turn.replies == (Sending("form.pdf"),)
    assert finished.situation.position.cursor is None
