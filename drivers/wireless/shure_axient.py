"""Shure Axient Digital receivers (AD4D, AD4Q) and ADX transmitters in their slots, over TCP 2202.

Source: Shure Axient Digital command strings. One channel of the receiver may have up to eight transmitters in
its slots; what they say of themselves stands beside what the channel receives just now.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.remark import Remark
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import Notice, Query, Row
from drivers.wireless.shure import (
    ANTENNA,
    BARS,
    CARRIER,
    ENCRYPTION_WARNING,
    FLASH,
    GAIN,
    GROUP_CHANNEL,
    INTERFERENCE,
    LEFT,
    NAME,
    NO,
    RADIO,
    TX_OFFSET,
    ULXD,
    everything,
    identity,
    metering,
    read,
    spelled,
)  # fmt: skip
from drivers.wireless.shure_words import MINUTES, ON_OFF, UNKNOWN, Word, counted, shifted

QUALITY = Point("quality", "quality of the radio link, five at best", range=(0, 5), step=1)
RF_B = replace(std.RF, key="rf_b", about="received radio level at the second antenna")
MILLIWATTS = Point("transmitter_milliwatts", "radio power of the transmitter", range=(0, 254), unit="mW")
PAD = Point("input_pad", "pad set in the transmitter", range=(-12, 242), unit="dB")
OFFSET = replace(TX_OFFSET, about="level offset set in the transmitter", range=(-12, 242), unit="dB")
MODE = Point("encryption_mode", "how the radio link is enciphered")
SLOT = Point("slot_status", "whether a transmitter is registered in this slot, and heard")
SLOT_MODEL = Point("slot_transmitter", "the model of the transmitter in this slot")
SLOT_RF = Point("slot_rf_output", "whether the transmitter in this slot sends")
SLOT_BARS = replace(BARS, key="slot_battery_bars")
SLOT_LEFT = replace(LEFT, key="slot_battery_minutes")

TWO = "{channel} ALL {quality} {_:001} {_:102} {meter} {antenna} {_:031} {rf} {_:031} {rf_b}"
"""Quality, lamps, peak, loudness, antennas, and lamps and level of each antenna."""


def slot(name: str, point: str, every: float = 120) -> tuple[Row, ...]:
    """A property of each slot of a channel."""
    line = f"< REP {{channel}} {name} {{slot}} {{{point}}} >"
    return Query(f"< GET {{channel}} {name} {{slot}} >", line, every=every), Notice(line)


ROWS = (
    *RADIO,
    *read("GROUP_CHANNEL", "group_channel"),
    *read("TX_BATT_CHARGE_PERCENT", "battery", every=30),
    *read("TX_BATT_BARS", "battery_bars", every=30),
    *read("TX_BATT_MINS", "battery_minutes", every=60),
    *read("TX_POWER_LEVEL", "transmitter_milliwatts"),
    *read("TX_OFFSET", "transmitter_offset"),
    *read("TX_INPUT_PAD", "input_pad"),
    *read("INTERFERENCE_STATUS", "interference", every=30),
    *read("ENCRYPTION_MODE", "encryption_mode"),
    *read("ENCRYPTION_WARNING", "encryption_warning", every=30),
    *slot("SLOT_STATUS", "slot_status", every=60),
    *slot("SLOT_TX_MODEL", "slot_transmitter"),
    *slot("SLOT_RF_OUTPUT", "slot_rf_output"),
    *slot("SLOT_BATT_BARS", "slot_battery_bars", every=60),
    *slot("SLOT_BATT_MINS", "slot_battery_minutes", every=60),
    *identity(),
)
LEVEL = shifted(3, -120, -120, 135)

AXIENT = Driver(
    name="shure_axient",
    title="Shure Axient Digital receiver",
    source="Shure Axient Digital command strings",
    port=2202,
    framing=ULXD.framing,
    fold=True,
    quiet=ULXD.quiet,
    patience=1.0,
    session={"rate": 0},
    fit=ULXD.fit,
    axes={"channel": (1, 2, 3, 4), "slot": tuple(range(1, 9))},
    points=(
        *(point.over("channel") for point in (
            std.LABEL, std.MUTE, GAIN, CARRIER, GROUP_CHANNEL, std.BATTERY, BARS, LEFT, MILLIWATTS, OFFSET,
            PAD, INTERFERENCE, MODE, ENCRYPTION_WARNING, ANTENNA, QUALITY, std.RF, RF_B, std.METER,
        )),
        *(point.over("channel", "slot") for point in (SLOT, SLOT_MODEL, SLOT_RF, SLOT_BARS, SLOT_LEFT)),
        NAME, std.MODEL, std.FIRMWARE,
    ),
    spelling={
        **spelled(31),
        "slot": Whole(low=1),
        "antenna": Word(),
        "transmitter_milliwatts": counted(3, 0, 254),
        **dict.fromkeys(("transmitter_offset", "input_pad"), shifted(3, -12, -12, 242, ("255",))),
        "interference": Words({"NONE": False, "DETECTED": True}),
        "encryption_mode": Word(),
        "encryption_warning": ON_OFF,
        "quality": counted(3, 0, 5),
        "slot_status": Word(),
        "slot_transmitter": Word(UNKNOWN),
        "slot_rf_output": Word(UNKNOWN),
        "slot_battery_bars": counted(3, 0, 5),
        "slot_battery_minutes": MINUTES,
        **dict.fromkeys(("rf", "rf_b", "meter"), LEVEL),
    },
    talk=(
        *metering(f"< SAMPLE {TWO} >", f"< SAMPLE {TWO} {{_:031 100}} >"),
        *everything(ROWS),
        *ROWS,
        *FLASH,
        NO,
    ),
    about={"slot_battery_minutes": Remark(
        "插槽中的发射机关机时未知",
        "unknown while the transmitter in the slot is off",
    )},
)  # fmt: skip
