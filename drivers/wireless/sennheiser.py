"""Sennheiser EW-DX receivers over SSC: JSON datagrams to UDP 45, or the same over TCP 45.

Source: Sennheiser Sound Control Protocol (SSC) version 1 and its tree for EW-DX. What changes is subscribed
to, and the subscription renewed; levels come by a subscription of their own. A transmitter that is off has
no values.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_tree import Trees
from drivers.wire.remark import Remark
from drivers.wire.talk import Command, Notice, Query, Refusal, Row, Session
from drivers.wireless.shure import CARRIER, LEFT
from drivers.wireless.ssc_leaves import Leaf
from drivers.wireless.ssc_subscriptions import Subscribes
from drivers.wireless.ssc_tree import Tree

R = Reason
GAIN = replace(std.TRIM, range=(-3.0, 42.0), step=3)
QUALITY = Point("rf_quality", "quality of the radio link", range=(0, 100), unit="%")
DIVERSITY = Point("diversity", "the antenna that is heard just now", range=(0, 8), step=1)
BATTERY_TYPE = Point("battery_model", "what kind of battery is in the transmitter")
WARNINGS = Point("warnings", "what the transmitter warns of")
BATTERY_LEFT = replace(LEFT, range=(0, 100_000))
PROTOCOL = Point("protocol", "the version of the control protocol")

TREE = Tree((
    Leaf("rx{channel}/name", "label"),
    Leaf("rx{channel}/frequency", "carrier", scale=0.001),
    Leaf("rx{channel}/mute", "mute"),
    Leaf("rx{channel}/gain", "trim"),
    Leaf("mates/tx{channel}/battery/gauge", "battery"),
    Leaf("mates/tx{channel}/battery/lifetime", "battery_minutes"),
    Leaf("mates/tx{channel}/battery/type", "battery_model"),
    Leaf("mates/tx{channel}/warnings", "warnings", listed=True),
    Leaf("m/rx{channel}/rssi", "rf"),
    Leaf("m/rx{channel}/rsqi", "rf_quality"),
    Leaf("m/rx{channel}/divi", "diversity"),
    Leaf("m/rx{channel}/af", "meter"),
    Leaf("device/identity/product", "model"),
    Leaf("device/identity/serial", "serial"),
    Leaf("device/identity/version", "firmware"),
    Leaf("osc/version", "protocol"),
))  # fmt: skip
LEVELS = ("rf", "rf_quality", "diversity", "meter")
CHANGING = ("label", "carrier", "mute", "trim", "battery", "battery_minutes", "battery_model", "warnings")


def asked(*points: str, every: float) -> Query:
    """One question for these points of all channels."""
    return Query(TREE.ask(*points), TREE.answer(*points), every=every, gathers=True)


def told(point: str) -> Notice:
    """News of one leaf, for who subscribed."""
    return Notice(TREE.told(point), when={"told": (True,)}, to="all")


ROWS: tuple[Row, ...] = (
    Session(Subscribes(TREE, CHANGING, "told"), None, every=25, lasts=60),
    Session(Subscribes(TREE, LEVELS, "levels"), None, every=25, lasts=60),
    asked("mute", "trim", every=30),
    asked("battery", "battery_minutes", every=60),
    asked("battery_model", every=300),
    asked("warnings", every=60),
    asked("label", "carrier", every=120),
    asked("model", "serial", "firmware", every=0),
    asked("protocol", every=0),
    Command(TREE.set(), TREE.answer()),
    *map(told, CHANGING),
    Notice(TREE.told(*LEVELS), paced="levels"),
    Refusal(
        TREE.error(),
        {
            "406": R.OUT_OF_RANGE, "404": R.NOT_SUPPORTED, "454": R.NOT_SUPPORTED, "423": R.BUSY,
            "400": R.FAILED, "500": R.FAILED,
        },
    ),
)  # fmt: skip

EWDX = Driver(
    name="sennheiser_ewdx",
    title="Sennheiser EW-DX receiver, SSC",
    source="Sennheiser Sound Control Protocol 1",
    port=45,
    transports=("udp", "tcp"),
    framing=Framing.both(Trees()),
    quiet=("m/rx",),
    patience=1.0,
    session={"told": None, "levels": None},
    axes={"channel": (1, 2)},
    points=(
        *(point.over("channel") for point in (
            std.LABEL, CARRIER, std.MUTE, GAIN, std.BATTERY, BATTERY_LEFT, BATTERY_TYPE, WARNINGS,
            std.RF, QUALITY, DIVERSITY, std.METER,
        )),
        std.MODEL, std.SERIAL, std.FIRMWARE, PROTOCOL,
    ),
    talk=ROWS,
    about={
        "channel": Remark(
            "EM 4 有四个通道：options: {channels: 4}",
            "the EM 4 has four: options: {channels: 4}",
        ),
        "protocol": Remark(
            "固件 4 可能关闭协议第 1 版而改用 HTTPS：见决策记录 0012",
            "firmware 4 may have version 1 switched off in favour of HTTPS: see decision 0012",
        ),
        "trim": Remark(
            "范围与步长出自一份资料；接收机会拒绝它没有的值",
            "range and step of one text; a receiver refuses what it does not have",
        ),
    },
)  # fmt: skip
