"""Soundcraft Ui12, Ui16 and Ui24R mixers: lines in the messages of a web socket.

Source: Soundcraft Ui web socket messages; state of a Ui24R, firmware 3.3. The mixer tells everything when a
client comes, and every change that somebody else makes; it cannot be asked and does not confirm, so an
order is believed. Without a sign of life each second it drops the client.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.mixers.soundcraft_words import BOTTOM, HEARTBEAT, Level, Meters, SocketIo
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.remark import Remark
from drivers.wire.spelling import Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Law, Wide
from drivers.wire.talk import Action, Command, Line, Notice, Query, Row, Session

KINDS = {"i": "", "l": "line", "p": "player", "f": "fx", "s": "sub", "a": "aux", "v": "vca", "m": "main"}
FADER = replace(std.FADER, range=(BOTTOM, 10.0), step=0.5, tolerance=0.1)
SEND = replace(std.SEND, range=(BOTTOM, 10.0), step=0.5, tolerance=0.1)
FX_SEND = replace(SEND, key="fx_send", about="level sent from this channel to this effect")
MASK = Point(
    "mute_groups", "the mute groups that are engaged, a bit for each", range=(0, 2**24 - 1), settable=True
)
MEMBER = Point(
    "mute_mask", "the mute groups this channel is in, a bit for each", range=(0, 2**24 - 1), settable=True
)
DIM = Point("dim", "the main mix dimmed", std.YES_NO, settable=True)
SOLO = Point("solo", "channel soloed", std.YES_NO, settable=True)
NAMED = {
    "show": Point("show", "the show that is loaded"),
    "snapshot": Point("snapshot", "the snapshot recalled last"),
    "cue": Point("cue", "the cue recalled last"),
}
LISTS = Point("shows", "the shows stored in the mixer")


@dataclass(frozen=True)
class Size:
    """How many strips of each kind a model has, and the range of its preamps in dB."""

    strips: Mapping[str, int]
    gain: tuple[float, float]
    auxes: int
    effects: int = 4

    def paths(self, kinds: str) -> dict[str, int | str]:
        """The strips of these kinds by their path: i.2 is input 3."""
        found: dict[str, int | str] = {"m": "main"} if "m" in kinds else {}
        for kind in kinds.replace("m", ""):
            name = KINDS[kind]
            found |= {f"{kind}.{n}": f"{name} {n + 1}" if name else n + 1 for n in range(self.strips[kind])}
        return found


UI24 = Size({"i": 24, "l": 2, "p": 2, "f": 4, "s": 6, "a": 10, "v": 6}, (-6.0, 57.0), auxes=10)
UI16 = Size({"i": 12, "l": 2, "p": 2, "f": 4, "s": 4, "a": 6, "v": 6}, (-40.0, 50.0), auxes=6)
UI12 = Size({"i": 8, "l": 2, "p": 2, "f": 4, "s": 4, "a": 4, "v": 6}, (-40.0, 50.0), auxes=4)


def number(path: str, point: str) -> tuple[Row, ...]:
    """A number of the mixer: told to everybody who comes, and to all others when it changes."""
    said = f"SETD^{path}^{{{point}}}"
    return Command(said, None), Notice(said, opening=True)


def text(path: str, point: str) -> Notice:
    """A text of the mixer that is told, and not set."""
    return Notice(f"SETS^{path}^{{{point}}}", opening=True)


def loads(name: str, said: str, sets: str, *args: str) -> Action:
    """Something stored, recalled by its names."""
    fields = {arg: Text(longest=60) for arg in args}
    kept = {sets: f"{{{args[-1]}}}"} if sets else {}
    return Action(name, said, None, args=fields, sets=kept, risk="b" if sets else "c")


SHOWS = (
    loads("load_show", "LOADSHOW^{show_name}", "show", "show_name"),
    loads("recall", "LOADSNAPSHOT^{show_name}^{preset}", "snapshot", "show_name", "preset"),
    loads("recall_cue", "LOADCUE^{show_name}^{preset}", "cue", "show_name", "preset"),
    loads("store", "SAVESNAPSHOT^{show_name}^{preset}", "", "show_name", "preset"),
    loads("store_cue", "SAVECUE^{show_name}^{preset}", "", "show_name", "preset"),
)
BUTTONS = tuple(
    Action(name, said, None, risk="a")
    for name, said in {
        "play": "MEDIA_PLAY", "pause": "MEDIA_PAUSE", "stop": "MEDIA_STOP", "next_track": "MEDIA_NEXT",
        "previous_track": "MEDIA_PREV", "toggle_recording": "RECTOGGLE",
    }.items()
)  # fmt: skip


def talk() -> Iterator[Row]:
    """Everything this model understands."""
    yield Session("ALIVE", None, every=1)
    yield Query("SHOWLIST", Line("SHOWLIST^{shows}", heard=("SHOWLIST{shows}",)), every=5)
    yield text("model", "model")
    yield text("firmware", "firmware")
    for kind, point in NAMED.items():
        yield text(f"var.current{kind.capitalize()}", point.key)
    yield from number("{channel}.mix", "fader")
    yield from number("{strip}.mute", "mute")
    yield from number("{strip}.solo", "solo")
    yield Command("SETS^{strip}.name^{label}", None)
    yield text("{strip}.name", "label")
    yield from number("{strip}.mgmask", "mute_mask")
    yield from number("{strip}.pan", "pan")
    yield from number("m.dim", "dim")
    yield from number("mgmask", "mute_groups")
    yield from number("i.{input}.aux.{bus}.value", "send")
    yield from number("i.{input}.aux.{bus}.mute", "send_mute")
    yield from number("i.{input}.fx.{effect}.value", "fx_send")
    yield from number("hw.{input}.gain", "trim")
    yield from number("hw.{input}.phantom", "phantom")
    yield Notice("VU2^{meters}", paced="vu")
    yield from SHOWS
    yield from BUTTONS


POINTS = (
    FADER.over("channel"), std.MUTE.over("strip"), SOLO.over("strip"), std.LABEL.over("strip"),
    MEMBER.over("strip"), std.PAN.over("strip"), DIM, MASK, SEND.over("input", "bus"),
    std.SEND_MUTE.over("input", "bus"), FX_SEND.over("input", "effect"), std.PHANTOM.over("input"),
    std.METER.over("level"), std.MODEL, std.FIRMWARE, *NAMED.values(), LISTS,
)  # fmt: skip
SWITCH = Words({"1": True, "0": False}, heard={"1.0": True, "0.0": False})
SPELLING: Mapping[str, Spelling | Wide] = {
    **dict.fromkeys(("fader", "send", "fx_send"), Level()),
    **dict.fromkeys(("mute", "solo", "dim", "send_mute", "phantom"), SWITCH),
    **dict.fromkeys(("mute_mask", "mute_groups"), Whole(low=0, high=2**24 - 1)),
    **dict.fromkeys(("input", "bus", "effect"), Whole(first=0)),
    **dict.fromkeys(("label", "model", "firmware", "show", "snapshot", "cue", "shows"), Text(longest=2000)),
    "pan": Law(lambda wire: round(wire * 200 - 100, 1) + 0.0, lambda pan: (pan + 100) / 200, places=6),
}


def mixer(name: str, title: str, size: Size) -> Driver:
    """One model."""
    levels = tuple(place for kind in ("i", "p", "s", "f", "a") for place in size.paths(kind).values())
    lines = tuple(size.paths("l").values())
    counts = (*(size.strips[kind] for kind in "ipsfa"), 2, size.strips["l"])
    low, high = size.gain
    return Driver(
        name=name,
        title=title,
        source="Soundcraft Ui web socket messages; recorded state of a Ui24R",
        port=80,
        transports=("ws", "wss"),
        framing=Framing(SocketIo(), SocketIo(), answers={HEARTBEAT: HEARTBEAT}),
        silent=True,
        assumed=True,
        quiet=("VU2^", "VUA^", "RTA^"),
        idle=10,
        session={"vu": 0.1},
        axes={
            "channel": tuple(size.paths("ilpfsavm").values()),
            "strip": tuple(size.paths("ilpfsav").values()),
            "input": tuple(range(1, size.strips["i"] + 1)),
            "bus": tuple(range(1, size.auxes + 1)),
            "effect": tuple(range(1, size.effects + 1)),
            "level": (*levels, "main L", "main R", *lines),
        },
        points=(*POINTS, replace(std.TRIM, range=size.gain, step=0.5, tolerance=0.1).over("input")),
        spelling={
            **SPELLING,
            "channel": Words(size.paths("ilpfsavm")),
            "strip": Words(size.paths("ilpfsav")),
            "trim": Real(10, scale=high - low, offset=low, low=low, high=high),
            "meters": Meters(counts, (*levels, "main L", "main R", *lines)),
        },
        talk=tuple(talk()),
        about={
            "models": Remark(
                "Ui24R 的通道条见于一份状态记录；Ui12 与 Ui16 的未曾见过",
                "the strips of a Ui24R were seen in a recorded state; those of Ui12 and Ui16 were not",
            )
        },
    )


SOUNDCRAFT_UI24 = mixer("soundcraft_ui24", "Soundcraft Ui24R mixer", UI24)
SOUNDCRAFT_UI16 = mixer("soundcraft_ui16", "Soundcraft Ui16 mixer", UI16)
SOUNDCRAFT_UI12 = mixer("soundcraft_ui12", "Soundcraft Ui12 mixer", UI12)
