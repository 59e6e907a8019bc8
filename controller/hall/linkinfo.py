"""The connection of a device as people see it."""

from dataclasses import dataclass
from datetime import datetime

from controller.hall import offline
from controller.hall.sentences import Sentence
from controller.hall.supervisor import Supervisor
from drivers.patience import Counters


@dataclass(frozen=True, slots=True)
class LinkInfo:
    """`state` since when, and in `sentence` why it is not up and what to do (None while it is).

    `retry_helps`: trying again can help; else a person has to do something first. `rtt` in seconds; the
    other numbers count since the start.
    """

    state: str
    since: datetime
    code: str
    sentence: Sentence | None
    retry_helps: bool
    rtt: float
    sent: int
    heard: int
    errors: int
    noise: int
    reconnects: int


def link_info(supervisor: Supervisor, counters: Counters, title: object) -> LinkInfo:
    """How the connection stands now."""
    code = supervisor.loss.code if supervisor.loss else ""
    return LinkInfo(
        state=str(supervisor.link),
        since=supervisor.since,
        code=code,
        sentence=offline.sentence(code, title) if code else None,
        retry_helps=offline.retry_helps(code),
        rtt=counters.rtt,
        sent=counters.sent,
        heard=counters.heard,
        errors=counters.errors,
        noise=counters.noise,
        reconnects=counters.reconnects,
    )
