from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from bot.commands import COMMANDS
from bot.conversation.replies import Asking, Sending, Telling
from bot.message import Ask, Button, Say, Send
from bot.templates import TEMPLATES
from bot.wording import told, worded

BUTTON = Button("new", "新建")


def test_a_question_keeps_its_place_and_gets_its_number_and_words() -> None:
    asking = Asking(
        path="scheme",
        section="新建",
        template="choose_scheme",
        values={"unknown": ""},
        buttons=(BUTTON,),
        done=3,
        total=9,
    )
    message = worded(asking, number=7, filing=1)
    assert isinstance(message, Ask)
    assert (message.path, message.section, message.done, message.total, message.number) == ("scheme", "新建", 3, 9, 7)
    assert message.buttons == (BUTTON,)
    assert message.text.startswith("新的自评用哪一种表？")


def test_a_document_is_named_with_its_filing() -> None:
    assert worded(Sending("form.pdf"), number=7, filing=5) == Send(kind="form.pdf", filing=5)


def test_something_told_keeps_its_buttons() -> None:
    telling = Telling(template="restored", buttons=(BUTTON,))
    assert worded(telling, number=1, filing=1) == told(telling) == Say(text="↩ 已恢复，答案都在。", buttons=(BUTTON,))


def test_the_signs_of_html_in_what_a_person_wrote_are_escaped() -> None:
    assert "&lt;b&gt;&amp;" in told(Telling(template="unknown_command", values={"name": "<b>&"})).text


def test_the_help_names_every_command() -> None:
    text = told(Telling(template="help")).text
    assert all(f"/{name}" in text and meaning in text for name, meaning in COMMANDS.items())


def test_a_value_that_a_template_wants_and_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        told(Telling(template="unknown_command"))


def test_no_template_lies_about_unused() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "bot").rglob("*.py"))
    messages = {path.name.removesuffix(".html.j2"): path for path in (TEMPLATES / "messages").glob("*.html.j2")}
    words = code + "".join(path.read_text(encoding="utf-8") for path in messages.values())
    assert [name for name in messages if f'"{name}"' not in words and f"messages/{name}.html" not in words] == []
