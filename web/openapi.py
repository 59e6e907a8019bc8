"""The OpenAPI 3.1 document, made from the list of routes and the models beside their handlers."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from web.problems import MEDIA
from web.routing import Bilingual, Call, Route, Shown

REF = "#/components/schemas/{model}"
Mode = Literal["serialization", "validation"]


class Wrong(Shown):
    """One member that was wrong."""

    path: str
    code: str


class ProblemShown(Shown):
    """RFC 9457: `sentence` in both languages, `code` for programs, `errors` member by member."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    sentence: Bilingual
    errors: list[Wrong] | None = None


def document(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """The whole document."""
    shown = [route for route in routes if route.shown]
    used = [*{(model, "validation") for route in shown for model in _taken(route)}]
    used += [*{(model, "serialization") for route in shown for model in _given(route)}]
    names, schemas = models_json_schema(used, ref_template=REF)  # type: ignore[arg-type]
    paths: dict[str, dict[str, Any]] = {}
    for route in shown:
        paths.setdefault(route.plain, {})[route.method.lower()] = _operation(route, names)
    return {
        "openapi": "3.1.0",
        "info": {"title": "auditorium", "version": version},
        "paths": paths,
        "components": {"schemas": schemas.get("$defs", {}), "securitySchemes": SCHEMES},
    }


SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "auditorium"},
}


def _taken(route: Route) -> Iterator[type[BaseModel]]:
    yield from (model for model in (route.takes,) if model is not None)


def _given(route: Route) -> Iterator[type[BaseModel]]:
    yield from (model for model in route.gives.values() if model is not None)
    yield ProblemShown


def _operation(route: Route, names: Any) -> dict[str, Any]:
    verb, place = (
        route.method.lower(),
        route.plain.strip("/").replace("/", "_").replace("{", "").replace("}", ""),
    )
    found: dict[str, Any] = {
        "operationId": f"{verb}_{place}",
        "summary": route.about,
        "tags": [route.plain.removeprefix("/api/v1/").partition("/")[0]],
        "parameters": [*_parameters(route)],
        "responses": dict(_responses(route, names)),
        "x-role": route.need,
    }
    if route.need != "public":
        found["security"] = [{"token": []}, {"session": []}]
    if route.takes is not None:
        schema = names[route.takes, "validation"]
        needed = any(field.is_required() for field in route.takes.model_fields.values())
        found["requestBody"] = {"required": needed, "content": {"application/json": {"schema": schema}}}
    return found


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    for name in route.params:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    if route.query is not None:
        schema = route.query.model_json_schema(ref_template=REF)
        for name, one in schema["properties"].items():
            needed = name in schema.get("required", ())
            yield {"name": name, "in": "query", "required": needed, "schema": _not_null(one)}
    if route.method in ("PUT", "POST") and route.takes is not None and route.need != "public":
        key = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        yield {"name": "Idempotency-Key", "in": "header", "required": False, "schema": key}


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is not null when it is there."""
    kinds = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return {**rest, **kinds[0]} if len(kinds) == 1 else schema


def _responses(route: Route, names: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for status, model in route.gives.items():
        answer: dict[str, Any] = {"description": HTTPStatus(status).phrase}
        if model is not None:
            answer["content"] = {"application/json": {"schema": names[model, "serialization"]}}
        if route.also:
            answer["content"] = answer.get("content", {}) | {media: {} for media in route.also}
        yield str(status), answer
    problem = {MEDIA: {"schema": names[ProblemShown, "serialization"]}}
    for status in sorted(_fails(route)):
        yield str(status), {"description": HTTPStatus(status).phrase, "content": problem}


def _fails(route: Route) -> set[int]:
    fails = {*route.fails, 421}
    if route.need != "public":
        fails |= {401, 403}
    if route.params:
        fails |= {404}
    if route.takes is not None:
        fails |= {400, 408, 413, 415, 422, 429}
    if route.query is not None:
        fails |= {422}
    return fails - set(route.gives)


def routes(others: Iterable[Route]) -> tuple[Route, ...]:
    """The route of the document itself, which lists the others and itself."""
    known: list[Route] = []

    async def show(call: Call[None, None]) -> dict[str, Any]:
        return document(known, call.service.version)

    mine = Route("GET", "/api/openapi.json", "viewer", show, "This document.", gives={200: Shown})
    known += [*others, mine]
    return (mine,)
