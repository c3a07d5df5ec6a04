"""Takes out of a filing what is no text: characters that no document format can hold or that hide other text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring import Filing

# What XML 1.0 forbids, and the signs that turn the direction of writing around; line ends and tabs stay.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean(filing: Filing) -> Filing:
    """Return the filing with every text as a document can hold it; line ends become newlines."""
    return _clean(filing)  # type: ignore[no-any-return]  # a filing comes back as a filing


def clean_text(text: str) -> str:
    """Return a text as a document can hold it; line ends become newlines."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def texts(value: Any) -> list[str]:  # noqa: ANN401 - a filing or anything in it
    """Return every text in a filing."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts(each)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def _clean(value: Any) -> Any:  # noqa: ANN401 - a filing or anything in it
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_clean(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value
