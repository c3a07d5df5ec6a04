"""Nobody sees or changes by typing what is not theirs: commands, answers in dialogues, and what comes by itself."""

from __future__ import annotations

import ast
import inspect
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from bot import reception
from bot.commands import COMMANDS, FINANCE_COMMANDS
from bot.conversation.events import Command, Pressed, Said
from bot.message import Report
from bot.office import entrance
from bot.service import Update
from bot.store import invitations
from bot.store.invitations import Invitation
from bot.store.office_tables import ASSIGNMENT, REMINDER
from bot.store.tables import CHAT, DIALOGUE
from tests.office.neighbours import NOW, STANDS
from tests.office.posts import (
    ADMINISTRATOR,
    BOTH,
    CLERK,
    FINANCE,
    FORMER,
    GREEN,
    GREEN_1,
    GREEN_2,
    NOBODY,
    POSTS,
    REVIEWER,
    STRANGER,
    UNITS,
    WHITE,
    WHITE_1,
    WHITE_2,
    parts,
)
from tests.office.presses import ALONE, GHOST, NAMING, OFFERS, presses
from tests.office.theirs import own, secrets, strange_words, strayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.conversation.events import Event
    from tests.office.neighbours import Neighbours
    from tests.office.pressing import Effect, Stage
    from tests.office.theirs import Owner

PEOPLE = (*(ADMINISTRATOR, BOTH, NOBODY, FORMER, 10 * GREEN + FINANCE, 10 * GREEN + REVIEWER, 10 * GREEN_1 + CLERK),)
ALL_COMMANDS = {*COMMANDS, *FINANCE_COMMANDS, *entrance.COMMANDS, *reception.IN_QUESTIONS}
NO_UNIT, ELSEWHERE = "单999", "单006"
"""What no unit is called, and what WHITE_1 is."""
ARGUMENTS = (
    *(
        "",
        "1",
        "17",
        "41 2",
        "密041",
        "任003",
        "务010",
        "人061",
        "mof-2020",
        "明天下午3点",
        "30人 14天",
        "-1",
        "9" * 20,
    ),
    *("' OR '1'='1", "%", "<b>x", "x" * 300, "\u200b", "单001/单005/单006 填报人", "单006 财政 5人"),
)
NAMES = ("{}", "{} 填报人", "{} 财政 5人 3天", "单005/{}", "{}、{}")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", sorted(ALL_COMMANDS))
def test_a_command_shows_and_changes_ones_own(stage: Stage, person: int, name: str) -> None:
    for words in ARGUMENTS:
        effect = stage.does(person, Command(name, words))
        assert not strayed(stage.there, person, effect, typed=words), words
    for form in NAMES:
        there, nowhere = (stage.does(person, Command(name, form.replace("{}", unit))) for unit in (ELSEWHERE, NO_UNIT))
        if not parts(person, WHITE_1):
            assert str(there.told).replace(ELSEWHERE, NO_UNIT) == str(nowhere.told)
        assert not strayed(stage.there, person, there, typed=f"{ELSEWHERE}单005"), form


def answers(there: Neighbours, unit: int, campaign: int, filing: int) -> dict[str, list[dict[str, Any]]]:
    """Return for every dialogue what it is about, and then all that is answered before its last question."""
    terms = {"deadline": "2026-03-31", "reminder_days": [3], "own_review": False}
    asked = {"units": "all", "projects": ["项目"]}
    about: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "name": ({}, {}),
        "remind": ({}, {}),
        "invite": ({"unit": unit}, {"role": "clerk", "people": 5}),
        "campaign": ({"unit": unit}, {"year": 2025, "scheme": "mof-2020", **asked, **terms}),
        "campaign-deadline": ({"campaign": campaign}, {"deadline": "2026-03-31"}),
        "campaign-days": ({"campaign": campaign}, {}),
        "campaign-add": ({"campaign": campaign, "unit": unit}, asked),
        "campaign-remove": ({"campaign": campaign}, {"unwanted": [each.id for each in there.wanted]}),
        "return": ({"filing": filing}, {"place": None}),
    }
    return {kind: [first, {**first, **more}] for kind, (first, more) in about.items()}


GREENS = 2
"""The campaign of GREEN."""
KINDS = ("campaign", "digest", "nudge", "snooze")
OF_NOTHING = {"name", "remind"}
"""Dialogues that are about nothing but who is in them."""
SAID = (
    "单003",
    "单006",
    "单003、单006",
    "单006\t项目",
    "全部",
    "3月31日",
    "10、5",
    "填报人",
    "请核对后改正",
    "2025",
    "就是单002",
)
ANSWERED: tuple[Event, ...] = (
    Command("start"),
    *(Command(name) for name in ("campaign", "invite", "remind", "review")),
    *map(Pressed, OFFERS),
    *map(Said, SAID),
)
"""What is tried in a dialogue."""


