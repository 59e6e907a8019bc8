"""A condition: something a rule finds to be so now, which would be a fault if it stays so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from controller.hall.faults import Fault, Severity
from controller.hall.settings import Settings
from controller.hall.sight import Sight
from drivers.points import Ref, Value


class Proof(NamedTuple):
    """What it takes to believe it: so many `seconds` and so many different `reads`."""

    seconds: float = 0.0
    reads: int = 0


AT_ONCE = Proof()


@dataclass(frozen=True, slots=True)
class Condition:
    """`subject` is a device, a node, or the text of a ref; `since` the first evidence, if older than now.

    `flickers`: to come and go often is wrong in itself, though it never stays for long enough to be believed.
    """

    rule: str
    subject: str
    device: str
    severity: Severity
    proof: Proof = AT_ONCE
    evidence: Mapping[str, Any] = field(default_factory=dict)
    since: datetime | None = None
    flickers: bool = False

    @property
    def key(self) -> str:
        """The key of the fault it would be."""
        return f"{self.subject}/{self.rule}"


class Look(Protocol):
    """All that a rule may look at."""

    @property
    def sight(self) -> Sight:
        """The hall."""

    @property
    def settings(self) -> Settings:
        """The numbers."""

    def standing(self, key: str) -> Fault | None:
        """The fault of this key, if it stands: hysteresis asks for it."""

    def lawful(self, outlet: Ref) -> bool:
        """Whether this outlet is off because somebody ordered it."""

    def excused(self, device: str) -> bool:
        """Whether it may lawfully be silent now."""

    def excuse(self, device: str) -> str | None:
        """Why it may, if it may: the order, or what an order did."""

    def sleeps(self, device: str) -> bool:
        """Whether it is asleep, and cannot be reached until somebody wakes it."""

    def missed(self, device: str) -> Mapping[Ref, "Miss"]:
        """The points of a device that were ordered and did not obey."""


class Miss(NamedTuple):
    """An order that the device took, or not, and did not obey.

    `unheard`: it was asleep, and could not be told; it has so many seconds of `patience` to come up. While
    something keeps it dark, so many are `left`; once that was over it has all of them anew (`renewed`).
    """

    wanted: Value
    order: str
    why: str
    by: str
    unheard: bool = False
    patience: float = 0.0
    left: float | None = None
    renewed: bool = False


def watched(subject: str) -> Ref:
    """The point that a fault is about; a device's own trouble is about its link."""
    return Ref.parse(subject) if "/" in subject else Ref(subject, "link")
