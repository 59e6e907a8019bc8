"""Objects that say how to read others: axes sized by what is found, numbers with their units beside them."""

import pytest

from drivers.points import Place, Point
from drivers.vocabulary import OUTLET
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Answered, Noise, Report, Sized
from drivers.wire.framing import Framing
from drivers.wire.framings import Datagram
from drivers.wire.objects import Objects
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import Query
from drivers.wire.trouble import TableError
from drivers.wire.walks import Walk
from tests.wire.small import device
from tests.wire.test_objects import POINTS, Arcs, Joined, T

PAIRS = device(
    Query(Walk(f"{T}.1.{{socket}}"), every=0),
    Query(Walk(f"{T}.2.{{line}}.7"), every=0),
    Query(Objects(f"{T}.1.{{socket}} & {T}.3.{{socket}} & {T}.4.0 = gii {{load}}"), every=10),
    Query(Objects(f"{T}.2.{{line}}.7 = i {{outlet}}"), every=10),
    points=(Point("load", "current", range=(0, 100), unit="A").over("socket"), OUTLET.over("line")),
    framing=Framing.both(Datagram()),
    axes={"socket": (), "line": ()},
    spelling={
        "load": Joined(), "outlet": Words({"1": True, "0": False}), "socket": Whole(), "line": Arcs(),
    },
)  # fmt: skip


def test_an_axis_is_sized_by_what_is_found():
    side = ControllerSide(PAIRS)
    first, second, *_ = (poll.request for poll in side.polls())
    assert first.frames == (f"walk {T}.1",)
    side.send(first)
    found = f"walk {T}.1\n{T}.1.2 = g 4\n{T}.1.7 = g 4\n{T}.1.9 = ! noSuchInstance\n{T}.1.x = i 1"
    assert side.hear(found.encode()).events == [Sized("socket", (2, 7)), Answered(first)]
    side.send(second)
    found = f"walk {T}.2\n{T}.2.1.1.7 = i 1\n{T}.2.1.2.7 = i 0\n{T}.2.1.2.8 = i 0"
    assert side.hear(found.encode()).events == [Sized("line", ("A1", "A2")), Answered(second)]
    side.resize({"socket": (2, 7), "line": ("A1", "A2")})
    side.send(first)
    assert side.hear(f"walk {T}.1\n{T}.1.2 = g 4\n{T}.1.7 = g 4".encode()).events == [Answered(first)]
    side.send(first)
    assert side.hear(f"walk {T}.1".encode()).events == [Answered(first)]
    assert side.hear(f"walk {T}.9".encode()).events == [Noise(f"walk {T}.9")]


def test_a_number_is_read_with_the_objects_beside_it():
    side = ControllerSide(PAIRS.sized(socket=2, line=("A1", "B3")))
    request = next(poll.request for poll in side.polls() if poll.covers)
    assert request.frames[0].split()[1:] == [f"{T}.1.1", f"{T}.3.1", f"{T}.4.0", f"{T}.1.2", f"{T}.3.2"]
    side.send(request)
    lines = [f"{T}.1.1 = g 680", f"{T}.3.1 = i 3", f"{T}.4.0 = i 1", f"{T}.1.2 = g 12"]
    reports = [Report(Place("load", (1,)), 0.68), Report(Place("load", (2,)), None), Answered(request)]
    assert side.hear("\n".join(lines).encode()).events == reports
    one = side.asks([Place("load", (2,))])
    assert one.frames == (f"get {T}.1.2 {T}.3.2 {T}.4.0",)
    line = Place("outlet", ("B3",))
    side.send(request := side.asks([line]))
    assert request.frames == (f"get {T}.2.2.3.7",)
    assert side.hear(f"{T}.2.2.3.7 = i 1".encode()).events == [Report(line, True), Answered(request)]


def test_a_device_tells_the_objects_beside_a_number():
    whole = PAIRS.sized(socket=2, line=("A1", "B3"))
    true = {Place("load", (1,)): 0.68, Place("load", (2,)): None, Place("outlet", ("A1",)): True}
    side = DeviceSide(whole)
    for asked, answer in (
        (f"get {T}.1.1 {T}.3.1 {T}.4.0", f"{T}.1.1 = g 680\n{T}.3.1 = i 3\n{T}.4.0 = i 1"),
        (f"get {T}.1.2 {T}.3.2", f"{T}.1.2 = g 0\n{T}.3.2 = ! noSuchInstance"),
        (f"walk {T}.2", f"walk {T}.2\n{T}.2.1.1.7 = i 1"),
        (f"walk {T}.1", f"walk {T}.1\n{T}.1.1 = g 680\n{T}.1.2 = g 0"),
        ("walk x", "walk x"),
    ):
        _, (event,) = side.hear(asked.encode(), lambda key, index: true[Place(key, index)])
        assert side.answer(event, lambda key, index: true[Place(key, index)]).decode() == answer


def test_a_walk_goes_along_one_axis():
    for column in ("1.3.6", "1.3.{socket}.{line}", "1.3.{model}"):
        with pytest.raises(TableError):
            _ = device(Query(Walk(column)), points=POINTS, axes={"socket": (), "line": ()}).table
