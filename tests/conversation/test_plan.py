from __future__ import annotations

from dataclasses import replace

from bot.conversation.plan import (
    FILINGS,
    exists,
    first_open,
    here,
    item_is_complete,
    neighbour,
    plan,
    progress,
    title_of,
    without_item,
)
from scoring import BudgetLine, Filing, Indicator
from tests.conversation.talk import CLOSED, MOF, WUHAN, situation_of


def test_the_plan_of_a_new_filing_begins_with_the_facts_and_asks_each_group() -> None:
    paths = [step.path for step in plan(situation_of(Filing(scheme="wuhan-2018")))]
    assert paths[0] == "year"
    assert [path for path in paths if path.endswith("+")] == list(CLOSED)


def test_the_plan_is_kept_as_long_as_its_filing_is_one_of_the_last() -> None:
    mine = replace(situation_of(MOF), filing_id=1)
    kept = plan(mine)
    again = replace(mine, filing=replace(MOF, tasks=tuple(replace(task) for task in MOF.tasks)))
    assert plan(again) is kept, "the same answers, if other objects"
    for other in range(2, FILINGS + 3):
        plan(replace(mine, filing_id=other))
    assert plan(mine) is not kept
    assert plan(mine) == kept


def test_only_a_form_with_boxes_asks_for_them() -> None:
    assert "category" in {step.path for step in plan(situation_of(WUHAN))}
    assert "category" not in {step.path for step in plan(situation_of(MOF))}


def test_where_one_stands_is_the_cursor_else_the_first_open_step_else_the_review() -> None:
    whole = situation_of(WUHAN, CLOSED)
    assert first_open(whole) is None
    assert here(whole) == "review"
    assert here(whole.moved(cursor="budget_lines.3.booked")) == "budget_lines.3.booked"
    assert here(whole.moved(cursor="budget_lines.13.booked")) == "review"
    assert here(situation_of(replace(WUHAN, project=None), CLOSED)) == "project"


def test_places_are_steps_and_views_and_nothing_else() -> None:
    whole = situation_of(WUHAN)
    for place in ("review", "contents", "contents.facts", "contents.funds.p2", "contents.tasks.11", "tasks.11.-"):
        assert exists(whole, place)
    for place in ("contents.none", "contents.tasks.12", "tasks.0.-", "funds.budget", "facts.1.-", "nowhere", ""):
        assert not exists(whole, place)


def test_a_walk_stops_at_what_was_answered_or_waits_but_not_at_quiet_questions() -> None:
    whole = situation_of(WUHAN, CLOSED)
    assert neighbour(whole, "year", -1) is None
    assert neighbour(whole, "indicators.1.actual_value", 1) == "indicators.2.level1"
    assert neighbour(whole, "improvements.+", 1) == "review"
    assert neighbour(whole, "review", -1) == "improvements.+"


def test_progress_counts_what_no_longer_waits() -> None:
    assert progress(situation_of(Filing(scheme="wuhan-2018"))) == (0, 20)
    done, total = progress(situation_of(WUHAN, CLOSED))
    assert done == total


def test_what_was_skipped_in_an_item_goes_with_it_and_later_items_move_up() -> None:
    passed = frozenset({"tasks.+", "tasks.1.completion", "tasks.2.completion", "tasks.3.completion", "department"})
    assert without_item(passed, "tasks", 2) == {"tasks.+", "tasks.1.completion", "tasks.2.completion", "department"}


def test_an_item_is_complete_when_nothing_of_it_waits() -> None:
    half = situation_of(replace(WUHAN, budget_lines=(*WUHAN.budget_lines, BudgetLine(name="新"))))
    assert item_is_complete(half, "budget_lines", 1)
    assert not item_is_complete(half, "budget_lines", 13)


def test_an_item_is_called_by_its_name_else_its_first_answer_else_its_number() -> None:
    indicators = (Indicator(level1="产出指标", name="调处率"), Indicator(level1="产出指标"), Indicator())
    filing = situation_of(Filing(scheme="wuhan-2018", indicators=indicators))
    assert [title_of(filing, "indicators", number) for number in (1, 2, 3)] == ["调处率", "产出指标", "第 3 项"]
