"""Whatever two clerks do on one filing, in any order: nothing is overwritten unseen, and no answer is lost unsaid."""

from __future__ import annotations

from dataclasses import fields
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.conversation.engine import STANDING
from bot.conversation.events import Command, Offered, Pressed, Said, Understood
from bot.conversation.labels import typed_button
from bot.conversation.plan import find, plan
from bot.conversation.questionnaire import question_of
from bot.filing import GROUPS, Change, answer
from bot.proposal import Proposal
from scoring import BudgetLine, Filing
from tests.conversation.pair import LI, WANG, Pair
from tests.conversation.talk import MOF

if TYPE_CHECKING:
    from bot.filing import Value

BOTH = st.sampled_from([WANG, LI])
WORDS = (
    "甲",
    "乙",
    "100",
    "98",
    "10",
    "≥95%",
    "产出指标",
    "数量指标",
    "正向",
    "定性",
    "跳过",
    "用我的",
    "用同事的",
    "上一步",
)
AMOUNTS = ("300", "400", "与预算相同", "跳过")
PLACES = (
    *("budget_lines.1.budgeted", "budget_lines.2.budgeted", "budget_lines.2.-", "budget_lines.1.-", "budget_lines.+"),
    *("indicators.1.target", "indicators.1.target_value", "indicators.2.-", "facts.department", "review"),
)
TABLE = Offered(Proposal(source="表", filing=Filing(scheme="mof-2020", budget_lines=(BudgetLine(name="读到的"),) * 2)))


Key = tuple[str, int, str]
"""A group, the name of an item in it (0: the next one), an answer; without a group, an answer that stands alone."""


class Model:
    """The filing once more: items have names that no removal changes, answers know who gave them, and when."""

    def __init__(self, filing: Filing) -> None:
        self.ids = count(1)
        self.items: dict[str, list[int]] = {group: [] for group in GROUPS}
        self.answers: dict[Key, tuple[Value, str | None, int]] = {}
        for group in GROUPS:
            for number, item in enumerate(getattr(filing, group), 1):
                for each in fields(item):
                    self.changed(Change(f"{group}.{number}.{each.name}", None, getattr(item, each.name)), None, 0, 0)

    def key(self, path: str) -> Key:
        group, _, rest = path.partition(".")
        if group not in GROUPS:
            return ("", 0, path)
        number, _, name = rest.partition(".")
        if int(number) > len(self.items[group]):
            self.items[group].append(next(self.ids))
        return (group, self.items[group][int(number) - 1], name)

    def asked(self, path: str) -> Key:
        """Return the key of the answer that a question asks for."""
        return (path.removesuffix(".+"), 0, "") if path.endswith(".+") else self.key(path)

    def path(self, key: Key) -> str:
        group, item, name = key
        return f"{group}.{self.items[group].index(item) + 1}.{name}" if group else name

    def changed(self, change: Change, who: str | None, when: int, seen: int) -> Key:
        """Take a change, unless it overwrites what somebody else gave after `seen`, when its author looked last."""
        key = self.key(change.path)
        concerned = [each for each in self.answers if each == key or (not key[2] and each[:2] == key[:2])]
        for each in concerned:
            value, by, at = self.answers[each]
            assert by == who or at <= seen, f"{who} overwrites {value} of {by} at {change.path} unseen"
        if key[2]:
            self.answers[key] = (change.new, who, when)
            return key
        for each in concerned:
            del self.answers[each]
        self.items[key[0]].remove(key[1])
        return key

    def equals(self, filing: Filing) -> None:
        for group, kind in GROUPS.items():
            items: tuple[Any, ...] = getattr(filing, group)
            assert len(items) == len(self.items[group])
            for number, item in zip(self.items[group], items, strict=True):
                for each in fields(kind):
                    assert getattr(item, each.name) == self.answers.get((group, number, each.name), (None,))[0]
        for (group, _, path), (value, _, _) in self.answers.items():
            assert group or answer(filing, path) == value


