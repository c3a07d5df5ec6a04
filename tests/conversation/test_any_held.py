"""Whatever a person does to a filing that is reviewed or filed: nothing of it changes, and they are told why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from bot.conversation.engine import step
from bot.conversation.events import Command, Offered, Understood
from bot.conversation.replies import Sending, Telling
from bot.conversation.situation import Situation
from bot.filing import GROUPS
from bot.position import Position
from bot.proposal import Proposal
from bot.wording import told
from scoring import load_scheme
from tests.conversation.test_any_conversation import EXAMPLES, AnyConversation

if TYPE_CHECKING:
    from bot.conversation.replies import Turn
    from bot.position import State

WHY = {"submitted": "现在不能改；要改，请先按“撤回”。", "filed": "报送了就不能再改；确实要改，请联系财政，由财政退回。"}


class AnyHeld(AnyConversation):
    @initialize(
        name=st.sampled_from(sorted(EXAMPLES)),
        state=st.sampled_from(["submitted", "filed"]),
        cursor=st.sampled_from([None, "review", "delete", "contents", "pause", "indicators.1.name", "budget_lines.+"]),
    )
    def begin(self, name: str, state: State, cursor: str | None) -> None:
        """Begin where a colleague submitted it, wherever this person was then."""
        position = Position(cursor=cursor, passed=frozenset(f"{group}.+" for group in GROUPS), state=state)
        filing = EXAMPLES[name]
        self.situation = Situation(1, filing, load_scheme(filing.scheme), date(2026, 3, 16), position, assigned=True)
        self.does(Command("start"))

    def does(self, event: Understood) -> None:
        before, turn = self.situation, step(self.situation, event)
        assert (turn.changes, turn.deleted) == ((), False)
        assert all(isinstance(reply, Sending) for reply in turn.replies) or WHY[before.position.state] in worded_by(
            turn
        )
        super().does(event)
        assert self.situation.filing == before.filing
        assert self.situation.position.state == before.position.state
        assert self.situation.position.passed == before.position.passed

    @rule(name=st.sampled_from(sorted(EXAMPLES)))
    def send_a_table(self, name: str) -> None:
        self.does(Offered(Proposal(source="表.xlsx", filing=EXAMPLES[name], scheme_named=True)))

    def teardown(self) -> None:
        """Nothing leads to an end: it is one."""


def worded_by(turn: Turn) -> str:
    return "\n".join(told(reply).text for reply in turn.replies if isinstance(reply, Telling))


TestAnyHeld = AnyHeld.TestCase
TestAnyHeld.settings = settings(max_examples=50, stateful_step_count=30)
