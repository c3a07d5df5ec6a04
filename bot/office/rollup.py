"""/rollup: the 汇总 of a campaign's project over the units that a person oversees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.replies import Telling
from bot.message import Button, Report, shortened
from bot.office import overview
from bot.office.overview import LISTED, NOTHING_THERE
from bot.reception import is_id
from bot.store import board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.office.scene import Scene
    from bot.reception import Received
    from bot.store.board import Project
    from bot.store.scopes import Scope


def rollup(scene: Scene, _args: str) -> Received:
    """Roll up the one project there is, or ask which campaign is meant."""
    match overview.overseen(scene):
        case []:
            return scene.shown(Telling(template="nothing_overseen"))
        case [scope]:
            return _of(scene, scope)
        case found:
            return scene.shown(overview.choice("rollup", found))


def pressed(scene: Scene, words: Sequence[str]) -> Received:
    """Roll up `rollup.<campaign>.<unit>.<project>`, or ask which project of `rollup.<campaign>[.<unit>]`.

    A further word `xlsx` asks for the workbook.
    """
    scope = overview.chosen(scene, words[:2])
    match words[2:]:
        case _ if scope is None:
            return scene.shown(NOTHING_THERE)
        case []:
            return _of(scene, scope)
        case [key, *form] if is_id(key) and form in ([], ["xlsx"]):
            project = next((each for each in board.projects(scene.session, scope) if each.key == int(key)), None)
            if project:
                return _workbook(scene, scope, project) if form else _rolled_up(scene, scope, project)
    return scene.shown(NOTHING_THERE)


def _of(scene: Scene, scope: Scope) -> Received:
    """Roll up the one project there is, or ask which."""
    projects = board.projects(scene.session, scope)
    if len(projects) == 1:
        return _rolled_up(scene, scope, projects[0])
    buttons = tuple(
        Button(f"rollup.{scope.campaign}.{scope.unit}.{each.key}", shortened(f"{each.name} {each.filed}/{each.wanted}"))
        for each in projects[:LISTED]
    )
    values = {"scope": scope, "all": len(projects), "shown": len(buttons)}
    return scene.shown(Telling(template="which_project", values=values, buttons=buttons))


def _rolled_up(scene: Scene, scope: Scope, project: Project) -> Received:
    told = Telling(
        template="rolled_up",
        values={"scope": scope, "project": project},
        buttons=(
            Button(f"rollup.{scope.campaign}.{scope.unit}.{project.key}.xlsx", "📊 Excel"),
            Button(f"board.{scope.campaign}.{scope.unit}", "📋 进度"),
        ),
    )
    if not project.filed:
        return scene.shown(told)
    return scene.shown(_report("rollup.png", scope, project), told)


def _workbook(scene: Scene, scope: Scope, project: Project) -> Received:
    return scene.shown(_report("rollup.xlsx", scope, project))


def _report(kind: str, scope: Scope, project: Project) -> Report:
    return Report(kind=kind, campaign=scope.campaign, unit=scope.unit, project=project.name)
