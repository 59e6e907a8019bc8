"""Barco projectors that speak Pulse: JSON-RPC 2.0 over TCP 9090 or RS-232 (19200 8N1), without any framing.

Source: Barco, Pulse API JSON-RPC reference: properties, methods, notifications, and its example of a session.
Properties are subscribed to, so that changes come by themselves; many exist only while the projector is on,
and an error in answer to a question for one of these is no fault.
"""

from dataclasses import replace
from typing import Any

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.projectors.barco_words import RESTING, Level, Names, Only, Pin, Several, State, Wrong, YesNo
from drivers.projectors.own_inputs import codes, spelled
from drivers.vocabulary import OFF, ON
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_json import JsonRpc
from drivers.wire.json_sentence import Json
from drivers.wire.options import OptionError, Options
from drivers.wire.remark import Remark
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.talk import Action, Command, Notice, Query, Refusal, Row, Session, When

SOURCES = {
    "HDMI": "hdmi 1", "L1 HDMI": "hdmi 2", "DisplayPort 1": "displayport 1", "DisplayPort 2": "displayport 2",
    "DVI 1": "dvi 1", "HDBaseT": "hdbaset", "HDBaseT 1": "hdbaset 1", "SDI": "sdi",
}  # fmt: skip
CONNECTORS = ("hdmi", "displayport1")
ON_ONLY: When = {"power": (ON,)}

RESTING_STATE = Point("resting", "how it rests while it is off", RESTING)
LIGHT = Point("light", "the light source lit", std.YES_NO, settable=True, undo=False, risk="b")
LASER_POWER = Point(
    "laser_power", "power of the light source", range=(0, 100), settable=True, unit="%", tolerance=0.5
)
LASER_MIN = Point("laser_min", "the least power of the light source", range=(0, 100), unit="%")
LASER_MAX = Point("laser_max", "the most power of the light source", range=(0, 100), unit="%")
BRIGHTNESS = Point("brightness", "picture brightness", range=(-1, 1), settable=True, tolerance=0.005)
CONTRAST = Point("contrast", "picture contrast", range=(-1, 1), settable=True, tolerance=0.005)
SATURATION = Point("saturation", "picture saturation", range=(0, 2), settable=True, tolerance=0.005)
ORIENTATION = Point("orientation", "how the projector hangs or stands", settable=True)
TEST_PATTERN = Point("test_pattern", "a test pattern covers the picture", std.YES_NO, settable=True)
ALARM = Point("alarm_state", "the projector's alarm about its surroundings")
ECO = Point("eco_allowed", "whether it may fall into eco", std.YES_NO, settable=True)
STANDBY = Point("standby_allowed", "whether it may fall into standby", std.YES_NO, settable=True)
STEALTH = Point("stealth", "status lights dark", std.YES_NO, settable=True)
SOURCE_LIST = Point("sources", "the sources the device has")
CONNECTOR_LIST = Point("connectors", "the connectors the device has")
FAMILY = Point("family", "the maker's name for the family")
ARTICLE = Point("article", "the article number")
MAC = Point("mac", "the hardware address of its network port")

READ: dict[str, tuple[str, float, When]] = {
    "system.state": ("{state}", 30, {}),
    "illumination.state": ("{light}", 60, ON_ONLY),
    "image.window.main.source": ("{input}", 60, ON_ONLY),
    "optics.shutter.position": ("{shutter}", 60, ON_ONLY),
    "illumination.sources.laser.power": ("{laser_power}", 60, ON_ONLY),
    "illumination.sources.laser.minpower": ("{laser_min}", 600, ON_ONLY),
    "illumination.sources.laser.maxpower": ("{laser_max}", 600, ON_ONLY),
    "image.brightness": ("{brightness}", 60, ON_ONLY),
    "image.contrast": ("{contrast}", 60, ON_ONLY),
    "image.saturation": ("{saturation}", 60, ON_ONLY),
    "image.orientation": ("{orientation}", 60, ON_ONLY),
    "image.testpattern.show": ("{test_pattern}", 60, ON_ONLY),
    "environment.alarmstate": ("{alarm_state}", 60, {}),
    "system.eco.enable": ("{eco_allowed}", 60, {}),
    "system.standby.enable": ("{standby_allowed}", 60, {}),
    "ui.stealthmode": ("{stealth}", 60, {}),
    "system.modelname": ("{model}", 0, {}),
    "system.familyname": ("{family}", 0, {}),
    "system.serialnumber": ("{serial}", 0, {}),
    "system.firmwareversion": ("{firmware}", 0, {}),
    "system.articlenumber": ("{article}", 0, {}),
    "network.device.lan.hwaddress": ("{mac}", 0, {}),
}
"""What is read: the property, how its value is spelled, how often, and when."""

