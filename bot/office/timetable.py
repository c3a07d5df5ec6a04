"""The moments at which a running campaign reminds, written down and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import schedule
from bot.schedule import QuietHours
from bot.store import campaigns
from bot.workdays import planned as in_words

if TYPE_CHECKING:
    from datetime import datetime

    from bot.office.scene import Scene
    from bot.store.campaigns import Kind, Terms


def moments(scene: Scene, terms: Terms, at: int | None = None) -> tuple[datetime, ...]:
    """Return the moments ahead on the campaign's reminder days: of its reminders, or at another time of day."""
    dates = schedule.reminder_dates(terms.deadline, terms.reminder_days)
    quiet = QuietHours(terms.quiet_from, terms.quiet_until)
    return schedule.moments(dates, terms.remind_at if at is None else at, quiet, scene.zone, scene.at)


def plan(scene: Scene, campaign_id: int, terms: Terms) -> None:
    """Write down when people are to be reminded and when 财政 hears how far they are, in place of what stood there."""
    planned: list[tuple[Kind, datetime]] = [("campaign", each) for each in moments(scene, terms)]
    planned += [("digest", each) for each in moments(scene, terms, schedule.DIGEST_AT)]
    campaigns.plan_reminders(scene.session, campaign_id, planned)


def dates_in_words(scene: Scene, found: tuple[datetime, ...]) -> tuple[str, ...]:
    """Return the days of these moments, each with its weekday, and 暂定 where it may still change."""
    return tuple(in_words(each.astimezone(scene.zone).date()) for each in found)
