"""What a campaign wants in addition, and what it does not want any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import lobby
from bot.conversation.fields import Unreadable
from bot.message import shortened
from bot.office import campaign_terms, dialogue
from bot.office.changing import agreed, changed, its, may_while_open
from bot.office.coverage import PROJECTS, UNITS, below, wanted
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.office.publishing import GLANCE, calls
from bot.store import assignments

if TYPE_CHECKING:
    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from bot.reception import Received
    from bot.store.assignments import Assignment
    from bot.store.campaigns import Campaign


def add(scene: Scene, found: Campaign) -> Received:
    """Ask which units and projects come in addition."""
    return dialogue.begin(scene, ADDING, {"campaign": found.id, "unit": found.terms.unit_id})


def _added(scene: Scene, answers: Answers) -> dict[str, object]:
    due = wanted(below(scene, answers), answers)
    had = {(each.unit_id, each.project) for each in assignments.of_campaign(scene.session, answers["campaign"])}
    new = [pair for pair in due if pair not in had]
    return {
        "new": len(new),
        "had": len(due) - len(new),
        "units": len({unit for unit, _ in new}),
        "projects": tuple(dict.fromkeys(project for _, project in new)),
        "glance": GLANCE,
    }


def _add(scene: Scene, answers: Answers) -> Received:
    found = its(scene, answers)
    before = assignments.last(scene.session, found.id)
    made = assignments.add(scene.session, found.id, wanted(below(scene, answers), answers))
    told = scene.shown(changed(found, "assignments_added", made=made))
    return replace(told, notices=calls(assignments.concerned(scene.session, found.id, before)))


ADDING = Dialogue(
    kind="campaign-add",
    section="增加单位或项目",
    prompts=(
        UNITS,
        PROJECTS,
        Prompt(
            key="agreed",
            template="assignments_add",
            offers=lambda _scene, _answers: (
                agreed("✔ 增加，并通知填报人"),
                Offer("change-units", "改填报单位", forget=("units",)),
                Offer("change-projects", "改项目", forget=("projects",)),
            ),
            values=_added,
        ),
    ),
    finish=_add,
    may=may_while_open,
)


def remove(scene: Scene, found: Campaign) -> Received:
    """Ask what is not wanted any more, of what nobody has begun."""
    if not _unbegun(scene, {"campaign": found.id}):
        return scene.shown(changed(found, "nothing_unbegun"))
    return dialogue.begin(scene, REMOVING, {"campaign": found.id})


def _unbegun(scene: Scene, answers: Answers) -> list[Assignment]:
    return [each for each in assignments.of_campaign(scene.session, answers["campaign"]) if each.state is None]


def _unbegun_offers(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    found = _unbegun(scene, answers)[: lobby.LISTED]
    return tuple(Offer(f"remove-{each.id}", shortened(f"{each.unit} · {each.project}"), [each.id]) for each in found)


def _read_unbegun(scene: Scene, answers: Answers, text: str) -> list[int]:
    names = {each.strip() for each in text.replace("，", "、").replace("\n", "、").split("、")} | {text.strip()}
    found = [each.id for each in _unbegun(scene, answers) if each.unit in names or each.project in names]
    if not found:
        raise Unreadable(
            "没有找到这样的、还没开始的填报。请打单位名称或者项目名称，几个之间用顿号隔开，或者按下面的按钮。"
        )
    return found


def _removal(scene: Scene, answers: Answers) -> dict[str, object]:
    chosen = set(answers["unwanted"])
    return {"unwanted": [each for each in _unbegun(scene, answers) if each.id in chosen], "glance": GLANCE}


def _remove(scene: Scene, answers: Answers) -> Received:
    found, chosen = its(scene, answers), answers["unwanted"]
    gone = assignments.remove(scene.session, found.id, chosen)
    return scene.shown(changed(found, "assignments_removed", gone=gone, begun=len(chosen) - gone))


REMOVING = Dialogue(
    kind="campaign-remove",
    section="撤回没开始的",
    prompts=(
        Prompt(
            key="unwanted",
            template="asked",
            read=_read_unbegun,
            offers=_unbegun_offers,
            values=campaign_terms.question(
                "撤回哪些？按一份，或者打单位名称、项目名称，就是它的全部。已经有人开始的撤不掉。"
            ),
        ),
        Prompt(
            key="agreed",
            template="assignments_remove",
            offers=lambda _scene, _answers: (agreed("✔ 撤回"),),
            values=_removal,
        ),
    ),
    finish=_remove,
    may=may_while_open,
)
