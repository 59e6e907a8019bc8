"""`python -m simulators` as a process: the sample hall stands up, says so, and goes without a trace."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from simulators.__main__ import main

ROOT = Path(__file__).parents[2]
HALL = ROOT / "web" / "demo" / "grand-hall.yaml"


async def started(tmp_path, *options, stdin=None):
    """The process, and what it said when it was ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulators", str(HALL), "--any-port", "--backdoor", "127.0.0.1:0", *options,
        env={**os.environ, "AUDITORIUM_DEMO_DIR": str(tmp_path)}, cwd=ROOT,
        stdin=stdin, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    lines = []
    while not lines or not lines[-1].startswith("{"):
        lines.append((await asyncio.wait_for(process.stdout.readline(), 30)).decode())
        assert lines[-1], "it ended before it was ready"
    return process, json.loads(lines[-1]), lines


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_it_stands_up_and_ends_cleanly(tmp_path, stop):
    process, ready, lines = await started(tmp_path, "--speed", "20")
    assert set(ready["devices"]) == {
        "main-projector", "side-projector", "matrix", "matrix-2", "mixer", "pdu-a", "pdu-b",
    }  # fmt: skip
    assert len(lines) == len(ready["devices"]) + 1
    assert (tmp_path / "matrix").is_symlink()
    process.send_signal(stop)
    assert await asyncio.wait_for(process.wait(), 10) == 0
    assert not (tmp_path / "matrix").is_symlink()


async def test_whoever_started_it_takes_it_along(tmp_path):
    process, _, _ = await started(tmp_path, "--with-stdin", stdin=asyncio.subprocess.PIPE)
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 10) == 0
    assert not (tmp_path / "matrix").is_symlink()


async def test_a_tripped_outlet_darkens_the_projector_until_it_is_closed(tmp_path):
    process, ready, _ = await started(tmp_path, "--speed", "100")
    try:
        async with ClientSession(ready["backdoor"]) as http:
            host, port = ready["devices"]["main-projector"][0].removeprefix("tcp://").split(":")
            reader, _ = await asyncio.open_connection(host, int(port))
            assert (await reader.readuntil(b"\r")).startswith(b"PJLINK 1 ")
            assert (await http.post("/outlets/pdu-a/outlet/1/trip")).status == 200
            assert await asyncio.wait_for(reader.read(), 5) == b""
            seen = {one["id"]: one for one in (await (await http.get("/devices")).json())["devices"]}
            assert (seen["main-projector"]["powered"], seen["side-projector"]["powered"]) == (False, True)
            await http.patch("/devices/pdu-a/model", json={"outlet/1": True})
            seen = {one["id"]: one for one in (await (await http.get("/devices")).json())["devices"]}
            assert seen["main-projector"]["powered"] is True
    finally:
        process.terminate()
        await process.wait()


def test_what_it_cannot_do_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AUDITORIUM_DEMO_DIR", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C")
    assert main([str(tmp_path / "nothing.yaml")]) == 1
    assert "nothing.yaml" in capsys.readouterr().err
    assert main([str(HALL), "--backdoor", "0.0.0.0:8081"]) == 2
    assert "--listen-anywhere" in capsys.readouterr().err
    assert main([str(HALL), "--backdoor", "here"]) == 2
    assert "HOST:PORT" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
