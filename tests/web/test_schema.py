"""The service keeps to its own document: schemathesis throws requests at a running one, right and wrong.

No answer is a 5xx of ours, and every answer is as the document says. `-m slow` throws a hundred at each
operation.
"""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from tests.web.house import House, open_house
from web import openapi
from web.app import routes

FEW = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=100, derandomize=False)
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


class Server:
    """A house with its loop in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.house: House = self._do(open_house(folder))
        self._do(self.house.ask("POST", "/api/v1/tickets", {"title": "seen", "device": "lamp"}))

    def _do(self, work):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def document(self):  # type: ignore[no-untyped-def]
        """The OpenAPI document, as the service gives it."""
        return self._do(self.house.ask("GET", "/api/openapi.json"))[1]

    def pass_a_second(self) -> None:
        """Time goes on, in the loop's thread."""
        self._loop.call_soon_threadsafe(self.house.clock.advance, 1)

    def close(self) -> None:
        """End it."""
        self._do(self.house.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One service for all operations."""
    server = Server(tmp_path_factory.mktemp("schema"))
    yield server
    server.close()


def document() -> dict[str, Any]:
    """The document of all routes, without the WebSocket: an upgrade is no request like the others."""
    return openapi.document([route for route in routes() if route.plain != "/api/v1/ws"], "1.0")


THERE = {
    "/devices/{id}": ["lamp", "matrix", "pdu", "screen"],
    "/scenes/{id}": ["lecture"],
    "{ref}": ["lamp/power", "matrix/video_tie/1", "pdu/outlet/2", "screen/label", "lamp/link", "no/thing"],
    "{name}": ["reboot", "recall", "cycle"],
    "{no}": ["1"],
}


def furnished() -> dict[str, Any]:
    """The same with names that there are, so that not everything is answered by "no such thing"."""
    found = document()
    for path, operations in found["paths"].items():
        for operation in operations.values():
            for one in (one for one in operation["parameters"] if one["in"] == "path"):
                known = [
                    ids for where, ids in THERE.items() if where in path and f"{{{one['name']}}}" in where
                ]
                if known:
                    one["schema"] = {"enum": known[0]}
    wish = found["components"]["schemas"]["Wish"]["properties"]
    wish["value"] = {"enum": ["on", "off", "hdmi 1", 1, 2, True, "warming", 0.5]}
    args = found["components"]["schemas"]["Args"]["properties"]
    args["args"] = {"enum": [{}, {"preset": 3}, {"socket": 2}, {"preset": "x"}]}
    return found


SCHEMA = schemathesis.openapi.from_dict(furnished())
OPERATIONS = {one.ok().label: one.ok() for one in SCHEMA.get_all_operations()}


def test_the_served_document_is_this_one(server: Server) -> None:
    served = server.document()
    del served["paths"]["/api/v1/ws"]
    assert served["paths"] == document()["paths"]


def throw(label: str, server: Server, how: settings) -> None:
    """Send requests of one operation, as an administrator, and hold the answers to the document."""
    house = server.house
    headers = {"Authorization": f"Bearer {house.tokens['admin']}"}

    @how
    @given(case=OPERATIONS[label].as_strategy() | OPERATIONS[label].as_strategy(GenerationMode.NEGATIVE))
    def thrown(case: Any) -> None:
        server.pass_a_second()  # so that nobody is asked to wait
        case.call_and_validate(base_url=house.url, headers=headers, checks=CHECKS, timeout=20)

    thrown()


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_keeps_to_the_document(label: str, server: Server) -> None:
    throw(label, server, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_keeps_to_the_document_a_hundred_times(label: str, server: Server) -> None:
    throw(label, server, MANY)
