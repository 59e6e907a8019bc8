"""Blackmagic Videohub routers (Smart, Compact, Universal, 12G and their kin) over TCP 9990.

Source: Videohub Developer Information, protocol 2.3, in Blackmagic's installation manuals; dumps of devices
that speak 2.7 and 2.8. A router tells everything when we connect and every change to everybody, so that
questions are only a second look. ACK means understood, never done: the block that follows is the proof. It
numbers from 0, we from 1. It knows nothing of signals, mutes, presets or power.
"""

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.switchers.videohub_login import greet
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_text import Blocks
from drivers.wire.remark import Remark
from drivers.wire.serving import Serves
from drivers.wire.spelling import Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Either
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session

NEW = {"prelude": ("2.8",)}
"""What a router says only from protocol 2.8 on."""

HARDWARE = Point("hardware", "whether the router's hardware is there", ("present", "absent", "needs_update"))
PROTOCOL = Point("protocol", "the version of the protocol that the device speaks")
TAKE_MODE = Point("take_mode", "whether the panel asks before it switches", std.YES_NO, settable=True)
FITTED = "what is fitted at this jack; not whether a signal is there"
MONITOR_TIE = Point("monitor_tie", "the input tied to this monitor; 0 is none", settable=True, among="input")
SERIAL_TIE = Point(
    "serial_tie", "the serial port tied to this one; 0 is none", settable=True, among="serial_port"
)
UNIT_TIE = Point("unit_tie", "the input tied to this processing unit", settable=True, among="input")
FRAME_TIE = Point("frame_tie", "the input tied to this frame buffer", settable=True, among="input")
DIRECTION = Point(
    "serial_direction",
    "which way this serial port works",
    ("control", "slave", "auto"),
    settable=True,
    risk="b",
)


def label(key: str, what: str, axis: str) -> Point:
    """The name of a jack, kept in the router."""
    return Point(key, f"the name given to this {what} on the device", settable=True).over(axis)


def lock(key: str, what: str, axis: str) -> Point:
    """Who holds the lock of a jack."""
    return Point(key, f"who holds the lock of this {what}", tuple(std.LockState), settable=True).over(axis)


def block(head: str, axis: str, point: str, optional: bool = False) -> tuple[Row, ...]:
    """A block is question, order, answer, news and a part of the opening, all in one form."""
    told = Line(head, each=f"{{{axis}}} {{{point}}}")
    order = Line(head, each=f"{{{axis}}} {{{point}:told}}") if "lock" in point else told
    return (
        Query(head, told, every=60, first="ACK", optional=optional),
        Command(order, "ACK"),
        Notice(told, to="all", opening=True),
    )


def unlock(kind: str, head: str, axis: str) -> Action:
    """A lock somebody else holds is broken."""
    name = "force_unlock" + kind
    order = Line(f"{head}\n{{{axis}}} F", heard=(f"{head}\n {{{axis}}} F",))
    return Action(name, order, "ACK", stales=("lock" + kind,), risk="b", about="break another client's lock")


def fitted(head: str, axis: str, point: str) -> tuple[Row, ...]:
    """What is fitted at each jack; a router takes no orders about it."""
    told = Line(head, each=f"{{{axis}}} {{{point}}}")
    return Query(head, told, every=600, first="ACK", optional=True), Notice(told, to="all", opening=True)


IT = Line(
    "VIDEOHUB DEVICE:",
    each=(
        "Device present: {hardware}",
        "Model name: {model}",
        "Friendly name: {name}",
        "Unique ID: {serial}",
        "Video inputs: {#input}",
        "Video processing units: {#processing_unit}",
        "Video outputs: {#output}",
        "Video monitoring outputs: {#monitor}",
        "Serial ports: {#serial_port}",
    ),
)
DEVICE = (
    Query("VIDEOHUB DEVICE:", IT, every=0, first="ACK", optional=True),
    Notice(IT, stales=(ALL,), to="all", opening=True),
)


def reported(frame: str) -> bool:
    """Whether a client says what only a router knows: it is understood, and nothing comes of it."""
    head, _, lines = frame.partition("\n")
    return head.upper().endswith(" STATUS:") and bool(lines.strip())


TAKE = Line("CONFIGURATION:", each="Take Mode: {take_mode}")
CONFIGURATION = (
    Query("CONFIGURATION:", TAKE, every=600, first="ACK", optional=True),
    Command(TAKE, "ACK"),
    Notice(TAKE, to="all", when=NEW, opening=True),
)
LOCKS = {"U": std.LockState.FREE, "O": std.LockState.OURS, "L": std.LockState.THEIRS}
NUMBER = Whole(first=0, low=0)


def lines(*keys: str) -> dict[str, Spelling]:
    """The spellings of the locks: as told to us, and as we may order them."""
    told = {key: Words(LOCKS) for key in keys}
    order = {f"{key}:told": Words({word: LOCKS[word] for word in "UO"}) for key in keys}
    return {**told, **order}


