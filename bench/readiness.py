"""The sweep before doors: twenty switchers, 20 ms an answer, each read whole and one of its ties tried."""

import json
import time
import urllib.request
from datetime import datetime
from typing import Any

from bench.measure import Figure, Measure, Values
from bench.scene import ANSWER, DEVICES
from bench.stage import Stage

ROUNDS = 3


def readiness(stage: Stage) -> Values:
    """From the tap to the signed sheet, the middle of three."""
    stage.start()
    stage.settle()
    stage.matrices.delay(ANSWER)
    took = sorted(_swept(stage) for _ in range(ROUNDS))
    return {"tap to sheet": took[ROUNDS // 2]}


def _swept(stage: Stage) -> float:
    begun = _ask(stage, "POST", "readiness", b"{}")
    end = time.monotonic() + 120
    while (sheet := _ask(stage, "GET", f"readiness/{begun['id']}"))["ended"] is None:
        if time.monotonic() > end:
            raise TimeoutError(f"the sweep did not end: {sheet['counts']}")
        time.sleep(0.1)
    if sheet["counts"]["red"]:
        raise RuntimeError(f"what is well was found red: {sheet['items']}")
    time.sleep(1.1)  # a sheet is called by its second
    return (datetime.fromisoformat(sheet["ended"]) - datetime.fromisoformat(sheet["at"])).total_seconds()


def _ask(stage: Stage, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
    url = f"http://127.0.0.1:{stage.port}/api/v1/{path}"
    headers = {"Authorization": f"Bearer {stage.tokens[0]}", "Content-Type": "application/json"}
    asked = urllib.request.Request(url, body, headers, method=method)
    with urllib.request.urlopen(asked, timeout=30) as reply:
        found: dict[str, Any] = json.load(reply)
    return found


READINESS = Measure(
    "readiness",
    f"sweep of {DEVICES} devices that answer after 20 ms",
    (Figure("tap to sheet", "s"),),
    lambda name: Stage(name, DEVICES, each="readiness: {route: {video_tie/2: 3}}"),
    readiness,
    floor=False,
    repeat=3,
)
