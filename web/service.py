"""The running service, as handlers see it: everything that answers, in one value."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from controller.clock import Clock
from controller.events import Bus
from controller.hall.fitting import Catalog
from controller.hall.hall import Hall
from controller.record.alive import Alive
from controller.record.journal import Journal
from controller.record.people import People
from web.live import Live
from web.sessions import Gate
from web.streams import Streams

if TYPE_CHECKING:
    from controller.desk.duties import Duties
    from web.advice import Advice
    from web.desk import Desk
    from web.links import Links
    from web.metrics import Metrics
    from web.occasions import Occasions
    from web.post import PostDesk
    from web.reports import Reports
    from web.staff import Staff
    from web.stage import Stage
    from web.sweeps import Sweeps
    from web.takeovers import Takeovers
    from web.timetable import Timetable
    from web.troubles import Troubles


@dataclass(slots=True)
class Service:
    """One hall's service. `catalog` is a test's own; `demo` are the accounts that its log-in page offers,
    none outside the demonstration. `recalled` is set once runs, faults and tickets of before are known.
    """

    clock: Clock
    bus: Bus
    hall: Hall
    journal: Journal
    people: People
    gate: Gate
    live: Live
    streams: Streams
    scenes: "Stage"
    troubles: "Troubles"
    desk: "Desk"
    metrics: "Metrics"
    occasions: "Occasions"
    timetable: "Timetable"
    sweeps: "Sweeps"
    post: "PostDesk"
    staff: "Staff"
    takeovers: "Takeovers"
    reports: "Reports"
    advice: "Advice"
    links: "Links"
    duties: "Duties"
    catalog: Catalog | None = None
    version: str = ""
    demo: tuple[Mapping[str, str], ...] = field(default=())
    recalled: asyncio.Event = field(default_factory=asyncio.Event)
    alive: Alive = field(init=False)

    def __post_init__(self) -> None:
        """It gives its sign of life by itself."""
        self.alive = Alive(self.journal, self.clock)

    def stop(self) -> None:
        """No more runs, looks, frames and numbers."""
        self.timetable.stop()
        self.occasions.stop()
        self.scenes.engine.close()
        self.troubles.watch.stop()
        self.duties.stop()
        self.alive.stop()
        self.desk.board.stop()
        self.takeovers.stop()
        self.live.stop()
        self.gate.stop()
        self.metrics.stop()
        self.people.close()
