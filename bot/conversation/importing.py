"""A table that a person sent: what was read of it, the findings on a form made elsewhere, and filling it in."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.conversation.labels import ended
from bot.conversation.replies import Telling, View
from bot.conversation.review import marked
from bot.filing import GROUPS, MOST_ITEMS, Change, answer
from bot.message import Button
from scoring import Filing, Funds, Indicator, load_scheme, score, score_indicator, tier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.conversation.situation import Situation
    from bot.filing import Item, Value
    from bot.proposal import Proposal
    from scoring import Scheme

_BACK = Button("no", "↩ 返回，不填")
_YES = {"好", "好的", "好吧", "是", "是的", "可以", "行", "对", "对的", "嗯", "填", "填吧", "ok", "yes", "y"}
_NO = {"不", "不用", "不用了", "不要", "不填", "不行", "不对", "否", "算了", "no", "n"}
_ALONE = [
    *(field.name for field in fields(Filing) if field.name not in ("scheme", "total", "funds", *GROUPS)),
    *(f"funds.{field.name}" for field in fields(Funds) if field.name != "score"),
]
"""Answers that stand alone. The scheme was chosen, and printed scores are there to be checked, not to be kept."""
_OF_THE_CAMPAIGN = ("year", "project", "unit", "unit_full_name", "department")
"""What a campaign has filled in: a table from elsewhere, such as last year's, does not change it."""


def view(situation: Situation) -> View:
    """Return what was read and what was not, with the choices that there are."""
    proposal = situation.position.proposal
    assert proposal is not None  # noqa: S101 - else there is no such place
    buttons: tuple[Button, ...]
    if not _in_the_way(situation, proposal):
        buttons = (Button("yes", "✔ 填进来"),)
    elif _fits(situation, proposal):
        buttons = (Button("yes", "➕ 接在后面（已填的不动）"), Button("replace", "🔁 换掉已填的"))
    else:
        buttons = (Button("replace", "🔁 换掉已填的"),)
    values = {
        "proposal": proposal,
        "read": proposal.filing,
        "sums": {amount: _sum(proposal.filing, amount) for amount in ("budgeted", "settled", "booked")},
        "in_the_way": _in_the_way(situation, proposal),
        "most": MOST_ITEMS,
        "fits": _fits(situation, proposal),
        "settled": any(
            _is_settled(situation, path) and answer(proposal.filing, path) not in (None, answer(situation.filing, path))
            for path in _OF_THE_CAMPAIGN
        ),
        "mine": situation.filing,
    }
    return View(template="import", section="读入表格", buttons=(*buttons, _BACK), values=values)


def meant(text: str) -> str | None:
    """Return the button that a plain 好的 or 不用 means while a table waits for its yes or no."""
    word = ended(text).lower()
    return "yes" if word in _YES else "no" if word in _NO else None


def _sum(filing: Filing, amount: str) -> Decimal:
    return sum((getattr(line, amount) or Decimal() for line in filing.budget_lines), Decimal())


def checked(situation: Situation | None, proposal: Proposal, *, offered: bool = True) -> Telling:
    """Return the findings on a form made elsewhere. `offered` tells that it can be filled in, too."""
    filing = proposal.filing
    if situation and not proposal.scheme_named and _may_be(situation.scheme, filing):
        filing = replace(filing, scheme=situation.scheme.id)
    sheet = score(filing)
    values = {
        "proposal": proposal,
        "filing": filing,
        "scheme": load_scheme(filing.scheme),
        "sheet": sheet,
        **marked(sheet.findings),
        "offered": offered,
    }
    return Telling(template="checked", values=values)


def not_filled_in(situation: Situation, proposal: Proposal, reason: str) -> Telling:
    """Return what is told of a table that comes when the filing in hand is finished: its findings, or the `reason`."""
    if proposal.is_scored:
        return checked(situation, proposal, offered=False)
    return Telling(template="refused", values={"reason": reason})


