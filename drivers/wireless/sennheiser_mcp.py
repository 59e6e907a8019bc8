"""Sennheiser ew 300 and 500 receivers, G3 and G4, over the Media Control Protocol: lines in UDP 53212.

Source: notes on the Media Control Protocol for ew G3 and G4. A receiver answers to port 53212 and no other,
so our own port has to be that one too: udp://10.1.4.70:53212?local_port=53212. Battery and levels are
pushed for a minute, and asked for again before it is over.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.remark import Remark
from drivers.wire.spelling import ONE_ZERO, Real, Text, Whole
from drivers.wire.talk import Action, Command, Notice, Query, Refusal, Row, Session
from drivers.wireless.shure import CARRIER

NAME = replace(std.NAME, settable=True)
FREQUENCY = replace(CARRIER, settable=False)
BANK = Point("bank", "the bank of the frequency plan", range=(0, 99), step=1)
NUMBER = Point("bank_channel", "the channel within the bank", range=(0, 99), step=1)
SQUELCH = Point("squelch", "squelch threshold", range=(0, 100), step=1, settable=True)
OUTPUT = Point("output_gain", "level of the audio output", range=(-100, 100), step=1, settable=True)
EQUALIZER = Point("equalizer", "number of the equalizer curve", range=(0, 9), step=1, settable=True)
SENSITIVITY = Point("sensitivity", "input sensitivity", range=(-100, 100), step=1, settable=True)
RF = replace(std.RF, unit="%", range=(0, 100))
RF_B = replace(RF, key="rf_b", about="received radio level at the second antenna")
METER = replace(std.METER, unit="%", range=(0, 100))
MESSAGE = Point("message", "what the receiver shows: OK, or what is wrong")
TUNED = "Frequency {carrier} {bank} {bank_channel}"
PERCENT = Real(0, low=0, high=100)


def setting(word: str, point: str) -> tuple[Row, Row]:
    """A setting that is asked for by its word alone, and repeated when it is set."""
    line = f"{word} {{{point}}}"
    return Query(word, line, every=60), Command(line, line)


def pushed(line: str) -> Notice:
    """A line that comes again and again while somebody asked for it."""
    return Notice(line, paced="push")


EW_MCP = Driver(
    name="sennheiser_ew",
    title="Sennheiser ew 300 / 500 receiver, G3 and G4",
    source="Media Control Protocol, ew G3 and G4",
    port=53212,
    transports=("udp",),
    framing=Framing.both(Ends("\r", also=("\n",))),
    patience=1.0,
    session={"push": None},
    points=(
        NAME, std.MUTE, FREQUENCY, BANK, NUMBER, SQUELCH, OUTPUT, EQUALIZER, SENSITIVITY, std.FIRMWARE,
        std.BATTERY, RF, RF_B, METER, MESSAGE,
    ),
    spelling={
        "name": Text(longest=8), "mute": ONE_ZERO,
        "carrier": Real(0, scale=0.001, low=1, high=9999.999, width=6),
        "battery": Whole(low=0, high=100, absent=("?",)),
        **dict.fromkeys(("rf", "rf_b", "meter"), PERCENT),
        "frequency": Whole(low=1000, high=9_999_999),
        "push": Real(0, scale=0.001, low=0, high=100),
    },
    talk=(
        Session("Push {_:60} {push} {_:1}", None, every=30, says={"push": 1.0}, lasts=60),
        *setting("Name", "name"),
        *setting("Mute", "mute"),
        Query("Frequency", TUNED, every=60),
        Action(
            "tune", "Frequency {frequency} {to_bank} {to_channel}", TUNED,
            stales=("carrier",), about="frequency in kHz, bank and channel",
        ),
        *setting("Squelch", "squelch"),
        *setting("AfOut", "output_gain"),
        *setting("Equalizer", "equalizer"),
        *setting("Sensitivity", "sensitivity"),
        Query("FirmwareRevision", "FirmwareRevision {firmware}", every=0),
        pushed("RF1 {rf} {_:0} {_:0}"),
        pushed("RF2 {rf_b} {_:0} {_:0}"),
        pushed("AF {meter} {_:0}"),
        pushed("Bat {battery}"),
        pushed("Msg {message}"),
        Notice("RF {_:1} {_:0}"),
        Notice("States {_:0}"),
        Refusal("{reason}: Invalid command [ {echo} ]", {"1000": Reason.NOT_SUPPORTED}),
    ),
    about={
        "rf": Remark(
            "百分比，按接收机自己的计法",
            "in percent, as the receiver counts it",
        ),
        "address": Remark(
            "本机端口须与接收机相同：udp://10.1.4.70:53212?local_port=53212",
            "our own port is the receiver's: udp://10.1.4.70:53212?local_port=53212",
        ),
    },
)  # fmt: skip