def test_answers_are_there_for_every_dialogue(there: Neighbours) -> None:
    assert answers(there, 1, 1, 1).keys() == entrance.DIALOGUES.keys()


@pytest.mark.parametrize("person", [10 * GREEN_2 + FINANCE, FORMER])
@pytest.mark.parametrize("kind", sorted(entrance.DIALOGUES.keys() - OF_NOTHING))
def test_a_dialogue_about_what_is_not_yours_any_more_ends_as_one_about_nothing(
    stage: Stage, kind: str, person: int
) -> None:
    there = stage.there
    filing = there.paper(GREEN_1, "submitted").id
    theirs, nothing = answers(there, GREEN, GREENS, filing)[kind], answers(there, GHOST, GHOST, GHOST)[kind]
    for about, ghost in zip(theirs, nothing, strict=True):
        as_nothing = list(in_dialogue(stage, person, kind, ghost))
        for effect, nowhere, event in zip(in_dialogue(stage, person, kind, about), as_nothing, ANSWERED, strict=True):
            assert effect.told == nowhere.told, event
            assert not strayed(stage.there, person, effect, typed=str(event)), event


def in_dialogue(stage: Stage, person: int, kind: str, about: dict[str, Any]) -> Iterator[Effect]:
    """Have somebody answer everything there is, each as the first thing in the midst of a dialogue."""
    with stage.undone() as connection:
        connection.execute(insert(DIALOGUE).values(chat_id=person, kind=kind, answers=about))
        connection.execute(update(CHAT).where(CHAT.c.id == person).values(dialogue=kind))
        stage.settle()
        for event in ANSWERED:
            yield stage.does(person, event)


@pytest.mark.parametrize("kind", entrance.DIALOGUES)
def test_in_a_dialogue_of_ones_own_nothing_of_others_can_be_chosen(stage: Stage, kind: str) -> None:
    there, person = stage.there, 10 * GREEN + FINANCE
    for about in answers(there, GREEN, GREENS, there.paper(GREEN_1, "submitted").id)[kind]:
        for effect, event in zip(in_dialogue(stage, person, kind, about), ANSWERED, strict=True):
            strange = effect.changed - own(there, person) - of_green(there)
            assert not strange, event
            for each, told in effect.told.items():
                assert not secrets(there, each, told, there.paper(GREEN_1, "submitted"), typed=str(event)), event


def of_green(there: Neighbours) -> set[Owner]:
    """Return what 财政 of GREEN may come to change in these dialogues, what is newly made included."""
    last, campaign = max(each.id for each in there.wanted), len(there.calls) + 1
    wanted = {each.id for each in there.wanted if each.campaign == GREENS} | set(range(last + 1, last + 100))
    filing = there.paper(GREEN_1, "submitted").id
    return {("filing", filing), ("campaign", GREENS), ("campaign", campaign), *(("wanted", each) for each in wanted)}


def test_a_campaign_asks_nobody_elses_units_whatever_was_answered(stage: Stage) -> None:
    first, rest = answers(stage.there, GREEN, GREENS, 1)["campaign"], {"units": [GREEN_1, WHITE_1], "picked": [WHITE_1]}
    with stage.undone() as connection:
        values = {"chat_id": 23, "kind": "campaign", "answers": {**first[1], **rest}}
        connection.execute(insert(DIALOGUE).values(**values))
        connection.execute(update(CHAT).where(CHAT.c.id == 23).values(dialogue="campaign"))
        stage.service.handle(Update(1, 23, Pressed("publish")))
        made = select(ASSIGNMENT.c.unit_id).where(ASSIGNMENT.c.campaign_id == len(stage.there.calls) + 1)
        assert connection.execute(made).scalars().all() == [GREEN_1]


def test_who_takes_a_post_from_somebody_leaves_their_links_to_elsewhere_as_they_are(stage: Stage) -> None:
    given = Invitation(unit_id=WHITE_2, role="clerk", invited_by=BOTH)
    with stage.undone() as connection:
        with Session(connection) as session:
            invitations.create(session, given, 3, NOW, NOW + timedelta(days=7))
            session.commit()
        stage.settle()
        by_green = stage.does(10 * GREEN_2 + FINANCE, Pressed(f"who.take.{BOTH}.{GREEN_2}.clerk.yes"))
        by_white = stage.does(10 * WHITE + FINANCE, Pressed(f"who.take.{BOTH}.{WHITE_2}.reviewer.yes"))
    assert {kind for kind, _ in by_green.changed} == {"post"}
    assert {kind for kind, _ in by_white.changed} == {"post", "invited"}


