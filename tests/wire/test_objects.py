"""SNMP objects: many in one message, any mixture read, any walker answered."""

import pytest

from drivers.errors import Reason
from drivers.points import Place, Point
from drivers.vocabulary import HEALTH, LABEL, MODEL, OUTLET
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Answered, No, Noise, Report, Sized, Stale, Told, Unknown
from drivers.wire.framing import Framing
from drivers.wire.framings import Datagram
from drivers.wire.objects import Objects
from drivers.wire.spelling import Real, Text, Whole, Words
from drivers.wire.spelling_more import Hex, Joint
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Refusal
from drivers.wire.trouble import NotSupported, OutOfRange, TableError
from tests.wire.small import device

T = "1.3.6.1.4.1.318"


class Joined:
    """A number, its decimals, and whether it is there at all."""

    pattern = r"[0-9]{1,9} (?:[0-9]|!) (?:[12]|!)"

    def read(self, text):
        number, decimals, there = text.split(" ")
        return None if "!" in (decimals, there) else int(number) / 10 ** int(decimals)

    def write(self, value):
        return "0 ! 1" if value is None else f"{round(value * 1000)} 3 1"

    def samples(self):
        return (0.68,)


class Arcs:
    """1.2 is called A2."""

    pattern = r"[0-9]\.[0-9]{1,3}"

    def read(self, text):
        letter, number = text.split(".")
        return f"{'?ABCDEFGHI'[int(letter)]}{number}"

    def write(self, value):
        return f"{'?ABCDEFGHI'.index(value[0])}.{value[1:]}"

    def samples(self):
        return ("A1",)


LOAD = Point("load", "current", range=(0, 100), unit="A")
POINTS = (
    OUTLET.over("socket"), LABEL.over("socket"), LOAD.over("unit", "socket"), MODEL, HEALTH.over("part"),
    Point("mac"), Point("state"), Point("busy", values=(False, True)),
)  # fmt: skip
TALK = (
    Query(Objects(f"{T}.1.{{unit}} = i {{#socket}}"), every=0),
    Query(Objects(f"{T}.2.1.{{socket}} = i {{outlet}}", f"{T}.2.2.{{socket}} = s {{label}}", most=4)),
    Query(Objects(f"{T}.3.{{unit}}.{{socket}} = g {{load}}"), every=10),
    Query(
        Objects(
            f"{T}.4.0 = s {{model}}",
            f"{T}.5.0 = i {{health[fan]}}",
            f"{T}.6.0 = x {{mac}}",
            f"{T}.8.0 = i {{both}}",
        )
    ),
    Command(Objects(f"{T}.7.{{socket}} = i {{outlet:command}}"), ECHO),
    Command(Objects(f"{T}.2.2.{{socket}} = s {{label}}"), ECHO),
    Action("cycle", Objects(f"{T}.7.{{socket}} = i 3"), ECHO),
    Action("all", Objects(f"{T}.9.0 = i {{sequence}}"), ECHO, args={"sequence": Words({"1": "on"})}),
    Notice("trap 1.3.6.1.4.1.318.0.{_}", stales=(ALL,)),
    Refusal("error {reason} {_:1}", {"noSuchName": Reason.NOT_SUPPORTED, "badValue": Reason.OUT_OF_RANGE}),
)  # fmt: skip
PDU = device(
    *TALK,
    points=POINTS,
    framing=Framing.both(Datagram()),
    axes={"socket": (), "unit": (1,)},
    spelling={
        "outlet": Words({"1": False, "2": True}),
        "outlet:command": Words({"1": True, "2": False}),
        "load": Real(0, scale=0.1, absent=("-1",)),
        "label": Text(longest=8),
        "health": Words({"1": "good", "2": "failed"}),
        "mac": Text(),
        "both": Joint({"1": {"state": "idle", "busy": False}, "2": {"state": "run", "busy": True}}),
        "socket": Whole(),
    },
)
SIZED = PDU.sized(socket=3, part=("fan",))


def outlet(socket):
    return Place("outlet", (socket,))


@pytest.fixture
def ours():
    side = ControllerSide(SIZED)
    side.open()
    return side


@pytest.fixture
def world():
    true = {place: None for place in SIZED.places()}
    true |= {outlet(socket): True for socket in (1, 2, 3)} | {Place("load", (1, n)): n / 2 for n in (1, 2, 3)}
    true |= {Place("label", (n,)): f"Out {n}" for n in (1, 2, 3)}
    true |= {
        Place("model"): "AP",
        Place("health", ("fan",)): "good",
        Place("mac"): "00 C0",
        Place("state"): "run",
    }
    true |= {Place("busy"): True}
    return true


