from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given

from bot.demo import EXAMPLE
from bot.proposal import LeftOut, Proposal, from_json, to_json
from scoring import Filing, Indicator, open_filing
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
    indicators = (Indicator(name="甲"), Indicator(name="乙", weight=Decimal(9), kind="qualitative", score=Decimal(9)))
    assert Proposal(source="表", filing=Filing(scheme="zhejiang", indicators=indicators)).is_scored


def test_our_own_workbook_is_a_draft_until_it_is_complete() -> None:
    indicators = (Indicator(name="甲", weight=Decimal(9), kind="qualitative", score=Decimal(9)),)
    draft = Filing(scheme="zhejiang", indicators=indicators)
    assert not Proposal(source="表", filing=draft, scheme_named=True).is_scored
    assert Proposal(source="表", filing=open_filing(EXAMPLE), scheme_named=True).is_scored
