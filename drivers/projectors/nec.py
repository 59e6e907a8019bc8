"""NEC and Sharp-NEC projectors by their binary protocol, over TCP 7142 or RS-232 (38400 8N1).

Source: NEC, Projector Control Command Reference Manual BDT140013 rev 7.1: 009, 015 to 023, 037, 050, 051,
078, 079, 097, 098, 305. Old models do not know the basic information (305-3); what else reads the same is
then asked instead.
"""

import re
from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point, Value
from drivers.projectors.nec_words import PARTS, Chars, Count, Errors, Operation, Running, Sense, Shown
from drivers.vocabulary import OFF, ON
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_binary import Checked
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Words
from drivers.wire.spelling_more import Hex
from drivers.wire.talk import Action, Command, Line, Query, Refusal, Row, When

ID = "{_:01} {_:10}"
"""The projector's control ID and the code of its model."""

INPUTS = {
    "A1": "hdmi 1", "A2": "hdmi 2", "A6": "displayport", "BF": "hdbaset",
    "01": "computer 1", "02": "computer 2", "06": "video", "0B": "s-video", "10": "component",
    "1F": "usb a", "20": "lan", "22": "slot",
}  # fmt: skip
"""Input select (018) of today's models."""

OLD_INPUTS = {"1A": "hdmi 1", "1B": "hdmi 2"}
"""What models before the PA, PE, PV and PX series call theirs."""

SHOWN = {
    "01 21": "hdmi 1", "02 21": "hdmi 2", "01 22": "displayport", "01 27": "hdbaset",
    "01 01": "computer 1", "02 01": "computer 2", "01 02": "video", "01 03": "s-video",
    "01 04": "component", "01 23": "usb a", "01 07": "usb a", "01 20": "dvi",
    "02 22": "slot", "03 23": "lan",
}  # fmt: skip
"""Terminal number and kind of signal (305-3, bytes 3 and 4)."""

OSD_MUTE = Point("osd_mute", "on-screen messages hidden", std.YES_NO, settable=True)
LIGHT_LIFE = Point("light_life", "what is left of the light source's life", range=(-100, 100), unit="%")
ECO_MODE = Point(
    "eco_mode", "the light source's mode, by the model's own number", range=(0, 255), settable=True
)
ERROR_BITS = Point("error_bits", "the error status as the device sends it")

RUNNING: When = {"power": (ON,)}
NO_ERROR = " ".join(["00"] * 12)
FLAG = Words({"00": False, "01": True})


def skip(count: int) -> str:
    """So many bytes that nobody explained."""
    return " ".join(["{_:00}"] * count)


def rest(count: int) -> str:
    """What is left of a frame, whatever its length; we say so many bytes."""
    return "{_:" + " 00" * count + "}"


def switch(on: str, off: str, key: str) -> tuple[Command, Command]:
    """Two commands without data, each meaning one value of a point."""
    return tuple(  # type: ignore[return-value]
        Command(Line(f"02 {code} 00 00", means={key: value}), f"22 {code} {ID}")
        for code, value in ((on, True), (off, False))
    )


def shutter(code: str, closed: bool) -> Command:
    """The shutter cannot be asked; its acknowledgement is all there is."""
    means = {"shutter": closed}
    return Command(Line(f"02 {code} 00 00", means=means), Line(f"22 {code} {ID}", means=means))


