"""`invite`: an invitation made beside the chat, such as the one for a district's first 财政."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.access import OPERATOR
from bot.admin.bureau import AdminError, unit_named
from bot.formats import ROLES, day
from bot.office.inviting import DAYS, MOST_DAYS, MOST_PEOPLE, PEOPLE
from bot.store import invitations
from bot.store.database import transaction
from bot.store.invitations import Invitation

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.admin.bureau import Bureau

_EXAMPLE = "例如 python -m bot admin invite --unit 长丰社区 --role clerk --people 2 --days 14"


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Enter the command."""
    parser = commands.add_parser("invite", help="邀请人：填报人 clerk、审核人 reviewer、财政 finance、管理员")
    parser.add_argument("--unit", metavar="单位", help="到哪个单位；不写就只是能用机器人")
    parser.add_argument("--role", choices=tuple(ROLES), help="在那里做什么")
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="人数", help=f"几个人可用（默认 {PEOPLE}）")
    parser.add_argument("--days", type=int, default=DAYS, metavar="天数", help=f"几天内有效（默认 {DAYS}）")
    parser.add_argument("--administrator", action="store_true", help="让对方成为管理员")
    parser.set_defaults(run=_invite)


def _invite(bureau: Bureau, chosen: Namespace) -> None:
    if (chosen.unit is None) != (chosen.role is None):
        raise AdminError(f"--unit 和 --role 要一起写，{_EXAMPLE}")
    if not (1 <= chosen.people <= MOST_PEOPLE and 1 <= chosen.days <= MOST_DAYS):
        raise AdminError(f"人数要在 1 到 {MOST_PEOPLE} 之间，天数要在 1 到 {MOST_DAYS} 之间，{_EXAMPLE}")
    until = bureau.at + timedelta(days=chosen.days)
    with transaction(bureau.engine) as session:
        unit = unit_named(session, chosen.unit) if chosen.unit else None
        made = Invitation(
            administrator=chosen.administrator,
            unit_id=unit.id if unit else None,
            role=chosen.role,
            invited_by=OPERATOR,
        )
        code = invitations.create(session, made, chosen.people, bureau.at, until)
    what = [f"{unit.name}的{ROLES[chosen.role]}"] if unit else []
    what += ["管理员"] if chosen.administrator else []
    ends = until.astimezone(bureau.zone)
    told = (
        f"邀请已备好：{'，'.join([*what, f'{chosen.people} 人可用'])}，{day(ends)} {ends:%H:%M} 以前有效。\n"
        f"请对方在 Telegram 里给机器人发这一句：\n/start {code}\n"
        f"或者点开链接，其中“机器人”换成机器人的用户名：\nhttps://t.me/机器人?start={code}"
    )
    bureau.console.print(told, markup=False, highlight=False, soft_wrap=True)
