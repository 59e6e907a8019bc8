"""Extron matrix switchers by SIS, over TCP 23 (telnet) or RS-232 (9600 8N1).

Source: Extron DTP CrossPoint 4K manual, "SIS" chapter; XTP II, DXP HD 4K and CrossPoint Ultra manuals for
older forms. Simple commands end with their own last character; those that begin with ESC (or W) end with
CR or "|".
"""

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.switchers.extron_login import greet, welcome
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends, Pattern
from drivers.wire.spelling import ONE_ZERO, Real, Text, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Session

SAYS = Pattern(
    r"(?:\x1b|W)[^\r|]{0,200}[\r|]|[0-9]{0,3}(?:\*[0-9]{0,3}){0,2}(?:[!%&$,.BZX]|LS|[INQS])",
    drop="\r\n ",
    alike={"W": "\x1b", "|": "\r"},
)
"""What a controller says: each command carries its own end, so that "3*5!1*2%" is two commands."""

HEARS = Ends("\r\n", also=("\n", "\r"), prompts=("Password:",))

LOCKED = Point(
    "panel_lock", "which front-panel controls are locked", ("off", "all", "advanced"), settable=True
)
PART = Point("part_number", "the maker's part number")
ABOUT = Point("description", "what the maker says the device is")
BUILD = Point("build", "the full version of the device's software")
MAC = Point("mac", "the hardware address")
STATUS = Point("status", "voltages and fans, as the device prints them")

TAGGED, PLAIN = {"verbose": (2, 3)}, {"verbose": (0, 1)}
NEWS = {"verbose": (1, 3)}

MUTES = {
    "0": {"output_mute": False, "audio_mute": False},
    "1": {"output_mute": True, "audio_mute": False},
    "2": {"output_mute": False, "audio_mute": True},
    "3": {"output_mute": True, "audio_mute": True},
}


def tie(field: str, word: str) -> Line:
    """A tie as a matrix tells it; older ones put the input first, twin outputs are lettered (3A, 3B)."""
    made = f"In{{{field}}} {word}"
    twins = tuple(f"Out{{output}}{letter} {made}" for letter in "AB")
    return Line(f"Out{{output}} {made}", heard=(f"In{{{field}}} Out{{output}} {word}", *twins))


VIDEO, RGB, AUDIO = tie("video_tie", "Vid"), tie("video_tie", "RGB"), tie("audio_tie", "Aud")
BOTH = tie("video_tie+audio_tie", "All")
BOTH_EVERYWHERE = Line("In{video_tie+audio_tie} All", all="output")
VIDEO_EVERYWHERE = Line("In{video_tie} Vid", all="output")
AUDIO_EVERYWHERE = Line("In{audio_tie} Aud", all="output")
VIDEO_MUTED = "Vmt{output}*{output_mute}"
AUDIO_MUTED = "Amt{output}*{audio_mute}"
PICTURES_MUTED = Line("Vmt{output_mute}", all="output")
SOUNDS_MUTED = Line("Amt{audio_mute}", all="output")


def tagged(line: str | Line, plain: str) -> tuple[Line, Line]:
    """An answer in verbose mode 2 or 3, and the bare one of modes 0 and 1."""
    said = Line(line) if isinstance(line, str) else line
    return Line(said.text, heard=said.heard, when=TAGGED), Line(plain, when=PLAIN)


