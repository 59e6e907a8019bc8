"""Small tables of protocols we have no driver for yet: proof that the language says them, both ways.

A sketch is a table like any other; the conformance suite is run on it as on every driver of the catalogue.
"""

from drivers.errors import Reason
from drivers.vocabulary import (
    FADER,
    MUTE,
    NAME,
    SERIAL,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.spelling import Real, Words
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Session

R = Reason

# ----------------------------------------------------------- answers that do not name their question: Tesira

TESIRA = Driver(
    name="tesira",
    title="Biamp Tesira TTP, two level blocks",
    source="Tesira Text Protocol",
    framing=Framing(says=Ends("\n"), hears=Ends("\r\n", also=("\n",)), telnet=True),
    port=23,
    axes={"block": ("Hall", "Stage"), "channel": (1, 2)},
    points=(FADER.over("block", "channel"), MUTE.over("block", "channel"), SERIAL, NAME),
    session={"levels": None},
    spelling={
        "block": Words({"Hall": "Hall", "Stage": "Stage"}),
        "fader": Real(6, low=-100, high=12),
        "mute": Words({"true": True, "false": False}),
    },
    talk=(
        Session("SESSION set verbose true", "+OK"),
        Session(
            "{block} subscribe level {channel} L:{block}:{channel} 200",
            Line("+OK", heard=("-ERR ALREADY_SUBSCRIBED{_}",)),
            sets={"levels": True},
        ),
        Notice('! "publishToken":"L:{block}:{channel}" "value":{fader}', when={"levels": (True,)}, to="all"),
        Query("{block} get level {channel}", '+OK "value":{fader}'),
        Query("{block} get mute {channel}", '+OK "value":{mute}'),
        Command("{block} set level {channel} {fader}", "+OK"),
        Command("{block} set mute {channel} {mute}", "+OK"),
        Query("DEVICE get serialNumber", '+OK "value":"{serial}"', every=0),
        Query("DEVICE get hostname", '+OK "value":"{name}"', every=0),
        Action("recall", "DEVICE recallPreset {preset}", "+OK", settle=5, stales=(ALL,)),
        Refusal("-CANNOT_DELIVER", {"": R.FAILED}),
        Refusal(
            "-ERR {reason}",
            {"INVALID_PARAMETER": R.OUT_OF_RANGE, "WRONG_STATE": R.BUSY, "NOT_FOUND": R.NOT_SUPPORTED},
        ),
    ),
)

SKETCHES = {each.name: each for each in (TESIRA,)}
