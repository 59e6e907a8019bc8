"""`python -m bench.families`: the language at work, for the families that say the most.

A device side answers every question its controller side polls; what is timed is our side asking and hearing
the answer again and again: all that stands between the socket and the state. Both sides say what they said
before, as a hall mostly does.
"""

import time
from collections.abc import Iterator
from dataclasses import replace

from drivers import catalog
from drivers.points import Index, Place, Value
from drivers.wire.device import DeviceSide
from drivers.wire.driver import Driver
from drivers.wire.events import Report, Request
from drivers.wire.sides import ControllerSide
from drivers.wire.talk import Session
from simulators.seeds import first_values, grown

FAMILIES = ("x32", "qrc", "extron_sis", "videohub", "apc_rpdu2")
SECONDS = 1.0


def main() -> None:
    """Print the table."""
    print(f"{'driver':<12}{'exchanges/s':>14}{'values/s':>14}")
    for name in FAMILIES:
        exchanges, values = _rates(_let_in(grown(catalog.get(name), {})))
        print(f"{name:<12}{exchanges:>14,.0f}{values:>14,.0f}")


def _let_in(driver: Driver) -> Driver:
    """The driver after its greeting, with what a session says at its start already said."""
    says = {
        word: value for row in driver.talk if isinstance(row, Session) for word, value in row.says.items()
    }
    return replace(driver, greet=None, welcome=None, session={**driver.session, **says})


def _rates(driver: Driver) -> tuple[float, float]:
    """Exchanges and values heard, each a second of processor time."""
    said = list(_conversation(driver))
    exchanges, values, used = 0, 0, 0.0
    while used < SECONDS:
        ours = ControllerSide(driver)
        begun = time.process_time()
        heard = [ours.hear(answer) for asked, answer in said if ours.send(asked) is not None]
        used += time.process_time() - begun
        exchanges += len(said)
        values += sum(type(event) is Report for out in heard for event in out.events)
    return exchanges / used, values / used


def _conversation(driver: Driver) -> Iterator[tuple[Request, bytes]]:
    """Every question the driver polls, with what a device answers."""
    values = first_values(driver, "bench")
    theirs, ours = DeviceSide(driver), ControllerSide(driver)

    def look(key: str, index: Index) -> Value:
        return values[Place(key, index)]

    for poll in ours.polls():
        heard, events = theirs.hear(ours.send(poll.request), look)
        answers = [heard, *(theirs.answer(event, look) for event in events)]
        answer = b"".join(answers)
        ours.hear(answer)
        if answer:
            yield poll.request, answer


if __name__ == "__main__":
    main()
