"""/help by role: what a person can do beside filling in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import FINANCE_COMMANDS
from bot.conversation.events import Command
from bot.conversation.replies import Telling
from bot.formats import ROLES
from bot.reception import Received
from bot.store import roles

if TYPE_CHECKING:
    from bot.formats import Role
    from bot.office.scene import Scene

_HELP: dict[Role, str] = {"clerk": "help_clerk", "reviewer": "help_reviewer", "finance": "help_finance"}


def helped(scene: Scene, _args: str) -> Received:
    """Tell of each role that the person has, then of filling in. Administrators may do what 财政 may."""
    held = {each.role for each in roles.held(scene.session, scene.person)}
    held |= {"finance"} if scene.administers else set()
    values = {"finance_commands": FINANCE_COMMANDS}
    told = tuple(Telling(template=_HELP[role], values=values) for role in ROLES if role in held)
    return Received(told, Command("help"))
