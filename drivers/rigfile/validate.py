"""A document against a model: every complaint gets its position, and a guess at what was meant."""

from collections.abc import Iterator, Sequence
from pathlib import Path as File
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from drivers.rigfile.document import Document
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Path, Problem

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """The model read from the document, or None and what is wrong with it."""
    try:
        context = {"folder": str(File(document.file).parent)}
        return model.model_validate(document.value, context=context), []
    except ValidationError as error:
        return None, [_problem(one, model, document) for one in error.errors(include_url=False)]


def _problem(error: ErrorDetails, model: type[BaseModel], document: Document) -> Problem:
    path, code = _shown(error["loc"], document.value), error["type"]
    params = {key: value for key, value in error.get("ctx", {}).items() if key != "error"}
    match code:
        case "missing":
            return document.key_problem(*path[:-1], code=code, name=path[-1])
        case "extra_forbidden" | "invalid_key":
            guess = nearest(path[-1], _fields(model, path[:-1]))
            return document.key_problem(*path, code=code, name=path[-1], guess=guess)
        case "identifier" if error["loc"][-1] == "[key]":
            return document.key_problem(*path, code=code, **params)
        case _:
            return document.problem(*path, code=code, **params)


def _shown(loc: Sequence[str | int], value: Any) -> Path:
    """pydantic's location as the file has it: a key may be a number there, `[key]` is no step."""
    path: list[str | int] = []
    for step in loc:
        if step == "[key]" or not isinstance(value, dict | list):
            break
        if isinstance(value, dict) and step not in value and str(step).isdecimal() and int(step) in value:
            step = int(step)
        path.append(step)
        value = _at(value, step)
    return tuple(path)


def _at(value: dict[Any, Any] | list[Any], step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(step, int) and step < len(value) else None


def _fields(model: Any, path: Path) -> Iterator[str]:
    """The keys the model knows at `path`; a step that is none of its fields is a key of a mapping."""
    for step in path:
        field = next((one for name, one in model.model_fields.items() if step in (name, one.alias)), None)
        model = next(_models(field.annotation), model) if field else model
    return (field.alias or name for name, field in model.model_fields.items())


def _models(annotation: Any) -> Iterator[Any]:
    """The models an annotation is made of: Device for dict[str, Device]."""
    if hasattr(annotation, "model_fields"):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
