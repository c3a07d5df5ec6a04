from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.conversation.events import Unsupported
from bot.demo import EXAMPLE
from bot.message import Send
from scoring import open_filing, schemes
from tests.clerk import office_at, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.clerk import Clerk, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = open_office(tmp_path)
    yield office
    office.engine.dispose()


@pytest.fixture
def clerk(office: Office) -> Clerk:
    return office.clerk()


def test_who_comes_for_the_first_time_is_greeted_and_picks_a_form(clerk: Clerk) -> None:
    clerk.say("你好")
    assert "我是自评助手" in clerk.text.replace("<b>", "").replace("</b>", "")
    assert "没有记下" not in clerk.text
    assert sorted(clerk.ids) == [f"new.{scheme.id}" for scheme in schemes()]
    assert clerk.ids[0] == "new.mof-2020"
    assert clerk.press("new.wuhan-2018").path == "year"


@pytest.mark.parametrize("text", ["/new mof-2020", "/new  MOF-2020 ", "/NEW@some_bot mof-2020"])
def test_a_form_can_be_named_at_once(clerk: Clerk, text: str) -> None:
    assert clerk.say(text).filing().scheme == "mof-2020"


def test_a_form_is_also_begun_by_typing_what_its_button_says(clerk: Clerk) -> None:
    clerk.say("/start")
    [label] = [button.label for button in clerk.buttons if button.id == "new.wuhan-2018"]
    assert clerk.say(label).filing().scheme == "wuhan-2018"


def test_a_form_that_is_not_known_is_told_beside_those_that_are(clerk: Clerk) -> None:
    clerk.say("/new <b>mars</b>")
    assert "没有叫“&lt;b&gt;mars&lt;/b&gt;”的规则方案" in clerk.text
    assert "new.wuhan-2018" in clerk.ids
    assert clerk.filings() == ()


def test_new_without_a_form_asks_for_one_and_puts_the_open_filing_aside(clerk: Clerk) -> None:
    clerk.say("/new wuhan-2018", "2018", "/new", "这句话不是答案")
    assert clerk.filing().project is None
    assert "没有记下" in clerk.text
    assert clerk.press(f"open.{clerk.filings()[0].id}").path == "project"


def test_who_comes_back_is_welcomed_at_the_same_question(clerk: Clerk) -> None:
    clerk.say("/new wuhan-2018", "2018", "/start")
    assert "欢迎回来" in clerk.text
    assert clerk.path == "project"


def test_the_list_shows_every_filing_and_opens_any_of_them(clerk: Clerk) -> None:
    clerk.say("/new wuhan-2018", "2018", "老项目", "/new mof-2020", "2020", "新项目", "/list")
    new, old = clerk.filings()
    assert clerk.ids == [f"open.{new.id}", f"open.{old.id}", "new"]
    assert "正在填" in next(line for line in clerk.text.splitlines() if "新项目" in line)
    assert clerk.press(f"open.{old.id}").path == "department"
    clerk.say("民政局")
    assert clerk.filing().project == "老项目"
    assert clerk.filing().department == "民政局"


def test_a_filing_is_also_opened_by_typing_its_name_from_the_list(clerk: Clerk) -> None:
    clerk.say("/new wuhan-2018", "2018", "老项目", "/list", "2018 老项目")
    assert clerk.path == "department"


def test_from_the_list_a_new_one_can_be_begun(clerk: Clerk) -> None:
    clerk.say("/new wuhan-2018", "2018", "/list").press("new").press("new.mof-2020")
    assert [filing.scheme for filing in clerk.filings()] == ["mof-2020", "wuhan-2018"]


def test_a_long_list_gives_buttons_to_the_latest_twenty(clerk: Clerk) -> None:
    for _ in range(21):
        clerk.say("/new wuhan-2018")
    clerk.say("/list")
    assert len(clerk.ids) == 21, "twenty filings, and one to begin anew"
    assert "按钮只列最近的 20 份" in clerk.text


def test_a_finished_filing_is_marked_in_the_list(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True).say("/list")
    assert clerk.buttons[0].label.startswith("✅ 2018")


def test_a_deleted_filing_is_gone_until_it_is_brought_back_whole(clerk: Clerk) -> None:
    before = clerk.say("/new wuhan-2018", "2018", "老项目").filing()
    clerk.say("/delete").press("yes")
    assert "已删除" in clerk.text
    assert clerk.filings() == ()
    [undo] = [button for button in clerk.ids if button.startswith("restore.")]
    clerk.press(undo)
    assert "已恢复" in clerk.text
    assert clerk.filing() == before
    assert clerk.path == "department"