ON_OFF: tuple[Row, ...] = (
    Command(Line("02 00 00 00", means={"power": ON}), f"22 00 {ID}", settle=5, patience=15),
    Command(Line("02 01 00 00", means={"power": OFF}), f"22 01 {ID}", settle=5, patience=60),
    Query("00 85 00 00 01", f"20 85 {ID} {skip(2)} {{power:running}}{rest(10)}", every=5),
    Query("00 81 00 00", f"20 81 {ID} {{power:sense}}", every=5, optional=True),
)
DARK = " 00 FF FF 00 FF FF FF FF" + " 00" * 6
"""What a projector that is off says behind its power: FF is what it cannot tell."""
ZEROS = " ".join(["00"] * 16)
BASIC = f"20 BF {ID} 02 {{power:operation}}"
INFORMATION: tuple[Row, ...] = (
    Query(
        "00 BF 00 00 02",
        f"{BASIC} {{_:00}} {{input:shown}} {{_:21}}"
        f" {{video_mute}} {{audio_mute}} {{osd_mute}} {{freeze}}{rest(6)}",
        f"{BASIC}{{_:{DARK}}}",
        every=10,
        when=RUNNING,
    ),
    Query("00 BF 00 00 02", f"{BASIC}{{_:{DARK}}}", every=5, optional=True),
)
MUTES: tuple[Row, ...] = (
    *switch("10", "11", "video_mute"),
    *switch("12", "13", "audio_mute"),
    *switch("14", "15", "osd_mute"),
    Query(
        "00 85 00 00 03",
        f"20 85 {ID} {{video_mute}} {{audio_mute}} {{osd_mute}}{rest(13)}",
        f"20 85 {ID} {{_:{ZEROS}}}",
        every=5,
        when=RUNNING,
    ),
    shutter("16", True),
    shutter("17", False),
    Command("01 98 00 00 {freeze:set}", f"21 98 {ID} 00"),
    Refusal("21 98 {_:01} {_:10} FF", {"": Reason.FAILED}, of="01 98 {_}"),
)
PICTURE: tuple[Row, ...] = (
    Command("02 03 00 00 01 {input}", f"22 03 {ID} 00"),
    Refusal("22 03 {_:01} {_:10} FF", {"": Reason.FAILED}, of="02 03 {_}"),
    Action(std.AUTO_IMAGE, "02 0F 00 00 05 00", "22 0F {_:01 10}"),
    Action("set_volume", "03 10 00 00 05 00 00 {level} 00", "23 10 {_:01 10 00 00}", args={"level": Hex()}),
    Query("03 B0 00 00 07", f"23 B0 {ID} 07 {{eco_mode}}", every=60, optional=True),
    Command("03 B1 00 00 07 {eco_mode}", "23 B1 {_:01 10 07 00}"),
)
WEAR: tuple[Row, ...] = (
    Query("00 88 00 00", f"20 88 {ID} {{errors}}", every=30),
    Query("03 96 00 00 00 01", f"23 96 {ID} 00 01 {{lamp_hours}}", every=600),
    Query("03 96 00 00 00 04", f"23 96 {ID} 00 04 {{light_life}}", every=600, optional=True),
    Query("03 95 00 00", f"23 95 {ID} {{filter_hours}}{rest(4)}", every=600, optional=True),
    Query(
        "03 8A 00 00",
        f"23 8A {ID} {{name:49}} {skip(33)} {{lamp_hours}} {{filter_hours}}{rest(8)}",
        every=600,
        optional=True,
    ),
)
IDENTITY: tuple[Row, ...] = (
    Query("00 85 00 00 04", f"20 85 {ID} {{model}}", every=0),
    Query("00 BF 00 00 01 06", f"20 BF {ID} 01 06 {{serial}}", every=0, optional=True),
)
NO = Refusal(
    "A{header} {command} {_:01} {_:10} {reason}",
    {
        "00 00": Reason.NOT_SUPPORTED,
        "00 01": Reason.NOT_SUPPORTED,
        "01 00": Reason.OUT_OF_RANGE,
        "01 01": (Reason.OUT_OF_RANGE, "input"),
        "01 02": Reason.OUT_OF_RANGE,
        "02 0D": Reason.BUSY,
        "02 02": Reason.BUSY,
        "02 03": Reason.OUT_OF_RANGE,
        "02 0E": Reason.FAILED,
        "02 00": Reason.FAILED,
        "02 04": Reason.FAILED,
        "02 06": Reason.FAILED,
        "02 07": Reason.FAILED,
        "02 08": Reason.FAILED,
        "02 0A": Reason.FAILED,
        "02 0F": Reason.NOT_AUTHORISED,
        "03 00": Reason.OUT_OF_RANGE,
        "03 01": Reason.NOT_SUPPORTED,
        "03 02": Reason.FAILED,
    },
    of="0{header} {command} 00 00{_}",
)


