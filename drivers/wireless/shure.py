"""Shure wireless receivers that speak command strings over TCP 2202: ULX-D, QLX-D, SLX-D, Axient Digital.

Source: Shure command strings of these receivers (properties, padding, samples). Whatever changes is reported
unasked, by whoever it was changed; levels come as samples at the rate that a connection asks for. A refused
order is answered with the old value, or with ERR.
"""

from collections.abc import Iterable
from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_angled import Angled
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Real, Spelling, Whole, Words
from drivers.wire.spelling_more import Either
from drivers.wire.talk import Action, Command, Line, Notice, Query, Refusal, Row, Session, When
from drivers.wireless.shure_words import (
    MEGAHERTZ,
    MINUTES,
    ON_OFF,
    ON_OFF_UNKNOWN,
    UNKNOWN,
    Named,
    Word,
    counted,
    shifted,
)  # fmt: skip

YES_NO = std.YES_NO
KINDS = {"LION": "lithium_ion", "ALKA": "alkaline", "NIMH": "nimh", "LITH": "lithium"}
CARRIER = Point(
    "carrier", "the radio frequency of this channel", range=(1, 9999.999), unit="MHz",
    settable=True, undo=False, risk="b",
)  # fmt: skip
GROUP_CHANNEL = Point("group_channel", "group and channel of the frequency plan; -- where it is set by hand")
BARS = Point("battery_bars", "bars of the battery symbol, five when full", range=(0, 5), step=1)
LEFT = Point("battery_minutes", "running time left", range=(0, 65532), step=1, unit="min")
BATTERY_TYPE = Point(
    "battery_type", "what kind of battery is in the transmitter", (*KINDS.values(), "warning")
)
CYCLES = Point("battery_cycles", "how often the battery was charged", range=(0, 65534), step=1)
BATTERY_HEALTH = Point(
    "battery_health", "capacity left of what the battery had new", range=(0, 100), unit="%"
)
TRANSMITTER = Point("transmitter", "the model of the transmitter heard; none while it is off")
TX_POWER = Point("transmitter_power", "radio power of the transmitter", ("low", "normal", "high"))
TX_MUTE = Point("transmitter_mute", "muted at the transmitter itself", YES_NO)
MUTE_BUTTON = Point("mute_button", "the mute button of the transmitter is pressed", YES_NO)
MENU_LOCK = Point("menu_lock", "the menu of the transmitter is locked", YES_NO)
POWER_LOCK = Point("power_lock", "the power switch of the transmitter is locked", YES_NO)
TX_OFFSET = Point("transmitter_offset", "level offset set in the transmitter, as the device counts it")
INTERFERENCE = Point("interference", "whether foreign signals disturb this channel", YES_NO)
ANTENNA = Point("antenna", "which antenna has signal: A, B, or X for none")
ENCRYPTION = Point("encryption", "how the radio link is enciphered", ("off", "auto", "manual"))
ENCRYPTION_WARNING = Point("encryption_warning", "transmitter and receiver do not share a key", YES_NO)
OUTPUT_LEVEL = Point("output_level", "microphone or line level at the output", ("mic", "line"), settable=True)
NAME = replace(std.NAME, settable=True)
GAIN = replace(std.TRIM, range=(-18.0, 42.0), step=1)


NEVER: When = {"rate": ()}


def rep(name: str, point: str, at: str = "{channel} ") -> str:
    """The line that tells a property: the answer to GET and SET, and news."""
    return f"< REP {at}{name} {{{point}}} >"


def read(name: str, point: str, at: str = "{channel} ", every: float = 120) -> tuple[Row, ...]:
    """A property that is asked for, of one channel or of all, and told unasked."""
    line = rep(name, point, at)
    one = Query(f"< GET {at}{name} >", line, every=every)
    everywhere = Query(f"< GET 0 {name} >", line, every=every, gathers=True)
    return (one, everywhere, Notice(line)) if at else (one, Notice(line))


def heard(name: str, point: str, every: float = 120) -> tuple[Row, ...]:
    """A property that moves all the time: asked for, understood whenever it comes, never told unasked."""
    return *read(name, point, every=every)[:2], Notice(rep(name, point), when=NEVER)


def kept(name: str, point: str, at: str = "{channel} ") -> tuple[Row, ...]:
    """A property that is also set."""
    return *read(name, point, at), Command(f"< SET {at}{name} {{{point}}} >", rep(name, point, at))


def everything(rows: Iterable[Row]) -> tuple[Row, ...]:
    """One question for all that `rows` tell, of the whole device or of a channel."""
    told = tuple(dict.fromkeys(row.replies[0] for row in rows if isinstance(row, Query)))
    of_channel = tuple(line for line in told if "{channel}" in str(line))
    return (
        Query("< GET 0 ALL >", *told, every=60, gathers=True),
        Query("< GET {channel} ALL >", *of_channel, every=120, gathers=True),
    )


