"""The {fields} of a printed line: how they are written, before anyone knows what they name."""

import re
from dataclasses import dataclass

from drivers.points import Index, part
from drivers.wire.trouble import TableError

TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[^{}]+")
NAME = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\[([^\[\]]+)\])?")
ECHO_FIELD = re.compile(r"echo(?::([0-9]+))?")


@dataclass(frozen=True)
class Field:
    """One {field}: its kind, the names whose value its text is, and the spelling it asks for.

    Kinds: "value" (points, axes, arguments, session words, by `names`), "any" (`said` is what we say), "size"
    (of the axis, named "#axis"), "echo" (of `width` characters, 0: the first word), "reason", "login" (a
    credential).
    """

    kind: str
    names: tuple[str, ...] = ()
    spelled: str = ""
    said: str = ""
    width: int = 0


def parse(text: str) -> list[str | Field]:
    """The literals and fields of a line, in order. TableError where a brace or a name is amiss."""
    parts: list[str | Field] = []
    at = 0
    for token in TOKEN.finditer(text):
        if token.start() != at:
            break
        at = token.end()
        parts.append(
            _field(token[1]) if token[1] is not None else token[0].replace("{{", "{").replace("}}", "}")
        )
    if at != len(text):
        raise TableError(f"{text!r}: a single brace at {at}; write it twice")
    return _joined(parts)


def split_name(name: str) -> tuple[str, Index | None]:
    """A name as key and fixed index: "health[fan]" is ("health", ("fan",)), "power" is ("power", None)."""
    key, bracket, rest = name.partition("[")
    return key, tuple(map(part, rest[:-1].split(","))) if bracket else None


def _field(text: str) -> Field:
    if text == "_" or text.startswith("_:"):
        return Field("any", said=text[2:])
    if text.startswith("#"):
        axis, _, spelled = text.partition(":")
        return Field("size", (axis,), spelled)
    if echo := ECHO_FIELD.fullmatch(text):
        return Field("echo", (text,), width=int(echo[1] or 0))
    if text == "reason":
        return Field(text, (text,))
    if text in ("secret", "user"):
        return Field("login", (text,))
    names, _, spelled = text.partition(":")
    parts = tuple(name.strip() for name in names.split("+"))
    if not all(NAME.fullmatch(name) for name in parts):
        raise TableError(f"{{{text}}} is no field")
    return Field("value", parts, spelled)


def _joined(parts: list[str | Field]) -> list[str | Field]:
    """Neighbouring literals as one."""
    out: list[str | Field] = []
    for each in parts:
        if isinstance(each, str) and out and isinstance(out[-1], str):
            out[-1] += each
        else:
            out.append(each)
    return out
