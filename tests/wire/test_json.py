"""Sentences that are JSON: shapes that must fit, fields, lists that repeat."""

import threading

import pytest

from drivers.errors import Reason
from drivers.points import Place, Point
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Answered, No, Noise, Report, Told
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_json import JsonRpc
from drivers.wire.json_sentence import Json, parsed
from drivers.wire.spelling import Real, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import Command, Notice, Query, Refusal, Session
from drivers.wire.trouble import TableError
from tests.wire.small import POINTS, device

POWER, NAME = Place("power"), Place("name")
LINES = Framing.both(Ends("\n", charset="utf-8"))
SPELLED = {"power": Words({"on": "on", "off": "off"}), "gain": Real(1, scale=0.5)}
LEVEL = Point("gain", "gain", range=(-100, 100), settable=True)


def side(*talk, framing=LINES, **more):
    ours = ControllerSide(
        device(*talk, framing=framing, **{"spelling": SPELLED, "points": (*POINTS, LEVEL), **more})
    )
    ours.open()
    return ours


def reads(shape, text, **more):
    """What a notice of this shape reports."""
    return side(Notice(Json(shape)), **more).hear(text.encode() + b"\n").events


@pytest.mark.parametrize(
    ("shape", "text", "reports"),
    [
        ({"p": "{power}"}, '{"p": "on", "more": 1}', {POWER: "on"}),
        ({"p": "{name}"}, '{"p": "\\u793c\\ud800"}', {NAME: "礼?"}),
        ({"p": {"q": ["{seen}", 1]}}, '{"p": {"q": [7, 1]}}', {Place("seen"): 7}),
        ({"p": "is {power}!"}, '{"p": "is off!"}', {POWER: "off"}),
        ({"g": "{gain}", "k": 1}, '{"g": 3, "k": 1}', {Place("gain"): 1.5}),
        ({"p": "{_}", "q": "{power}"}, '{"p": [], "q": "on"}', {POWER: "on"}),
        ({"v": [{"c": "{channel}", "f": "{fader}"}, ...], "k": 1},
         '{"v": [{"c": "left", "f": -3.5}, {"c": "right", "f": 0}], "k": 1}',
         {Place("fader", ("left",)): -3.5, Place("fader", ("right",)): 0}),
        ({"v": [{"c": "{channel}", "f": "{fader}"}, {"c": "{channel}", "m": "{mute}"}, ...]},
         '{"v": [{"c": "left", "m": true}, {"c": "nowhere", "m": true}, 5]}',
         {Place("mute", ("left",)): True}),
    ],
)  # fmt: skip
def test_shapes_are_heard(shape, text, reports):
    assert {event.place: event.value for event in reads(shape, text)} == reports


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ({"p": "{power}"}, '{"p": "maybe"}'),
        ({"p": "{power}"}, '{"p": true}'),
        ({"p": "{power}"}, '{"q": "on"}'),
        ({"p": "{power}"}, "[1]"),
        ({"p": "{power}"}, "nonsense"),
        ({"p": "{name}"}, '{"p": {"a": 1}}'),
        ({"p": "{name}"}, '{"p": NaN}'),
        ({"p": "{name}"}, '{"p": 1e999}'),
        ({"p": 1, "q": "{name}"}, '{"p": true, "q": "x"}'),
        ({"p": ["{power}", 1]}, '{"p": ["on"]}'),
        ({"p": "is {power}!"}, '{"p": 4}'),
        ({"v": [{"c": "{channel}", "f": "{fader}"}, ...]}, '{"v": []}'),
        ({"v": [{"c": "{channel}", "f": "{fader}"}, ...]}, '{"v": 1}'),
    ],
)
def test_what_does_not_fit_is_noise(shape, text):
    assert [type(event) for event in reads(shape, text)] == [Noise]


def test_depth_without_end_is_noise():
    """In a thread of its own: a recursion error takes a tracer of coverage with it."""
    heard = []
    thread = threading.Thread(target=lambda: heard.extend(reads({"p": "{power}"}, "[" * 5000)))
    thread.start()
    thread.join()
    assert [type(event) for event in heard] == [Noise]


def test_both_sides_speak_json_with_numbers():
    rows = (
        Query(Json(method="get", params=["{channel}"]), Json(result=[{"n": "{channel}", "v": "{fader}"}])),
        Command(Json(method="set", params={"n": "{channel}", "v": "{fader}"}), Json(result=True)),
        Query(
            Json(method="gain"), Json(result={"g": "{gain}", "all": [{"c": "{channel}", "m": "{mute}"}, ...]})
        ),
        Command(Json(method="both", params="{both}"), Json(result=True)),
        Session(Json(method="Logon", params={"who": "{user}", "p": "{secret}"}), Json(result=True)),
        Refusal(Json(error={"code": "{reason}"}), {"8": Reason.NOT_SUPPORTED, "-3": Reason.OUT_OF_RANGE}),
    )
    both = Joint({"x": {"power": "on", "name": "x"}})
    driver = device(
        *rows,
        framing=Framing.both(JsonRpc(), tags=True),
        points=(*POINTS, LEVEL),
        spelling={**SPELLED, "both": both, "seen": Whole()},
    )
    ours, theirs = ControllerSide(driver, {"user": "eve", "secret": "hush"}), DeviceSide(driver)
    left = Place("fader", ("left",))
    true = {left: -3.5, Place("gain"): 1.5, Place("mute", ("left",)): True, Place("mute", ("right",)): False}

    def look(key, index):
        return true[Place(key, index)]

    def exchange(request):
        _, (event,) = theirs.hear(ours.send(request), look)
        return event, ours.hear(theirs.answer(event, look)).events

    request = ours.asks([left])
    assert exchange(request)[1] == [Report(left, -3.5), Answered(request)]
    request = ours.tell({left: -10})
    event, events = exchange(request)
    assert isinstance(event, Told)
    assert event.orders == {left: -10}
    assert events == [Answered(request)]
    request = ours.asks([Place("gain"), Place("mute", ("left",))])
    assert len(exchange(request)[1]) == 4
    assert ours.tell({POWER: "on", NAME: "x"}).frames == ('{"method": "both", "params": "x"}',)
    ((login, _),) = ours.sessions()
    assert "hush" in login.frames[0]
    assert "hush" not in login.shown
    ours.send(request)
    assert ours.hear(b'{"id": 4, "error": {"code": 8}}\0').events == [
        No(request, Reason.NOT_SUPPORTED, '{"error": {"code": 8}}')
    ]
    _, (unknown,) = theirs.hear(b'{"id": "a", "method": "fly"}\0', look)
    assert (
        theirs.refuse(unknown, Reason.NOT_SUPPORTED)
        == b'{"jsonrpc": "2.0", "error": {"code": 8}, "id": "a"}\0'
    )


def test_a_shape_repeats_one_list_only_and_names_what_exists():
    for shape in ({"a": ["{power}", ...], "b": ["{name}", ...]}, {"a": "{nothing}"}):
        with pytest.raises(TableError):
            _ = device(Notice(Json(shape))).table
    assert parsed("{") is ...
