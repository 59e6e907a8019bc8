"""Whatever a tablet says, it gets an answer or silence, never a bug of ours, and no device gets nonsense."""

import json
from random import Random
from typing import Any

from tests.web.house import House
from tests.web.test_frames import read
from tests.web.test_slow_tablets import Wire
from web.peer import Peer
from web.roles import Identity
from web.talk import BURST, Talk

ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        3,
        2**53,
        10**400,
        1.5,
        1e308,
        "",
        "on",
        "off",
        "x" * 2000,
        "\ud800",
        "\x00\r\n",
    ),
    *(
        "\x00\r\n",
        [],
        {},
        [1],
        {"a": 1},
        "lamp/power",
        "lamp",
        "matrix/video_tie/1",
        "matrix",
        "recall",
        "reboot",
    ),
    *("trace/lamp", "trace/", "meters", "=cmd|", "<img onerror>", "%1POWR 0", "../../x", "lecture", "\u202e"),
    *({"preset": 1}, {"preset": "\r"}, {"socket": [1]}, "2026-01-01T12:00:00Z", "2026-01-01", "yesterday"),
)
KINDS = ("set", "invoke", "run", "sub", "unsub", "ping", "dance")
KEYS = ("id", "ref", "value", "device", "action", "args", "scene", "topic", "at", "t", "key")


def odd_frame(random: Random) -> str:
    """A frame of a kind there is, or nearly, with members of every sort."""
    frame = {"t": random.choice(KINDS), "id": random.choice(("k1", "k2", 7))}
    frame |= {key: random.choice(ODD) for key in random.sample(KEYS, random.randrange(len(KEYS)))}
    return json.dumps(frame)


async def test_ten_thousand_odd_frames(house: House) -> None:
    random, wire = Random(20260501), Wire()
    who = Identity("fuzz", "admin", "tablet", "mark")
    talk = Talk(house.service, Peer(wire, who))  # type: ignore[arg-type]
    for number in range(10_000):
        talk.hear(odd_frame(random))
        if number % 100 == 0:
            await house.pass_time(5, step=1)
    await house.pass_time(200)
    told = [frame for frame in wire.frames() if frame["t"] == "err"]
    assert {frame["problem"]["status"] for frame in told} <= {403, 404, 409, 422, 429, 502}
    assert all(frame["problem"]["sentence"]["zh"] for frame in told)
    for far in house.far.values():
        assert all("\r" not in line and "\n" not in line for line in far.heard)


async def test_one_tablet_cannot_flood_a_device(house: House) -> None:
    wire = Wire()
    talk = Talk(house.service, Peer(wire, Identity("flood", "operator", "tablet", "m")))  # type: ignore[arg-type]
    for number in range(int(BURST) + 50):
        talk.hear(json.dumps({"t": "set", "id": f"k{number}", "ref": "matrix/video_tie/1", "value": 2}))
    refused = [read(data) for data in wire.taken if b'"err"' in data]
    assert len(refused) == 50
    assert {frame["problem"]["code"] for frame in refused} == {"too_many"}
