from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.conversation.events import Command
from bot.replica import Sent
from bot.service import Update
from bot.store import chats, replicas
from bot.store.database import transaction
from tests.clerk import office_at, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.replica import Replica
    from tests.clerk import Office

CHAT = 7


@pytest.fixture
def office(migrated_url: str) -> Iterator[Office]:
    """Give an office on SQLite, then one on PostgreSQL."""
    office = office_at(migrated_url)
    yield office
    office.engine.dispose()


def joined(office: Office) -> Replica:
    replica = office.service.replica()
    replica.beat()
    return replica


def greet(office: Office) -> None:
    office.service.handle(Update(next(office.ids), CHAT, Command("start")))


def dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every beat count as long past."""
    monkeypatch.setattr(replicas, "ALIVE", timedelta(seconds=-1))


def test_the_eldest_fetches_updates_and_when_it_leaves_the_next_one(office: Office) -> None:
    first, second = office.service.replica(), office.service.replica()
    assert [first.beat(), second.beat(), first.beat()] == [True, False, True]
    first.leave()
    assert second.beat()
    assert not first.beat(), "who comes back is the youngest"


def test_one_that_beats_no_more_is_buried_with_its_claims(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as past:
        dies(past)
        dead = joined(office)
        greet(office)
        assert dead.take(CHAT).messages
    alive = office.service.replica()
    assert alive.beat()
    assert alive.take(CHAT).messages


def test_on_sqlite_who_comes_after_a_crash_need_not_wait(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    killed = joined(office)
    greet(office)
    killed.take(CHAT)
    after = office.service.replica()
    assert after.join()
    assert after.take(CHAT).messages
    assert not killed.beat(), "if it was alive after all, it comes second now"
    office.engine.dispose()


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_on_postgresql_who_comes_second_waits_for_the_first(office: Office) -> None:
    joined(office)
    assert not office.service.replica().join()


def test_a_chat_is_sent_to_by_one_replica_until_nothing_waits(office: Office) -> None:
    one, other = joined(office), joined(office)
    greet(office)
    [first] = one.take(CHAT).messages
    greet(office)
    assert other.take(CHAT).messages == ()
    waiting = one.sent(Sent(CHAT, (first.id,), 41))[CHAT]
    assert (len(waiting.messages), waiting.live) == (1, 41)
    assert one.sent(Sent(CHAT, (waiting.messages[0].id,), 42))[CHAT].messages == ()
    greet(office)
    assert len(other.take(CHAT).messages) == 1
    assert one.take(CHAT).messages == ()


def test_an_answer_and_what_was_sent_before_it_are_stored_together_for_several_chats(office: Office) -> None:
    one, other = joined(office), joined(office)
    start = [Update(next(office.ids), chat, Command("start")) for chat in (8, CHAT)]
    greeted = office.service.handle(*start, replica=one)
    assert {chat: len(waiting.messages) for chat, waiting in greeted.items()} == {CHAT: 1, 8: 1}
    [first] = greeted[CHAT].messages
    again = Update(next(office.ids), CHAT, Command("help"))
    waiting = office.service.handle(again, start[0], replica=one, sent=[Sent(CHAT, (first.id,), 41)])
    assert waiting[CHAT].live == 41
    assert first not in waiting[CHAT].messages
    assert waiting[8] == greeted[8], "it was handled before"
    assert other.take(CHAT).messages == ()


def test_of_many_that_ask_at_once_one_gets_the_chat(office: Office) -> None:
    many = [joined(office) for _ in range(6)]
    greet(office)
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda replica: replica.take(CHAT).messages, many))
    assert sorted(map(len, taken)) == [0, 0, 0, 0, 0, 1]


def test_a_replica_that_counts_as_dead_cannot_claim_before_it_beats_again(office: Office) -> None:
    replica = office.service.replica()
    greet(office)
    assert replica.take(CHAT).messages == ()
    replica.beat()
    assert replica.take(CHAT).messages


def test_what_can_never_be_sent_lets_the_rest_pass(office: Office) -> None:
    replica = joined(office)
    greet(office)
    greet(office)
    first, second = replica.take(CHAT).messages
    assert [each.id for each in replica.failed(CHAT, [first.id]).messages] == [second.id]


def test_who_blocked_the_bot_gets_nothing_until_they_write_again(office: Office) -> None:
    replica = joined(office)
    greet(office)
    replica.take(CHAT)
    replica.blocked(CHAT)
    with transaction(office.engine) as session:
        assert chats.locked_chat(session, CHAT).blocked_at == office.now
    assert replica.due() == []
    assert replica.take(CHAT).messages == ()
    greet(office)
    assert replica.due() == [CHAT]
    assert len(replica.take(CHAT).messages) == 1
