"""Small made-up devices, a few rows each, for stories about one thing at a time."""

from dataclasses import replace

from drivers.errors import Reason
from drivers.points import Place, Point
from drivers.vocabulary import AUDIO_TIE, FADER, MODEL, MUTE, NAME, POWER, VIDEO_TIE
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import Command, Line, Notice, Query, Refusal

R = Reason
POINTS = (
    POWER,
    replace(NAME, settable=True),
    MODEL,
    VIDEO_TIE.over("output"),
    AUDIO_TIE.over("output"),
    FADER.over("channel"),
    MUTE.over("channel"),
    Point("seen", "how often a thing was seen", range=(0, 99), step=1),
)
SPELLING = {
    "power": Words({"0": "off", "1": "on", "2": "warming"}),
    **dict.fromkeys(("video_tie", "audio_tie", "output"), Whole(2)),
    ":plain": Whole(),
}


def device(*talk, **more) -> Driver:
    """A driver with these rows; `more` replaces any of its parts."""
    parts = {
        "name": "small",
        "title": "a small device",
        "framing": Framing.both(Ends("\r")),
        "talk": talk,
        "points": POINTS,
        "axes": {"output": (1, 2, 3), "input": (1, 2, 3, 4), "channel": ("left", "right")},
        "spelling": SPELLING,
    }
    return Driver(**{**parts, **more})


TIE = Line("Out{output} In{video_tie} Vid", heard=("In{video_tie} Out{output} Vid",))
MATRIX = (
    Query("{output:plain}%", "{video_tie}", TIE),
    Command("{video_tie:plain}*{output:plain}%", TIE),
    Notice(TIE),
    Refusal(
        "E{reason}",
        {
            "01": (R.OUT_OF_RANGE, "input"),
            "12": (R.OUT_OF_RANGE, "output"),
            "10": R.NOT_SUPPORTED,
            "22": R.BUSY,
        },
    ),
)
SWITCHED = (
    Query("PWR?", "PWR={power}", every=5),
    Command("PWR={power}", "OK"),
    Refusal("{echo:3}:{reason}", {"BUSY": R.BUSY, "BAD": R.OUT_OF_RANGE}),
)


def tie(output: int) -> Place:
    """The place of one output's picture."""
    return Place("video_tie", (output,))
