"""Reads scheme files, and knows which stand in `schemes/`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

from scoring.fields import FieldError, Reader, flag, many, number, one, one_of, place_in, record, text, whole
from scoring.rounding import HUNDRED, ZERO
from scoring.scheme import Checkbox, Execution, Grade, Level1, Reason, Scheme, Step, Tier

_FOLDER = files("scoring") / "schemes"
_NUMBER = number(2)
_TEXTS = many(text)

_STEP: dict[str, Reader] = {"rate": _NUMBER, "score": _NUMBER}
_EXECUTION: dict[str, Reader] = {
    "weight": _NUMBER,
    "method": one_of("proportional", "steps"),
    "steps": many(one(Step, _STEP)),
    "zero_budget": one_of("none", "full"),
    "over_100": one_of("finding", "allowed"),
}
_SCHEME: dict[str, Reader] = {
    "id": text,
    "title": text,
    "source": text,
    "execution": one(Execution, _EXECUTION),
    "levels": many(one(Level1, {"name": text, "weight": _NUMBER, "level2": _TEXTS})),
    "levels_open": flag,
    "reverse": one_of("ratio", "linear"),
    "tiers": many(one(Tier, {"id": text, "name": text, "lower": _NUMBER, "upper": _NUMBER})),
    "grades": many(one(Grade, {"name": text, "lower": _NUMBER})),
    "digits": whole(0, 2),
    "over_completion": _NUMBER,
    "reason": one(Reason, {"below_full": flag, "over_completion": flag, "rate_under": _NUMBER}),
    "columns": many(one_of("level1", "level2", "name", "weight", "target", "actual", "score", "reason")),
    "money_unit": one_of("元", "万元"),
    "checkboxes": many(one(Checkbox, {"key": text, "title": text, "options": _TEXTS})),
    "notes": _TEXTS,
}


class SchemeError(ValueError):
    """There is no such scheme, or its file cannot be used."""


@cache
def load_scheme(scheme_id: str) -> Scheme:
    """Return the scheme with this id. Raises SchemeError, which names the known ids."""
    if scheme_id not in _ids():
        raise SchemeError(f"没有“{scheme_id[:40]}”这个规则方案，可用的有：{'、'.join(_ids())}")
    return read_scheme((_FOLDER / f"{scheme_id}.toml").read_text(encoding="utf-8"))


def schemes() -> tuple[Scheme, ...]:
    """Return every scheme, by id."""
    return tuple(map(load_scheme, _ids()))


@cache
def _ids() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))


def read_scheme(content: str) -> Scheme:
    """Read a scheme from the content of its file. Raises SchemeError, which names the line and the reason."""
    try:
        scheme = record(Scheme, _SCHEME, tomllib.loads(content, parse_float=Decimal))
        _check(scheme)
    except FieldError as error:
        raise SchemeError(f"第 {_line_of(content, error.path)} 行：{error.path} {error.reason}") from None
    except ValueError as error:
        raise SchemeError(f"{place_in(str(error))}：不是正确的 TOML 写法") from None
    return scheme


def _check(scheme: Scheme) -> None:
    """Refuse a scheme that contradicts itself."""
    weights = [level.weight for level in scheme.levels]
    fixed = scheme.execution.weight + sum((weight for weight in weights if weight is not None), ZERO)
    if fixed > HUNDRED or (None not in weights and not scheme.levels_open and fixed != HUNDRED):
        raise FieldError("levels", f"预算执行和各一级指标的权重合计应为 100，现在是 {fixed}")
    _check_steps(scheme.execution)
    _check_tiers(scheme.tiers)
    if any(upper.lower <= lower.lower for upper, lower in pairwise(scheme.grades)):
        raise FieldError("grades", "等级应从高到低排列")
    if scheme.grades and scheme.grades[-1].lower != ZERO:
        raise FieldError("grades", "最低一等应从 0 分开始")


def _check_steps(execution: Execution) -> None:
    if (execution.method == "steps") != bool(execution.steps):
        raise FieldError("execution.steps", "按档计分（steps）才要写分档，也必须写")
    if any(upper.rate <= lower.rate for upper, lower in pairwise(execution.steps)):
        raise FieldError("execution.steps", "分档应按执行率从高到低排列")
    for place, step in enumerate(execution.steps, 1):
        if step.score > execution.weight:
            raise FieldError(f"execution.steps.{place}.score", "得分不能超过预算执行的权重")


def _check_tiers(tiers: tuple[Tier, ...]) -> None:
    if not tiers or tiers[0].upper != HUNDRED or tiers[-1].lower != ZERO:
        raise FieldError("tiers", "定性档次应从 100 排到 0")
    for place, tier in enumerate(tiers, 1):
        if tier.lower >= tier.upper:
            raise FieldError(f"tiers.{place}.lower", "应低于本档的上限")
    for place, (upper, lower) in enumerate(pairwise(tiers), 2):
        if upper.lower != lower.upper:
            raise FieldError(f"tiers.{place}.upper", f"与上一档不相接，应为 {upper.lower}")


def _line_of(content: str, path: str) -> int:
    """Return the line where the value at `path` is written, else where the table that should hold it begins."""
    line, fits = 1, 0
    inside, seen = "", Counter[str]()
    for place, each in enumerate(content.splitlines(), 1):
        if header := re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", each):
            seen[header[1]] += 1
            inside = here = f"{header[1]}.{seen[header[1]]}" if "[[" in each else header[1]
        elif key := re.match(r"\s*(\w+)\s*=", each):
            here = f"{inside}.{key[1]}" if inside else key[1]
        else:
            continue
        if f"{path}.".startswith(f"{here}.") and len(here) > fits:
            line, fits = place, len(here)
        elif here.startswith(f"{path}.") and fits < len(path):
            line, fits = place, len(path)
    return line