def _may_be(scheme: Scheme, filing: Filing) -> bool:
    """Whether a form may be one of this scheme: its execution earns as many points, or the form does not say."""
    return filing.funds == Funds() or scheme.execution.weight == load_scheme(filing.scheme).execution.weight


def changes(situation: Situation, proposal: Proposal, *, over: bool) -> tuple[Change, ...]:
    """Return what fills the table in: `over` what is answered already, or beside it."""
    return (*_facts(situation, proposal, over=over), *_items(situation, proposal, over=over))


def passed(situation: Situation, proposal: Proposal, made: tuple[Change, ...]) -> frozenset[str]:
    """Return the passed steps afterwards: groups that were read are complete, what was filled in is not skipped."""
    removed = {change.path.split(".")[0] for change in made if change.new is None}
    kept = {path for path in situation.position.passed if path.split(".")[0] not in removed}
    return frozenset(kept - {change.path for change in made} | {f"{group}.+" for group in _read_groups(proposal)})


def _facts(situation: Situation, proposal: Proposal, *, over: bool) -> Iterator[Change]:
    for path in _ALONE:
        old, new = answer(situation.filing, path), _fact(situation, proposal, path)
        if new is not None and new != old and (over or old is None):
            yield Change(path, old, new)


def _fact(situation: Situation, proposal: Proposal, path: str) -> Value:
    """Return a fact that was read; `None` for an option that this scheme's form has not, and for what is settled."""
    if _is_settled(situation, path):
        return None
    value = answer(proposal.filing, path)
    boxes = {box.key: box.options for box in situation.scheme.checkboxes}
    if path in ("category", "attribute", "duration"):
        return value if value in boxes.get(path, ()) else None
    has_lines = situation.filing.budget_lines or proposal.filing.budget_lines
    return None if path.startswith("funds.") and has_lines else value


def _is_settled(situation: Situation, path: str) -> bool:
    return situation.assigned and path in _OF_THE_CAMPAIGN and answer(situation.filing, path) is not None


def _items(situation: Situation, proposal: Proposal, *, over: bool) -> Iterator[Change]:
    for group in _read_groups(proposal):
        there = len(situation.items(group))
        yield from (Change(f"{group}.{number}", None, None) for number in range(there if over else 0, 0, -1))
        for number, item in enumerate(getattr(proposal.filing, group), 1 if over else there + 1):
            yield from _item(situation.scheme, f"{group}.{number}", item)


def _item(scheme: Scheme, path: str, item: Item) -> Iterator[Change]:
    item = _by_our_rules(item, scheme) if isinstance(item, Indicator) else item
    for field in fields(item):
        value = getattr(item, field.name)
        if value is not None:
            yield Change(f"{path}.{field.name}", None, value)


def _by_our_rules(indicator: Indicator, scheme: Scheme) -> Indicator:
    """Return the indicator as an answer: a score that the rule gives too is no override, one in words has a tier."""
    if indicator.kind != "qualitative":
        by_rule = score_indicator(replace(indicator, score=None), scheme).score
        return replace(indicator, tier=None, score=None if indicator.score == by_rule else indicator.score)
    tier = next((each.id for each in scheme.tiers if each.id == indicator.tier), None)
    if tier is None and indicator.score is not None and indicator.weight:
        tier = tier_of(scheme, indicator.weight, indicator.score).id
    return replace(indicator, tier=tier)


def _read_groups(proposal: Proposal) -> list[str]:
    return [group for group in GROUPS if getattr(proposal.filing, group)]


def _in_the_way(situation: Situation, proposal: Proposal) -> bool:
    """Whether something that was read is answered already, and differently."""
    facts = tuple(_facts(situation, proposal, over=True)) != tuple(_facts(situation, proposal, over=False))
    return facts or any(situation.items(group) for group in _read_groups(proposal))


def _fits(situation: Situation, proposal: Proposal) -> bool:
    """Whether the items that were read find a place behind those that are there."""
    return all(
        len(situation.items(group)) + len(getattr(proposal.filing, group)) <= MOST_ITEMS
        for group in _read_groups(proposal)
    )
