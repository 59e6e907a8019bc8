"""Monoprice Blackbird 4K matrix switchers over TCP 4001 or RS-232 (9600 8N1).

Source: behaviour of a public client; no maker's document was read. A zone that is switched off shows no
input: that is tie 0. Answers to orders are free text and not waited for: the status is read back instead.
"""

from drivers import vocabulary as std
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import Action, Command, Line, Notice, Query

LOCKED = Point("panel_lock", "which front-panel controls are locked", (False, True), settable=True)

BLACKBIRD = Driver(
    name="blackbird",
    title="Monoprice Blackbird 4K 8x8 matrix",
    source="public client",
    port=4001,
    transports=("tcp", "serial"),
    framing=Framing.both(Ends("\r", also=("\n",))),
    silent=True,
    axes={"input": tuple(range(1, 9)), "output": tuple(range(1, 9))},
    points=(std.VIDEO_TIE.over("output"), LOCKED),
    spelling={
        "video_tie": Words({"OFF": 0, **{f" {n:02d}": n for n in range(1, 9)}}),
        "video_tie:plain": Whole(low=1, high=8),
        "output": Whole(width=2),
        "output:plain": Whole(),
        "panel_lock": Words({"Locked": True, "UnLocked": False}),
        "panel_lock:told": Words({"Lock": True, "Unlock": False}),
    },
    talk=(
        Query(
            "Status{output:plain}.",
            Line("AV:{video_tie}->{output}\r\nIR:{video_tie}->{output}", heard=("AV:{video_tie}->{output}",)),
            every=5,
        ),
        Command("{video_tie:plain}B{output:plain}.", prefer=1),
        Command("{video_tie:plain}V{output:plain}."),
        Command(Line("{video_tie:plain}All.", all="output")),
        Command(Line("{output:plain}$.", means={"video_tie": 0})),
        Action("zone_on", "{output:plain}@.", stales=("video_tie",), risk="a"),
        Query("%9961.", "System {panel_lock}!", every=30),
        Command("/%{panel_lock:told};"),
        Notice("IR:{_}"),
    ),
)
