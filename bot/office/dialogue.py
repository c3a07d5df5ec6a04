"""Guided dialogues: a few questions with buttons, one after the other, then something is done with the answers.

A dialogue is data: its prompts and what finishes it. Its answers are stored as they come; another command leaves it
as it is, and the command that began it goes on with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.conversation.events import Command, Offered, Pressed, Refused, Said, Unsupported
from bot.conversation.fields import Unreadable
from bot.conversation.labels import typed_button
from bot.conversation.replies import Asking, Telling
from bot.message import Button
from bot.reception import Received
from bot.store import dialogues

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.conversation.events import Understood
    from bot.office.scene import Scene

Answers = dict[str, Any]
"""By the prompts' keys; values that JSON can hold."""

BACK, CANCEL = Button("back", "⬅ 上一步"), Button("cancel", "✖ 不办了")
NO_BUTTON = "这里请按下面的按钮，或者打出按钮上的字。"
ONLY_WORDS = "这一步只能打字或者按按钮，文件、图片和语音收不了。Excel 里的内容可以复制粘贴过来。"


@dataclass(frozen=True, slots=True)
class Offer:
    """A likely answer as a button: to the question it stands under, or to another one that `key` names.

    Those with `forget` instead take answers back, to be asked for again.
    """

    id: str
    label: str
    value: Any = None
    key: str | None = None
    forget: tuple[str, ...] = ()


def _only_buttons(_scene: Scene, _answers: Answers, _text: str) -> Any:  # noqa: ANN401 - any JSON value
    raise Unreadable(NO_BUTTON)


def _nothing(_scene: Scene, _answers: Answers) -> tuple[Offer, ...]:
    return ()


def _no_values(_scene: Scene, _answers: Answers) -> dict[str, object]:
    return {}


