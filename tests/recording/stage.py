"""A simulated device on a real socket or line, recorded, and the recording replayed through both sides."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from controller.clock import SystemClock
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.wire.driver import Driver
from simulators.device import SimulatedDevice
from simulators.servers.listening import Server
from tests.simulators.real import listening
from tests.transcripts import script
from tests.transcripts.ours import Ours
from tests.transcripts.test_transcripts import opening, streams
from tests.transcripts.theirs import Theirs
from web.recording.recorder import Recording, record
from web.recording.telling import Terms, written


class Tapped:
    """A transport that says when something has arrived."""

    def __init__(self, inner) -> None:
        self.inner, self.arrived = inner, asyncio.Event()

    async def open(self, on_bytes, on_lost) -> None:
        def heard(data: bytes) -> None:
            on_bytes(data)
            self.arrived.set()

        await self.inner.open(heard, on_lost)

    def send(self, data: bytes) -> None:
        self.inner.send(data)

    def close(self) -> None:
        self.inner.close()


class Enough:
    """Lets the world change something, and has enough once the device has told of it."""

    def __init__(self, change: Callable[[], object] | None, lines: list[Tapped]) -> None:
        self.change, self.lines = change, lines

    async def wait(self) -> None:
        if self.change is not None:
            self.lines[-1].arrived.clear()
            self.change()
            async with asyncio.timeout(10):
                await self.lines[-1].arrived.wait()


async def recorded(
    one: SimulatedDevice,
    driver: Driver,
    server: Server,
    credentials: dict[str, str],
    change: Callable[[], object] | None = None,
) -> Recording:
    """What our recorder makes of it; whatever is asked changes nothing."""
    async with listening(one, server):
        lines: list[Tapped] = []
        address = parse(server.address, driver.port)

        def dial() -> Tapped:
            lines.append(Tapped(connect(address, credentials)))
            return lines[-1]

        before = dict(one.model.values)
        changes = []

        def changed() -> None:
            assert one.model.values == before, "asking has changed it"
            changes.append(True)
            if change is not None:
                change()

        enough = Enough(changed if change else None, lines)
        async with asyncio.timeout(300):
            made = await record(driver, dial, credentials, SystemClock(), enough)
        assert bool(changes) == (change is not None)
        return made


def replayed(text: str, folder: Path, name: str) -> None:
    """The text as a transcript, through both sides, as the suite of transcripts does it."""
    path = folder / name / "recorded.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    driver, known, theirs, session = opening(path)
    steps = script.steps(path)
    for pieces in (False, True) if streams(driver.framing) else (False,):
        Ours(driver, known, pieces).play(steps)
    Theirs(driver, theirs, session).play(steps)


def told(recording: Recording, credentials: dict[str, str], driver: Driver, anonymous: bool = False) -> str:
    """The transcript."""
    remarks = ("A simulated device", "source: recorded in a test")
    return written(recording, credentials, Terms(driver.name, remarks, driver.axes, anonymous=anonymous))
