"""核对与完成: what is still open, what does not add up, worst first, each with a button that goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.form import FORM
from bot.conversation.plan import find, is_open, plan
from bot.conversation.questionnaire import question_of
from bot.conversation.replies import BACK, CONTENTS, PAUSE, View
from bot.message import Button, shortened
from scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.questionnaire import Step
    from bot.conversation.situation import Situation
    from scoring import Finding

MOST = 8
"""Findings shown at once; the rest follow when these are mended."""
_MARKS = {"error": "❌", "warning": "⚠️", "hint": "💡"}


def review(situation: Situation) -> View:
    """Return the review. It can be finished when nothing is open and no finding is an error."""
    sheet = score(situation.filing)
    waiting = [step for step in plan(situation) if is_open(step, situation)]
    findings = sheet.findings
    may_finish = not waiting and all(finding.severity != "error" for finding in findings)
    buttons = [_open_button(step) for step in waiting[:MOST]]
    known = {button.id for button in buttons}
    buttons += [button for button in _finding_buttons(situation, findings[:MOST]) if button.id not in known]
    if may_finish:
        buttons.append(_finish_button(sum(finding.severity == "warning" for finding in findings)))
    return View(
        template="review",
        section="核对与完成",
        buttons=(*buttons, BACK, CONTENTS, PAUSE),
        values={
            "filing": situation.filing,
            "sheet": sheet,
            **marked(findings),
            "waiting": len(waiting),
            "may_finish": may_finish,
        },
    )


def marked(findings: Sequence[Finding]) -> dict[str, object]:
    """Return what a template shows of findings: the first ones, each with its mark, and how many there are beyond."""
    shown = [(_MARKS[finding.severity], finding) for finding in findings[:MOST]]
    return {"findings": shown, "hidden": max(0, len(findings) - MOST)}


def _finish_button(warnings: int) -> Button:
    """Return the last button. Where there are warnings, to press it is to say that they were looked at."""
    return Button("finish", f"☑ 我已核对 {warnings} 条提醒，完成填报" if warnings else "✅ 完成填报")


def _open_button(step: Step) -> Button:
    return Button(f"go.{step.path}", shortened(f"▫️ 去填 {name_of(step)}"))


def name_of(step: Step) -> str:
    """Return how a step is called away from its place."""
    if step.group and step.question:
        return f"{step.group.title}第 {step.number} 项的{step.question.title}"
    return step.group.title if step.group else question_of(step).title


def _finding_buttons(situation: Situation, findings: Sequence[Finding]) -> list[Button]:
    """Return a button for each place where a finding is mended, with the numbers of all that are mended there."""
    places: dict[str, list[int]] = {}
    for number, finding in enumerate(findings, 1):
        places.setdefault(place_of(situation, finding.path), []).append(number)
    return [
        Button(f"go.{place}", f"{_MARKS[findings[numbers[0] - 1].severity]} 去看第 {'、'.join(map(str, numbers))} 条")
        for place, numbers in places.items()
    ]


def place_of(situation: Situation, path: str) -> str:
    """Return where a finding at `path` is mended: the question itself, else its item, else its section."""
    if find(plan(situation), path):
        return path
    key, *rest = path.split(".")
    if rest and rest[0].isdecimal():
        return f"contents.{key}.{rest[0]}"
    owner = next((section.key for section in FORM for part in section.parts if key in (part.key, section.key)), None)
    return f"contents.{owner}" if owner else "contents"
