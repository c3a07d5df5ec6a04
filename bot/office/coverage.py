"""The questions which units a campaign asks about which projects, and what the answers come to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.conversation.fields import Text, Unreadable
from bot.message import shortened
from bot.office.campaign_terms import question
from bot.office.dialogue import Offer, Prompt
from bot.store import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.office.dialogue import Answers
    from bot.office.scene import Scene
    from bot.store.candidates import Candidate

SHOWN = 20
"""Units that get a button each; where there are more, levels and names do."""
MOST_PROJECTS, MOST_WANTED = 50, 50_000
_LEVELS = {1: "下一级", 2: "下两级", 3: "下三级"}
_PROJECT = Text(200)
_QUOTED = re.compile(r"[“\"]([^”\"\n]+)[”\"]|([^、；;\n“\"]+)")
_HEADINGS = {"单位", "单位名称", "填报单位", "项目单位"}

Wanted = tuple[tuple[int, str], ...]
"""The filings asked for: each a unit's id and a project."""


def below(scene: Scene, answers: Answers) -> tuple[Candidate, ...]:
    """Return the campaign's unit and all units below it."""
    return candidates.below(scene.session, answers["unit"])


def chosen(units: Sequence[Candidate], answers: Answers) -> tuple[Candidate, ...]:
    """Return the units that are asked: all below, those of a level, or single ones. They may be fewer by now."""
    match answers.get("units"):
        case list(ids):
            return tuple(each for each in units if each.id in set(ids))
        case int(level):
            return tuple(each for each in units if each.level == level)
    return tuple(units[1:] or units)


def wanted(units: Sequence[Candidate], answers: Answers) -> Wanted:
    """Return the filings that are asked for: every project of every unit, or, by a table, of each unit its own."""
    asked, projects = chosen(units, answers), answers["projects"]
    if isinstance(projects, dict):
        return tuple((each.id, project) for each in asked for project in projects.get(str(each.id), ()))
    return tuple((each.id, project) for each in asked for project in projects)


def _has_units(scene: Scene, answers: Answers) -> bool:
    return "unit" not in answers or len(below(scene, answers)) > 1


def _unit_offers(scene: Scene, answers: Answers) -> tuple[Offer, ...]:
    units = below(scene, answers)
    levels = Counter(each.level for each in units[1:])
    by_level = [
        Offer(f"level-{level}", f"{_LEVELS.get(level, f'往下第 {level} 级')}的 {number} 个", level)
        for level, number in levels.items()
    ]
    everybody = Offer("all", f"全部下级单位（{len(units) - 1} 个）", "all")
    return (
        everybody,
        *(by_level if len(by_level) > 1 else ()),
        Offer("self", shortened(f"只有{units[0].name}自己"), [units[0].id]),
        *(_picking(units, answers) if len(units) <= SHOWN else ()),
    )


def _picking(units: Sequence[Candidate], answers: Answers) -> tuple[Offer, ...]:
    """Return a button for each unit that puts it in or takes it out, and one that says that these are they."""
    picked: list[int] = answers.get("picked", [])
    alike = Counter(each.name for each in units)
    those = (Offer("picked", f"✔ 就这 {len(picked)} 个", picked),) if picked else ()
    return (
        *(
            Offer(
                f"pick-{each.id}",
                shortened(f"{'☑' if each.id in picked else '▫️'} {_told_apart(each, alike)}"),
                [one for one in picked if one != each.id] if each.id in picked else [*picked, each.id],
                key="picked",
            )
            for each in units
        ),
        *those,
    )


def _told_apart(unit: Candidate, alike: Mapping[str, int]) -> str:
    return unit.full_name or unit.name if alike[unit.name] > 1 else unit.name


def _read_units(scene: Scene, answers: Answers, text: str) -> list[int]:
    names = [each.strip() for each in re.split(r"[、，,;；\n\t]+", text) if each.strip()]
    return _named(below(scene, answers), names)


def _named(units: Sequence[Candidate], names: Iterable[str]) -> list[int]:
    """Return the ids of the units with these names. Raises Unreadable, with those that are not there."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for each in units:
        for name in {each.name, each.full_name or each.name}:
            by_name[name].append(each.id)
    wanted_names = tuple(dict.fromkeys(names))
    unknown = [each for each in wanted_names if each not in by_name]
    if unknown or not wanted_names:
        listed = "、".join(shortened(each) for each in unknown[:5]) or "这些字"
        raise Unreadable(
            f"在{units[0].name}和它的下级单位里没有找到：{listed}{'等' if len(unknown) > 5 else ''}。"  # noqa: PLR2004 - a glance
            f"请照单位表里的名称写，几个之间用顿号隔开，例如 {'、'.join(each.name for each in units[-2:])}。"
        )
    if doubtful := next((each for each in wanted_names if len(by_name[each]) > 1), None):
        raise Unreadable(f"叫“{shortened(doubtful)}”的有 {len(by_name[doubtful])} 个单位。请写全称。")
    return [by_name[each][0] for each in wanted_names]


def _read_projects(scene: Scene, answers: Answers, text: str) -> list[str] | dict[str, list[str]]:
    units = below(scene, answers)
    asked = chosen(units, answers)
    if "\t" in text:
        table = _table(asked, text)
        _hold_to(sum(map(len, table.values())), MOST_WANTED)
        return table
    projects = _projects(text)
    _hold_to(len(projects), MOST_PROJECTS)
    _hold_to(len(projects) * len(asked), MOST_WANTED)
    return projects


def _projects(text: str) -> list[str]:
    """Return the projects: one per line, or on one line between 、; quoted where a name has such a sign in it."""
    lines = [each.strip() for each in text.strip().splitlines()]
    found = lines if len(lines) > 1 else [quoted or bare for quoted, bare in _QUOTED.findall(text)]
    projects = list(dict.fromkeys(_PROJECT.read(each) for each in found if each.strip()))
    if not projects:
        raise Unreadable("没有读到项目名称。请打项目名称，几个就一行一个，例如 基层政权和社区建设。")
    return projects


def _table(units: Sequence[Candidate], text: str) -> dict[str, list[str]]:
    """Return the projects of each unit, as pasted from two columns of a sheet, by the unit's id."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    rows = [row for row in rows if row[0] not in _HEADINGS]
    if any(len(row) < 2 or not row[0] or not row[1] for row in rows):  # noqa: PLR2004 - unit and project
        raise Unreadable("表里每一行要有单位和项目两列。请从 Excel 里选中这两列，复制后粘贴过来。")
    names = dict.fromkeys(row[0] for row in rows)
    ids = dict(zip(names, _named(units, names), strict=True))
    projects: defaultdict[str, list[str]] = defaultdict(list)
    for name, project, *_ in rows:
        if (read := _PROJECT.read(project)) not in projects[str(ids[name])]:
            projects[str(ids[name])].append(read)
    return dict(projects)


def _hold_to(number: int, most: int) -> None:
    if number > most:
        raise Unreadable(f"一共是 {number} 份，一次最多 {most} 份。请少写几个项目，或者分几次发布。")


UNITS = Prompt(
    key="units",
    template="asked",
    read=_read_units,
    offers=_unit_offers,
    values=question("哪些单位要填报？按按钮选，或者打单位名称，用顿号隔开。"),
    when=_has_units,
)
PROJECTS = Prompt(
    key="projects",
    template="asked",
    read=_read_projects,
    values=question(
        "填报哪些项目？一行一个，或者用顿号隔开。各单位的项目不一样，就从 Excel 里复制“单位、项目”两列粘贴过来。",
        "基层政权和社区建设、“治安、消防专项”",
    ),
)