def all_channels(name: str, point: str) -> Command:
    """One order for every channel."""
    return Command(Line(f"< SET 0 {name} {{{point}}} >", all="channel"), rep(name, point))


def metering(*samples: str) -> tuple[Row, ...]:
    """The rate of the samples on this connection, in milliseconds on the wire, and the samples."""
    rate = rep("METER_RATE", "rate")
    everywhere = "< SET 0 METER_RATE {rate} >"
    return (
        Session(
            Line("< SET {channel} METER_RATE {rate} >", heard=(everywhere,)),
            rate,
            says={"rate": 1.0},
            alters=True,
        ),
        Session("< GET 1 METER_RATE >", "< REP 1 METER_RATE {_:01000} >", every=30),
        Query(Line("< GET {channel} METER_RATE >", heard=("< GET 0 METER_RATE >",)), rate, gathers=True),
        Notice(Line(samples[0], heard=samples[1:]), paced="rate"),
    )


def fit(driver: Driver, options: Options) -> Driver:
    """`samples`: seconds between two samples of the levels, from 0.1; 0 is none."""
    only(driver.name, options, ("samples",))
    apart = options.get("samples", 1.0)
    number = isinstance(apart, int | float) and not isinstance(apart, bool)
    if not number or not (apart == 0 or 0.1 <= apart <= 99.999):
        en, zh = "samples is 0, or seconds from 0.1 to 99.999", "samples 是 0，或 0.1 到 99.999 秒"
        raise OptionError(("samples",), en, zh)
    said = {"rate": float(apart)}
    talk = (replace(r, says=said) if isinstance(r, Session) and r.says else r for r in driver.talk)
    return replace(driver, talk=tuple(talk))


GAIN_BY = {"step": Whole(low=1, high=60)}
MUTING = (
    *kept("AUDIO_MUTE", "mute"),
    all_channels("AUDIO_MUTE", "mute"),
    Action("toggle_mute", "< SET {channel} AUDIO_MUTE TOGGLE >", rep("AUDIO_MUTE", "mute"), risk="a"),
)
GAINS = (
    *kept("AUDIO_GAIN", "trim"),
    all_channels("AUDIO_GAIN", "trim"),
    Action("gain_up", "< SET {channel} AUDIO_GAIN INC {step} >", rep("AUDIO_GAIN", "trim"), args=GAIN_BY),
    Action("gain_down", "< SET {channel} AUDIO_GAIN DEC {step} >", rep("AUDIO_GAIN", "trim"), args=GAIN_BY),
)
FLASH = (
    Action("flash", "< SET FLASH ON >", "< REP FLASH ON >", risk="a"),
    Action("flash_channel", "< SET {channel} FLASH ON >", "< REP {channel} FLASH ON >", risk="a"),
    Notice("< REP {_:FLASH} {_:OFF} >"),
)
NO = Refusal("< REP ERR >", {"": Reason.OUT_OF_RANGE})


def identity() -> tuple[Row, ...]:
    """What the device is and is called."""
    return (
        *kept("DEVICE_ID", "name", at=""),
        Query("< GET MODEL >", rep("MODEL", "model", ""), every=0),
        Query("< GET FW_VER >", rep("FW_VER", "firmware", ""), every=0),
    )


def spelled(names: int = 8) -> dict[str, Spelling]:
    """The spellings that all of these receivers share; `names` is the longest name of a channel."""
    return {
        "channel": Whole(low=1),
        "label": Named(names), "name": Named(names), "model": Named(32), "firmware": Named(18),
        "mute": ON_OFF, "trim": shifted(3, -18, -18, 42), "carrier": MEGAHERTZ,
        "group_channel": Either(Word(), Words({"06,08": "06,08"})),
        "battery": counted(3, 0, 100), "battery_bars": counted(3, 0, 5), "battery_minutes": MINUTES,
        "transmitter": Word(UNKNOWN),
        "rate": Either(Words({"00000": 0}), Real(0, scale=0.001, low=0.1, high=99.999, width=5)),
    }  # fmt: skip


