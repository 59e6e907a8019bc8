"""The web's half of the composition: imported once the devices are dialled."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from controller.desk.board import Board
from controller.desk.duties import Duties
from controller.hall.watch import Watch
from controller.record import failpoints
from controller.record.archive import Archive
from controller.record.people import People
from scenes import library
from scenes.engine import Engine
from web.advice import Advice
from web.app import application
from web.compose import GRACE, Running
from web.desk import Desk, contract, office
from web.links import Links
from web.live import Live
from web.metrics import Metrics
from web.occasions import Occasions
from web.post import PostDesk
from web.reports import Reports
from web.security import own_names
from web.service import Service
from web.sessions import Gate
from web.staff import Staff
from web.stage import Stage
from web.streams import Streams
from web.sweeps import Sweeps
from web.takeovers import Takeovers
from web.timetable import Timetable
from web.troubles import Troubles

if TYPE_CHECKING:
    from controller.record.tickets import Ticket


async def open_web(
    running: Running,
    listen: tuple[str, int],
    version: str,
    demo: Sequence[Mapping[str, str]],
    names: Sequence[str] = (),
) -> None:
    """Make the service of a running hall and let it answer; `names` are more host names of this machine."""
    service = running.service = assemble(running, version, demo)
    app = application(service, own_names([listen[0], *names]))
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
    service.alive.start()
    await service.occasions.wake()
    await service.scenes.wake(service.journal)
    await service.desk.board.load()
    await service.troubles.wake(service.journal, service.desk.board, service.occasions.resting)
    await service.advice.wake()
    await service.takeovers.wake()
    await service.post.wake()
    await service.links.wake()
    await service.sweeps.wake()
    await service.timetable.wake()
    service.live.renew()
    failpoints.hit("service.recalled")
    service.recalled.set()
    service.desk.board.pressing = service.occasions.pressing
    service.desk.board.start()
    service.duties.start()
    service.post.start()
    service.troubles.watch.start()


def assemble(running: Running, version: str, demo: Sequence[Mapping[str, str]]) -> Service:
    """Everything that answers, tied together."""
    clock, bus, journal, hall = running.clock, running.bus, running.journal, running.hall
    metrics = Metrics(hall, bus, clock, version)
    engine = Engine(hall, library.load(running.venue, running.catalog))
    stage = Stage(hall, engine, bus, metrics, running.catalog)
    troubles = Troubles(hall, Watch.over(hall, journal), bus)
    desk, post = desks(running)
    shelves = {"runs": stage.shelf(), "faults": troubles.shelf(), "tickets": desk.shelf()}
    live = Live(clock, bus, hall.state, shelves)
    tell(live, stage, troubles, desk)
    people, gate, staff = doorkeepers(running, live)
    journal.on_trouble(lambda sentence: live.say(trouble=sentence))
    count(metrics, live, troubles, desk, post)
    occasions = Occasions(hall, journal, live, stage.engine)
    sweeps = Sweeps(hall, journal, stage.engine, live, running.place)
    sweeps.standing, sweeps.readiness.hushed = troubles.hard, occasions.hushed
    timetable = Timetable(hall, journal, stage.engine, desk.board, occasions, sweeps, live)
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
        desk=desk,
        metrics=metrics,
        occasions=occasions,
        timetable=timetable,
        post=post,
        staff=staff,
        takeovers=Takeovers(journal, clock, staff, desk.board),
        reports=Reports(),
        advice=Advice(hall, journal, desk.board),
        duties=Duties(journal, clock, desk.board, post.expert),
        links=Links(running.venue, clock, journal, desk.board),
        sweeps=sweeps,
        catalog=running.catalog,
        version=version,
        demo=tuple(demo),
    )


def doorkeepers(running: Running, live: Live) -> tuple[People, Gate, Staff]:
    """Who lets people in, and who says which people there are; tablets of those who may not stay go."""
    people = People(running.journal, running.clock)
    gate = Gate(people, running.journal, running.clock, running.place)
    gate.open, gate.closed = live.marks, live.end
    return people, gate, Staff(running.journal, running.clock, gate)


def desks(running: Running) -> tuple[Desk, PostDesk]:
    """The help desk's board as the contract has it, and its post office beside it."""
    clock, bus, journal, venue = running.clock, running.bus, running.journal, running.venue
    hours = office(venue.contract, venue.hall.timezone)
    archive, hall = Archive(journal), running.hall
    board = Board(journal, clock, bus, contract(venue.contract), hours, archive)

    def names() -> list[tuple[str, object]]:
        return [(id, hall.title(id)) for id in hall.devices]

    desk = Desk(board, archive, bus, venue.hall.timezone, names)
    return desk, PostDesk(venue, clock, journal, desk.board)


def count(metrics: Metrics, live: Live, troubles: Troubles, desk: Desk, post: PostDesk) -> None:
    """What `/metrics` asks of each."""
    metrics.gauges |= {
        "auditorium_ws_clients": ("Open WebSockets.", "", lambda: {"": len(live.peers)}),
        "auditorium_faults": ("Standing faults.", "severity", troubles.counts),
        "auditorium_tickets": ("Open tickets.", "state", desk.counts),
        "auditorium_letters": ("Messages to people.", "state", post.counts),
        "auditorium_sla_breaches": ("Clocks that were not kept.", "kind", desk.breaches),
    }


def tell(live: Live, stage: Stage, troubles: Troubles, desk: Desk) -> None:
    """Let tablets hear of whatever moves; a ticket's faults show its number."""

    def moved(ticket: "Ticket") -> None:
        live.touch("tickets", str(ticket.no))
        for fault in ticket.faults:
            live.touch("faults", fault)

    stage.moved = lambda run: live.touch("runs", run)
    troubles.moved = lambda fault: live.touch("faults", fault)
    troubles.ticket_of, troubles.say = desk.board.for_fault, live.say
    desk.moved = moved
