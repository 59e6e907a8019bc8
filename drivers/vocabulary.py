"""The standard points of the trade; a driver spells these and invents none without need."""

from enum import StrEnum

from drivers.points import Point

YES_NO = (False, True)


class PowerState(StrEnum):
    """How far a device is on its way between dark and running."""

    OFF = "off"
    WARMING = "warming"
    ON = "on"
    COOLING = "cooling"


class Health(StrEnum):
    """What a device says of one of its own parts."""

    GOOD = "good"
    WARNING = "warning"
    FAILED = "failed"


class LoadState(StrEnum):
    """Where a measured load stands between the limits set in the device."""

    LOW = "low"
    NORMAL = "normal"
    NEAR = "near"
    OVER = "over"


class LinkState(StrEnum):
    """The state of our conversation with a device, reported by the core."""

    UP = "up"
    CONNECTING = "connecting"
    LOST = "lost"
    LOCKED_OUT = "locked_out"
    DISABLED = "disabled"


class LockState(StrEnum):
    """Who holds a lock: nobody, we, or somebody else."""

    FREE = "free"
    OURS = "ours"
    THEIRS = "theirs"


OFF, WARMING, ON, COOLING = PowerState
GOOD, WARNING, FAILED = Health

LINK = Point("link", "the conversation with the device", tuple(LinkState))

# What shows and sounds
POWER = Point(
    "power",
    "whether the device is running",
    tuple(PowerState),
    settable=True,
    passing=frozenset({WARMING, COOLING}),
    undo=False,
    risk="b",
)
INPUT = Point("input", "the source the device shows", settable=True)
VIDEO_MUTE = Point("video_mute", "picture hidden, source still running", YES_NO, settable=True)
AUDIO_MUTE = Point("audio_mute", "sound silenced, source still running", YES_NO, settable=True)
SHUTTER = Point("shutter", "light path closed by a shutter", YES_NO, settable=True)
FREEZE = Point("freeze", "picture held still", YES_NO, settable=True)
RESOLUTION = Point("resolution", "the picture format that arrives")
SIGNAL = Point("signal", "whether a source is present at this input", YES_NO)

# What wears and fails
LAMP = Point("lamp", "whether this lamp is lit", YES_NO)
LAMP_HOURS = Point("lamp_hours", "hours the lamp has burned", range=(0, 999_999), step=1, unit="h")
FILTER_HOURS = Point(
    "filter_hours", "hours since the filter was changed", range=(0, 999_999), step=1, unit="h"
)
HEALTH = Point("health", "what the device says of its own part", tuple(Health))
TEMPERATURE = Point("temperature", "temperature at this place", range=(-60, 250), unit="°C")
HUMIDITY = Point("humidity", "relative humidity", range=(0, 100), unit="%")
UPTIME = Point("uptime", "time since the device started", range=(0, 1e12), unit="s")

# Switching
VIDEO_TIE = Point("video_tie", "the input tied to this video output; 0 is none", settable=True, among="input")
AUDIO_TIE = Point("audio_tie", "the input tied to this audio output; 0 is none", settable=True, among="input")
OUTPUT_MUTE = Point("output_mute", "picture of this output muted", YES_NO, settable=True)
LOCK = Point("lock", "who holds the lock", tuple(LockState), settable=True)
LABEL = Point("label", "the name given to it on the device", settable=True)
LABEL_IN = Point("label_in", "the name given to this input on the device", settable=True)
LABEL_OUT = Point("label_out", "the name given to this output on the device", settable=True)
PRESET_NAME = Point("preset_name", "the name given to this preset on the device", settable=True)

# Sound
FADER = Point("fader", "channel level", settable=True, unit="dB")
TRIM = Point("trim", "input gain ahead of the channel", settable=True, unit="dB", risk="b")
MUTE = Point("mute", "channel muted", YES_NO, settable=True)
MUTE_GROUP = Point("mute_group", "this mute group engaged", YES_NO, settable=True)
SEND = Point("send", "level sent from this channel to this bus", settable=True, unit="dB")
SEND_MUTE = Point("send_mute", "send from this channel to this bus muted", YES_NO, settable=True)
PAN = Point("pan", "place between left (-100) and right (100)", range=(-100, 100), settable=True)
PHANTOM = Point("phantom", "phantom power on this input", YES_NO, settable=True, undo=False, risk="c")
METER = Point("meter", "level heard now; on the side channel only", unit="dB")

# Mains
OUTLET = Point("outlet", "whether the outlet is live", YES_NO, settable=True, undo=False, risk="c")
PENDING = Point("pending", "whether a delayed switching waits at this outlet", YES_NO)
LOAD = Point("load", "current drawn", range=(0, 10_000), unit="A")
LOAD_STATE = Point("load_state", "the load against the limits set in the device", tuple(LoadState))
BREAKER = Point("breaker", "state of the bank behind this breaker", tuple(Health))
CURRENT = Point("current", "current of this phase", range=(0, 10_000), unit="A")
VOLTAGE = Point("voltage", "voltage of this phase", range=(0, 1_000_000), unit="V")
FREQUENCY = Point("frequency", "mains frequency", range=(0, 1000), unit="Hz")
POWER_W = Point("power_w", "real power drawn", range=(0, 1e9), unit="W")
APPARENT_POWER = Point("apparent_power", "apparent power drawn", range=(0, 1e9), unit="VA")
ENERGY = Point("energy", "energy drawn since the counter was reset", range=(0, 1e12), unit="kWh")

# Stored
ON_BATTERY = Point("on_battery", "whether it runs on its battery", YES_NO)
MINUTES_LEFT = Point("minutes_left", "minutes the battery will last", range=(0, 1e6), unit="min")
BATTERY_REPLACE = Point("battery_replace", "whether the battery has to be replaced", YES_NO)
LOAD_PERCENT = Point("load_percent", "the load, of what it can carry", range=(0, 1000), unit="%")

# Wireless
BATTERY = Point("battery", "charge left in this unit", range=(0, 100), unit="%")
RF = Point("rf", "received radio level of this unit", unit="dBm")

# What it is
MAKER = Point("maker", "who made the device")
MODEL = Point("model", "the maker's name for the device")
SERIAL = Point("serial", "the serial number")
FIRMWARE = Point("firmware", "the version of the device's software")
NAME = Point("name", "the name given to the device itself")

# Actions, by name: RECALL(preset) TAKE(salvo) CYCLE(socket)
RECALL, TAKE, CYCLE, AUTO_IMAGE, REBOOT = "recall", "take", "cycle", "auto_image", "reboot"
