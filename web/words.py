"""The words of the service: a sentence of the core, in both languages, from the catalogues that the page
shares.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from controller.hall.sentences import Sentence

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = {"zh": "zh-CN", "en": "en"}
Words = dict[str, str]
"""One text in both languages: {"zh": ..., "en": ...}."""


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """The messages of `zh` or `en`, by id; read once."""
    found: dict[str, str] = json.loads((LOCALE / f"{LANGUAGES[lang]}.json").read_text(encoding="utf-8"))
    return found


def say(id: str, **params: object) -> Words:
    """The message `id` in both languages; an id without a message is said as it stands."""
    return {lang: _say(id, params, lang) for lang in LANGUAGES}


def words(said: object) -> Words:
    """Whatever the core gives for people to read: a sentence, a text in both languages, or a plain word."""
    if isinstance(said, Sentence):
        return say(said.id, **said.params)
    if isinstance(said, Mapping) and {"zh", "en"} <= said.keys():
        return {"zh": str(said["zh"]), "en": str(said["en"])}
    return {"zh": str(said), "en": str(said)}


def titled(id: str, otherwise: str) -> Words:
    """The message `id` in both languages, or a plain word where there is none (another maker's driver)."""
    return say(id) if known(id) else words(otherwise)


def known(id: str) -> bool:
    """Whether there is a message of this id."""
    return id in catalogue("en")


def first(*ids: str) -> str:
    """The first of these ids that has a message; the last one otherwise."""
    return next((id for id in ids if known(id)), ids[-1])


def _say(id: str, params: Mapping[str, object], lang: str) -> str:
    text = _found(id, catalogue(lang))
    if text is None:
        return id.rpartition(".")[2].replace("_", " ")
    return text.format_map(_Params(params, lang)) if params or "{" in text else text


def _found(id: str, texts: Mapping[str, str]) -> str | None:
    """Its message; of a value that has none of its own the one of this word wherever it is said."""
    own = texts.get(id)
    return texts.get(f"value.{id.rpartition('.')[2]}") if own is None and id.startswith("value.") else own


class _Params(dict[str, Any]):
    """A parameter may be a text in both languages or another sentence; a missing one is shown as a dash."""

    def __init__(self, params: Mapping[str, object], lang: str) -> None:
        super().__init__({name: _param(value, lang) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return "—"


def _param(value: object, lang: str) -> str:
    return words(value)[lang]
