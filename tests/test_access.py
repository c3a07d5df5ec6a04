"""Who was not let in finds a closed door; who has an invitation comes in once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.access import ANSWERED, OPERATOR
from bot.commands import COMMANDS
from bot.conversation.events import Command, Event, Pressed, Refused, Said, Unsupported, Uploaded
from bot.demo import EXAMPLE
from bot.message import Invite, Say
from bot.service import Service
from bot.store.database import transaction
from scoring import open_filing
from tests.clerk import Clerk, office_at, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.clerk import Office

ADMINISTRATOR, STRANGER = 100, 666
LEFT_BEHIND = {"chat", "handled_update", "outbox_message", "stranger", "alembic_version"}
"""The tables in which a stranger leaves a trace: none of them holds a word of what was sent."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = with_administrator(open_office(tmp_path))
    yield office
    office.engine.dispose()


def with_administrator(office: Office) -> Office:
    office.service = Service(office.engine, lambda: office.now, office.zone, {ADMINISTRATOR})
    return office


def person(office: Office, chat_id: int) -> Clerk:
    """Return somebody whom nobody let in."""
    return Clerk(office, chat_id)


def link(office: Office, asked: str = "/invite") -> str:
    """Have the administrator invite somebody; return the code of the link."""
    [invite] = person(office, ADMINISTRATOR).say(asked).last
    assert isinstance(invite, Invite)
    told = office.service.invitation(ADMINISTRATOR, invite, "ziping_bot")
    [code] = re.findall(r"https://t\.me/ziping_bot\?start=([\w-]{22})$", told.text)
    return str(code)


def rows(office: Office) -> dict[str, list[object]]:
    """Return what stands in every table that has rows."""
    with transaction(office.engine) as session:
        found = {
            name: list(session.connection().execute(select(table))) for name, table in SQLModel.metadata.tables.items()
        }
    return {name: list(content) for name, content in found.items() if content}


BUTTONS = (
    *("back", "skip", "contents", "pause", "done", "finish", "yes", "no", "resume", "new", "new.mof-2020"),
    *("open.1", "restore.1", "reopen.1", "document.1.report.docx", "go.contents.tasks", "go.project", "1"),
)
EVENTS: list[Event] = [
    *(Command(name, args) for name in (*COMMANDS, "invite", "back", "skip", "pause", "x") for args in ("", "mof-2020")),
    *(Pressed(button, number) for button in BUTTONS for number in (None, 0, 1)),
    Said("2018"),
    Said("项目内容\t预算金额\n社区助力\t50000"),
    Refused("坏了"),
    Unsupported("voice"),
]


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_nothing_that_a_stranger_does_changes_anything(office: Office, event: Event) -> None:
    owner = office.clerk_with(open_filing(EXAMPLE), finished=True)
    before = {name: content for name, content in rows(office).items() if name not in LEFT_BEHIND}
    stranger = person(office, STRANGER)
    [told] = stranger.do(event)
    assert isinstance(told, Say)
    assert "邀请链接" in told.text
    assert told.buttons == ()
    assert {name: content for name, content in rows(office).items() if name not in LEFT_BEHIND} == before
    assert stranger.filings() == ()
    assert owner.filing() == office.clerk().filing()


def test_a_file_of_a_stranger_is_not_kept_either(office: Office, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"PK")
    stranger = person(office, STRANGER)
    stranger.do(Uploaded(tmp_path / "表.xlsx", "表.xlsx"))
    assert "邀请链接" in stranger.text
    assert rows(office).keys() <= LEFT_BEHIND
    assert "表.xlsx" not in str(rows(office))


def test_a_stranger_is_told_whom_to_ask_and_the_number_that_an_operator_needs(office: Office) -> None:
    stranger = person(office, STRANGER).say("你好")
    assert "负责绩效自评的同事" in stranger.text
    assert str(STRANGER) in stranger.text
    assert "\n" not in stranger.text


def test_after_five_answers_in_a_minute_there_is_silence_for_the_rest_of_it(office: Office) -> None:
    stranger = person(office, STRANGER)
    answers = [len(stranger.do(Said("喂"))) for _ in range(ANSWERED + 3)]
    assert answers == [1] * ANSWERED + [0] * 3
    assert len(person(office, STRANGER + 1).do(Said("喂"))) == 1
    office.now += timedelta(minutes=1)
    assert len(stranger.do(Said("喂"))) == 1


def test_an_invitation_lets_one_person_in_who_can_begin_at_once(office: Office) -> None:
    code = link(office)
    guest, late = person(office, 1), person(office, 2)
    guest.say(f"/start {code}")
    assert "邀请有效" in guest.text
    assert guest.path == "name.name"
    assert guest.press("skip").path == "scheme"
    assert guest.say("/new wuhan-2018", "2018").filing().year == 2018
    late.say(f"/start {code}")
    assert "已经用过、过期了" in late.text
    late.say("/new wuhan-2018")
    assert late.filings() == ()


def test_an_invitation_for_many_lets_that_many_in_and_no_one_who_is_in_wastes_a_place(office: Office) -> None:
    code = link(office, "/invite 2")
    first, second, third = (person(office, number) for number in (1, 2, 3))
    for _ in range(3):
        first.say(f"/start {code}")
    person(office, ADMINISTRATOR).say(f"/start {code}")
    assert "邀请有效" in second.say(f"/start {code}").text
    assert "已经用过、过期了" in third.say(f"/start {code}").text


