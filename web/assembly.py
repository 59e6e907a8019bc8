"""The web's half of the composition: imported once the devices are dialled."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from controller.hall.holds import Holds
from controller.hall.watch import Watch
from controller.record.people import People
from scenes import library
from scenes.engine import Engine
from web.app import application
from web.compose import GRACE, Running
from web.live import Live
from web.metrics import Metrics
from web.security import own_names
from web.service import Service
from web.sessions import Gate
from web.stage import Stage
from web.streams import Streams
from web.troubles import Troubles


async def open_web(
    running: Running, listen: tuple[str, int], version: str, demo: Sequence[Mapping[str, str]]
) -> None:
    """Make the service of a running hall and let it answer."""
    service = running.service = assemble(running, version, demo)
    app = application(service, own_names([listen[0]]))
    runner = running.runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=GRACE, keepalive_timeout=75.0
    )
    await runner.setup()
    await web.TCPSite(runner, *listen).start()
    running.address = runner.addresses[0][:2]
    service.live.start()
    service.gate.start()


async def wake(service: Service) -> None:
    """Remember what was, once the record can be read: runs, faults, tickets; then look and act."""
    await service.journal.ready()
    await service.scenes.wake(service.journal)
    await service.troubles.watch.load()
    service.troubles.watch.start()


def assemble(running: Running, version: str, demo: Sequence[Mapping[str, str]]) -> Service:
    """Everything that answers, tied together."""
    clock, bus, journal, hall = running.clock, running.bus, running.journal, running.hall
    metrics = Metrics(hall, bus, clock, version)
    holds = Holds(hall.state, bus, journal)
    stage = Stage(hall, Engine(hall, library.load(running.venue, running.catalog)), holds, bus, metrics)
    troubles = Troubles(hall, Watch.over(hall, journal, holds), bus)
    live = Live(clock, bus, hall.state, {"runs": stage.shelf(), "faults": troubles.shelf()})
    stage.moved = lambda run: live.touch("runs", run)
    troubles.moved = lambda fault: live.touch("faults", fault)
    people = People(journal, clock)
    gate = Gate(people, journal, clock)
    gate.open, gate.closed = live.marks, live.end
    journal.on_trouble(lambda sentence: live.say(trouble=sentence))
    metrics.gauges |= {
        "auditorium_ws_clients": ("Open WebSockets.", "", lambda: {"": len(live.peers)}),
        "auditorium_faults": ("Standing faults.", "severity", troubles.counts),
    }
    return Service(
        clock=clock,
        bus=bus,
        hall=hall,
        journal=journal,
        people=people,
        gate=gate,
        live=live,
        streams=Streams(hall, bus, clock),
        scenes=stage,
        troubles=troubles,
        metrics=metrics,
        version=version,
        demo=tuple(demo),
    )
