"""What is to be said of a device without asking it: its points, actions, connection and usual times."""

from collections.abc import Iterable, Mapping

from controller.hall.linkinfo import LinkInfo, link_info
from controller.hall.places import Places
from controller.hall.spec import Spec
from controller.hall.supervisor import Supervisor
from drivers.patience import Counters
from drivers.points import Place, Point
from drivers.vocabulary import LinkState
from drivers.wire.driver import Driver
from drivers.wire.events import Request
from drivers.wire.planner import planner
from drivers.wire.talk import ALL, Action, When

USUAL, PASSING = 5.0, 120.0
"""Seconds within which an order is carried out, when nobody says otherwise; where a value passes (a lamp)."""


class Facts:
    """The part of a device that only answers questions about itself."""

    spec: Spec
    id: str
    title: object
    places: Places
    supervisor: Supervisor
    counters: Counters

    @property
    def driver(self) -> Driver:
        """The driver, with the sizes learned so far."""
        return self.places.driver

    @property
    def actions(self) -> Mapping[str, Action]:
        """What it can do, by name."""
        return self.places.actions

    def point(self, key: str) -> Point:
        """The point called `key`; KeyError where there is none."""
        return self.places.point(key)

    def tells_by_itself(self, key: str) -> bool:
        """Whether any line of the device says this point, asked or unasked."""
        return key in self.driver.table.told

    def whens(self, key: str) -> tuple[When, ...]:
        """When each of the questions for such a point makes sense, by other points of the device."""
        return planner(self.driver.table).asking.whens(key)

    def changed_by(self, action: str) -> Iterable[Place]:
        """The points that an action may change; all of them, where its row does not say."""
        keys = self.actions[action].stales
        return (place for place in self.places.refs if not keys or ALL in keys or place.key in keys)

    def rename(self, spec: Spec) -> None:
        """The file calls it something else, and changes nothing of how it is reached."""
        self.spec, self.title = spec, spec.title

    def link_info(self) -> LinkInfo:
        """How the connection stands, for people."""
        return link_info(self.supervisor, self.counters, self.title)

    def is_up(self) -> bool:
        """Whether the link is up."""
        return self.supervisor.link is LinkState.UP

    @property
    def patience(self) -> float:
        """Seconds within which a question is answered, or asked twice in vain."""
        return 2 * self.driver.patience + 1.0

    def usual(self, request: Request) -> float:
        """Seconds within which such an order is carried out."""
        points = (self.usual_of(place.key) for place in request.covers)
        return max(request.settle + USUAL, request.patience + 1.0, *points)

    def usual_of(self, key: str) -> float:
        """Seconds within which such a point is expected to obey."""
        return PASSING if self.places.has(key) and self.point(key).passing else USUAL