@pytest.mark.parametrize(("asked", "days"), [("/invite", 7), ("/invite 30天", 30), ("/invite 2人 1天", 1)])
def test_an_invitation_expires(office: Office, asked: str, days: int) -> None:
    codes = [link(office, asked) for _ in range(2)]
    office.now += timedelta(days=days, seconds=-10)
    assert "邀请有效" in person(office, 1).say(f"/start {codes[0]}").text
    office.now += timedelta(seconds=10)
    assert "过期了" in person(office, 2).say(f"/start {codes[1]}").text


def test_also_a_stranger_who_was_silenced_comes_in_by_an_invitation(office: Office) -> None:
    code = link(office)
    stranger = person(office, STRANGER)
    for _ in range(ANSWERED + 1):
        stranger.say("/start wrong-code")
    assert stranger.last == []
    assert "邀请有效" in stranger.say(f"/start {code}").text


@pytest.mark.parametrize(
    "asked", ["0", "1001", "三十", "30 40天 x", "-1", "0天", "91天", "1.5", "30人14天", "9" * 99, "<b>"]
)
def test_an_invitation_that_cannot_be_read_is_told_with_an_example(office: Office, asked: str) -> None:
    administrator = person(office, ADMINISTRATOR).say(f"/invite {asked}")
    assert "请写成 /invite 30人 14天" in administrator.text
    assert "invitation" not in rows(office)


@pytest.mark.parametrize(
    ("asked", "people", "days"),
    [("", 1, 7), ("30", 30, 7), ("30人", 30, 7), ("30 14天", 30, 14), ("14天 30人", 30, 14), ("１２人", 12, 7)],
)
def test_an_invitation_says_for_how_many_it_is_and_how_long(office: Office, asked: str, people: int, days: int) -> None:
    [invite] = person(office, ADMINISTRATOR).say(f"/invite {asked}").last
    assert invite == Invite(people=people, days=days)


def test_who_is_no_administrator_invites_nobody(office: Office) -> None:
    clerk = office.clerk().say("/new wuhan-2018", "/invite")
    assert "只有管理员、财政和审核人能发邀请" in clerk.text
    assert clerk.say("2018").filing().year == 2018


@pytest.mark.parametrize("opened", [False, True])
def test_only_an_administrator_s_help_tells_how_to_invite(office: Office, *, opened: bool) -> None:
    helped = {}
    for chat_id, clerk in ((1, office.clerk()), (ADMINISTRATOR, person(office, ADMINISTRATOR))):
        helped[chat_id] = clerk.say("/new wuhan-2018" if opened else "/start", "/help").text
        assert clerk.path == ("year" if opened else "scheme")
    assert "/invite" not in helped[1]
    assert helped[ADMINISTRATOR].startswith("🔑 您是管理员")
    assert helped[ADMINISTRATOR].endswith(helped[1])


def test_inviting_leaves_the_administrator_s_own_filing_where_it_is(office: Office) -> None:
    administrator = person(office, ADMINISTRATOR).say("/new wuhan-2018", "/invite 5", "2018")
    assert administrator.filing().year == 2018


def test_no_table_ever_holds_an_invitation_s_code(office: Office) -> None:
    code = link(office)
    person(office, 1).say(f"/start {code}")
    assert code not in str(rows(office))


def test_the_operator_s_own_terminal_needs_no_invitation_and_gives_them(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    operator = person(office, OPERATOR).say("/new wuhan-2018", "2018", "/invite")
    assert operator.filing().year == 2018
    [invite] = operator.last
    assert isinstance(invite, Invite)
    told = office.service.invitation(OPERATOR, invite)
    [sentence] = re.findall(r"/start \S+", told.text)
    assert "邀请有效" in person(office, 1).say(sentence).text
    office.engine.dispose()


def test_the_founding_code_makes_its_one_user_the_administrator(migrated_url: str) -> None:
    office = office_at(migrated_url)
    former, code = office.service.founding_code(), office.service.founding_code()
    founder = person(office, 1).say(f"/start {code}")
    assert "您现在是管理员了" in founder.text
    assert office.service.founding_code() is None
    [invite] = founder.say("/invite").last
    assert isinstance(invite, Invite)
    for used in (former, code):
        assert "已经用过" in person(office, 2).say(f"/start {used}").text
    assert "founding" not in str(rows(office))
    assert str(code) not in str(rows(office))
    office.engine.dispose()


def test_one_who_is_in_may_become_the_administrator_by_the_founding_code(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    clerk = office.clerk().say("/new wuhan-2018")
    clerk.say(f"/start {office.service.founding_code()}")
    assert "您现在是管理员了" in clerk.text
    assert clerk.path == "year"
    office.engine.dispose()


def test_where_the_settings_name_an_administrator_no_founding_code_is_made(office: Office) -> None:
    assert office.service.founding_code() is None
    assert office.service.admits(ADMINISTRATOR)
    assert not office.service.admits(STRANGER)


def test_one_whom_the_settings_no_longer_name_is_a_stranger(office: Office) -> None:
    person(office, ADMINISTRATOR).say("/new wuhan-2018")
    office.service = Service(office.engine, lambda: office.now, office.zone)
    assert "邀请链接" in person(office, ADMINISTRATOR).say("2018").text