TIES = (
    Query(
        "\x1b0*{output:plain}*1VC\r", Line("", each="{video_tie}", sep=" ", tail=" Vid", page=16), every=10
    ),
    Query(
        "\x1b0*{output:plain}*2VC\r", Line("", each="{audio_tie}", sep=" ", tail=" Aud", page=16), every=10
    ),
    Query("{output:plain}%", *tagged(VIDEO, "{video_tie}"), every=10),
    Query("{output:plain}&", *tagged(RGB, "{video_tie}"), every=10),
    Query("{output:plain}$", *tagged(AUDIO, "{audio_tie}"), every=10),
    Query("{output:plain}!", *tagged(BOTH, "{video_tie+audio_tie}"), *tagged(VIDEO, "{video_tie}"), every=10),
    Command("{video_tie:plain}*{output:plain}%", VIDEO, prefer=1),
    Command("{video_tie:plain}*{output:plain}&", RGB),
    Command("{audio_tie:plain}*{output:plain}$", AUDIO),
    Command("{video_tie+audio_tie:plain}*{output:plain}!", BOTH),
    Command(Line("{video_tie+audio_tie:plain}*!", all="output"), BOTH_EVERYWHERE),
    Command(Line("{video_tie:plain}*%", all="output"), VIDEO_EVERYWHERE),
    Command(Line("{audio_tie:plain}*$", all="output"), AUDIO_EVERYWHERE),
    Command(
        Line(
            "\x1b+Q",
            each=(
                "{video_tie+audio_tie:plain}*{output:plain}!",
                "{video_tie:plain}*{output:plain}%",
                "{audio_tie:plain}*{output:plain}$",
            ),
            sep="",
            tail="\r",
        ),
        "Qik",
    ),
)
MUTING = (
    Query(
        "\x1bVM\r",
        Line("Mut", each="{mutes}", sep="", along="output", heard=("Mut ", "Mut*"), when=TAGGED),
        Line("", each="{mutes}", sep="", along="output", when=PLAIN),
        every=10,
    ),
    Query("{output:plain}B", "{output_mute}", every=10),
    Query("{output:plain}Z", "{audio_mute}", every=10),
    Command("{output:plain}*{output_mute}B", VIDEO_MUTED),
    Command("{output:plain}*{audio_mute}Z", AUDIO_MUTED),
    Command(Line("{output_mute}*B", all="output"), PICTURES_MUTED),
    Command(Line("{audio_mute}*Z", all="output"), SOUNDS_MUTED),
    Query("X", "{panel_lock}", every=60),
    Command("{panel_lock}X", "Exe{panel_lock}"),
)
SIGNALS = (
    Query(
        "0LS",
        Line("Frq00 ", each="{signal}", sep="", heard=("Frq00*", "Frq00"), when=TAGGED),
        Line("", each="{signal}", sep="", when=PLAIN),
        every=5,
    ),
)


def named(field: str, axis: str, letters: str, tag: str) -> tuple[Query, Command]:
    """The names of inputs, outputs and presets: read and written alike."""
    shown = f"{tag}{{{axis}}},{{{field}}}"
    read = Query(f"\x1b{{{axis}:plain}}{letters}\r", *tagged(shown, f"{{{field}}}"), every=0, optional=True)
    return read, Command(f"\x1b{{{axis}:plain}},{{{field}}}{letters}\r", shown)


PRESETS = (
    Action("recall", "{preset:plain}.", "Rpr{preset}", stales=(ALL,)),
    Action("store", "{preset:plain},", "Spr{preset}", risk="c"),
    Action("recall_room", "{room:plain}*{preset:plain}.", "Rmm{room} Rpr{preset}", stales=(ALL,)),
    Action("store_room", "{room:plain}*{preset:plain},", "Rmm{room} Spr{preset}", risk="c"),
    Action("reset_ties", "\x1bZXXX\r", "Zpx", stales=(ALL,), risk="c"),
)
IDENTITY = (
    Query(
        "I",
        Line("Info00*V{#input}X{#output} A{_:8}X{_:8}", when=TAGGED),
        Line("V{#input}X{#output} A{_:8}X{_:8}", when=PLAIN),
        Line("Info00*{_:DTPCP84}"),
        Line("{_:DTPCP84}"),
        every=0,
        optional=True,
    ),
    Query("1I", *tagged("Inf01*{model}", "{model}"), every=0, optional=True),
    Query("2I", *tagged("Inf02*{description}", "{description}"), every=0, optional=True),
    Query("N", *tagged("Pno{part_number}", "{part_number}"), every=0),
    Query("Q", *tagged("Ver01*{firmware}", "{firmware}"), every=0),
    Query("*Q", *tagged("Ver00*{build}", "{build}"), every=0, optional=True),
    Query("98I", *tagged("Iph98*{mac}", "{mac}"), every=0, optional=True),
    Query("99I", *tagged("Inf99*{serial}", "{serial}"), every=0, optional=True),
    Query("S", *tagged("Sts00*{status}", "{status}"), every=60, optional=True),
    Query("\x1b20STAT\r", *tagged("20Stat{temperature}", "{temperature}"), every=60, optional=True),
)
UNASKED = (
    *(Notice(line, when=NEWS) for line in (VIDEO, RGB, AUDIO, BOTH)),
    *(Notice(line, when=NEWS) for line in (VIDEO_MUTED, AUDIO_MUTED, PICTURES_MUTED, SOUNDS_MUTED)),
    Notice(BOTH_EVERYWHERE, when=NEWS),
    Notice("Exe{panel_lock}", when=NEWS),
    Notice("Qik", stales=("video_tie", "audio_tie"), when=NEWS),
    Notice("Rpr{preset}", stales=(ALL,), when=NEWS),
    Notice("Spr{preset}", when=NEWS),
    Notice("Rmm{room} Rpr{preset}", stales=(ALL,), when=NEWS),
    Notice("Reconfig", stales=(ALL,), when=NEWS),
    Notice("(c) Copyright {_:2023}, Extron Electronics, {model}, V{firmware}, {part_number}", restart=True),
)
NO = Refusal(
    "E{reason}",
    {
        "01": (Reason.OUT_OF_RANGE, "input"),
        "12": (Reason.OUT_OF_RANGE, "output"),
        "11": (Reason.OUT_OF_RANGE, "preset"),
        "13": Reason.OUT_OF_RANGE,
        "10": Reason.NOT_SUPPORTED,
        "22": Reason.BUSY,
        "24": Reason.NOT_AUTHORISED,
        "18": Reason.FAILED,
        "06": Reason.FAILED,
        "14": Reason.NOT_SUPPORTED,
        "17": Reason.FAILED,
        "21": (Reason.OUT_OF_RANGE, "room"),
        "23": Reason.FAILED,
        "25": Reason.FAILED,
        "26": Reason.BUSY,
        "27": Reason.OUT_OF_RANGE,
        "28": Reason.OUT_OF_RANGE,
        "31": Reason.NOT_AUTHORISED,
        "33": Reason.OUT_OF_RANGE,
        "35": Reason.NOT_AUTHORISED,
    },
)