def test_a_stranger_is_told_one_thing_whatever_they_try(stage: Stage) -> None:
    tried: list[Event] = [Command(name, words) for name in ALL_COMMANDS - {"start"} for words in ("", "单001", "17")]
    tried += [Command("start"), Said("密041"), Said("单001"), *map(Pressed, (*ALONE, *OFFERS))]
    tried += [Pressed(press.button) for press in presses(stage.there, STRANGER)][::5]
    one = stage.does(STRANGER, Said("您好"))
    assert not secrets(stage.there, STRANGER, one.told[STRANGER])
    for event in tried:
        effect = stage.does(STRANGER, event)
        assert effect.told == one.told, event
        assert effect.changed == {("person", STRANGER)}, event


def test_reminders_tell_everybody_of_their_own_whatever_they_were_made_for(stage: Stage) -> None:
    """Somebody may have lost their posts between the making of a reminder and its firing."""
    there = stage.there
    due = {"due_at": NOW, "fire_at": NOW}
    about = [{"kind": kind, "campaign_id": each.id, "filing_id": None} for each in there.calls for kind in KINDS]
    about += [{"kind": "own", "campaign_id": None, "filing_id": each.id} for each in there.papers]
    with stage.undone() as connection:
        connection.execute(delete(REMINDER))
        rows = [{"person_id": person, **each, **due} for person in POSTS for each in about]
        connection.execute(insert(REMINDER), rows)
        stage.settle()
        effect = stage.happens(lambda: remind_all(stage))
    assert effect.told.keys() >= {10 * unit + CLERK for unit in UNITS}
    for person, told in effect.told.items():
        assert not secrets(there, person, told), person


def remind_all(stage: Stage) -> None:
    while stage.service.remind():
        pass


@pytest.mark.parametrize("kind", ["rollup.xlsx", "filings.zip"])
@pytest.mark.parametrize("unit", [GREEN, GREEN_1])
def test_reports_hold_what_is_overseen(stage: Stage, unit: int, kind: str) -> None:
    there, person = stage.there, 10 * GREEN + FINANCE
    filed = f"务{10 + STANDS.index('filed'):03}"
    _, made = stage.service.document(Report(kind=kind, campaign=1, unit=unit, project=filed))
    text = written_in(made)
    assert f"密{there.paper(GREEN_1, 'filed').id:03}" in text
    assert not strange_words(there, person, text)


def written_in(archive: bytes) -> str:
    """Return what the files in an archive are called and say, those in archives within it included."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        found = [(name, opened.read(name)) for name in opened.namelist()]
    within = (written_in(content) for name, content in found if name.endswith((".xlsx", ".docx")))
    plain = (content.decode() for name, content in found if name.endswith((".xml", ".toml")))
    return "\n".join((*(name for name, _ in found), *within, *plain))


def test_everything_there_is_was_tried() -> None:
    """What is new finds its place in the tables of this house first."""
    assert entrance.BUTTONS.keys() - {"return"} <= NAMING
    tried = {*NAMING, *(each.partition(".")[0] for each in ALONE)}
    assert words_of_reception() <= tried
    offered = {each.partition("-")[0] for each in OFFERS}
    assert words_of("Button") <= tried | offered
    assert words_of("Offer") <= offered


def words_of(kind: str) -> set[str]:
    """Return the first words of all ids that the program's own text gives to buttons, or to offers."""
    calls = (node for path in Path("bot").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    ids = (
        node.args[0] for node in calls if isinstance(node, ast.Call) and ast.unparse(node.func) == kind and node.args
    )
    beginnings = (each.values[0] if isinstance(each, ast.JoinedStr) else each for each in ids)
    texts = (each.value for each in beginnings if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return {re.split(r"[.-]", text)[0] for text in texts}


def words_of_reception() -> set[str]:
    """Return the first words of the buttons that whole filings are begun, opened and brought back with."""
    cases = (node for node in ast.walk(ast.parse(inspect.getsource(reception))) if isinstance(node, ast.MatchSequence))
    firsts = (each.patterns[0] for each in cases)
    return {ast.literal_eval(each.value) for each in firsts if isinstance(each, ast.MatchValue)}
