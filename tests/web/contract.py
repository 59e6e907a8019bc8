"""Every answer that a story gets is held to the models of its route: the document is true in all stories."""

import re
from typing import Any
from urllib.parse import unquote

from web.app import routes
from web.openapi import ProblemShown
from web.routing import PARAM

GENERAL = {400, 401, 403, 404, 405, 408, 409, 413, 415, 421, 422, 429, 500, 502, 503}


def _pattern(path: str) -> re.Pattern[str]:
    """The paths of a route: a parameter without a pattern of its own holds no slash."""
    return re.compile(PARAM.sub(lambda one: ".+" if ":" in one[0] else "[^/]+", path))


KNOWN = [(route, _pattern(route.path)) for route in routes() if route.shown]


def hold(method: str, path: str, status: int, answer: Any) -> None:
    """Fail unless the answer is one that the route may give."""
    if status >= 400 and status != 503:
        assert status in GENERAL
        ProblemShown.model_validate(answer)
        return
    plain = unquote(path.partition("?")[0])
    for route, pattern in KNOWN:
        if route.method == method and pattern.fullmatch(plain):
            if status in route.gives and (model := route.gives[status]) is not None:
                model.model_validate(answer)
            return
