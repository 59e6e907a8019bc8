"""The small kinds of value a hall's file is made of: ids, durations, names in two languages, references."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, LiteralString

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

IDENTIFIER = r"[a-z][a-z0-9_-]{0,31}"
DURATION = r"(?:\d+h)?(?:\d+m)?(?:\d+(?:\.\d+)?s)?|\d+ms"
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
REF = r"[a-z][a-z0-9_-]{0,31}(?:/[^/]{1,64}){1,4}"
END = r"[a-z][a-z0-9_-]{0,31}(?:/[^/]{1,64}){0,2}"


class Part(BaseModel):
    """A part of the file: unknown keys are refused, nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def odd(code: LiteralString) -> PydanticCustomError:
    """The error `code` of our own message table, in pydantic's way of raising."""
    return PydanticCustomError(code, code)


def seconds(text: object) -> float:
    """`30s`, `5m`, `1h30m`, `200ms` as seconds; ValueError for anything else, a bare number too."""
    if not isinstance(text, str) or not text or len(text) > 24 or not re.fullmatch(DURATION, text, re.ASCII):
        raise odd("duration")
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+)(ms|[hms])", text))


class Words(Part):
    """A name people read, in Chinese and in English; a plain text in the file is both."""

    zh: str
    en: str

    def spoken(self, lang: str) -> str:
        """The name in `zh` or `en`."""
        return self.zh if lang.startswith("zh") else self.en

    def __str__(self) -> str:
        return self.en


def _words(said: Any) -> Any:
    if isinstance(said, Words):
        return said
    if isinstance(said, str):
        said = {"zh": said, "en": said}
    elif type(said) in (int, float):
        said = {"zh": str(said), "en": str(said)}
    if not isinstance(said, Mapping) or not said or not said.keys() <= {"zh", "en"}:
        raise odd("words")
    texts = [text for text in said.values() if isinstance(text, str) and 0 < len(text.strip()) <= 400]
    if len(texts) != len(said):
        raise odd("words")
    return {"zh": said.get("zh", texts[0]), "en": said.get("en", texts[0])}


def _matching(pattern: str, code: LiteralString) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise odd(code)
        return text

    return AfterValidator(check)


def some_scalar(value: Any) -> Any:
    """The value, if it is one that a point may have."""
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    raise odd("scalar")


WORDS_SCHEMA = {
    "oneOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
Identifier = Annotated[
    str,
    _matching(IDENTIFIER, "identifier"),
    WithJsonSchema({"type": "string", "pattern": f"^{IDENTIFIER}$"}),
]
Duration = Annotated[
    float,
    BeforeValidator(seconds),
    WithJsonSchema({"type": "string", "pattern": f"^({DURATION})$", "examples": ["30s", "5m", "1h30m"]}),
]
Name = Annotated[Words, BeforeValidator(_words), WithJsonSchema(WORDS_SCHEMA)]
RefText = Annotated[
    str,
    _matching(REF, "ref"),
    WithJsonSchema({"type": "string", "pattern": f"^{REF}$", "examples": ["pdu-a/outlet/4"]}),
]
EndText = Annotated[
    str,
    _matching(END, "end"),
    WithJsonSchema({"type": "string", "examples": ["matrix/output/1", "main-projector/hdmi 1"]}),
]
Plain = Annotated[
    bool | int | float | str | None,
    BeforeValidator(some_scalar),
    WithJsonSchema({"type": ["boolean", "number", "string", "null"]}),
]
