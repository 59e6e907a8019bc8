"""Blank words are not words: spaces, line ends and invisible signs say nothing of what has to be said."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from controller.record import failpoints

INVISIBLE = ("Z", "C")
"""The families of signs that nobody sees: separators, controls and formats."""


def blank(said: object) -> bool:
    """Whether this is a text in which there is nothing to read."""
    if not isinstance(said, str) or failpoints.planted("blank_words_are_words"):
        return False
    return all(unicodedata.category(one).startswith(INVISIBLE) for one in said)


def spoken(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same entry with nothing where nothing can be read."""
    return {name: "" if blank(said) else said for name, said in data.items()}