def said(world, *requests):
    """What a device answers."""
    side = DeviceSide(SIZED)
    out = []
    for request in requests:
        _, (event,) = side.hear(request.encode(), lambda key, index: world[Place(key, index)])
        out.append(side.answer(event, lambda key, index: world[Place(key, index)]).decode())
    return out if len(out) > 1 else out[0]


def test_a_table_is_asked_for_in_few_messages_a_place_together(ours):
    covers = [(poll.request.frames[0].count(T), poll.covers) for poll in ours.polls()]
    assert [count for count, _ in covers] == [1, 4, 2, 3, 4]
    assert covers[1][1] == (outlet(1), Place("label", (1,)), outlet(2), Place("label", (2,)))


def test_one_place_is_asked_for_by_itself(ours):
    assert ours.asks([outlet(2)]).frames == (f"get {T}.2.1.2",)
    assert ours.asks([outlet(2), outlet(3)]).frames == (f"get {T}.2.1.2 {T}.2.1.3",)
    assert ours.asks([Place("load", (1, 2))]).frames == (f"get {T}.3.1.2",)
    assert ours.asks([Place("health", ("fan",))]).frames == (f"get {T}.5.0",)
    with pytest.raises(NotSupported):
        ours.asks([Place("humidity")])


def test_an_unsized_device_is_asked_for_its_size_first():
    side = ControllerSide(PDU)
    first = side.polls()[0].request
    assert first.frames == (f"get {T}.1.1",)
    side.send(first)
    assert side.hear(f"{T}.1.1 = i 3".encode()).events == [Sized("socket", (1, 2, 3)), Answered(first)]
    assert side.hear(f"{T}.1.1 = i 99999".encode()).events == []


def test_varbinds_are_read_in_any_order_and_mixture(ours):
    request = ours.asks([outlet(1), outlet(2)])
    ours.send(request)
    text = f'{T}.2.2.1 = s "H\\u00f6r 1"\n{T}.2.1.2 = i 1\n{T}.3.1.2 = i 15\n{T}.8.0 = i 1'
    text += f"\n1.9.9 = i 3\n{T}.2.1.9 = i 1"
    assert ours.hear(text.encode()).events == [
        Report(Place("label", (1,)), "Hör 1"),
        Report(outlet(2), False),
        Report(Place("load", (1, 2)), 1.5),
        Report(Place("state"), "idle"),
        Report(Place("busy"), False),
        Answered(request),
    ]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2.1.1 = ! noSuchInstance", None),
        ("2.1.1 = n ", None),
        ("2.2.1 = x 48 61 6C 6C 00", "Hall"),
        ('2.2.1 = s "x\\ud800y"', "x?y"),
        ("6.0 = x 00 C0 B7", "00 C0 B7"),
        ("3.1.1 = i -1", None),
    ],
)
def test_values_of_every_kind(ours, line, value):
    (report,) = ours.hear(f"{T}.{line}".encode()).events
    assert report.value == value


@pytest.mark.parametrize(
    "line",
    ["2.1.1 = i 7", "2.1.1 = s \"1\"", "2.2.1 = s nonsense", "2.2.1 = i 1", "2.2.1 = x zz", "2.1.x = i 1",
     "2.2.1 = s 5", "2.2.1 = s \"much too long a label\"", "2.1.1 = i 99999999999999999999999",
     "3.1.9 = g 4"],
)  # fmt: skip
def test_values_that_are_none_are_passed_over(ours, line):
    """Given a value that cannot be read, when it is the answer, then we are answered all the same."""
    request = ours.asks([outlet(1)])
    ours.send(request)
    events = ours.hear(f"{T}.{line}\n{T}.2.1.2 = i 2".encode()).events
    assert events == [Report(outlet(2), True), Answered(request)]


def test_foreign_objects_and_no_objects_are_noise(ours):
    for text in ("1.9.9.1 = i 3", "hello", "1.9 = 3\nx"):
        assert ours.hear(text.encode()).events == [Noise(text)]


def test_an_error_is_a_refusal_and_a_trap_is_news(ours):
    request = ours.asks([outlet(1)])
    ours.send(request)
    assert ours.hear(b"trap 1.3.6.1.4.1.318.0.10\n1.3.6.1 = i 4").events == [Stale((ALL,))]
    assert ours.hear(b"error noSuchName 1").events == [
        No(request, Reason.NOT_SUPPORTED, "error noSuchName 1")
    ]


