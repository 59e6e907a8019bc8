"""Five small drivers that between them have every habit a hall has to live with."""

from drivers.errors import NotAuthorised, Reason
from drivers.points import Point
from drivers.vocabulary import (
    COOLING,
    FADER,
    HEALTH,
    INPUT,
    OFF,
    ON,
    OUTLET,
    POWER,
    VIDEO_TIE,
    WARMING,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.greeting import Aside, Secret
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Session

LINES = Framing.both(Ends("\r"))
NO = Refusal(
    "ERR {reason}", {"busy": Reason.BUSY, "what": Reason.NOT_SUPPORTED, "range": Reason.OUT_OF_RANGE}
)
ONE_ZERO = Words({"1": True, "0": False})


def greet(credentials):
    """A password in clear; "-" in front of the answer bars us."""
    answer = yield Secret(f"PASS {credentials.get('password', '')}")
    if answer != "HELLO":
        raise NotAuthorised("password")


def welcome(credentials, session, look):
    """The device's half."""
    said = yield None
    yield Aside("HELLO") if said == f"PASS {credentials.get('password', '')}" else Aside("GO AWAY")


LAMP = Driver(
    name="lamp", title="A projector", framing=LINES, port=4000, patience=2.0,
    points=(POWER, INPUT, HEALTH.over("part")), axes={"part": ("fan", "lamp")},
    spelling={
        "power": Words({"0": OFF, "1": ON, "2": COOLING, "3": WARMING}),
        "input": Words({"31": "hdmi 1", "32": "hdmi 2"}),
        "health": Words({"0": "good", "1": "warning", "2": "failed"}),
    },
    talk=(
        Query("POWR ?", "POWR={power}", every=5),
        Query("INPT ?", "INPT={input}", every=10, when={"power": (ON,)}),
        Query("ERST ?", "ERST={health[fan]}{health[lamp]}", every=20),
        Command("POWR {power}", "POWR OK", settle=0),
        Command("INPT {input}", "INPT OK", when={"power": (ON,)}),
        Action("reboot", "BOOT", "BOOT OK", stales=(ALL,)),
        Notice("CHANGED", stales=("input",)),
        NO,
    ),
)  # fmt: skip

GUARDED_LAMP = Driver(
    name="guarded_lamp", title="A projector with a password", framing=LINES, port=4000,
    points=LAMP.points, axes=LAMP.axes, spelling=LAMP.spelling, talk=LAMP.talk, greet=greet, welcome=welcome,
)  # fmt: skip

MATRIX = Driver(
    name="matrix", title="A switcher", framing=LINES, port=4001, patience=1.5,
    points=(VIDEO_TIE.over("output"),), axes={"input": (1, 2, 3, 4), "output": (1, 2, 3, 4)},
    spelling={"output": Whole(), "input": Whole(), "video_tie": Whole(), "preset": Whole()},
    talk=(
        Query("VC", Line("VC ", each="{video_tie}", along="output", sep=" "), every=10),
        Query("V{output}?", "V{output}={video_tie}", every=10),
        Command("V{output}*{video_tie}!", "OK V{output}"),
        Notice("V{output}={video_tie}", to="all"),
        Action("recall", "R{preset}", "OK R{preset}", stales=(ALL,), args={"preset": Whole()}),
        NO,
    ),
)  # fmt: skip

STRIP = Driver(
    name="strip", title="Mains outlets", framing=LINES, port=4002,
    points=(OUTLET.over("socket"),), axes={"socket": (1, 2, 3, 4)},
    spelling={"socket": Whole(), "outlet": ONE_ZERO},
    talk=(
        Query("S?", Line("S ", each="{outlet}", along="socket", sep=" "), every=5),
        Command("S{socket}={outlet}", "OK S{socket}"),
        Action("cycle", "C{socket}", "OK C{socket}", stales=("outlet",), risk="c"),
        NO,
    ),
)  # fmt: skip

DESK = Driver(
    name="desk", title="A mixer that acknowledges nothing", framing=LINES, port=4003, silent=True,
    points=(FADER.over("channel"),), axes={"channel": (1, 2)},
    spelling={"channel": Whole(), "fader": Whole(low=-90, high=10)},
    talk=(
        Session("/xremote", every=8),
        Query("/ch {channel}?", "/ch {channel} {fader}", every=30),
        Command("/ch {channel} {fader}"),
        Notice("/ch {channel} {fader}"),
    ),
)  # fmt: skip

INFRARED = Driver(
    name="infrared", title="A screen that tells nothing", framing=LINES, port=4004, assumed=True,
    points=(Point("power", "on or off", (OFF, ON), settable=True), Point("label", settable=True)),
    spelling={"power": Words({"0": OFF, "1": ON}), "label": Text()},
    talk=(Command("P{power}"), Command("L {label}", "OK")),
)  # fmt: skip

DRIVERS = {each.name: each for each in (LAMP, GUARDED_LAMP, MATRIX, STRIP, DESK, INFRARED)}
