"""Devices that take an order as they can: clamped, rounded, in another word, told of afterwards."""

from drivers.errors import Reason
from drivers.points import Place
from drivers.wire.device import DeviceSide
from drivers.wire.spelling import Real
from drivers.wire.talk import Action, Command, Line, Notice, Refusal
from tests.wire.small import device

LEVEL = Place("fader", ("left",))
CONSOLE = device(
    Command(
        "set {channel} {fader}",
        (
            Line("OK {channel} {fader}", when={"exact": (True,)}),
            Line("OKm {channel} {fader}", when={"exact": (False,)}),
        ),
    ),
    Action("recall", "recall {preset}", "OK recall {preset}"),
    Notice("NOTIFY recall {preset}", after="recall"),
    Refusal("ERR", {"": Reason.FAILED}),
    spelling={"fader": Real(places=0, scale=0.01, low=-138.0, high=10.0, zero="-32768", clamp=True)},
    session={"exact": True},
)


def answered(text, becomes):
    """What the device says to an order, when this is what it then is."""
    side = DeviceSide(CONSOLE)
    _, (event,) = side.hear(text.encode() + b"\r", lambda *place: becomes)
    return event, side.answer(event, lambda *place: becomes)


def test_an_order_taken_as_told_is_acknowledged_so():
    event, said = answered("set left -1000", -10.0)
    assert (event.orders, said) == ({LEVEL: -10.0}, b"OK left -1000\r")


def test_what_was_rounded_is_acknowledged_in_the_other_word():
    assert answered("set left -1003", -10.05)[1] == b"OKm left -1005\r"


def test_what_is_beyond_the_end_is_heard_as_the_end_and_acknowledged_as_changed():
    event, said = answered("set left 99999", 10.0)
    assert (event.orders, said) == ({LEVEL: 10.0}, b"OKm left 1000\r")
    assert answered("set left -99999", -138.0)[1] == b"OKm left -32768\r"


def test_a_notice_after_an_action_is_said_with_its_arguments():
    side = DeviceSide(CONSOLE)
    notice = next(row for row in CONSOLE.talk if isinstance(row, Notice))
    assert side.notify(notice, lambda *place: None, {"preset": 7}) == b"NOTIFY recall 7\r"
