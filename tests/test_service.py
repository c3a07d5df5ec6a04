from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event as happening
from sqlalchemy import select

from bot.conversation.events import Command, Ended, Part, Pressed, Said, Unsupported, Uploaded
from bot.demo import EXAMPLE
from bot.message import Ask, Say, Send
from bot.service import Update
from bot.store import outbox
from bot.store.tables import POISONED
from bot.store.updates import Poisoned
from scoring import open_filing
from tests.clerk import Clerk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clerk import Office


def test_an_answer_is_stored_and_the_next_question_follows(office: Office) -> None:
    clerk = office.clerk().say("/new wuhan-2018", "2018")
    assert clerk.filing().year == 2018
    assert clerk.path == "project"


def test_an_update_that_comes_twice_changes_nothing_and_is_not_answered_again(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018")
    update = Update(77, clerk.chat_id, Said("2018"))
    any_office.service.handle(update)
    assert len(clerk.read()) == 1
    before = clerk.filing()
    any_office.service.handle(update)
    assert clerk.read() == []
    assert clerk.filing() == before


def test_an_answer_takes_four_statements_beside_those_of_its_transaction(office: Office) -> None:
    clerks = [office.clerk(number).say("/new wuhan-2018", "2018", "惠民项目") for number in range(1, 21)]
    replica = office.service.replica()
    replica.join()
    seen: list[str] = []
    happening.listen(office.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    arrived = [Update(1000 + clerk.chat_id, clerk.chat_id, Said("青禾街财政所")) for clerk in clerks]
    office.service.handle(*arrived, replica=replica)
    assert len(seen) <= 8 + 4 * len(clerks)
    assert {clerk.filing().department for clerk in clerks} == {"青禾街财政所"}


def test_a_text_that_came_in_parts_is_one_answer(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018", "2018")
    any_office.service.handle(Update(70, clerk.chat_id, Part("社区治理"), sent=100))
    assert clerk.read() == []
    assert any_office.service.unfinished() == {clerk.chat_id: -70}
    any_office.service.handle(Update(71, clerk.chat_id, Said("与基层建设"), sent=101))
    assert clerk.filing().project == "社区治理与基层建设"
    assert any_office.service.unfinished() == {}
    assert len(clerk.read()) == 1


def test_a_long_text_behind_which_nothing_comes_is_an_answer_once(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018", "2018")
    for _ in range(2):
        any_office.service.handle(Update(70, clerk.chat_id, Part("社区治理"), sent=100))
    for _ in range(2):
        any_office.service.handle(Update(-70, clerk.chat_id, Ended()))
    assert clerk.filing().project == "社区治理"
    assert len(clerk.read()) == 1
    assert clerk.path == "department"


def test_a_table_that_came_in_parts_is_read_as_one(any_office: Office) -> None:
    clerk = any_office.clerk().play(open_filing(EXAMPLE), until="budget_lines.+")
    first, rest = "项目内容\t预算金额\t决算金额\t账面支出\n社区经费\t100\t100\t1", "00\n岗位补贴\t200\t200\t200"
    any_office.service.handle(
        Update(7000, clerk.chat_id, Part(first), sent=100), Update(7001, clerk.chat_id, Said(rest), sent=100)
    )
    clerk.press("yes")
    assert {line.name: str(line.booked) for line in clerk.filing().budget_lines} == {
        "社区经费": "100.00",
        "岗位补贴": "200.00",
    }


def test_a_button_pressed_behind_a_long_text_belongs_to_the_question_before_it(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018", "2018")
    asked = clerk.asked
    assert asked
    any_office.service.handle(
        Update(70, clerk.chat_id, Part("社区治理"), sent=100),
        Update(71, clerk.chat_id, Pressed("skip", asked.number)),
    )
    assert clerk.filing().project == "社区治理"
    clerk.read()
    assert clerk.path == "department"


def test_no_part_of_a_strangers_text_is_kept(any_office: Office) -> None:
    stranger = Clerk(any_office, 999)
    any_office.service.handle(Update(70, stranger.chat_id, Part("长" * 4000), sent=100))
    assert any_office.service.unfinished() == {}
    assert len(stranger.read()) == 1


def test_what_waits_with_an_update_that_fails_is_put_aside_with_it(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018", "2018")
    any_office.service.handle(Update(70, clerk.chat_id, Part("社区治理"), sent=100))
    any_office.service.put_aside(Poisoned(71, clerk.chat_id, '{"update_id": 71}', "ValueError"))
    with any_office.engine.connect() as connection:
        [payload] = connection.execute(select(POISONED.c.payload)).scalars()
    assert payload.startswith('{"update_id": 71}\n')
    assert json.loads(payload.splitlines()[1])[0]["text"] == "社区治理"
    assert any_office.service.unfinished() == {}


def test_updates_may_come_out_of_order(office: Office) -> None:
    clerk = office.clerk()
    for number, event in ((9, Command("new", "wuhan-2018")), (5, Said("2018")), (7, Said("惠民项目"))):
        office.service.handle(Update(number, clerk.chat_id, event))
    assert clerk.filing().project == "惠民项目"


@pytest.mark.parametrize("button", ["skip", "back", "yes", "year-2025", "done"])
def test_an_old_button_changes_nothing_and_shows_where_the_person_is(office: Office, button: str) -> None:
    clerk = office.clerk().say("/new wuhan-2018")
    assert clerk.asked
    old = clerk.asked.number
    before = clerk.say("2018", "惠民项目").filing()
    clerk.press(button, old)
    assert clerk.filing() == before
    assert clerk.path == "department"
    assert "答案都没有变" in clerk.text


def test_a_picture_that_lacks_a_character_says_so(office: Office) -> None:
    clerk = office.clerk_with(replace(open_filing(EXAMPLE), project="春节慰问🎉项目"))
    told = [message.text for message in clerk.press("finish").last if isinstance(message, Say)]
    assert any("🎉" in text and "Word" in text for text in told)


def test_an_old_button_of_a_finished_filing_does_not_open_it(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True)
    clerk.press("finish", 1)
    assert [filing.state for filing in clerk.filings()] == ["finished"]
    assert "已经完成" in clerk.text


def test_each_question_has_a_number_of_its_own_that_grows(office: Office) -> None:
    clerk, numbers = office.clerk(), []
    for text in ("/start", "/new wuhan-2018", "什么？", "2018", "/contents"):
        asked = clerk.say(text).asked
        assert asked
        numbers.append(asked.number)
    assert numbers == sorted(set(numbers))


def test_a_press_edits_its_question_in_place_and_typed_text_is_answered_by_a_new_message(office: Office) -> None:
    def edits(event: Pressed | Said) -> list[bool]:
        office.service.handle(Update(next(office.ids), 1, event))
        waiting = office.service.unsent(1)
        clerk.read()
        return [each.edits for each in waiting]

    clerk = office.clerk().say("/new wuhan-2018")
    assert clerk.asked
    assert edits(Pressed("year-2025", clerk.asked.number)) == [True]
    assert edits(Said("惠民项目")) == [False]
    assert edits(Pressed("skip", 1)) == [False], "an old button does not stand under the question shown now"


def test_only_the_first_of_several_replies_takes_the_place_of_the_question(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE))
    assert clerk.asked
    office.service.handle(Update(next(office.ids), 1, Pressed("finish", clerk.asked.number)))
    assert [each.edits for each in office.service.unsent(1)] == [True, False, False, False]


def test_two_chats_do_not_see_each_other(office: Office) -> None:
    one, other = office.clerk(1).say("/new wuhan-2018", "2018"), office.clerk(2).say("/new mof-2020", "2020")
    assert (one.filing().year, other.filing().year) == (2018, 2020)
    assert [filing.scheme for filing in other.filings()] == ["mof-2020"]


def test_threads_that_serve_one_chat_at_once_lose_no_answer(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018").press("contents").press("go.contents.tasks")
    clerk.press("go.tasks.+")
    assert clerk.path == "tasks.+"
    together = threading.Barrier(4)

    def answers(thread: int) -> None:
        together.wait(10)
        for number in range(6):
            any_office.service.handle(Update(1000 + 10 * thread + number, 1, Said(f"任务{thread}-{number}")))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answers, range(4)))
    kept = [text for task in clerk.filing().tasks for text in (task.title, task.completion) if text]
    assert sorted(kept) == sorted(f"任务{thread}-{number}" for thread in range(4) for number in range(6))
    for thread in range(4):
        mine = [text for text in kept if text.startswith(f"任务{thread}-")]
        assert mine == sorted(mine), "what one thread said stays in its order"
    asked = [message.number for message in clerk.read() if isinstance(message, Ask)]
    assert asked == sorted(set(asked))


def test_one_update_in_many_threads_is_handled_once(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018").press("contents").press("go.contents.tasks").press("go.tasks.+")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(any_office.service.handle, [Update(5000, 1, Said("加强巡逻"))] * 8))
    assert [task.title for task in clerk.filing().tasks] == ["加强巡逻"]
    assert len(clerk.read()) == 1


def test_what_fails_in_the_middle_leaves_nothing_behind(any_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018")
    before, update = clerk.filing(), Update(900, 1, Said("2018"))

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "enqueue", fail)
        with pytest.raises(OSError, match="the disk is full"):
            any_office.service.handle(update)
    assert clerk.filing() == before
    assert clerk.read() == []
    any_office.service.handle(update)
    assert clerk.filing().year == 2018


def test_replies_wait_until_they_are_marked_sent_and_come_in_order(office: Office) -> None:
    clerk = office.clerk()
    for text in ("/start", "/new wuhan-2018"):
        office.service.handle(Update(next(office.ids), 1, Command(text[1:].split()[0], text.partition(" ")[2])))
    first, second, third = office.service.unsent(1)
    office.service.sent(first.id)
    assert [each.id for each in office.service.unsent(1)] == [second.id, third.id]
    assert office.service.unsent(2) == ()
    assert clerk.filings()


def test_today_is_meant_where_the_person_is(office: Office) -> None:
    office.now = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    clerk = office.clerk().say("/new wuhan-2018").press("contents").press("go.contents.facts").press("go.filled_on")
    clerk.press("today")
    assert clerk.filing().filled_on == date(2026, 1, 1)


def test_the_narrative_is_read_in_the_chat_and_the_picture_is_sent(office: Office) -> None:
    filing = open_filing(EXAMPLE)
    clerk = office.clerk_with(filing).press("finish")
    assert [message.kind for message in clerk.last if isinstance(message, Send)] == ["form.png"]
    assert all(str(task.title) in clerk.text for task in filing.tasks)


def test_a_document_is_made_with_a_name_to_file_it_under(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE)).press("finish")
    [picture] = [message for message in clerk.last if isinstance(message, Send)]
    name, content = office.service.document(picture)
    assert name.startswith("2018年度_")
    assert name.endswith("_自评表.png")
    assert content.startswith(b"\x89PNG")


def test_a_document_of_a_filing_that_never_was_cannot_be_made(office: Office) -> None:
    with pytest.raises(LookupError):
        office.service.document(Send(kind="form.png", filing=404))


def test_whatever_arrives_is_answered(any_office: Office, tmp_path: Path) -> None:
    clerk = any_office.clerk()
    for event in (
        Said(""),
        Said("你" * 5000),
        Said("<b>[bold]{{ 7*7 }}"),
        Unsupported("sticker"),
        Uploaded(tmp_path, "表.xlsx"),
        Pressed(""),
        Pressed("." * 64),
        Command(""),
        Command("new", "\0"),
    ):
        for opened in (False, True):
            clerk.say("/new wuhan-2018" if opened else "/list")
            assert clerk.do(event), event
            assert clerk.asked, event


def test_what_cannot_be_handled_is_kept_with_its_error_and_told_once(any_office: Office) -> None:
    clerk = any_office.clerk().say("/new wuhan-2018")
    for _ in range(2):
        any_office.service.put_aside(Poisoned(7000, clerk.chat_id, '{"update_id": 7000}', "ValueError: \0 \ud800"))
    [told] = clerk.read()
    assert "已经记下来交给管理员" in clerk.text
    assert isinstance(told, Say)
    any_office.service.handle(Update(7000, clerk.chat_id, Said("2018")))
    assert clerk.read() == []
    with any_office.engine.connect() as connection:
        [kept] = connection.execute(select(POISONED)).all()
    assert (kept.id, kept.chat_id, kept.payload) == (7000, clerk.chat_id, '{"update_id": 7000}')
    assert kept.error == "ValueError: \\0 \\ud800"