def test_an_order_sets_and_its_echo_is_no_report(ours):
    """The control column says 1 for on where the state column says 2: an echo is not the state."""
    request = ours.tell({outlet(2): True})
    assert ours.send(request) == f"set {T}.7.2 = i 1".encode()
    assert ours.hear(f"{T}.7.2 = g 1".encode()).events == [Answered(request)]
    ours.send(request)
    assert ours.hear(f"{T}.7.3 = i 1".encode()).events == [Noise(f"{T}.7.3 = i 1")]
    assert ours.hear(f"{T}.7.2 = ! noSuchInstance".encode()).events != [Answered(request)]
    assert ours.hear(b"nonsense").events == [Noise("nonsense")]


def test_texts_are_set_as_json_and_only_where_they_arrive(ours):
    assert ours.tell({Place("label", (1,)): 'a "b"'}).frames == (f'set {T}.2.2.1 = s "a \\"b\\""',)
    for text in ("much too long", "a\nb"):
        with pytest.raises(OutOfRange):
            ours.tell({Place("label", (1,)): text})
    with pytest.raises(NotSupported):
        ours.tell({outlet(1): True, outlet(2): True})
    with pytest.raises(NotSupported):
        ours.tell({outlet(1): True, Place("label", (1,)): "x"})


def test_actions(ours):
    assert ours.do("cycle", {"socket": 3}).frames == (f"set {T}.7.3 = i 3",)
    assert ours.do("all", {"sequence": "on"}).frames == (f"set {T}.9.0 = i 1",)
    with pytest.raises(OutOfRange):
        ours.do("all", {"sequence": "off"})


# ---------------------------------------------------------------- the device


def test_a_device_answers_get_whatever_is_asked(world):
    assert said(world, f"get {T}.2.1.1 {T}.4.0 1.9 {T}.8.0") == (
        f'{T}.2.1.1 = i 2\n{T}.4.0 = s "AP"\n1.9 = ! noSuchInstance\n{T}.8.0 = i 2'
    )
    world[outlet(1)] = None
    assert said(world, f"get {T}.2.1.1 x.y") == f"{T}.2.1.1 = ! noSuchInstance\nx.y = ! noSuchInstance"


def test_a_walk_meets_every_object_once_and_ends(world):
    oid, seen = "1.3", []
    while not (line := said(world, f"next {oid}")).endswith("endOfMibView"):
        oid = line.split(" ")[0]
        seen.append(oid)
    assert seen == [f"{T}.{rest}" for rest in (
        "1.1", "2.1.1", "2.1.2", "2.1.3", "2.2.1", "2.2.2", "2.2.3", "3.1.1", "3.1.2", "3.1.3", "4.0", "5.0",
        "6.0", "7.1", "7.2", "7.3", "8.0",
    )]  # fmt: skip
    bulk = said(world, "bulk 100 1.3").split("\n")
    assert [line.split(" ")[0] for line in bulk[:-1]] == seen
    assert bulk[-1].endswith("endOfMibView")


def test_odd_walks(world):
    assert said(world, "next x.y") == "x.y = ! endOfMibView"
    assert len(said(world, f"bulk 2 {T}.2.1 {T}.2.2").split("\n")) == 4
    assert len(said(world, "bulk many 1.3").split("\n")) == 1
    assert len(said(world, "bulk 5000 " + " ".join(["1.3"] * 400)).split("\n")) == 1000
    assert said(world, "get ") == "error noSuchName 1"


def test_a_device_hears_orders_and_refuses_what_is_none(world):
    side = DeviceSide(SIZED)
    _, (told,) = side.hear(f"set {T}.7.2 = i 2".encode(), world.get)
    assert isinstance(told, Told)
    assert told.orders == {outlet(2): False}
    for bad, reason in ((f"{T}.7.2 = i 9", Reason.OUT_OF_RANGE), (f"{T}.7.9 = i 1", Reason.OUT_OF_RANGE),
                        (f"{T}.7.2 = n ", Reason.OUT_OF_RANGE), ("1.9 = i 1", Reason.NOT_SUPPORTED),
                        (f"{T}.7.1 = i 1\n{T}.7.2 = i 1", Reason.OUT_OF_RANGE)):  # fmt: skip
        _, (event,) = side.hear(f"set {bad}".encode(), world.get)
        assert isinstance(event, Unknown)
        assert event.reason is reason, bad


def test_a_row_that_is_none_is_told():
    for row in ("1.3.6", "1.3 = q {model}", "1.3.{nothing} = i {model}"):
        with pytest.raises(TableError):
            _ = device(Query(Objects(row)), points=POINTS).table
    assert Hex().size == 2
