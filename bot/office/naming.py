"""What colleagues call a person: asked once of everybody who comes in, changed by `/name 张三`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.events import Command
from bot.conversation.fields import Text, Unreadable
from bot.conversation.replies import Telling
from bot.office import dialogue
from bot.office.dialogue import Dialogue, Offer, Prompt
from bot.reception import Received
from bot.store import people

if TYPE_CHECKING:
    from bot.office.dialogue import Answers
    from bot.office.scene import Scene

_NAME = Text(20)


def name(scene: Scene, wanted: str) -> Received:
    """Keep the name, or ask for it."""
    if not wanted.strip():
        return dialogue.begin(scene, NAMING, {})
    try:
        return _finish(scene, {"name": _NAME.read(wanted)})
    except Unreadable as why:
        return scene.shown(Telling(template="unnamed", values={"why": str(why)}))


def called(name: str | None, person: int) -> str:
    """Return what a person is called where colleagues see it; `未留名…2345` of who told no name."""
    return name or f"未留名…{person % 10_000:04}"


def _read(_scene: Scene, _answers: Answers, text: str) -> str:
    return _NAME.read(text)


def _present(scene: Scene, _answers: Answers) -> dict[str, object]:
    return {"present": people.names(scene.session, [scene.person])[scene.person]}


def _finish(scene: Scene, answers: Answers) -> Received:
    """Go on with what the person came for: the greeting of who comes in, or the question in hand."""
    chosen = answers["name"]
    if chosen is None:
        return Received((), Command("start"))
    kept = people.rename(scene.session, scene.person, chosen)
    return Received((Telling(template="named", values={"name": chosen, "kept": kept}),), Command("start"))


NAMING = Dialogue(
    kind="name",
    section="称呼",
    prompts=(
        Prompt(
            key="name",
            template="name",
            read=_read,
            offers=lambda _scene, _answers: (Offer("skip", "跳过"),),
            values=_present,
        ),
    ),
    finish=_finish,
)
