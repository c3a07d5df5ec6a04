"""What each person must hear of in the year, reckoned by hand from the story alone: with no line of the bot's own."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from tests.channels.year.cast import (
    ACCOUNTANT,
    AWAY,
    BACK,
    COMMUNITIES,
    DAYS_BEFORE,
    DEADLINE,
    FINANCE,
    HOLIDAY,
    LATE,
    LEADS_TO,
    NUDGES,
    PUBLISHED,
    WISHES,
    WORKED,
    ZONE,
    Community,
    Nudge,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

SATURDAY = 5
MORNING, EVENING = time(9), time(17, 30)
"""When people are reminded, and when 财政 hears how far they are."""
WOKEN, ASLEEP = time(8), time(21)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Heard:
    """A message that came without being asked for: what is open at whom, how much waits for review, how all stand.

    `days_left` are those until the deadline; a message of what waits for review alone does not say them.
    """

    at: datetime
    who: str
    days_left: int | None
    open: frozenset[tuple[str, State]] = frozenset()
    to_review: int = 0
    standing: frozenset[tuple[State, int]] = frozenset()


def is_worked(day: date) -> bool:
    first, last = HOLIDAY
    return day in WORKED or (day.weekday() < SATURDAY and not first <= day <= last)


def reminder_days() -> list[date]:
    """Return the days on which the campaign reminds: planned ones, or the last worked day before."""
    found = set()
    for before in DAYS_BEFORE:
        day = DEADLINE - timedelta(days=before)
        while not is_worked(day):
            day -= timedelta(days=1)
        found.add(day)
    return sorted(found)


def done_at(planned: datetime) -> datetime:
    """Return when something takes effect: what is done while the bot is away, when it is back."""
    return BACK if AWAY <= planned < BACK else planned


def state(community: Community, now: datetime) -> State:
    """Return how a community stands just before anything more is done at this moment."""
    return next((LEADS_TO[verb] for planned, verb in reversed(community.days) if done_at(planned) < now), "未开始")


def fills_in(person: str, community: Community, now: datetime) -> bool:
    return person in community.clerks and LATE.get(person, PUBLISHED) <= now


def is_open(community: Community, now: datetime) -> bool:
    return state(community, now) not in ("待审核", "已报送")


def concerned(communities: list[Community], now: datetime) -> set[str]:
    """Return who can do something for these communities: clerks while it is open, else who reviews."""
    clerks = {
        person for each in communities if is_open(each, now) for person in each.clerks if fills_in(person, each, now)
    }
    return clerks | {each.in_charge for each in communities if state(each, now) == "待审核"}


def _later(moment: datetime) -> datetime:
    """Return the moment, or when people wake up after it."""
    local = moment.astimezone(ZONE)
    if WOKEN <= local.time() < ASLEEP:
        return moment
    day = local.date() + timedelta(days=local.time() >= ASLEEP)
    return datetime.combine(day, WOKEN, ZONE).astimezone(moment.tzinfo)


@dataclass(frozen=True)
class _Call:
    """Somebody is called at a moment: because of the campaign, for how all stand, or of one community by own wish."""

    at: datetime
    who: str
    why: str
    community: str | None = None


def _calls() -> Iterator[_Call]:
    for day in reminder_days():
        morning, evening = (
            done_at(datetime.combine(day, clock, ZONE).astimezone(BACK.tzinfo)) for clock in (MORNING, EVENING)
        )
        yield from (_Call(_later(morning), who, "campaign") for who in concerned(list(COMMUNITIES), morning))
        yield from (_Call(_later(evening), who, "standing") for who in (FINANCE, ACCOUNTANT))
    last: dict[str, datetime] = {}
    for nudge in NUDGES:
        urged = [each for each in COMMUNITIES if _is_urged(nudge, each, last)]
        last |= {each.name: nudge.at for each in urged}
        yield from (_Call(_later(nudge.at), who, "campaign") for who in concerned(urged, nudge.at))
    for wish in WISHES:
        yield _Call(wish.due, wish.who, "own" if wish.community else "campaign", wish.community)


def _is_urged(nudge: Nudge, community: Community, last: dict[str, datetime]) -> bool:
    """Tell whether a nudge is meant for a community: one that has not filed, and was not urged within the hour."""
    meant = nudge.community in (None, community.name)
    not_just_now = community.name not in last or nudge.at - last[community.name] >= HOUR
    return meant and state(community, nudge.at) != "已报送" and not_just_now


def due() -> list[Heard]:
    """Return all that people must have heard when the year is over: what comes at the same moment comes as one."""
    together: defaultdict[tuple[datetime, str], list[_Call]] = defaultdict(list)
    for call in _calls():
        together[call.at, call.who].append(call)
    found = (_heard(now, who, calls) for (now, who), calls in together.items())
    return sorted((each for each in found if each.open or each.to_review or each.standing), key=order)


def _heard(now: datetime, who: str, calls: list[_Call]) -> Heard:
    reasons, named = {each.why for each in calls}, {each.community for each in calls}
    about_all = "campaign" in reasons
    mine = [each for each in COMMUNITIES if fills_in(who, each, now) and is_open(each, now)]
    mine = [each for each in mine if about_all or each.name in named]
    standing = Counter(state(each, now) for each in COMMUNITIES) if "standing" in reasons else {}
    return Heard(
        at=now,
        who=who,
        days_left=(DEADLINE - now.astimezone(ZONE).date()).days if mine or standing else None,
        open=frozenset((each.name, state(each, now)) for each in mine),
        to_review=sum(each.in_charge == who and state(each, now) == "待审核" for each in COMMUNITIES) * about_all,
        standing=frozenset(standing.items()),
    )


def order(heard: Heard) -> tuple[datetime, str]:
    return heard.at, heard.who
