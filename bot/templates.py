"""Where the templates lie, and the Jinja2 environments that read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.formats import FILTERS

_HERE = Path(__file__).parent
# A wheel carries the templates inside the package; in a checkout they stand beside it.
TEMPLATES = next(folder for folder in (_HERE / "templates", _HERE.parent / "templates") if folder.is_dir())


@cache
def environment(*, autoescape: bool) -> Environment:
    """Return the environment for messages (escaped HTML) or for plain text. Unknown names are errors."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=autoescape,  # noqa: S701 - plain text is no HTML; messages are escaped
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,  # it would look at every file of a message, every time
    )
    made.filters.update(FILTERS)
    return made
