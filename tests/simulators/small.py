"""A small made-up protocol, for stories about devices that are not about anybody's real one."""

from drivers import vocabulary as v
from drivers.errors import Reason
from drivers.points import Place
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import Action, Command, Line, Notice, Query, Refusal, Session
from simulators.device import SimulatedDevice
from simulators.models.registry import model_for
from simulators.seeds import first_values

TIE = Line("tie {output} {video_tie}")
NO = {"range": Reason.OUT_OF_RANGE, "busy": Reason.BUSY, "what": Reason.NOT_SUPPORTED}
SMALL = Driver(
    name="small",
    title="Small matrix",
    framing=Framing.both(Ends("\r")),
    points=(v.VIDEO_TIE.over("output"), v.SIGNAL.over("input"), v.MODEL),
    axes={"output": (1, 2), "input": (1, 2, 3, 4)},
    session={"verbose": 0},
    spelling={
        "video_tie": Whole(), "output": Whole(), "input": Whole(), "preset": Whole(), "verbose": Whole(),
        "signal": Words({"0": False, "1": True}),
    },
    talk=(
        Session("verbose {verbose}", "ok verbose {verbose}", says={"verbose": 1}),
        Query("tie? {output}", TIE),
        Query("signal? {input}", "signal {input} {signal}"),
        Command(TIE, "ok {output} {video_tie}"),
        Action("recall", "recall {preset}", "recalled {preset}", stales=("*",), args={"preset": Whole()}),
        Notice(TIE, when={"verbose": (1,)}),
        Notice("recalled {preset}", when={"verbose": (1,)}, stales=("*",)),
        Refusal("no {reason}", NO),
    ),
)  # fmt: skip


def small(timing, name="small", driver=SMALL, **behaviour):
    """One of them, its first input with a source."""
    values = first_values(driver, name) | {Place("signal", (2,)): False}
    return SimulatedDevice(name, driver, model_for(driver.points, values, behaviour), timing, boot=2.0)
