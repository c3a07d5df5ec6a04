"""Where an update enters the office: which command, button or dialogue belongs to which of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.events import Command, Pressed, Said
from bot.office import board, campaigns, dialogue, rollup
from bot.office.assigning import ADDING, REMOVING
from bot.office.changing import DAYS, DEADLINE
from bot.office.exporting import export
from bot.office.helping import helped
from bot.office.inviting import INVITING, invite, invite_there
from bot.office.naming import NAMING, name
from bot.office.nudges import nudge
from bot.office.people import who, who_pressed
from bot.office.publishing import PUBLISHING
from bot.office.reminding import REMINDING, remind, snooze, unremind
from bot.office.returning import RETURNING, give_back, mend
from bot.office.review import let_pass, look, paper, past, read, submit, tray, typed, withdraw
from bot.reception import Received

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.conversation.events import Understood
    from bot.office.dialogue import Dialogue
    from bot.office.scene import Scene

COMMANDS: Mapping[str, Callable[[Scene, str], Received]] = {
    "campaign": campaigns.campaign,
    "board": board.show,
    "rollup": rollup.rollup,
    "invite": invite,
    "name": name,
    "who": who,
    "remind": remind,
    "review": tray,
    "help": helped,
}
"""What answers a command, with its argument as it was typed."""
BUTTONS: Mapping[str, Callable[[Scene, Sequence[str]], Received]] = {
    "campaign": campaigns.pressed,
    "board": board.pressed,
    "unit": board.unit,
    "rollup": rollup.pressed,
    "export": export,
    "invite": invite_there,
    "who": who_pressed,
    "nudge": nudge,
    "snooze": snooze,
    "unremind": unremind,
    "submit": submit,
    "withdraw": withdraw,
    "pass": let_pass,
    "return": give_back,
    "mend": mend,
    "read": read,
    "paper": paper,
    "look": look,
    "history": past,
}
"""What answers a button that is valid at any time, by the first word of its id; the other words come as they are."""
_DIALOGUES: tuple[Dialogue, ...] = (
    NAMING,
    INVITING,
    PUBLISHING,
    DEADLINE,
    DAYS,
    ADDING,
    REMOVING,
    REMINDING,
    RETURNING,
)
DIALOGUES = {each.kind: each for each in _DIALOGUES}


def receive(scene: Scene, event: Understood) -> Received:
    """Do what an event means for the office. Any other event is passed on as it came."""
    in_hand = DIALOGUES.get(scene.chat.dialogue or "")
    if in_hand and event == Command("start"):
        return dialogue.begin(scene, in_hand)
    if in_hand and not isinstance(event, Command) and (answered := dialogue.receive(scene, in_hand, event)):
        return answered
    if isinstance(event, Said) and (button := typed(scene, event.text)):
        event = Pressed(button)
    if isinstance(event, Command):
        dialogue.leave(scene)
    received = _done(scene, event)
    if received.event is not None:
        dialogue.leave(scene)  # what was only looked at leaves the question of the dialogue open
    return received


def _done(scene: Scene, event: Understood) -> Received:
    match event:
        case Command(name, args) if name in COMMANDS:
            return COMMANDS[name](scene, args)
        case Pressed(button):
            word, *rest = button.split(".")
            if word in BUTTONS:
                return BUTTONS[word](scene, rest)
    return Received((), event)