VIDEOHUB = Driver(
    name="videohub",
    standing="read",
    title="Blackmagic Videohub",
    source="Videohub Developer Information, Videohub Ethernet Protocol 2.3",
    port=9990,
    framing=Framing.both(Blocks()),
    fold=True,
    patience=3,
    greet=greet,
    session={"prelude": "2.8"},
    axes={
        "input": (), "output": (), "monitor": (), "serial_port": (), "processing_unit": (), "frame": (),
    },
    points=(
        std.VIDEO_TIE.over("output"), std.LABEL_IN.over("input"), std.LABEL_OUT.over("output"),
        std.LOCK.over("output"),
        MONITOR_TIE.over("monitor"), label("label_monitor", "monitoring output", "monitor"),
        lock("lock_monitor", "monitoring output", "monitor"),
        SERIAL_TIE.over("serial_port"), label("label_serial", "serial port", "serial_port"),
        lock("lock_serial", "serial port", "serial_port"), DIRECTION.over("serial_port"),
        UNIT_TIE.over("processing_unit"), lock("lock_unit", "processing unit", "processing_unit"),
        FRAME_TIE.over("frame"), label("label_frame", "frame buffer", "frame"),
        lock("lock_frame", "frame buffer", "frame"),
        Point("input_fitted", FITTED).over("input"), Point("output_fitted", FITTED).over("output"),
        Point("serial_fitted", FITTED).over("serial_port"),
        TAKE_MODE, HARDWARE, std.MODEL, std.NAME, std.SERIAL, PROTOCOL,
    ),
    spelling={
        **dict.fromkeys(("input", "output", "monitor", "serial_port", "processing_unit", "frame"), NUMBER),
        **dict.fromkeys(("video_tie", "monitor_tie", "serial_tie", "unit_tie", "frame_tie"), NUMBER),
        **lines("lock", "lock_monitor", "lock_serial", "lock_unit", "lock_frame"),
        "take_mode": Words({"true": True, "false": False}),
        "hardware": Words({"true": "present", "false": "absent", "needs_update": "needs_update"}),
        **dict.fromkeys(("input_fitted", "output_fitted"), Either(Text(), Words({"BNC": "BNC"}))),
        "protocol": Either(Text(), Words({"2.8": "2.8"})),
    },
    talk=(
        Session("PING:", "ACK", every=10),
        Notice("PROTOCOL PREAMBLE:\nVersion: {protocol}", opening=True),
        *DEVICE,
        *block("INPUT LABELS:", "input", "label_in"),
        *block("OUTPUT LABELS:", "output", "label_out"),
        *block("MONITORING OUTPUT LABELS:", "monitor", "label_monitor", optional=True),
        *block("SERIAL PORT LABELS:", "serial_port", "label_serial", optional=True),
        *block("FRAME LABELS:", "frame", "label_frame", optional=True),
        *block("VIDEO OUTPUT LOCKS:", "output", "lock"),
        *block("MONITORING OUTPUT LOCKS:", "monitor", "lock_monitor", optional=True),
        *block("SERIAL PORT LOCKS:", "serial_port", "lock_serial", optional=True),
        *block("PROCESSING UNIT LOCKS:", "processing_unit", "lock_unit", optional=True),
        *block("FRAME BUFFER LOCKS:", "frame", "lock_frame", optional=True),
        *block("VIDEO OUTPUT ROUTING:", "output", "video_tie"),
        *block("VIDEO MONITORING OUTPUT ROUTING:", "monitor", "monitor_tie", optional=True),
        *block("SERIAL PORT ROUTING:", "serial_port", "serial_tie", optional=True),
        *block("PROCESSING UNIT ROUTING:", "processing_unit", "unit_tie", optional=True),
        *block("FRAME BUFFER ROUTING:", "frame", "frame_tie", optional=True),
        *block("SERIAL PORT DIRECTIONS:", "serial_port", "serial_direction", optional=True),
        *fitted("VIDEO INPUT STATUS:", "input", "input_fitted"),
        *fitted("VIDEO OUTPUT STATUS:", "output", "output_fitted"),
        *fitted("SERIAL PORT STATUS:", "serial_port", "serial_fitted"),
        Query(Serves(reported, lambda frame, look: "ACK")),
        *CONFIGURATION,
        Notice("END PRELUDE:", when=NEW, opening=True),
        unlock("", "VIDEO OUTPUT LOCKS:", "output"),
        unlock("_monitor", "MONITORING OUTPUT LOCKS:", "monitor"),
        unlock("_serial", "SERIAL PORT LOCKS:", "serial_port"),
        unlock("_unit", "PROCESSING UNIT LOCKS:", "processing_unit"),
        unlock("_frame", "FRAME BUFFER LOCKS:", "frame"),
        Refusal("NAK", {"": Reason.OUT_OF_RANGE}, of="{_}:\n{_}"),
        Refusal("NAK", {"": Reason.NOT_SUPPORTED}),
    ),
    about={
        "take_mode": Remark(
            "协议 2.8。所读手册未说明可以设置；以回读为准。",
            "Protocol 2.8. The manual read does not say that it can be set; the read-back tells.",
        ),
        "serial": Remark(
            "路由器所称的唯一 ID。",
            "What the router calls its unique ID.",
        ),
        "frame": Remark(
            "设备不告知帧缓存数量：请在礼堂文件中给出。",
            "How many frame buffers there are is not told: give it in the hall's file.",
        ),
    },
)  # fmt: skip
