"""财政 gets what was filed in the units that they oversee, as one zip in the chat."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from bot import reports
from bot.message import Report
from bot.office import exporting
from tests.office.overseen import PROJECT, Overseen
from tests.office.streets import CLERK, DISTRICT, OTHER_STREET, REVIEWER, STREET

if TYPE_CHECKING:
    from tests.clerk import Clerk


def folders(archived: ZipFile) -> set[str]:
    return {name.split("/")[0] for name in archived.namelist() if "/" in name}


def press(clerk: Clerk) -> Clerk:
    [button] = [each.id for each in clerk.say("/board").buttons if "全部文件" in each.label]
    return clerk.press(button)


def test_what_was_filed_comes_as_one_zip(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "filed")
    overseen.begin("新村社区", "submitted")
    overseen.begin("汉正街", "filed")
    [sent] = [each for each in press(overseen.streets.person(DISTRICT)).last if isinstance(each, Report)]
    name, content = overseen.office.service.document(sent)
    assert name == "2025年度绩效自评_硚口区_填报.zip"
    with ZipFile(BytesIO(content)) as archived:
        assert folders(archived) == {f"长丰社区_{PROJECT}", f"汉正街_{PROJECT}"}


def test_a_street_gets_its_own(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "filed")
    overseen.begin("汉正街", "filed")
    [sent] = [each for each in press(overseen.streets.person(STREET)).last if isinstance(each, Report)]
    with ZipFile(BytesIO(overseen.document(sent))) as archived:
        assert folders(archived) == {f"长丰社区_{PROJECT}"}


def test_nothing_filed_offers_nothing(overseen: Overseen) -> None:
    overseen.begin("长丰社区", "submitted")
    finance = overseen.streets.person(DISTRICT).say("/board")
    assert not [each for each in finance.ids if each.startswith("export")]
    assert "没有" in finance.press(f"export.{overseen.campaign}").text


@pytest.mark.parametrize("person", [CLERK, REVIEWER, OTHER_STREET])
def test_what_is_not_theirs_is_not_there(overseen: Overseen, person: int) -> None:
    overseen.begin("长丰社区", "filed")
    units = overseen.units
    forged = [f"{overseen.campaign}.{units[name]}" for name in ("硚口区", "宝丰街", "长丰社区")]
    for words in (*forged, "", "x", f"{overseen.campaign}.x", f"{overseen.campaign}.{units['宝丰街']}.1", "9" * 20):
        said = overseen.streets.person(person).press(f"export.{words}")
        assert not [each for each in said.last if isinstance(each, Report)]
        assert "没有" in said.text


def test_more_than_a_chat_takes_is_for_the_command_line(overseen: Overseen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    overseen.begin("长丰社区", "filed")
    overseen.begin("汉正街", "filed")
    told = press(overseen.streets.person(DISTRICT)).text
    assert "已报送的有 2 份，聊天里一次最多发 1 份" in told
    assert f"python -m bot admin export {overseen.campaign} --state filed" in told


def test_what_telegram_would_refuse_is_not_made(overseen: Overseen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_BYTES", 1000)
    overseen.begin("长丰社区", "filed")
    [sent] = [each for each in press(overseen.streets.person(DISTRICT)).last if isinstance(each, Report)]
    with pytest.raises(ValueError, match="an archive of"):
        overseen.document(sent)
