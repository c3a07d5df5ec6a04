"""/board: how far the units are that a person oversees, and each of them by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.formats import STATES, UNBEGUN
from bot.message import Button, Report, shortened
from bot.office import overview
from bot.office.naming import called
from bot.office.overview import NOTHING_THERE
from bot.reception import is_id
from bot.store import board, filings, history, people, roles
from bot.store.reviews import READABLE
from scoring import score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.office.scene import Scene
    from bot.position import State
    from bot.reception import Received
    from bot.store.board import Entry
    from bot.store.scopes import Scope

SCORED = ("finished", "submitted", "filed")
"""States in which a filing has its score: before, it is the clerks' own business."""


def show(scene: Scene, _args: str) -> Received:
    """Show the board of the one campaign there is, or ask which."""
    match overview.overseen(scene):
        case []:
            return scene.shown(Telling(template="nothing_overseen"))
        case [scope]:
            return _board(scene, scope, 1)
        case found:
            return scene.shown(overview.choice("board", found))


def pressed(scene: Scene, words: Sequence[str]) -> Received:
    """Show the board `board.<campaign>[.<unit>[.<page>]]`."""
    scope = overview.chosen(scene, words[:2])
    match words[2:]:
        case [] if scope:
            return _board(scene, scope, 1)
        case [page] if scope and is_id(page):
            return _board(scene, scope, int(page))
    return scene.shown(NOTHING_THERE)


def _board(scene: Scene, scope: Scope, page: int) -> Received:
    counts = board.counts(scene.session, scope)
    page = min(max(page, 1), board.pages(counts))
    told = Telling(
        template="board",
        values={"scope": scope, "counts": counts, "wanted": sum(counts.values())},
        buttons=(*_units(scene, scope, page), *_moves(scope, page, board.pages(counts), counts)),
    )
    picture = Report(kind="board.png", campaign=scope.campaign, unit=scope.unit, page=page)
    return scene.shown(picture, told) if counts else scene.shown(told)


def _units(scene: Scene, scope: Scope, page: int) -> tuple[Button, ...]:
    entries = board.page(scene.session, scope, page)
    several = len({each.project for each in entries}) > 1
    return tuple(
        Button(f"unit.{scope.campaign}.{scope.unit}.{each.assignment_id}", _label(number, each, several=several))
        for number, each in enumerate(entries, start=board.first(page))
    )


def _label(number: int, entry: Entry, *, several: bool) -> str:
    mark = STATES[entry.state or UNBEGUN].partition(" ")[0]
    project = f" · {entry.project}" if several else ""
    return shortened(f"{mark} {number} {entry.unit}{project}")


def _moves(scope: Scope, page: int, pages: int, counts: Mapping[State | None, int]) -> tuple[Button, ...]:
    def turn(to: int, label: str) -> Button:
        return Button(f"board.{scope.campaign}.{scope.unit}.{to}", label)

    behind = any(count for state, count in counts.items() if state != "filed")
    return (
        *((turn(page - 1, "◀ 前一页"),) if page > 1 else ()),
        *((turn(page + 1, "后一页 ▶"),) if page < pages else ()),
        *((Button(f"nudge.{scope.campaign}", "📣 催报全部"),) if behind else ()),
        *(_of_filed(scope) if counts.get("filed") else ()),
    )


def _of_filed(scope: Scope) -> tuple[Button, ...]:
    here = f"{scope.campaign}.{scope.unit}"
    return Button(f"rollup.{here}", "📊 汇总"), Button(f"export.{here}", "📦 已报送的全部文件")


def unit(scene: Scene, words: Sequence[str]) -> Received:
    """Show one unit of the board: `unit.<campaign>.<unit>.<assignment>`."""
    scope = overview.chosen(scene, words[:2])
    entry = None
    match words[2:]:
        case [number] if scope and is_id(number):
            entry = board.entry(scene.session, scope, int(number))
    return scene.shown(_card(scene, scope, entry) if scope and entry else NOTHING_THERE)


def _card(scene: Scene, scope: Scope, entry: Entry) -> Telling:
    clerks = roles.holders(scene.session, entry.unit_id, "clerk")
    names = people.names(scene.session, clerks)
    filing = filings.content(scene.session, entry.filing_id) if entry.filing_id and entry.state in SCORED else None
    return Telling(
        template="unit_card",
        values={
            "scope": scope,
            "entry": entry,
            "clerks": [called(names[each], each) for each in clerks],
            "since": _since(scene, scope, entry).astimezone(scene.zone),
            "sheet": score(filing) if filing else None,
        },
        buttons=_offered(scene, scope, entry),
    )


def _since(scene: Scene, scope: Scope, entry: Entry) -> datetime:
    """Return since when it is in its state: since its last move, else since it was begun or asked for."""
    steps = history.history(scene.session, entry.filing_id) if entry.filing_id else ()
    if steps:
        return steps[-1].at
    return entry.created_at or scope.since


def _offered(scene: Scene, scope: Scope, entry: Entry) -> tuple[Button, ...]:
    """Return what can be done about a unit. One that was moved elsewhere since is only told of."""
    back = Button(f"board.{scope.campaign}.{scope.unit}", "📋 回到进度")
    if not scene.oversees(entry.unit_id):
        return (back,)
    filing, state = entry.filing_id, entry.state
    return (
        *((Button(f"look.{filing}", "📄 看表"),) if state in READABLE else ()),
        *((Button(f"return.{filing}", "↩ 退回"),) if state == "filed" else ()),
        *((Button(f"nudge.{scope.campaign}.{entry.unit_id}", "📣 催报"),) if state != "filed" else ()),
        *((Button(f"history.{filing}", "🕘 经过"),) if state in (*READABLE, "returned") else ()),
        back,
    )
