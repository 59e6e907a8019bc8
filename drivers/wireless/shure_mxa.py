"""Shure processors and ceiling microphones (P300, ANI, IMX, MXA) that speak command strings over TCP 2202.

Source: Shure command strings of the MXA family. Levels of single channels have no unit in the text and are
left out. Presets are numbered from 1 to 10.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.wire.driver import Driver
from drivers.wire.spelling import Real, Whole
from drivers.wire.talk import ALL, Action, Notice
from drivers.wireless.shure import FLASH, MUTING, NAME, NO, ULXD, everything, identity, kept, rep, spelled
from drivers.wireless.shure_words import ON_OFF

GAIN = replace(std.TRIM, range=(-110.0, 30.0), step=0.1)
ROWS = (
    *kept("DEVICE_AUDIO_MUTE", "audio_mute", at=""),
    *kept("CHAN_NAME", "label"),
    *MUTING,
    *kept("AUDIO_GAIN_HI_RES", "trim"),
    *identity(),
)

MXA = Driver(
    name="shure_mxa",
    title="Shure MXA microphone or P300 / ANI / IMX processor",
    source="Shure MXA, P300, ANI and IMX command strings",
    port=2202,
    framing=ULXD.framing,
    fold=True,
    patience=1.0,
    axes={"channel": tuple(range(1, 9))},
    points=(
        std.AUDIO_MUTE, std.LABEL.over("channel"), std.MUTE.over("channel"), GAIN.over("channel"),
        NAME, std.MODEL, std.FIRMWARE,
    ),
    spelling={
        **spelled(31),
        "audio_mute": ON_OFF,
        "trim": Real(0, scale=0.1, offset=-110, low=-110, high=30, width=4),
        "name": spelled(31)["label"],
        "preset": Whole(low=1, high=10),
    },
    talk=(
        *everything(ROWS),
        *ROWS,
        Action(
            "toggle_audio_mute", "< SET DEVICE_AUDIO_MUTE TOGGLE >",
            rep("DEVICE_AUDIO_MUTE", "audio_mute", ""), risk="a",
        ),
        Action("recall", "< SET PRESET {preset} >", "< REP PRESET {preset} >", stales=(ALL,)),
        Notice("< REP PRESET {preset} >", stales=(ALL,)),
        *FLASH,
        NO,
    ),
)  # fmt: skip