def test_to_bring_back_what_is_there_only_opens_it(clerk: Clerk) -> None:
    clerk.say("/new wuhan-2018", "2018").press(f"restore.{clerk.filings()[0].id}")
    assert "已恢复" not in clerk.text
    assert clerk.path == "project"


def test_the_help_is_there_before_any_filing(clerk: Clerk) -> None:
    clerk.say("/help")
    assert "自评助手怎么用" in clerk.text
    assert clerk.path == "scheme"


@pytest.mark.parametrize("opened", [False, True])
def test_a_command_that_does_not_exist_is_told(clerk: Clerk, *, opened: bool) -> None:
    if opened:
        clerk.say("/new wuhan-2018", "2018")
    clerk.say("/fly")
    assert "没有 /fly 这个命令" in clerk.text
    assert clerk.path == ("project" if opened else "scheme")


@pytest.mark.parametrize("event", ["/score", "/contents", "/delete", "民政局"])
def test_with_no_filing_in_hand_nothing_is_thrown_away_silently(clerk: Clerk, event: str) -> None:
    clerk.say("/new wuhan-2018", "2018", "/list", event)
    assert "没有打开哪一份自评" in clerk.text
    assert clerk.path == "list"


def test_a_sticker_with_no_filing_in_hand_is_told_too(clerk: Clerk) -> None:
    clerk.say("/start").do(Unsupported("sticker"))
    assert "没有打开哪一份自评" in clerk.text
    assert clerk.path == "scheme"


FORGED = ["open.{}", "restore.{}", "reopen.{}", "document.{}.report.docx", "document.{}.all"]


@pytest.mark.parametrize("button", FORGED)
@pytest.mark.parametrize("opened", [False, True])
def test_buttons_of_another_person_s_filing_do_nothing(office: Office, button: str, *, opened: bool) -> None:
    owner = office.clerk_with(open_filing(EXAMPLE), 1, finished=True)
    theirs = owner.filings()[0]
    thief = office.clerk(2)
    if opened:
        thief.say("/new wuhan-2018", "2020")
    thief.press(button.format(theirs.id))
    assert "已经不在了" in thief.text
    assert thief.path == ("project" if opened else "scheme")
    assert owner.filings() == (theirs,)
    assert str(theirs.project) not in thief.text


def test_a_filing_that_its_owner_deleted_is_not_brought_back_by_another(office: Office) -> None:
    owner = office.clerk(1).say("/new wuhan-2018", "2018")
    number = owner.filings()[0].id
    owner.say("/delete").press("yes")
    office.clerk(2).press(f"restore.{number}")
    assert owner.filings() == ()


@pytest.mark.parametrize("number", ["0", "-1", "", "x", "²", "1" * 19, "9" * 5000])
@pytest.mark.parametrize("button", FORGED)
def test_buttons_of_no_filing_do_nothing(clerk: Clerk, button: str, number: str) -> None:
    before = clerk.say("/new wuhan-2018", "2018").filing()
    clerk.press(button.format(number))
    assert clerk.path == "project"
    assert clerk.filing() == before


def test_an_old_button_hands_over_its_document_and_leaves_the_filing_in_hand_where_it_is(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True)
    finished = clerk.filings()[0].id
    [word] = [button for button in clerk.ids if button.endswith("report.docx")]
    clerk.say("/new mof-2020").press(word)
    assert clerk.last == [Send(kind="report.docx", filing=finished)]
    assert clerk.say("2025").path == "project"
    assert (clerk.filing().scheme, clerk.filing().year) == ("mof-2020", 2025)


def test_an_old_button_of_a_filing_that_was_opened_again_leads_back_into_it(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True)
    [word] = [button for button in clerk.ids if button.endswith("report.docx")]
    clerk.say("/contents", "/new mof-2020").press(word)
    assert "答案都没有变" in clerk.text
    assert clerk.path == "contents"


def test_a_finished_filing_can_be_opened_again(office: Office) -> None:
    clerk = office.clerk_with(open_filing(EXAMPLE), finished=True)
    [reopen] = [button for button in clerk.ids if button.startswith("reopen.")]
    assert clerk.press(reopen).path == "contents"
    assert clerk.filings()[0].state == "draft"


@pytest.mark.parametrize("word", ["open", "restore", "reopen", "begin"])
def test_an_id_that_no_database_holds_is_none(migrated_url: str, word: str) -> None:
    office = office_at(migrated_url)
    for number in (2**31, 2**63, 10**17):
        assert office.clerk().press(f"{word}.{number}").asked, "what stands there is shown"
    office.engine.dispose()