class AnyTwo(RuleBasedStateMachine):
    @initialize(lines=st.integers(0, 3), full=st.booleans(), word=st.sampled_from(["甲", "跳过", "目录"]))
    def begin(self, lines: int, full: bool, word: str) -> None:  # noqa: FBT001 - drawn by name
        self.pair = Pair(MOF if full else Filing(scheme="mof-2020", year=2025, project="项目", department="部门"))
        self.model = Model(self.pair.filing)
        self.when = 0
        self.looked = {WANG: 0, LI: 0}
        self.seen: dict[str, Key | None] = {WANG: None, LI: None}
        there = len(self.pair.filing.budget_lines)
        for number in range(there + 1, there + 1 + lines):
            change = Change(f"budget_lines.{number}.name", None, f"第 {number} 行")
            self.pair.changes(None, change)
            self.model.changed(change, None, 0, 0)
        for who in (WANG, LI):
            self.does(who, Command("start"))
        self.does(WANG, Said(word))
        self.does(LI, Said("乙"))

    def does(self, who: str, event: Understood) -> None:
        asking, seen = self.pair.turns[who].replies and self.pair.asking(who), self.seen[who]
        turn = self.pair.does(who, event)
        self.when += 1
        keys = [self.model.changed(change, who, self.when, self.looked[who]) for change in turn.changes]
        self.looked[who] = self.when
        self.model.equals(self.pair.filing)
        assert turn.deleted or self.pair.text(who)
        if isinstance(event, Said) and seen and asking and not typed_button((*asking.buttons, *STANDING), event.text):
            assert not keys or keys[0] == seen or (seen[1] == 0 and keys[0][0] == seen[0]), "it landed somewhere else"
            assert keys or self.is_accounted_for(who, seen, event.text), f"{event.text} is lost"
        if turn.deleted:  # and brought back at once
            self.pair.does(who, Command("start"))
        now = self.pair.asking(who)
        self.seen[who] = self.model.asked(now.path) if now and now.template == "question" else None

    def is_accounted_for(self, who: str, seen: Key, text: str) -> bool:
        """Whether the person was told what became of an answer that was not stored."""
        asking, lost = self.pair.asking(who), self.pair.told(who, "not_taken")
        if lost or (asking and asking.values["problem"]):
            return not lost or lost.values["said"] == text
        if rival := self.pair.positions[who].rival:
            return self.model.key(rival.path) == seen
        path = self.model.path(seen)
        step = find(plan(self.pair.shared), path)
        assert step
        read = question_of(step).field(self.pair.shared.at(step.number)).read(text)
        return answer(self.pair.filing, path) == read

    @rule(who=BOTH, text=st.sampled_from(WORDS))
    def say(self, who: str, text: str) -> None:
        self.does(who, Said(text))

    @rule(who=BOTH, data=st.data())
    def press_what_is_shown(self, who: str, data: st.DataObject) -> None:
        asking = self.pair.asking(who)
        shown = asking.buttons if asking else self.pair.turns[who].replies[-1].buttons  # type: ignore[union-attr]
        self.does(who, Pressed(data.draw(st.sampled_from(shown)).id))

    @rule(who=BOTH, place=st.sampled_from(PLACES))
    def go(self, who: str, place: str) -> None:
        """Go where the other may be, too."""
        self.does(who, Command("contents"))
        group, *_ = place.split(".")
        for button in (
            f"go.contents.{'funds' if group == 'budget_lines' else group}",
            f"go.contents.{place.rpartition('.')[0]}",
            f"go.{place}",
        ):
            asking = self.pair.asking(who)
            if asking and button in {each.id for each in asking.buttons}:
                self.does(who, Pressed(button))

    @rule(first=BOTH, place=st.sampled_from(PLACES), other=st.sampled_from(PLACES), text=st.sampled_from(AMOUNTS))
    def meet(self, first: str, place: str, other: str, text: str) -> None:
        """Let both go somewhere, then the one do something there, then the other."""
        second = LI if first == WANG else WANG
        self.go(first, place)
        self.go(second, other)
        for who, answered in ((first, "300"), (second, text)):
            self.does(who, Pressed("yes") if (self.pair.path(who) or "").endswith(".-") else Said(answered))
        self.go(first, place)
        self.does(first, Said("500"))
        self.does(second, Said("用我的"))

    @rule(who=BOTH, name=st.sampled_from(["start", "contents", "back", "skip", "pause", "help", "delete"]))
    def command(self, who: str, name: str) -> None:
        self.does(who, Command(name))

    @rule(who=BOTH)
    def offer_a_table(self, who: str) -> None:
        self.does(who, TABLE)

    @rule(who=BOTH, button=st.sampled_from(["yes", "no", "replace", "finish", "reopen.7", "stale", "done", "mine"]))
    def press(self, who: str, button: str) -> None:
        self.does(who, Pressed(button))


TestAnyTwo = AnyTwo.TestCase
TestAnyTwo.settings = settings(max_examples=60, stateful_step_count=30)
