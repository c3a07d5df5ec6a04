from __future__ import annotations

import json

from hypothesis import given

from bot.proposal import LeftOut, Proposal, from_json, to_json
from scoring import Filing, Indicator
from tests.filings import filings


@given(filings())
def test_a_proposal_comes_back_from_json_as_it_was(filing: Filing) -> None:
    proposal = Proposal(source="表", filing=filing, left_out=(LeftOut("一", 3, "没有金额"),), scheme_named=True)
    assert from_json(json.loads(json.dumps(to_json(proposal)))) == proposal


def test_a_proposal_is_empty_whatever_its_scheme() -> None:
    assert Proposal(source="表", filing=Filing(scheme="zhejiang")).is_empty
    assert not Proposal(source="表", filing=Filing(scheme="zhejiang", year=2025)).is_empty


def test_a_form_is_scored_when_it_prints_a_score() -> None:
    indicators = (Indicator(name="甲"), Indicator(name="乙", score=None))
    assert not Proposal(source="表", filing=Filing(scheme="zhejiang", indicators=indicators)).is_scored