RADIO = (
    *kept("CHAN_NAME", "label"),
    *MUTING,
    *GAINS,
    *kept("FREQUENCY", "carrier"),
)
ULXD_ROWS = (
    *RADIO,
    *read("GROUP_CHAN", "group_channel"),
    *read("BATT_CHARGE", "battery", every=30),
    *read("BATT_BARS", "battery_bars", every=30),
    *read("BATT_RUN_TIME", "battery_minutes", every=60),
    *read("BATT_TYPE", "battery_type"),
    *read("BATT_CYCLE", "battery_cycles"),
    *read("BATT_HEALTH", "battery_health"),
    *read("TX_TYPE", "transmitter", every=30),
    *read("TX_RF_PWR", "transmitter_power"),
    *read("TX_OFFSET", "transmitter_offset"),
    *read("TX_MUTE_STATUS", "transmitter_mute", every=30),
    *read("TX_MUTE_BUTTON_STATUS", "mute_button"),
    *read("TX_MENU_LOCK", "menu_lock"),
    *read("TX_PWR_LOCK", "power_lock"),
    *read("RF_INT_DET", "interference", every=30),
    *heard("RF_ANTENNA", "antenna"),
    *heard("RX_RF_LVL", "rf", every=30),
    *heard("AUDIO_LVL", "meter"),
    *read("ENCRYPTION", "encryption"),
    *read("ENCRYPTION_WARNING", "encryption_warning", every=30),
    *identity(),
)

ULXD = Driver(
    name="shure_ulxd",
    title="Shure ULX-D receiver",
    source="Shure ULX-D and QLX-D command strings",
    port=2202,
    framing=Framing.both(Angled()),
    fold=True,
    quiet=("< SAMPLE",),
    patience=1.0,
    session={"rate": 0},
    fit=fit,
    axes={"channel": (1, 2, 3, 4)},
    points=(
        *(point.over("channel") for point in (
            std.LABEL, std.MUTE, GAIN, CARRIER, GROUP_CHANNEL, std.BATTERY, BARS, LEFT, BATTERY_TYPE, CYCLES,
            BATTERY_HEALTH, TRANSMITTER, TX_POWER, TX_OFFSET, TX_MUTE, MUTE_BUTTON, MENU_LOCK, POWER_LOCK,
            INTERFERENCE, ANTENNA, std.RF, std.METER, ENCRYPTION, ENCRYPTION_WARNING,
        )),
        NAME, std.MODEL, std.FIRMWARE,
    ),
    spelling={
        **spelled(),
        "battery_type": Words({**KINDS, "WARN": "warning", "UNKN": None}),
        "battery_cycles": counted(5, 0, 65534, ("65535",)),
        "battery_health": counted(3, 0, 100),
        "transmitter_power": Words({"LOW": "low", "NORMAL": "normal", "HIGH": "high", "UNKN": None}),
        "transmitter_offset": counted(3, 0, 254),
        **dict.fromkeys(("transmitter_mute", "mute_button", "menu_lock", "power_lock"), ON_OFF_UNKNOWN),
        "interference": Words({"NONE": False, "CRITICAL": True}),
        "antenna": Words({two: two for two in ("AX", "XB", "AB", "XX")}),
        "rf": shifted(3, -128, -128, 0),
        "meter": shifted(3, -50, -50, 0),
        "encryption": Words({"OFF": "off", "AUTO": "auto", "MANUAL": "manual"}),
        "encryption_warning": ON_OFF,
    },
    talk=(
        *metering("< SAMPLE {channel} ALL {antenna} {rf} {meter} >"),
        *everything(ULXD_ROWS),
        *ULXD_ROWS,
        *FLASH,
        NO,
    ),
    about={"transmitter_offset": Remark(
        "按接收机的计法显示：各资料对 0 的含义说法不一",
        "shown as the receiver counts it: texts disagree on what 0 means",
    )},
)  # fmt: skip
QLXD = replace(ULXD, name="shure_qlxd", title="Shure QLX-D receiver", axes={"channel": (1,)})

SLXD_ROWS = (
    *RADIO,
    *read("TX_BATT_BARS", "battery_bars", every=30),
    *read("TX_BATT_MINS", "battery_minutes", every=60),
    *kept("AUDIO_OUT_LVL_SWITCH", "output_level"),
    *identity(),
)
SLXD = Driver(
    name="shure_slxd",
    title="Shure SLX-D receiver",
    source="Shure SLX-D command strings",
    port=2202,
    framing=ULXD.framing,
    fold=True,
    quiet=ULXD.quiet,
    patience=1.0,
    session={"rate": 0},
    fit=fit,
    axes={"channel": (1, 2)},
    points=(
        *(point.over("channel") for point in (
            std.LABEL, std.MUTE, GAIN, CARRIER, BARS, LEFT, OUTPUT_LEVEL, std.RF, std.METER,
        )),
        NAME, std.MODEL, std.FIRMWARE,
    ),
    spelling={
        **spelled(),
        "output_level": Words({"MIC": "mic", "LINE": "line"}),
        **dict.fromkeys(("rf", "meter"), shifted(3, -120, -120, 135)),
    },
    talk=(
        *metering("< SAMPLE {channel} ALL {_:090} {meter} {rf} >"),
        *everything(SLXD_ROWS),
        *SLXD_ROWS,
        *FLASH,
        NO,
    ),
)  # fmt: skip
