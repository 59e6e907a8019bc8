"""From a hall's file to devices that listen: what is refused, and how it says that it is ready."""

import asyncio
import io
import json

import pytest
from aiohttp import ClientSession

from simulators.build import build
from simulators.plan import NotAPlan, read
from simulators.serve import Running
from simulators.timing import HandTiming, LoopTiming
from tests.simulators.small import SMALL

FILE = """
version: 1
hall: {id: grand, name: {zh: 大礼堂, en: Grand Hall}}
devices:
  first:
    driver: small
    name: {zh: 一号, en: First}
    address: tcp://127.0.0.1:14999
    options: {inputs: 4, outputs: 2}
    simulator: {present: [2], boot: 1s, values: {video_tie/1: 2}}
  second:
    driver: small
    address: serial://${LINKS}/second?baud=9600
    simulator: {connections: 1}
cables:
  - {from: first/output/1, to: second/input/3}
scenes: {}
"""


def catalog(name):
    return {"small": SMALL}[name]


def planned(tmp_path, text=FILE):
    file = tmp_path / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    return read(file, {"LINKS": str(tmp_path)}, catalog)


def test_values_behaviours_and_wiring_are_read(tmp_path):
    plan = planned(tmp_path)
    hall = build(plan, HandTiming())
    first, second = hall.venue.devices.values()
    assert plan.title == {"zh": "大礼堂", "en": "Grand Hall"}
    assert first.model.look("video_tie", (1,)) == 2
    assert [first.model.look("signal", (n,)) for n in (1, 2, 3, 4)] == [False, True, False, False]
    assert first.boot_time == 1.0
    assert second.model.look("signal", (3,)) is True
    assert hall.about["first"]["name"] == {"zh": "一号", "en": "First"}
    assert hall.about["second"]["kind"] == "matrix"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("driver: small\n    name", "driver: smal\n    name", "no driver 'smal'"),
        ("tcp://127.0.0.1:14999", "tcp://10.1.4.20:4352", "--listen-anywhere"),
        ("tcp://127.0.0.1:14999", "gpib://x", "begins with one of"),
        ("tcp://127.0.0.1:14999", "rfc2217://127.0.0.1:99", "nothing simulates rfc2217://"),
        ("boot: 1s", "boot: soon", "simulator.boot"),
        ("boot: 1s", "warm_up: 1s", "simulator.warm_up: no such behaviour"),
        ("video_tie/1: 2", "video_tie/77: 2", "simulator.values.video_tie/77"),
        ("driver: small\n    name", "name", "driver"),
    ],
)
def test_what_cannot_be_simulated_is_named(tmp_path, was, becomes, said):
    assert was in FILE
    with pytest.raises(NotAPlan) as no:
        build(planned(tmp_path, FILE.replace(was, becomes)), HandTiming())
    assert said in str(no.value)


async def test_ready_they_say_where_and_they_end_cleanly(tmp_path):
    plan = planned(tmp_path)
    running = Running(build(plan, LoopTiming(), any_port=True), plan.title, speed=50)
    await running.open(("127.0.0.1", 0))
    out = io.StringIO()
    running.tell(out)
    ready = json.loads(out.getvalue().splitlines()[-1])
    assert ready["ready"] is True
    assert ready["devices"]["second"] == [f"serial://{tmp_path}/second"]
    port = int(ready["devices"]["first"][0].rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"tie? 1\r")
    assert await reader.readuntil(b"\r") == b"tie 1 2\r"
    async with ClientSession() as http:
        seen = await (await http.get(f"{ready['backdoor']}/devices/first/wire")).json()
        assert [frame["text"] for frame in seen["frames"]] == ["tie? 1", "tie 1 2"]
        assert (await (await http.get(f"{ready['backdoor']}/devices")).json())["speed"] == 50
    await running.close()
    assert not (tmp_path / "second").is_symlink()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_place_already_taken_is_named(tmp_path):
    plan = planned(tmp_path)
    (tmp_path / "second").write_text("somebody's")
    running = Running(build(plan, LoopTiming(), any_port=True), plan.title)
    with pytest.raises(OSError, match="second: cannot listen"):
        await running.open()
    await running.close()


def test_chance_comes_from_the_files_seed(tmp_path):
    one, same = (build(planned(tmp_path), HandTiming()).venue.devices["first"] for _ in range(2))
    other = build(planned(tmp_path, FILE.replace("boot: 1s", "seed: 2")), HandTiming()).venue.devices["first"]
    assert one.chance().random() == same.chance().random() != other.chance().random()
