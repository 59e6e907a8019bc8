"""The demonstration as a newcomer starts it: it says where to look, answers, and leaves nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Loopback addresses of this process alone, so that another demonstration may run beside it.
HOSTS = (f"127.{71 + turn}.{os.getpid() >> 8 & 255}.{os.getpid() % 254 + 1}" for turn in range(100))
PATIENCE = 60


def two_ports() -> int:
    """A free port whose next is free, too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


class Demo:
    """The command in a process of its own, and what it printed until it was ready."""

    def __init__(self, folder: Path, port: int | None = 0, host: str | None = "") -> None:
        """None: the demonstration finds its own; empty: one of this process."""
        words = [] if port is None else ["--port", str(port or two_ports())]
        environment = {**os.environ, "TMPDIR": str(folder)}
        if host is not None:
            environment["AUDITORIUM_DEMO_HOST"] = host or next(HOSTS)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "web", "demo", *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.text = ""
        for line in self.process.stdout:
            self.text += line
            if "Ctrl-C" in line:
                found = re.search(r"page +http://127\.0\.0\.1:(\d+)", self.text)
                self.port = int(found[1]) if found else 0
                return
        raise AssertionError(f"the demonstration ended: {self.text}")

    def ask(self, port: int, path: str, body: object = None) -> bytes:
        """A request to the service or, on the next port, to the simulators."""
        data = None if body is None else json.dumps(body).encode()
        url = f"http://127.0.0.1:{port}{path}"
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            found: bytes = reply.read()
            return found

    def gone(self) -> bool:
        """Whether nobody answers on the simulators' port any more."""
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port + 1)) != 0


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demonstration that has begun."""
    demo = Demo(tmp_path)
    yield demo
    demo.process.kill()
    demo.process.wait(PATIENCE)
    if demo.process.stdout:
        demo.process.stdout.close()


def test_it_says_where_to_look_answers_and_ends_cleanly(demo: Demo, tmp_path: Path) -> None:
    for said in (
        f"http://127.0.0.1:{demo.port}",
        f":{demo.port + 1}",
        "demo-lead",
        "讲座",
        "Lecture",
        "aud_",
    ):
        assert said in demo.text
    assert json.loads(demo.ask(demo.port, "/healthz")) == {"ok": True}
    who = demo.ask(demo.port, "/api/v1/session", {"name": "lead", "password": "demo-lead"})
    assert json.loads(who)["user"] == {"name": "lead", "role": "lead"}
    assert len(json.loads(who)["demo"]) == 4
    assert b"main-projector" in demo.ask(demo.port + 1, "/devices")
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(PATIENCE) == 0
    assert demo.gone()
    assert list(tmp_path.iterdir()) == []


def test_killed_outright_it_takes_the_simulators_along(demo: Demo) -> None:
    match = re.search(r"aud_\S+", demo.text)
    assert match
    assert not demo.gone()
    with socket.create_connection(("127.0.0.1", demo.port + 1)) as wire:
        demo.process.kill()
        wire.settimeout(PATIENCE)
        assert wire.recv(1) == b""  # it lasts until they have ended


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    port = two_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "web", "demo", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "AUDITORIUM_DEMO_HOST": next(HOSTS), "TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert list(tmp_path.iterdir()) == []
