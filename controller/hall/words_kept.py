"""How the journal keeps a sentence: its id and parameters, so that any edition can say it in any language."""

from collections.abc import Mapping
from typing import Any

from controller.hall.sentences import Sentence


def kept(said: object) -> Any:
    """A sentence, or a name in both languages, as plain JSON."""
    if isinstance(said, Sentence):
        return {"say": said.id, "with": {name: kept(one) for name, one in said.params.items()}}
    return dict(said) if isinstance(said, Mapping) else said


def spoken(data: object) -> object:
    """The inverse of `kept`; whatever is no sentence is handed back."""
    if isinstance(data, Mapping) and data.keys() == {"say", "with"}:
        return Sentence(str(data["say"]), **{name: spoken(one) for name, one in data["with"].items()})
    return data
