"""`campaign list`, `create`, `show`, `change`, `close`, `open`: campaigns, as 财政 has them in the chat.

What is typed behind an option is read as the chat's dialogue about campaigns reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot import lobby
from bot.admin.bureau import AdminError, campaign_numbered, campaigns_there, unit_named
from bot.conversation.replies import Telling
from bot.office import campaign_terms, campaigns, dialogue
from bot.office.assigning import ADDING
from bot.office.changing import DAYS, DEADLINE
from bot.office.publishing import PUBLISHING
from bot.reception import Received
from bot.store import assignments, board, scopes
from bot.store.database import transaction
from bot.workdays import shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from sqlmodel import Session

    from bot.admin.bureau import Bureau
    from bot.office.dialogue import Answers, Dialogue
    from bot.office.scene import Scene
    from bot.store.campaigns import Campaign

_EXAMPLE = "例如 python -m bot admin campaign change 1 --deadline 2026-12-25 --add-units 长丰社区"
_UNITS = "哪些单位：all 是全部下级，self 是只有自己，或者写名称，用顿号隔开"
_DAYS = "截止前几天提醒，例如 14,7,3,1,0"


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Enter the commands."""
    about = commands.add_parser("campaign", help="填报任务：列出、发布、查看、修改、结束").add_subparsers(
        title="命令", metavar="做什么", required=True
    )
    about.add_parser("list", help="列出全部填报任务和编号").set_defaults(run=_list)
    _add_create(about.add_parser("create", help="发布填报任务，通知填报人"))
    _add_change(about.add_parser("change", help="改截止日期、提醒，增加单位或项目"))
    for name, run, what in (
        ("show", _show, "看一项填报任务"),
        ("close", _close, "结束：不再提醒，没开始的不能再开始"),
        ("open", _open, "重新开放"),
    ):
        command = about.add_parser(name, help=what)
        command.add_argument("campaign", metavar="编号")
        command.set_defaults(run=run)


def _add_create(parser: ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, metavar="单位", help="由哪个单位发布")
    parser.add_argument("--year", required=True, metavar="年度", help="自评哪一年度的项目，例如 2025")
    parser.add_argument("--scheme", required=True, metavar="表", help="用哪一种表，例如 mof-2020、wuhan-2018")
    parser.add_argument("--deadline", required=True, metavar="日期", help="截止日期，例如 2026-12-18")
    projects = parser.add_mutually_exclusive_group(required=True)
    projects.add_argument("--projects", metavar="项目", help="填报哪些项目，用顿号隔开")
    projects.add_argument("--project", action="append", metavar="项目", help="一个项目，可以写几次")
    parser.add_argument("--units", metavar="单位", help=f"{_UNITS}（默认 all）")
    parser.add_argument("--reminder-days", default="usual", metavar="天数", help=f"{_DAYS}（默认就是）")
    parser.add_argument("--own-review", action="store_true", help="自己填的可以自己审核")
    parser.add_argument("--title", metavar="名称", help="默认是“某年度项目支出绩效自评”")
    parser.set_defaults(run=_create)


def _add_change(parser: ArgumentParser) -> None:
    parser.add_argument("campaign", metavar="编号")
    parser.add_argument("--deadline", metavar="日期", help="新的截止日期")
    parser.add_argument("--reminder-days", metavar="天数", help=_DAYS)
    parser.add_argument("--add-units", metavar="单位", help="再加哪些单位，填现有的项目")
    parser.add_argument("--add-projects", metavar="项目", help="再加哪些项目，由现有的单位填；一起写就由新单位填")
    parser.set_defaults(run=_change)


def _list(bureau: Bureau, _chosen: Namespace) -> None:
    table = Table("编号", "名称", "单位", "截止", "状态", "已报送")
    with transaction(bureau.engine) as session:
        for each in campaigns_there(session):
            ends, state = shown(each.terms.deadline), "进行中" if each.state == "open" else "已结束"
            names = (Text(each.terms.title), Text(each.unit))
            table.add_row(str(each.id), *names, ends, state, _filed(session, each))
    bureau.console.print(table) if table.row_count else bureau.say("还没有填报任务。")


def _filed(session: Session, campaign: Campaign) -> str:
    scope = scopes.get(session, campaign.id, campaign.terms.unit_id)
    counts = board.counts(session, scope) if scope else {}
    return f"{counts.get('filed', 0)}/{sum(counts.values())}"