SET = {
    "image.window.main.source": "{input:order}",
    "optics.shutter.target": "{shutter}",
    **{name: READ[name][0] for name in READ if READ[name][0].strip("{}") in (
        "laser_power", "brightness", "contrast", "saturation", "orientation", "test_pattern",
        "eco_allowed", "standby_allowed", "stealth",
    )},
}  # fmt: skip
NEWS = tuple(name for name, (_, every, _) in READ.items() if every)
DONE = Json(result=True)
NOTHING = Json(result=None)


def call(method: str, *alike: Json, **params: str) -> Json:
    """A method with named parameters; without any, `params` is left out, and heard empty."""
    if not params:
        return Json(method=method)
    return Json(method=method, params=params).heard(Json(method=method, params=[*params.values()]), *alike)


def asked(name: str, spelling: str, every: float, when: When) -> Query:
    """One property, asked for."""
    optional = not (every and not when)
    return Query(
        call("property.get", property=name), Json(result=spelling), every=every, when=when, optional=optional
    )


def changed(*names: str) -> Json:
    """News of these properties; one message may carry several."""
    return Json(
        method="property.changed", params={"property": [*({each: READ[each][0]} for each in names), ...]}
    )


PROPERTIES: tuple[Row, ...] = (
    *(asked(name, *how) for name, how in READ.items()),
    asked("optics.shutter.target", "{shutter}", 60, ON_ONLY),
    Query(
        call("property.get", property="image.connector.{connector}.detectedsignal"),
        Json(result={"active": "{signal}"}),
        every=30,
        when=ON_ONLY,
        optional=True,
    ),
    Query(
        Several({name: Json(result=how[0]) for name, how in READ.items()}),
        Several({name: Json(result=how[0]) for name, how in READ.items()}),
        every=0,
    ),
    *(Command(call("property.set", property=name, value=value), DONE) for name, value in SET.items()),
)
SUBSCRIPTIONS: tuple[Row, ...] = (
    Session(Pin(), DONE),
    *(Session(call("property.subscribe", property=name), DONE, sets={name: True}) for name in NEWS),
    Session(Only("property.subscribe", True), DONE),
    Session(Only("property.unsubscribe"), DONE),
    Session(Only("signal.subscribe", True), DONE),
    Session(Only("signal.unsubscribe"), DONE),
    Session(Wrong(tuple(SET), "connector"), DONE),
    Notice(changed(*NEWS), when={"together": (True,)}),
    *(Notice(changed(name), when={name: (True,)}, to="all") for name in NEWS),
    Notice(Json(method="signal.callback", params={"signal": "{_}"}), when={"together": (True,)}),
)


def step(name: str, method: str, **args: Any) -> Action:
    """A motor moved by so many steps, one way or the other."""
    ways: dict[str, Any] = {
        "direction": Words({"stepforward": "forward", "stepreverse": "reverse"}),
        "steps": Whole(low=1, high=1000),
    }
    return Action(
        name, call(f"optics.{method}.{{direction}}", steps="{steps}"), (NOTHING, DONE), args={**ways, **args}
    )


METHODS: tuple[Row, ...] = (
    Command(call("system.poweron").meaning(power=ON), (NOTHING, DONE), settle=2),
    Command(call("system.poweroff").meaning(power=OFF), (NOTHING, DONE), settle=2),
    Command(call("illumination.ignite").meaning(light=True), (NOTHING, DONE)),
    Command(call("illumination.extinguish").meaning(light=False), (NOTHING, DONE)),
    Action(
        "go_ready",
        call("system.gotoready"),
        (NOTHING, DONE),
        stales=("power",),
        sets={"resting": "ready"},
    ),
    Action("go_eco", call("system.gotoeco"), (NOTHING, DONE), stales=("power",), sets={"resting": "eco"}),
    Action("toggle_shutter", call("optics.shutter.toggle"), (NOTHING, DONE), stales=("shutter",), risk="a"),
    step("lens_zoom", "zoom"),
    step("lens_focus", "focus"),
    step("lens_shift", "lensshift.{way}", way=("vertical", "horizontal")),
    Action("lens_center", call("optics.shifttocenter"), (NOTHING, DONE)),
    Action(
        "key",
        call("keydispatcher.sendclickevent", key="{key}"),
        (NOTHING, DONE),
        args={"key": Text(longest=40)},
    ),
    Query(call("image.source.list"), Json(result="{sources}"), every=0, optional=True),
    Query(call("image.connector.list"), Json(result="{connectors}"), every=0, optional=True),
)


