"""Q-SYS Cores by QRC: JSON-RPC over TCP 1710, for the named controls and components that a hall's file lists.

Source: QSC QRC commands: controls, components, change groups, status, error codes. Changes come by
themselves in a change group that the Core polls for us; a design that was loaded anew has forgotten it, so
it is made again every minute. A Core that stands by in a redundant pair answers for its status alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.mixers.qrc_groups import Groups
from drivers.mixers.qrc_login import greet, welcome
from drivers.mixers.qrc_options import EXAMPLE, Control, controls, snapshots
from drivers.mixers.qrc_rows import actions, component, grouped, mark, named, together
from drivers.mixers.qrc_serving import Desk
from drivers.mixers.qrc_words import Number, Shown, Switch
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_json import JsonRpc
from drivers.wire.json_sentence import Json
from drivers.wire.options import Options
from drivers.wire.remark import Remark
from drivers.wire.spelling import Real, Spelling, Text
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import ALL, Notice, Query, Refusal, Row

STATES = ("Active", "Standby", "Idle")
FADER = replace(std.FADER, range=(-100.0, 20.0), step=0.5, tolerance=0.11)
CONTROLS = (
    FADER.over("channel"),
    std.MUTE.over("channel"),
    std.METER.over("level"),
    Point("switch", "whether this control of the design is on", std.YES_NO, settable=True).over("switch"),
    Point("value", "the number this control of the design stands at", settable=True, tolerance=0.01).over(
        "value"
    ),
    Point("text", "the text of this control of the design", settable=True).over("text"),
)
CORE = (
    Point("engine", "how the Core runs: with a design, standing by, or without one", STATES),
    Point("design", "the name of the design that runs"),
    Point("design_code", "the mark of the design that runs"),
    Point("redundant", "whether the Core is one of a pair", std.YES_NO),
    Point("emulator", "whether it is a computer that plays a Core", std.YES_NO),
    Point("status", "what the Core says of its own health"),
    Point("status_code", "the same as a number; 0 is good"),
    std.MODEL,
)
STATE = {
    "State": "{engine}", "DesignName": "{design}", "DesignCode": "{design_code}",
    "IsRedundant": "{redundant}", "IsEmulator": "{emulator}",
}  # fmt: skip
STATUS = {**STATE, "Platform": "{model}", "Status": {"Code": "{status_code}", "String": "{status}"}}
ERRORS = {
    "8": Reason.NOT_SUPPORTED, "7": Reason.NOT_SUPPORTED, "6": Reason.NOT_SUPPORTED,
    "-32601": Reason.NOT_SUPPORTED, "-32602": Reason.OUT_OF_RANGE, "9": Reason.OUT_OF_RANGE,
    "10": Reason.NOT_AUTHORISED, "-32604": Reason.BUSY, "-32603": Reason.FAILED, "-32600": Reason.FAILED,
    "-32700": Reason.FAILED, "5": Reason.FAILED, "4": Reason.FAILED, "3": Reason.FAILED, "2": Reason.FAILED,
}  # fmt: skip

SPELLING: dict[str, Spelling | Wide] = {
    "fader": Number(-1000, 1000),
    "fader:position": Real(4, scale=120, offset=-100, low=-100, high=20),
    "meter": Number(-1000, 1000),
    "value": Number(),
    "mute": Switch(),
    "switch": Switch(),
    "text": Text(),
}
STATUS_ROWS = (
    Query(Json(method="StatusGet", params=0).heard(Json(method="StatusGet")), Json(result=STATUS), every=20),
    Notice(Json(method="EngineStatus", params=STATE), stales=(ALL,), to="all"),
)
REFUSED = Refusal(
    Json(error={"code": "{reason}", "message": "{_:Refused}"}).heard(Json(error={"code": "{reason}"})), ERRORS
)


def fit(driver: Driver, options: Options) -> Driver:
    """With the controls that one hall uses; an example where it names none."""
    options = options or EXAMPLE
    found, banks = controls(driver.name, options), snapshots(options)
    values = [each for each in found if each.key != "trigger"]
    points = [point for point in CONTROLS if point.key in {each.key for each in values}]
    desk = Desk(tuple(found))
    places: dict[str, dict[int | str, None]] = {point.axes[0]: {} for point in points}
    for each in values:
        places[driver_axis(each.key)][each.place] = None
    return replace(
        driver,
        axes={axis: tuple(known) for axis, known in places.items()},
        points=(*CORE, *points),
        spelling={**SPELLING, **{f"shown_{mark(each)}": Shown(each.point) for each in values}},
        talk=talk(found, values, banks, desk),
        remembers=partial(Groups, desk),
    )


def driver_axis(key: str) -> str:
    """The axis of a kind of control."""
    return next(point.axes[0] for point in CONTROLS if point.key == key)


def talk(
    found: Sequence[Control], values: list[Control], banks: Mapping[str, int], desk: Desk
) -> tuple[Row, ...]:
    """All that is said about these controls."""
    parts = dict.fromkeys(each.component for each in values if each.component)
    return (
        *STATUS_ROWS,
        *(row for each in values if not each.component for row in named(each)),
        *together([each for each in values if not each.component]),
        *(row for part in parts for row in component(part, [c for c in values if c.component == part])),
        *grouped(values),
        *actions([each for each in found if each.key == "trigger"], banks),
        Query(desk.serves(), every=0),
        REFUSED,
    )


QRC = fit(
    Driver(
        name="qrc",
        title="Q-SYS Core (QRC)",
        source="QSC QRC commands",
        port=1710,
        framing=Framing(JsonRpc(), JsonRpc(), tags=True, login=Ends("\0", drop="\r\n", charset="utf-8")),
        greet=greet,
        welcome=welcome,
        idle=60,
        standing="read",
        session={"group": None, "rate": None, "polled": None, "poll": ""},
        points=CORE,
        talk=STATUS_ROWS,
        fit=fit,
        about={
            "options": Remark(
                "channels（通道）、switches（开关）、values（数值）、texts（文字）、triggers（触发）"
                "、snapshots（快照）：设计文件中的控件",
                "channels, switches, values, texts, triggers, snapshots: the controls of the design",
            ),
            "component": Remark(
                "组件内部的控件须在设计文件中开放脚本访问",
                "a control inside a component needs script access to it in the design",
            ),
            "pair": Remark(
                "冗余的一对 Core 都要列出；处于备用的一台会说明自己是备用",
                "of a redundant pair, list both Cores; the one that stands by says so",
            ),
        },
    ),
    {},
)
