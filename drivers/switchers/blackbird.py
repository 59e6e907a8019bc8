"""Monoprice Blackbird 4K matrix switchers over TCP 4001 or RS-232 (9600 8N1).

Source: behaviour of a public client; no maker's document was read. A zone that is switched off shows no
input: that is tie 0. What answers an order is free text, so any line will do; the status is read back.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends, Pattern
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import Action, Command, Line, Notice, Query, Row

PANEL_LOCK = Point("panel_lock", "whether the front panel is locked", (False, True), settable=True)
AV = Line("AV:{video_tie}->{output}")
WITH_IR = Line("AV:{video_tie}->{output}\r\nIR:{video_tie}->{output}", heard=(AV.text,))
DONE = ("{_:OK}", AV)
"""What answers an order; some may tell the new status at once."""


def rows(status: Line, key: str) -> tuple[Row, ...]:
    """The lines of a matrix whose orders to switch have `key` between source and zone."""
    return (
        Query("Status{output:plain}.", status, every=5),
        Command(f"{{video_tie:plain}}{key}{{output:plain}}.", DONE, prefer=2),
        Command("{video_tie:plain}B{output:plain}.", DONE),
        Command("{video_tie:plain}V{output:plain}.", DONE),
        Command(Line("{video_tie:plain}All.", all="output"), DONE),
        Command(Line("{output:plain}$.", means={"video_tie": 0}), DONE),
        Action("zone_on", "{output:plain}@.", DONE, stales=("video_tie",), risk="a"),
        Query("%9961.", LOCKED, every=30),
        Command("/%{panel_lock:told};", ("{_:OK}", LOCKED)),
        Notice("Welcome{_: to the Blackbird matrix}", opening=True),
        Notice("IR:{_}"),
    )


LOCKED = Line(
    "System {panel_lock}!",
    heard=("System {panel_lock}! {_}", "System {panel_lock} {_}", "System {panel_lock}"),
)

BLACKBIRD = Driver(
    name="blackbird",
    standing="read",
    title="Monoprice Blackbird 4K 8x8 matrix",
    source="public client",
    port=4001,
    transports=("tcp", "serial"),
    framing=Framing(says=Pattern(r"[^.;\r\n]{1,40}[.;]", end="\r"), hears=Ends("\r", also=("\n",))),
    fold=True,
    silent=True,
    axes={"input": tuple(range(1, 9)), "output": tuple(range(1, 9))},
    points=(std.VIDEO_TIE.over("output"), PANEL_LOCK),
    spelling={
        "video_tie": Words({"OFF": 0, **{f" {n:02d}": n for n in range(1, 9)}}),
        "video_tie:plain": Whole(low=1, high=8),
        "output": Whole(width=2),
        "output:plain": Whole(),
        "panel_lock": Words({"Locked": True, "UnLocked": False}),
        "panel_lock:told": Words({"Lock": True, "Unlock": False}),
    },
    talk=rows(WITH_IR, "B"),
)
BLACKBIRD_NO_IR = replace(
    BLACKBIRD,
    name="blackbird_no_ir",
    title="Monoprice Blackbird 4K matrix without infrared (24180)",
    talk=rows(replace(AV, heard=(WITH_IR.text,)), "V"),
)
