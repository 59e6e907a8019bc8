"""The web's half of the composition: imported once the devices are dialled."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from controller.record.people import People
from web.app import application
from web.compose import GRACE, Running
from web.live import Live
from web.metrics import Metrics
from web.security import own_names
from web.service import Service
from web.sessions import Gate
from web.streams import Streams


async def open_web(
    running: Running, listen: tuple[str, int], version: str, demo: Sequence[Mapping[str, str]]
) -> None:
    """Make the service of a running hall and let it answer."""
    service = running.service = assemble(running, version, demo)
    app = application(service, own_names([listen[0]]))
    runner = running._runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=GRACE, keepalive_timeout=75.0
    )
    await runner.setup()
    await web.TCPSite(runner, *listen).start()
    running.address = runner.addresses[0][:2]
    service.live.start()
    service.gate.start()


def assemble(running: Running, version: str, demo: Sequence[Mapping[str, str]]) -> Service:
    """Everything that answers, tied together."""
    clock, bus, journal, hall = running.clock, running.bus, running.journal, running.hall
    people = People(journal, clock)
    live = Live(clock, bus, hall.state, {})
    metrics = Metrics(hall, bus, clock, version)
    metrics.gauges["auditorium_ws_clients"] = ("Open WebSockets.", "", lambda: {"": len(live.peers)})
    gate = Gate(people, journal, clock)
    gate.open, gate.closed = live.marks, live.end
    journal.on_trouble(lambda sentence: live.say(trouble=sentence))
    return Service(
        clock=clock,
        bus=bus,
        hall=hall,
        journal=journal,
        people=people,
        gate=gate,
        live=live,
        streams=Streams(hall, bus, clock),
        metrics=metrics,
        version=version,
        demo=tuple(demo),
    )