def fit(driver: Driver, options: Options) -> Driver:
    """With the inputs of one hall: `options: {inputs: {lectern: A1, truck: BF 01 27}}`.

    A name, its code of input select, and behind it the terminal and the kind of signal that the projector
    shows then, where they are none of the usual ones.
    """
    only(driver.name, options, ("inputs",))
    if "inputs" not in options:
        return driver
    named = options["inputs"]
    if not isinstance(named, dict) or not named:
        en, zh = (
            "inputs is a list of names with their codes: {hdmi 1: A1}",
            "inputs 是名称与代码的对照：{hdmi 1: A1}",
        )
        raise OptionError(("inputs",), en, zh)
    codes: dict[str, Value] = {}
    pairs: dict[str, Value] = {}
    for name, given in named.items():
        code, _, pair = _code(str(name), str(given).upper()).partition(" ")
        usual = driver.spelling["input"].read(code) if code in {**INPUTS, **OLD_INPUTS} else None  # type: ignore[union-attr]
        codes[code] = str(name)
        pairs |= {pair: str(name)} if pair else {p: str(name) for p, n in SHOWN.items() if n == usual}
    return replace(driver, spelling={**driver.spelling, "input": Words(codes), "input:shown": Shown(pairs)})


def _code(name: str, given: str) -> str:
    if not re.fullmatch("[0-9A-F]{2}(?: [0-9A-F]{2} [0-9A-F]{2})?", given):
        en, zh = (
            f"{given} is no input code; one is A1, or BF 01 27",
            f"{given} 不是输入代码；例如 A1 或 BF 01 27",
        )
        raise OptionError(("inputs", name), en, zh)
    return given


NEC = Driver(
    name="nec",
    title="NEC / Sharp projector (binary)",
    source="BDT140013 rev 7.1",
    port=7142,
    transports=("tcp", "serial"),
    framing=Framing(
        says=Checked(starts=b"\x00\x01\x02\x03"), hears=Checked(starts=b"\x20\x21\x22\x23\xa0\xa1\xa2\xa3")
    ),
    gap=0.6,
    axes={"part": PARTS},
    points=(
        std.POWER, std.INPUT, std.VIDEO_MUTE, std.AUDIO_MUTE, OSD_MUTE, std.SHUTTER, std.FREEZE,
        std.LAMP_HOURS, LIGHT_LIFE, std.FILTER_HOURS, ECO_MODE, std.HEALTH.over("part"), ERROR_BITS,
        std.NAME, std.MODEL, std.SERIAL,
    ),
    spelling={
        "power:running": Running(), "power:sense": Sense(), "power:operation": Operation(),
        "input": Words(INPUTS, heard=OLD_INPUTS), "input:shown": Shown(SHOWN),
        **dict.fromkeys(("video_mute", "audio_mute", "osd_mute", "freeze"), FLAG),
        "freeze:set": Words({"01": True, "02": False}),
        "errors": Errors(), "error_bits": Words({NO_ERROR: NO_ERROR}),
        "lamp_hours": Count(3600), "filter_hours": Count(3600), "light_life": Count(signed=True),
        "eco_mode": Hex(),
        "name:49": Chars(49, last=False), "model": Chars(32), "serial": Chars(16),
    },
    talk=(*ON_OFF, *INFORMATION, *MUTES, *PICTURE, *WEAR, *IDENTITY, NO),
    fit=fit,
    about={
        "network": Remark(
            "待机模式须为网络待机或睡眠，否则待机时端口 7142 无应答。",
            "Standby mode must be network standby or sleep, else port 7142 is dead in standby.",
        ),
        "inputs": Remark(
            "HDBaseT、插槽、LAN 的编码因型号而异；不认识的编码原样显示。",
            "What HDBaseT, slot and LAN show as differs by model; an unknown pair is shown as it " "is.",
        ),
        "gap": Remark(
            "公开的驱动中，一个在命令间等待 600 毫秒，另一个等待 100 毫秒；我们等待 600 毫秒。",
            "One public driver waits 600 ms between commands, another 100 ms; we wait 600.",
        ),
    },
)  # fmt: skip

OLDER = {**{code: name for code, name in INPUTS.items() if code < "A0"}, **OLD_INPUTS}
NEC_OLD = replace(
    NEC,
    name="nec_old",
    title="NEC projector, older (binary)",
    spelling={**NEC.spelling, "input": Words(OLDER)},
    talk=(
        *(row for row in NEC.talk if row not in INFORMATION),
        Query(
            "00 85 00 00 02",
            f"20 85 {ID} {skip(2)} {{input:shown}}{rest(12)}",
            f"20 85 {ID} {{_:{ZEROS}}}",
            every=10,
            when=RUNNING,
        ),
    ),
).without("freeze", "serial")