PADDED = Whole(width=2, low=0, high=999, absent=("--",))

EXTRON_SIS = Driver(
    name="extron_sis",
    title="Extron SIS matrix switcher",
    source="Extron DTP CrossPoint 4K user guide, SIS",
    port=23,
    transports=("tcp", "serial"),
    framing=Framing(says=SAYS, hears=HEARS, telnet=True, login=Ends("\r", also=("\n",))),
    greet=greet,
    welcome=welcome,
    session={"verbose": 0},
    idle=300,
    axes={"input": tuple(range(1, 9)), "output": tuple(range(1, 9)), "preset": tuple(range(1, 33))},
    points=(
        std.VIDEO_TIE.over("output"), std.AUDIO_TIE.over("output"),
        std.OUTPUT_MUTE.over("output"), std.AUDIO_MUTE.over("output"), std.SIGNAL.over("input"),
        std.LABEL_IN.over("input"), std.LABEL_OUT.over("output"), std.PRESET_NAME.over("preset"),
        LOCKED, std.MODEL, ABOUT, PART, std.FIRMWARE, BUILD, MAC, std.SERIAL, STATUS, std.TEMPERATURE,
    ),
    spelling={
        "output": PADDED, "input": PADDED, "preset": PADDED, "room": PADDED,
        "video_tie": PADDED, "audio_tie": PADDED,
        ":plain": Whole(low=0, high=999),
        "mutes": Joint(MUTES),
        "output_mute": Words({"1": True, "0": False}, heard={"2": True}),
        "audio_mute": ONE_ZERO,
        "signal": ONE_ZERO,
        "panel_lock": Words({"0": "off", "1": "all", "2": "advanced"}),
        "label_in": Text(longest=16), "label_out": Text(longest=16), "preset_name": Text(longest=16),
        "temperature": Real(places=0, low=-60, high=250),
        "verbose": Whole(low=0, high=3),
    },
    talk=(
        Session("\x1b{verbose}CV\r", "Vrb{verbose}", says={"verbose": 3}),
        Session("Q", ("Ver01*{_}", "{_}"), every=60),
        *TIES,
        *MUTING,
        *SIGNALS,
        *named("label_in", "input", "NI", "Nmi"),
        *named("label_out", "output", "NO", "Nmo"),
        *named("preset_name", "preset", "NG", "Nmg"),
        *PRESETS,
        *IDENTITY,
        *UNASKED,
        NO,
    ),
)  # fmt: skip
