"""What is wrong with a request, member by member, in both languages."""

from typing import Any

from pydantic import ValidationError

from drivers.rigfile.messages import sentence

MOST = 50
"""Of a request that is wrong all over, the first so many are told."""


def errors_of(error: ValidationError, where: str) -> list[dict[str, Any]]:
    """Every error with its path ("body.args.preset"), its code and its sentence."""
    return [_one(dict(one), where) for one in error.errors(include_url=False, include_input=False)[:MOST]]


def _one(error: dict[str, Any], where: str) -> dict[str, Any]:
    params = {**error.get("ctx", {}), "name": str(error["loc"][-1]) if error["loc"] else where}
    message = {lang: sentence(error["type"], params, lang) for lang in ("zh", "en")}
    return {
        "path": ".".join(map(str, (where, *error["loc"]))),
        "code": error["type"],
        "message": message,
    }
