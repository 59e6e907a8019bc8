"""Whatever the core shows of itself as plain JSON: its sentences become words, its moments texts."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from controller.hall.sentences import Sentence
from controller.hall.words_kept import spoken
from web.jsons import stamp
from web.words import words


def plain(value: Any) -> Any:
    """The same, with words in both languages and times in RFC 3339."""
    match value:
        case Sentence():
            return words(value)
        case StrEnum():
            return str(value)
        case datetime():
            return stamp(value)
        case {"say": _, "with": _}:  # a sentence as the journal keeps it
            return words(spoken(value))
        case Mapping():
            return {str(name): plain(one) for name, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
    return value
