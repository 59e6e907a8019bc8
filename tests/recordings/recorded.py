"""Recordings of real power devices: their text, read without our drivers, and an agent that serves them."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from drivers.errors import Refused
from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Sized
from tests.simulators.ours import Ours

FOLDER = os.environ.get("AUDITORIUM_SNMPREC", "")
HERE = "127.0.0.1"
STARTS = 60
"""Seconds the agent may take to index its files."""


def recording(name: str) -> Mapping[str, str]:
    """OID to value, as the text of the recording has them; variation tags count as their first value."""
    found: dict[str, str] = {}
    text = (Path(FOLDER) / f"{name}.snmprec").read_bytes().decode("utf-8", "replace")
    for line in text.split("\n"):
        oid, _, rest = line.partition("|")
        tag, _, value = rest.partition("|")
        if ":" in tag:
            options = dict(option.partition("=")[::2] for option in value.split(","))
            value = options.get("value") or options.get("initial") or ""
        if tag == "4x":
            value = bytes.fromhex(value).decode("utf-8", "replace")
        found[oid] = value.rstrip("\r")
    return found


def responder() -> Path | None:
    """snmpsim's agent, beside this Python."""
    found = Path(sys.executable).with_name("snmpsim-command-responder")
    return found if found.exists() else None


@contextlib.asynccontextmanager
async def served(folder: str, cache: Path, port: int) -> AsyncIterator[None]:
    """While inside, every recording is served there; its name is its community."""
    rights = ["--process-user=root", "--process-group=root"] if os.getuid() == 0 else []
    agent = await asyncio.create_subprocess_exec(
        str(responder()), f"--data-dir={folder}", f"--cache-dir={cache}", "--logging-method=null",
        f"--agent-udpv4-endpoint={HERE}:{port}", *rights,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        agent.terminate()
        await agent.wait()


class Reader(Ours):
    """Reads everything a driver asks for, as the core does on connecting."""

    def on_event(self, event: object) -> None:
        super().on_event(event)
        if isinstance(event, Sized):
            self.link.side.resize({event.axis: event.places})

    async def read(self) -> None:
        """Each question once; when an axis turns out longer or shorter, the rest is planned anew."""
        asked: set[str] = set()
        while waiting := [one for one in self.link.side.polls() if one.request.frames[0] not in asked]:
            asked.add(waiting[0].request.frames[0])
            with contextlib.suppress(Refused):
                await self.send(waiting[0].request)


async def read(driver: Driver, port: int, name: str, version: str = "2c") -> dict[Place, Value]:
    """All that the driver learns of one recording; places that are not there are left out."""
    address = f"snmp://{HERE}:{port}?version={version}&community={name}"
    one = Reader(driver, address, {})
    async with asyncio.timeout(STARTS):
        await one.link.open()
        try:
            await one.read()
        finally:
            one.link.close()
    return {place: value for place, value in one.known.items() if value is not None}
