"""Whatever a person does, in any order: nothing is lost, everything is answered, and the end can be reached."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.conversation.engine import step
from bot.conversation.events import Command, Pressed, Refused, Said, Understood, Unsupported
from bot.conversation.plan import exists, find, here, is_open, is_walked, plan
from bot.conversation.replies import Asking, Reply, Sending
from bot.conversation.situation import Situation
from bot.conversation.views import ask
from bot.filing import GROUPS, apply
from bot.message import Ask, Say, plain
from bot.position import Position
from bot.wording import worded
from scoring import Filing, load_scheme, open_filing

if TYPE_CHECKING:
    from bot.filing import Value
    from bot.message import Button

FOLLOWS = {
    "kind": {"target_value", "unit", "actual_value", "tier", "score"},
    "target": {"target_value", "unit"},
    "actual": {"actual_value"},
    "tier": {"score"},
}
"""What an answer may change beside itself."""

GOOD: dict[str, Understood] = {
    "year": Said("2025"),
    "category": Pressed("1"),
    "attribute": Pressed("1"),
    "duration": Pressed("1"),
    "budget": Said("5万"),
    "executed": Said("5万"),
    "budgeted": Said("100"),
    "settled": Said("100"),
    "booked": Said("100"),
    "level1": Pressed("1"),
    "weight": Said("0.01"),
    "kind": Pressed("qualitative"),
    "target_value": Said("10"),
    "actual_value": Said("10"),
    "tier": Pressed("achieved"),
}
"""An answer that always fits, for each question that takes not just any words."""

FOLDER = Path(__file__).parents[2] / "bot" / "examples"
EXAMPLES = {name: open_filing(FOLDER / f"{name}.toml") for name in ("wuhan-2018", "mof-2020")}

WORDS = (
    *("2025", "今天", "7.28", "7月32日", "2月29日", "110.2358万", "-5", "10^15", "1000000000000000", "0.98"),
    *("产出指标", "数量指标", "≥95%", "98%", "98", "不低于95%，力争100%", "有序开展", "10", "8", "20", "79.99", "分"),
    *("跳过", "上一步", "目录", "稍后", "返回", "剩余", "正向", "定性", "达成预期", "是的，删除", "不删", "完成填报"),
    *("", " \u200b", "🙂", "<b>&*_[`", "\ud800\0", "长" * 5000),
)


class AnyConversation(RuleBasedStateMachine):
    @initialize(name=st.sampled_from(sorted(EXAMPLES)), known=st.none() | st.sets(st.sampled_from(sorted(GROUPS))))
    def begin(self, name: str, known: set[str] | None) -> None:
        """Begin with nothing, or where an example is filled in but for some groups."""
        empty: dict[str, Any] = {group: () for group in GROUPS if group not in (known or ())}
        filing = Filing(scheme=name) if known is None else replace(EXAMPLES[name], **empty)
        position = Position(passed=frozenset(f"{group}.+" for group in known or ()))
        self.situation = Situation(1, filing, load_scheme(filing.scheme), date(2026, 3, 16), position)
        self.shown: tuple[Button, ...] = ask(self.situation, here(self.situation)).buttons
        self.last: Understood = Command("start")

    def does(self, event: Understood) -> None:
        before, place = self.situation, here(self.situation)
        turn = step(before, event)
        filing = before.filing
        for change in turn.changes:
            assert change.path in may_change(before, place)
            assert change.old == answers(filing).get(change.path)
            filing = apply(filing, change)
        self.situation = replace(before, filing=filing, position=turn.position)
        assert turn.deleted or turn.replies
        self.shown = tuple(button for reply in turn.replies for button in self.seen(reply)) or self.shown
        if turn.deleted:  # and brought back again
            self.shown = ask(self.situation, here(self.situation)).buttons
        self.last = event

    def seen(self, reply: Reply) -> tuple[Button, ...]:
        """Hold what is true of every reply; return its buttons."""
        message = worded(reply, number=1, filing=1)
        if isinstance(reply, Sending):
            return ()
        assert isinstance(message, Ask | Say)
        assert 0 < len(plain(message.text)) <= 4096
        ids = [button.id for button in reply.buttons]
        assert len(set(ids)) == len(ids)
        assert all(each.isascii() and 0 < len(each) <= 50 for each in ids)
        if isinstance(reply, Asking):
            assert exists(self.situation, reply.path)
            assert reply.done <= reply.total
        return reply.buttons

    @rule(text=st.sampled_from(WORDS) | st.text(max_size=20))
    def say(self, text: str) -> None:
        self.does(Said(text))

    @rule(data=st.data())
    def press_what_is_shown(self, data: st.DataObject) -> None:
        self.does(Pressed(data.draw(st.sampled_from(self.shown)).id))

    @precondition(lambda self: not self.situation.position.finished)
    @rule(kind=st.sampled_from(["positive", "reverse", "equal", "qualitative"]))
    def answer_well(self, kind: str) -> None:
        is_kind = here(self.situation).endswith(".kind")
        self.does(Pressed(kind) if is_kind else self.good())

    @precondition(lambda self: here(self.situation).endswith(".+"))
    @rule()
    def add_an_item(self) -> None:
        self.does(Said("产出指标"))

    @rule(button=st.sampled_from(["stale", "go.nowhere", "1", "yes", "finish", "done", "score-8", "left", "", "价"]))
    def press_what_may_not_be_there(self, button: str) -> None:
        self.does(Pressed(button))

    @rule(name=st.sampled_from(["start", "contents", "back", "skip", "pause", "score", "help", "delete", "list"]))
    def command(self, name: str) -> None:
        self.does(Command(name))

    @rule(event=st.sampled_from([Unsupported("sticker"), Unsupported("dice"), Refused("这不是 Excel 文件。")]))
    def send_something_else(self, event: Understood) -> None:
        self.does(event)

    @rule()
    def do_it_again(self) -> None:
        self.does(self.last)

    @precondition(lambda self: not self.situation.position.finished)
    @rule()
    def go_back_and_on(self) -> None:
        place = here(self.situation)
        current = find(plan(self.situation), place)
        if not current or not is_walked(current, self.situation) or not self.offers("back"):
            return
        self.does(Pressed("back"))
        before = find(plan(self.situation), here(self.situation))
        assert before
        if not is_open(before, self.situation):
            self.does(Pressed("skip" if before.question else "done"))
            assert here(self.situation) == place

    def offers(self, button: str) -> bool:
        asked = ask(self.situation, here(self.situation))
        return button in {each.id for each in asked.buttons}

    def good(self) -> Understood:
        """Return an answer that fits here, or what leads to one."""
        place = here(self.situation)
        current = find(plan(self.situation), place)
        if current is None:
            return self.good_in_view(place)
        for button in ("done", "skip"):
            if self.offers(button):
                return Pressed(button)
        key = place.rpartition(".")[2]
        if key == "weight" and self.offers("left"):
            return Pressed("left")
        if key == "score":
            return Pressed(next(each.id for each in ask(self.situation, place).buttons if each.id.startswith("score-")))
        return GOOD.get(key, Said("正常"))

    def good_in_view(self, place: str) -> Understood:
        if place == "pause":
            return Pressed("resume")
        if place == "review":
            buttons = ask(self.situation, place).buttons
            return Pressed("finish") if self.offers("finish") else Pressed(buttons[0].id)
        return Pressed("no" if self.offers("no") else "go.review" if self.offers("go.review") else "contents")

    def teardown(self) -> None:
        """Reach the end: answer what is open; where the sums are wrong, begin that group anew."""
        if not hasattr(self, "situation"):
            return
        for _ in range(300):
            if self.situation.position.finished:
                return
            if self.is_stuck():
                self.remove_one()
            else:
                self.does(self.good())
        raise AssertionError(f"no end from {here(self.situation)}")

    def is_stuck(self) -> bool:
        """Whether a sum is wrong: the review finds errors only, or there are no points left to give out."""
        place = here(self.situation)
        if place == "review":
            return not self.offers("finish") and not any(is_open(each, self.situation) for each in plan(self.situation))
        return place.endswith(".weight") and not self.offers("left") and not self.offers("skip")

    def remove_one(self) -> None:
        group = next(each for each in ("indicators", "budget_lines") if getattr(self.situation.filing, each))
        section = {"budget_lines": "funds"}.get(group, group)
        for button in (
            "contents",
            f"go.contents.{section}",
            f"go.contents.{group}.1",
            f"go.{group}.1.-",
            "yes",
            "contents",
            "go.review",
        ):
            assert button == "contents" or self.offers(button)
            self.does(Pressed(button))


def may_change(situation: Situation, place: str) -> set[str]:
    """Return the paths that an event at this place may change."""
    current = find(plan(situation), place)
    if current is None:
        return {place.removesuffix(".-")} if place.endswith(".-") else set()
    prefix, _, key = place.rpartition(".")
    if key == "+":
        key = next(each.name for each in fields(GROUPS[prefix]))
        prefix = f"{prefix}.{current.number}"
    return {f"{prefix}.{each}".strip(".") for each in {key} | FOLLOWS.get(key, set())}


def answers(filing: Filing) -> dict[str, Value]:
    """Return every answer of a filing by its path."""
    found: dict[str, Any] = {}
    for group in GROUPS:
        for number, item in enumerate(getattr(filing, group), 1):
            found |= {f"{group}.{number}.{each.name}": getattr(item, each.name) for each in fields(item)}
    found |= {f"funds.{each.name}": getattr(filing.funds, each.name) for each in fields(filing.funds)}
    alone = (each.name for each in fields(filing) if each.name not in (*GROUPS, "funds"))
    return found | {name: getattr(filing, name) for name in alone}


TestAnyConversation = AnyConversation.TestCase
TestAnyConversation.settings = settings(max_examples=100, stateful_step_count=50)
