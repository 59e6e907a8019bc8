"""The lines of Yamaha consoles: parameters, what the console says of itself, scenes, meters, refusals.

Source: Yamaha remote control protocol ("RCP", "SCP"), line grammar, commands, scenes, meters. The text behind
a value is for displays, and is not believed.
"""

from collections.abc import Iterator

from drivers.errors import Reason
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session


def parameter(address: str, point: str, every: float = 60, shown: bool = True) -> tuple[Row, ...]:
    """One parameter: asked, set, and told to everybody else in the same words; `shown` with its text."""
    told = f"{address} {{{point}}}"
    text = f'{told} "{{{point}:shown}}"' if shown else told

    def line(word: str, exact: bool | None = None) -> Line:
        heard = (f'{word} {told} "{{_}}"', *((f"{word} {told}",) if shown else ()))
        return Line(f"{word} {text}", heard=heard, when={} if exact is None else {"exact": (exact,)})

    return (
        Query(f"get {address}", Line(f"OK get {told}", heard=(f'OK get {told} "{{_}}"',)), every=every),
        Command(f"set {told}", (line("OK set", True), line("OKm set", False))),
        Notice(line("NOTIFY set")),
    )


def strip(kind: str) -> Iterator[Row]:
    """Level, switch and name of the strips of one kind."""
    at = f"{{channel:{kind}}} 0"
    yield from parameter(f"MIXER:Current/{kind}/Fader/Level {at}", "fader")
    yield from parameter(f"MIXER:Current/{kind}/Fader/On {at}", "mute")
    yield from parameter(f"MIXER:Current/{kind}/Label/Name {at}", "label", every=0, shown=False)


SENDS = (
    *parameter("MIXER:Current/InCh/ToMix/Level {input} {bus}", "send", every=0),
    *parameter("MIXER:Current/InCh/ToMix/On {input} {bus}", "send_mute", every=0),
)
DCAS = (
    *parameter("MIXER:Current/DCA/Fader/Level {dca} 0", "dca_fader"),
    *parameter("MIXER:Current/DCA/Fader/On {dca} 0", "dca_mute"),
    *parameter("MIXER:Current/DCA/Label/Name {dca} 0", "dca_name", every=0, shown=False),
)
STAGE_BOX = (
    *parameter("IO:Current/InCh/48VOn {input} 0", "phantom", shown=False),
    *parameter("IO:Current/Dev/MuteOn 0 0", "audio_mute", shown=False),
)


def asked(word: str, point: str, every: float = 0, optional: bool = False) -> Query:
    """One thing the device says of itself; the quotes are missing in some."""
    said = f'OK {word} "{{{point}}}"'
    return Query(word, Line(said, heard=(f"OK {word} {{{point}}}",)), every=every, optional=optional)


ITSELF = (
    asked("devstatus runmode", "run_mode", every=10),
    asked("devstatus error", "device_error", every=60, optional=True),
    asked("devinfo productname", "model"),
    asked("devinfo devicename", "name"),
    asked("devinfo version", "firmware"),
    asked("devinfo serialno", "serial", optional=True),
)
NO = (
    Refusal("ERROR get UnknownAddress", {"": Reason.NOT_SUPPORTED}, of="get {_}"),
    Refusal("ERROR set UnknownAddress", {"": Reason.NOT_SUPPORTED}, of="set {_}"),
    Refusal(
        "ERROR {echo} {reason}",
        {
            "InvalidArgument": Reason.OUT_OF_RANGE,
            "WrongFormat": Reason.FAILED,
            "InternalError": Reason.BUSY,
            "Busy": Reason.BUSY,
            "AccessDenied": Reason.NOT_AUTHORISED,
        },
    ),
    Refusal("ERROR unknown UnknownCommand", {"": Reason.NOT_SUPPORTED}),
)


def metering(kind: str) -> tuple[Row, ...]:
    """The levels behind the faders of one kind of strip, ten times a second for ten seconds."""
    start, word = f"mtrstart MIXER:Current/{kind}/PostOn", f"NOTIFY mtr MIXER:Current/{kind}/PostOn level "
    return (
        Session(
            f"{start} 100",
            Line(f"OK {start} 100", heard=(f"OK {start}", f"OK {start} {{_}}")),
            every=8,
            sets={"meters": 0.1},
            lasts=10,
        ),
        Notice(Line(word, each="{meter}", sep=" ", along="level"), paced="meters"),
    )


RECALLS = ("recall", "recall_next", "recall_previous")


def recalling(recall: str, current: str, point: str, *, bank: str = "") -> tuple[Row, ...]:
    """Recall, and which scene stands; `bank` is what comes before its number or name."""
    known, scene = f"OK {current} {bank}", f"{bank}{{{point}}}"
    return (
        Action(
            "recall",
            f"{recall} {bank}{{preset}}",
            f"OK {recall} {bank}{{preset}}",
            settle=1.0,
            stales=(ALL,),
            sets={point: "{preset}", "scene_modified": False},
        ),
        Notice(f"NOTIFY {recall} {scene}", stales=(ALL,), to="all", after=RECALLS),
        Query(f"{current} {bank}".rstrip(), f"{known}{{{point}}} {{scene_modified}}", every=30),
        Notice(f"NOTIFY {current} {scene} {{scene_modified}}", to="all"),
    )


def stepped(name: str, word: str) -> Action:
    """The next scene, or the one before."""
    said = f"event MIXER:Lib/Scene/{word}"
    return Action(name, said, Line(f"OK {said}", heard=(f"OK {said} {{_}}",)), settle=1.0, stales=(ALL,))


STEPS = (stepped("recall_next", "RecallInc"), stepped("recall_previous", "RecallDec"))
NONE = "ERROR sscurrent_ex InvalidArgument"
"""What is said of a bank while the scene that stands is none of it."""

BANKED = (
    *(row for row in recalling("ssrecall_ex", "sscurrent_ex", "scene") if not isinstance(row, Query)),
    Query("sscurrent_ex scene_a", "OK sscurrent_ex {scene:a} {scene_modified}", NONE, every=30),
    Session("sscurrent_ex scene_b", ("OK sscurrent_ex {scene:b} {scene_modified}", NONE), every=30),
    Action("store", "ssupdate_ex {preset}", "OK ssupdate_ex {preset}", risk="c"),
    *STEPS,
)
LISTED = (*recalling("ssrecall_ex", "sscurrent_ex", "console_scene", bank="MIXER:Lib/Scene "), *STEPS)
QUOTED = (*recalling("ssrecallt_ex", "sscurrentt_ex", "scene", bank="MIXER:Lib/Scene "), *STEPS)
TEXTUAL = (
    Session('scpmode sstype "text"', Line('OK scpmode sstype "text"', heard=("OK scpmode sstype {_}",))),
    *recalling("ssrecallt_ex", "sscurrentt_ex", "scene", bank="scene_a "),
    *STEPS,
)
