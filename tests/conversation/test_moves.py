from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.conversation.replies import Telling
from bot.filing import Change
from bot.wording import worded
from scoring import Filing
from tests.conversation.talk import CLOSED, WUHAN, Talk


def templates(talk: Talk) -> list[str]:
    return [reply.template for reply in talk.turn.replies if isinstance(reply, Telling)]


class TestBackAndOn:
    def test_back_and_an_answer_lead_to_where_one_was(self) -> None:
        talk = Talk(Filing(scheme="wuhan-2018"))
        talk.says("2025", "社区建设", "区民政局")
        talk.presses("back", "back")
        assert talk.path == "project"
        talk.says("社区治理")
        assert talk.path == "unit"

    def test_back_and_on_walks_step_by_step(self) -> None:
        talk = Talk(Filing(scheme="wuhan-2018"))
        talk.says("2025", "社区建设")
        talk.presses("skip", "back", "back")
        assert talk.buttons["skip"] == "不改，下一步 ➡"
        talk.presses("skip")
        assert talk.path == "department"
        assert talk.buttons["skip"] == "跳过"
        talk.presses("skip")
        assert talk.path == "unit"
        assert "return" not in talk.buttons

    def test_return_leads_home_at_once(self) -> None:
        talk = Talk(Filing(scheme="wuhan-2018"))
        talk.says("2025", "社区建设")
        talk.presses("back", "back", "return")
        assert talk.path == "department"

    def test_back_from_the_review_reaches_the_last_step(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses("back")
        assert talk.path == "improvements.+"
        talk.presses("done")
        assert talk.path == "review"


class TestJumps:
    def test_a_jump_from_the_contents_comes_back_after_the_answer(self) -> None:
        talk = Talk(Filing(scheme="wuhan-2018"))
        talk.says("2025", "社区建设")
        talk.presses("contents", "go.contents.facts", "go.year")
        talk.says("2024")
        assert talk.path == "department"

    def test_views_lead_back_to_where_they_were_opened(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses("contents", "go.contents.tasks", "go.contents.tasks.2", "go.tasks.2.-")
        for place in ("contents.tasks.2", "contents.tasks", "contents", "review"):
            talk.presses("no" if talk.path.endswith("-") else "back")
            assert talk.path == place


class TestRemoval:
    def test_an_item_is_removed_with_what_was_skipped_in_it(self) -> None:
        filing = replace(WUHAN, tasks=tuple(replace(task, completion=None) for task in WUHAN.tasks[:3]))
        talk = Talk(filing, (*CLOSED, "tasks.2.completion", "tasks.3.completion", "tasks.1.completion"))
        talk.presses("contents", "go.contents.tasks", "go.contents.tasks.2", "go.tasks.2.-", "yes")
        assert talk.turn.changes == (Change("tasks.2", None, None),)
        assert [task.title for task in talk.filing.tasks] == [WUHAN.tasks[0].title, WUHAN.tasks[2].title]
        assert talk.situation.position.passed == {*CLOSED, "tasks.1.completion", "tasks.2.completion"}
        assert talk.path == "contents.tasks"

    def test_where_one_came_from_moves_up_with_its_item(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses("contents", "go.contents.tasks", "go.contents.tasks.3", "go.tasks.3.title")
        talk.presses("contents", "go.contents.tasks", "go.contents.tasks.2", "go.tasks.2.-", "yes", "back", "back")
        assert talk.path == "tasks.2.title"
        assert talk.filing.tasks[1] == WUHAN.tasks[2]

    def test_where_one_came_from_may_be_removed_itself(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses("contents", "go.contents.tasks", "go.contents.tasks.3", "go.tasks.3.title")
        talk.presses("contents", "go.contents.tasks", "go.contents.tasks.3", "go.tasks.3.-", "yes", "back", "back")
        assert talk.path == "review"


class TestWhatIsTold:
    def test_the_last_answer_of_an_indicator_tells_its_score(self) -> None:
        indicators = (*WUHAN.indicators[:1], replace(WUHAN.indicators[1], score=None), *WUHAN.indicators[2:])
        talk = Talk(replace(WUHAN, indicators=indicators), CLOSED)
        assert talk.path == "indicators.2.score"
        talk.presses("score-9")
        assert templates(talk) == ["scored", "table"]
        assert "得 9 分（满分 10）：达成预期，评 9.00" in talk.text

    def test_the_last_answer_of_a_section_shows_it_as_a_table(self) -> None:
        talk = Talk(replace(WUHAN, compliant=None), CLOSED)
        talk.presses("yes")
        assert templates(talk) == ["table"]
        assert "执行率 100%，得 20 分" in talk.text

    def test_an_answer_changed_in_a_section_that_was_complete_shows_no_table(self) -> None:
        talk = Talk(WUHAN, CLOSED)
        talk.presses("contents", "go.contents.facts", "go.year")
        talk.says("2019")
        assert templates(talk) == []

    def test_a_long_table_stays_within_one_message(self) -> None:
        lines = (replace(WUHAN.budget_lines[0], name="名" * 200, budgeted=Decimal("999999999999.99")),) * 200
        talk = Talk(replace(WUHAN, compliant=None, budget_lines=lines), CLOSED)
        talk.presses("yes")
        assert "……共 200 项，其余的在“目录”里看。" in talk.text
        assert len(talk.text) < 4096

    def test_a_long_score_stays_within_one_message(self) -> None:
        many = (replace(WUHAN.indicators[0], name="名" * 200),) * 200
        talk = Talk(replace(WUHAN, indicators=many), CLOSED)
        talk.commands("score")
        told, _ = talk.turn.replies
        assert "……共 200 项指标，其余的在“目录”里看。" in talk.text
        assert len(getattr(worded(told, number=1, filing=7), "text", "")) < 4096


def test_a_pause_and_a_return_a_month_later_are_where_one_was() -> None:
    talk = Talk(WUHAN, CLOSED)
    talk.presses("contents", "go.contents.tasks", "go.contents.tasks.2", "go.tasks.2.title", "pause")
    assert talk.path == "pause"
    talk.commands("start")
    assert talk.path == "tasks.2.title"