def no(message: str, *words: str, reason: Reason, of: str | None = None) -> Refusal:
    """An error; some copies of the manual print its code without the sign."""
    line = Json(error={"code": "{reason}", "message": f"{{_:{message}}}"}).heard(
        Json(error={"code": "{reason}"})
    )
    return Refusal(line, {word: reason for each in words for word in (f"-{each}", each)}, of=of)


DARK = tuple(
    no("Method not found", "32601", reason=Reason.FAILED,
       of=f'{{{{"method": "property.get", "params": {{{{"property": "{family}.{{_}}')
    for family in ("image", "optics", "illumination")
)  # fmt: skip
REFUSALS: tuple[Row, ...] = (
    *DARK,
    no("Method not found", "32601", reason=Reason.BUSY, of='{{"method": "property.set"{_}'),
    no("Invalid params", "32602", reason=Reason.OUT_OF_RANGE),
    no("Method not found", "32601", reason=Reason.NOT_SUPPORTED),
    no("Invalid Request", "32600", "32700", reason=Reason.FAILED),
)


def fit(driver: Driver, options: Options) -> Driver:
    """With what one hall has: `options: {inputs: {lectern: HDMI}, connectors: [hdmi, displayport1]}`."""
    rest = {name: value for name, value in options.items() if name != "connectors"}
    made = codes(driver, rest, "[A-Za-z][A-Za-z0-9 _-]{0,40}", "DisplayPort 1")
    if "connectors" not in options:
        return made
    named = options["connectors"]
    if not isinstance(named, list) or not all(isinstance(each, str) and each.isalnum() for each in named):
        en, zh = (
            "connectors is a list of names: [hdmi, displayport1]",
            "connectors 是接口名称列表：[hdmi, displayport1]",
        )
        raise OptionError(("connectors",), en, zh)
    return replace(made, axes={**made.axes, "connector": tuple(named)})


BARCO_PULSE = Driver(
    name="barco_pulse",
    title="Barco projector (Pulse)",
    source="Barco Pulse API JSON-RPC reference",
    port=9090,
    transports=("tcp", "serial"),
    framing=Framing.both(JsonRpc(""), tags=True),
    axes={"connector": CONNECTORS},
    session={"together": None, **dict.fromkeys(NEWS)},
    points=(
        std.POWER, RESTING_STATE, std.INPUT, std.SHUTTER, LIGHT, LASER_POWER, LASER_MIN, LASER_MAX,
        std.SIGNAL.over("connector"), BRIGHTNESS, CONTRAST, SATURATION, ORIENTATION, TEST_PATTERN, ALARM,
        ECO, STANDBY, STEALTH, SOURCE_LIST, CONNECTOR_LIST,
        std.MODEL, FAMILY, std.SERIAL, std.FIRMWARE, ARTICLE, MAC,
    ),
    spelling={
        "state": State(),
        **spelled(SOURCES),
        "light": Words({"On": True, "Off": False}),
        "shutter": Words({"Closed": True, "Open": False}),
        **dict.fromkeys(("laser_power", "laser_min", "laser_max"), Level(1, most=100)),
        **dict.fromkeys(("brightness", "contrast"), Level(3)),
        "saturation": Level(3, most=2),
        **dict.fromkeys(("test_pattern", "eco_allowed", "standby_allowed", "stealth", "signal"), YesNo()),
        **dict.fromkeys(("sources", "connectors"), Names()),
        "connector": Text(longest=40),
        **dict.fromkeys(("orientation", "alarm_state", "model", "family", "serial"), Text()),
        **dict.fromkeys(("firmware", "article", "mac"), Text()),
    },
    talk=(*SUBSCRIPTIONS, *PROPERTIES, *METHODS, *REFUSALS),
    fit=fit,
    about={
        "eco": Remark(
            "处于节能待机（eco）时，用网络唤醒，或经 RS-232 发送 :POWR1 加回车唤醒。",
            "From eco it wakes by Wake-on-LAN, or over RS-232 by :POWR1 and a carriage return.",
        ),
        "freeze": Remark(
            "未找到冻结画面的命令；光源时间在各型号上名称不同。",
            "No way to hold the picture was found; light-source hours have another name on each " "model.",
        ),
        "sources": Remark(
            "信号源沿用型号自己的名称；可在 options 中为本礼堂命名。",
            "A source is called as the model calls it; options name those of one hall.",
        ),
    },
)  # fmt: skip