def _create(bureau: Bureau, chosen: Namespace) -> None:
    bureau.do(lambda scene: _published(scene, chosen))


def _published(scene: Scene, chosen: Namespace) -> Iterator[Received]:
    # Lines, and more than one of them: a single line may name several between 、.
    projects = "\n".join(chosen.project * 2) if chosen.project else chosen.projects
    said = {
        "year": chosen.year,
        "scheme": chosen.scheme,
        "units": chosen.units,
        "projects": projects,
        "deadline": chosen.deadline,
        "reminder_days": chosen.reminder_days,
        "own_review": "yes" if chosen.own_review else "no",
        "title": chosen.title,
    }
    if chosen.scheme not in (known := [each.id for each in lobby.offered()]):
        raise AdminError(f"没有“{chosen.scheme[:60]}”这种表，只有：{'、'.join(known)}。")
    unit = {"unit": unit_named(scene.session, chosen.unit).id}
    answers = dialogue.fill_in(scene, PUBLISHING, unit, _given(said))
    summary = PUBLISHING.prompts[-1].values(scene, answers)
    if not summary["due"]:
        raise AdminError("一份也没有，没有发布。请改 --units 或者 --projects。")
    yield PUBLISHING.finish(scene, answers)
    yield _warned("campaign_warnings", summary)


def _warned(template: str, values: Mapping[str, object]) -> Received:
    return Received((Telling(template=template, values=values),), None)


def _given(said: dict[str, str | None]) -> dict[str, str]:
    return {key: text for key, text in said.items() if text is not None}


def _show(bureau: Bureau, chosen: Namespace) -> None:
    bureau.do(lambda scene: _pressed(scene, campaign_numbered(scene.session, chosen.campaign)))


def _close(bureau: Bureau, chosen: Namespace) -> None:
    bureau.do(lambda scene: _pressed(scene, _in_state(scene, chosen.campaign, "open"), "close"))


def _open(bureau: Bureau, chosen: Namespace) -> None:
    bureau.do(lambda scene: _pressed(scene, _in_state(scene, chosen.campaign, "closed"), "open"))


def _pressed(scene: Scene, found: Campaign, *words: str) -> Iterator[Received]:
    yield campaigns.pressed(scene, (str(found.id), *words))


def _in_state(scene: Scene, number: str, state: Literal["open", "closed"]) -> Campaign:
    found = campaign_numbered(scene.session, number)
    if found.state != state:
        already = "已经结束了" if found.state == "closed" else "正在进行，不用再开放"
        raise AdminError(f"填报任务 {found.id} {already}。")
    return found


def _change(bureau: Bureau, chosen: Namespace) -> None:
    bureau.do(lambda scene: _changed(scene, chosen))


def _changed(scene: Scene, chosen: Namespace) -> Iterator[Received]:
    found = campaign_numbered(scene.session, chosen.campaign)
    this: Answers = {"campaign": found.id}
    if not any((chosen.deadline, chosen.reminder_days, chosen.add_units, chosen.add_projects)):
        raise AdminError(f"请写要改什么，{_EXAMPLE}")
    if chosen.deadline:
        yield _finished(scene, DEADLINE, this, {"deadline": chosen.deadline})
        ends = campaign_numbered(scene.session, chosen.campaign).terms.deadline
        yield _warned("deadline_warnings", campaign_terms.about(ends))
    if chosen.reminder_days:
        yield _finished(scene, DAYS, this, {"reminder_days": chosen.reminder_days})
    if chosen.add_units or chosen.add_projects:
        had = assignments.of_campaign(scene.session, found.id)
        present = {"unit": found.terms.unit_id, "units": list(dict.fromkeys(each.unit_id for each in had))}
        present["projects"] = list(dict.fromkeys(each.project for each in had))
        more = _given({"units": chosen.add_units, "projects": chosen.add_projects})
        yield _finished(scene, ADDING, this | present, more)


def _finished(scene: Scene, wanted: Dialogue, answers: Answers, said: dict[str, str]) -> Received:
    if not wanted.may(scene, answers):
        raise AdminError(f"填报任务 {answers['campaign']} 已经结束，请先 python -m bot admin campaign open 它。")
    return wanted.finish(scene, dialogue.fill_in(scene, wanted, answers, said))