def _always(_scene: Scene, _answers: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question: `messages/<template>.html.j2` words it, with `answers`, `problem` and what `values` returns.

    `read` understands typed text as a JSON value, or raises Unreadable with a sentence that shows an example.
    """

    key: str
    template: str
    read: Callable[[Scene, Answers, str], Any] = _only_buttons
    offers: Callable[[Scene, Answers], Sequence[Offer]] = _nothing
    values: Callable[[Scene, Answers], Mapping[str, object]] = _no_values
    when: Callable[[Scene, Answers], bool] = _always


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A guided dialogue. `finish` does what the answers say, once all are there.

    Whoever `may` not go on, because what it is about is no longer theirs, is told so, and it is over.
    """

    kind: str
    section: str
    prompts: tuple[Prompt, ...]
    finish: Callable[[Scene, Answers], Received]
    may: Callable[[Scene, Answers], bool] = _always


def begin(scene: Scene, dialogue: Dialogue, given: Answers | None = None) -> Received:
    """Begin a dialogue, with some answers `given`; without, go on with it where it was left."""
    answers = dialogues.load(scene.session, scene.chat.id, dialogue.kind) if given is None else given
    return _go_on(scene, dialogue, answers)


def fill_in(scene: Scene, dialogue: Dialogue, answers: Answers, said: Mapping[str, str]) -> Answers:
    """Return the answers with those added that are said all at once, by the prompts' keys: typed, or a button's id.

    Raises Unreadable.
    """
    for prompt in dialogue.prompts:
        if prompt.key in said:
            answers = {**answers, prompt.key: _meant(scene, prompt, answers, said[prompt.key])}
    return answers


def _meant(scene: Scene, prompt: Prompt, answers: Answers, text: str) -> Any:  # noqa: ANN401 - any JSON value
    own = (each for each in prompt.offers(scene, answers) if not each.key and not each.forget)
    pressed = next((each for each in own if each.id == text.strip()), None)
    return pressed.value if pressed else prompt.read(scene, answers, text)


def leave(scene: Scene) -> None:
    """Turn to something else. The answers so far are kept."""
    scene.chat.dialogue = None


def receive(scene: Scene, dialogue: Dialogue, event: Understood) -> Received | None:
    """Answer an event in the dialogue in hand; `None` if it is nothing that the dialogue is about."""
    answers = dialogues.load(scene.session, scene.chat.id, dialogue.kind)
    if not dialogue.may(scene, answers):
        return _go_on(scene, dialogue, answers)
    prompt = _open(scene, dialogue, answers)
    if prompt is None:
        return None
    match event:
        case Said(text) | Offered(said=str(text)):
            return _said(scene, dialogue, prompt, answers, text)
        case Pressed(button) if button in {each.id for each in _buttons(scene, dialogue, prompt, answers)}:
            return _pressed(scene, dialogue, prompt, answers, button)
        case Pressed("stale"):
            return _ask(scene, dialogue, prompt, answers, "这个按钮现在用不上了。您在这一步：")
        case Offered() | Refused() | Unsupported():
            return _ask(scene, dialogue, prompt, answers, ONLY_WORDS)
    return None


def _said(scene: Scene, dialogue: Dialogue, prompt: Prompt, answers: Answers, text: str) -> Received:
    if button := typed_button(_buttons(scene, dialogue, prompt, answers), text):
        return _pressed(scene, dialogue, prompt, answers, button)
    try:
        value = prompt.read(scene, answers, text)
    except Unreadable as why:
        return _ask(scene, dialogue, prompt, answers, str(why))
    return _go_on(scene, dialogue, {**answers, prompt.key: value})


def _pressed(scene: Scene, dialogue: Dialogue, prompt: Prompt, answers: Answers, button: str) -> Received:
    if button == CANCEL.id:
        return _over(scene, dialogue, "cancelled")
    if button == BACK.id:
        last = _answered_before(scene, dialogue, prompt, answers)[-1]
        return _go_on(scene, dialogue, {key: value for key, value in answers.items() if key != last})
    offer = next(each for each in prompt.offers(scene, answers) if each.id == button)
    if offer.forget:
        return _go_on(scene, dialogue, {key: value for key, value in answers.items() if key not in offer.forget})
    return _go_on(scene, dialogue, {**answers, offer.key or prompt.key: offer.value})


def _answered_before(scene: Scene, dialogue: Dialogue, prompt: Prompt, answers: Answers) -> list[str]:
    """Return the questions to which 上一步 may lead: what was given at the beginning is none."""
    before = dialogue.prompts[: dialogue.prompts.index(prompt)]
    return [each.key for each in before if each.key in answers and each.when(scene, answers)]


def _go_on(scene: Scene, dialogue: Dialogue, answers: Answers) -> Received:
    if not dialogue.may(scene, answers):
        return _over(scene, dialogue, "no_longer_yours")
    prompt = _open(scene, dialogue, answers)
    if prompt is None:
        _end(scene, dialogue)
        return dialogue.finish(scene, answers)
    scene.chat.dialogue = dialogue.kind
    dialogues.save(scene.session, scene.chat.id, dialogue.kind, answers)
    return _ask(scene, dialogue, prompt, answers)


def _over(scene: Scene, dialogue: Dialogue, template: str) -> Received:
    """End the dialogue with nothing done. What it stood in the place of is asked again."""
    _end(scene, dialogue)
    return Received((Telling(template=template),), scene.shown().event or Command("start"))


def _end(scene: Scene, dialogue: Dialogue) -> None:
    scene.chat.dialogue = None
    dialogues.drop(scene.session, scene.chat.id, dialogue.kind)


def _open(scene: Scene, dialogue: Dialogue, answers: Answers) -> Prompt | None:
    return next((each for each in dialogue.prompts if each.key not in answers and each.when(scene, answers)), None)


def _ask(scene: Scene, dialogue: Dialogue, prompt: Prompt, answers: Answers, problem: str | None = None) -> Received:
    asked = [each for each in dialogue.prompts if each.when(scene, answers)]
    done = sum(each.key in answers for each in asked)
    values = {**prompt.values(scene, answers), "answers": answers, "problem": problem}
    question = Asking(
        path=f"{dialogue.kind}.{prompt.key}",
        section=dialogue.section,
        template=prompt.template,
        values={**values, "section": dialogue.section, "done": done, "total": len(asked)},
        buttons=_buttons(scene, dialogue, prompt, answers),
        done=done,
        total=len(asked),
    )
    return Received((question,), None)


def _buttons(scene: Scene, dialogue: Dialogue, prompt: Prompt, answers: Answers) -> tuple[Button, ...]:
    offered = tuple(Button(each.id, each.label) for each in prompt.offers(scene, answers))
    return (*offered, *((BACK,) if _answered_before(scene, dialogue, prompt, answers) else ()), CANCEL)
