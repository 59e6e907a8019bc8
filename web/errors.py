"""Where whatever goes wrong in the web floor ends: a bug of ours is logged, told as such, and stops nothing
else.
"""

import logging
from collections.abc import Callable

from aiohttp import web

from web.problems import Problem

_log = logging.getLogger(__name__)
BY_STATUS = {404: "not_found", 405: "method", 413: "too_large", 400: "bad_request"}
Inside = Callable[[web.Request], "web.StreamResponse"]


async def told(answering: "Callable[[], object]") -> web.StreamResponse | Problem:
    """What `answering` answers, or the problem that kept it from answering."""
    try:
        return await answering()  # type: ignore[misc, no-any-return]
    except Problem as problem:
        return problem
    except web.HTTPException as error:
        return Problem(error.status, BY_STATUS.get(error.status, "bad_request"), headers=_kept(error))
    except TimeoutError:
        return Problem(408, "too_slow")
    except Exception:
        _log.exception("a request failed by a bug of ours")
        return Problem(500, "internal")


def safely(work: Callable[[], object]) -> Problem | None:
    """Do something for a client of the WebSocket; answers the problem to tell, if there was one."""
    try:
        work()
    except Problem as problem:
        return problem
    except Exception:
        _log.exception("a frame failed by a bug of ours")
        return Problem(500, "internal")
    return None


def _kept(error: web.HTTPException) -> dict[str, str]:
    return {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
