"""Typst: a template and data become pages. User text travels as JSON, so that it is never read as Typst code."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from functools import cache
from queue import LifoQueue
from typing import TYPE_CHECKING, Any, Literal

import typst

from bot.documents.glyphs import FONT_FOLDER, printable
from bot.templates import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator

Pages = Literal["png", "pdf"]


class TypesettingError(RuntimeError):
    """Typst could not set a template without a warning: the template is at fault, not the filing."""


def typeset(template: str, data: dict[str, Any], *, pages: Pages, **options: str) -> bytes:
    """Return the PDF, or the one page as a picture of 2 pixels per point.

    The template reads `data` as JSON in `sys.inputs.data`, and each of `options` as text.
    """
    inputs = {**options, "data": json.dumps(_printable(data), ensure_ascii=False)}
    with _compiler() as compiler:
        try:
            made, warnings = compiler.compile_with_warnings(
                str(TEMPLATES / template), format=pages, ppi=144, sys_inputs=inputs, timestamp=0
            )
        except typst.TypstError as error:
            raise TypesettingError(f"{template}: {error.message}") from error
    if warnings or not isinstance(made, bytes):
        raise TypesettingError(f"{template}: {'; '.join(each.message for each in warnings) or 'more than one page'}")
    return made


def _printable(data: Any) -> Any:  # noqa: ANN401 - any JSON value
    match data:
        case str():
            return printable(data)
        case dict():
            return {key: _printable(value) for key, value in data.items()}
        case list() | tuple():
            return [_printable(value) for value in data]
    return data


@contextmanager
def _compiler() -> Iterator[typst.Compiler]:
    """Lend a compiler: it keeps fonts and layouts warm, and serves one thread at a time."""
    idle = _compilers()
    compiler = idle.get()
    try:
        yield compiler
    finally:
        idle.put(compiler)


@cache
def _compilers() -> LifoQueue[typst.Compiler]:
    """Return the compilers that are idle. More of them than processors gain nothing."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])
    idle: LifoQueue[typst.Compiler] = LifoQueue()
    for _ in range(min(os.cpu_count() or 1, 4)):
        idle.put(typst.Compiler(root=TEMPLATES, font_paths=fonts))
    return idle
