"""Panasonic projectors by NTCONTROL over TCP 1024, and by the same commands over RS-232 (STX, ETX).

Source: Panasonic, operating instructions of PT-RZ21K, PT-RZ575, PT-VMZ50 and PT-REQ15, "control commands via
LAN" and "serial terminal". On a network the projector hangs up after every answer, unless COMMAND SESSION
PROLONG is set in its menu (`panasonic_prolonged`). An answer begins with the two characters of its command.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.projectors.christie_words import Measured
from drivers.projectors.own_inputs import named, spelled
from drivers.projectors.panasonic_words import INPUTS, Codes, SelfTest, Standby, greet, welcome
from drivers.vocabulary import COOLING, OFF, ON, WARMING
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_panasonic import Between, Called
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import ONE_ZERO, Text, Whole, Words
from drivers.wire.talk import ECHO, Action, Command, Line, Query, Refusal, Row, When

VOLUME = Point("volume", "loudness of the built-in speaker", range=(0, 63), step=1, settable=True)
OPERATING_HOURS = Point("operating_hours", "hours the device has run", range=(0, 999_999), step=1, unit="h")
LIGHT_HOURS = Point("light_hours", "hours the light source has run", range=(0, 999_999), step=1, unit="h")
TEST_PATTERN = Point("test_pattern", "the code of the test pattern; 00 is none", settable=True)
PICTURE_MODE = Point("picture_mode", "the code of the picture mode in use", settable=True)
DIAGNOSIS = Point("diagnosis", "the codes of what the device finds wrong with itself")
PLACES = {"0": "intake", "1": "exhaust", "2": "optics"}
RUNNING: When = {"power": (ON,)}


class Manner:
    """How commands and answers begin: with two characters on a network, with nothing on a serial line."""

    def __init__(self, said: tuple[str, ...], answers: str) -> None:
        self.said, self.answers = said, answers

    def line(self, command: str) -> Line:
        """A command, in the form we say and those of others."""
        first, *others = (head + command for head in self.said)
        return Line(first, heard=tuple(others))

    def asks(
        self, ask: str, answer: str, every: float, when: When | None = None, optional: bool = True
    ) -> Query:
        """A question."""
        return Query(self.line(ask), self.answers + answer, every=every, when=when, optional=optional)

    def tells(self, tell: str) -> Command:
        """An order, repeated by the device as a sign that it was accepted."""
        return Command(self.line(tell), ECHO)

    def does(self, name: str, do: str, **more: object) -> Action:
        """Something done once."""
        return Action(name, self.line(do), ECHO, risk="a", **more)  # type: ignore[arg-type]

    def switch(self, ask: str, tell: str, point: str) -> tuple[Row, ...]:
        """Something that is on or off."""
        return self.asks(ask, f"{{{point}}}", 15, RUNNING), self.tells(f"{tell}:{{{point}}}")

    def rows(self) -> tuple[Row, ...]:
        """The table."""
        return (
            self.asks("Q$S", "{power}", 5, optional=False),
            self.asks("QPW", "{power:standby}", 10),
            self.tells("P{power:order}"),
            self.asks("QIN", "{input}", 15, RUNNING, optional=False),
            Command(
                self.line("IIS:{input:order}"), (f"{self.answers}IIS:{{input:order}}", f"{self.answers}IIS")
            ),
            *self.switch("QSH", "OSH", "shutter"),
            *self.switch("QFZ", "OFZ", "freeze"),
            *self.switch("QAM", "AMT", "audio_mute"),
            self.asks("QAV", "{volume}", 60, RUNNING),
            self.tells("AVL:{volume}"),
            self.does(
                "speaker_volume",
                "AU{step}",
                args={"step": Words({"U": "up", "D": "down"})},
                stales=("volume",),
            ),
            self.asks("Q$L:{light}", "{lamp_hours}", 120),
            self.asks("QST", "{operating_hours}", 120),
            self.asks("QTM:{place}", "{temperature}", 60),
            self.asks("QVX:RTMS1", "RTMS1={light_hours}", 120),
            self.asks("QVX:ERRS2", "ERRS2={self_test}", 30),
            self.asks("QVX:NSGS1", "NSGS1={resolution}", 30, RUNNING),
            self.asks("QTS", "{test_pattern}", 60, RUNNING),
            self.tells("OTS:{test_pattern}"),
            self.asks("QPM", "{picture_mode}", 60, RUNNING),
            self.tells("VPM:{picture_mode}"),
            self.asks("QID", "{model}", 0),
            self.asks("QSN", "{serial}", 0),
        )


NETWORK = Manner(("00", "20"), "{echo:2}")
SERIAL = Manner(("",), "")
EXECUTED = {"401": Reason.BUSY, "402": Reason.OUT_OF_RANGE}
REFUSED = (
    Refusal(
        "ERR{reason}",
        {
            "1": Reason.NOT_SUPPORTED,
            "2": Reason.OUT_OF_RANGE,
            "5": Reason.OUT_OF_RANGE,
            "3": Reason.BUSY,
            "4": Reason.BUSY,
            "A": Reason.NOT_AUTHORISED,
        },
    ),
    Refusal("ERRA {_:30}", {"": Reason.NOT_AUTHORISED}),
    Refusal(Line("ER{reason}", heard=("00ER{reason}",)), EXECUTED),
)
POINTS = (
    std.POWER, std.INPUT, std.SHUTTER, std.FREEZE, std.AUDIO_MUTE, VOLUME, std.HEALTH.over("part"), DIAGNOSIS,
    std.LAMP_HOURS.over("light"), LIGHT_HOURS, OPERATING_HOURS, std.TEMPERATURE.over("place"), std.RESOLUTION,
    TEST_PATTERN, PICTURE_MODE, std.MODEL, std.SERIAL,
)  # fmt: skip


def fit(driver: Driver, options: Options) -> Driver:
    """With the inputs of one hall: `options: {inputs: {lectern: HD1}}`; on a serial line with its `id`."""
    serial = isinstance(driver.framing.says, Between)
    only(driver.name, options, ("inputs", "id") if serial else ("inputs",))
    table = named(options, "[A-Z0-9]{2,3}", "HD1")
    made = replace(driver, spelling={**driver.spelling, **spelled(table)}) if table else driver
    return _called(made, str(options["id"])) if "id" in options else made


def _called(driver: Driver, name: str) -> Driver:
    """The same, called by its identity on a line that it shares."""
    if not (len(name) == 2 and name.isascii() and name.isalnum()) or name != name.upper():
        raise OptionError(("id",), f"{name} is no id; one is 01 to 64", f"{name} 不是 ID；应为 01 到 64")
    return replace(driver, framing=Framing(Between(name, calls=True), Between()))


PANASONIC = Driver(
    name="panasonic",
    title="Panasonic projector (NTCONTROL)",
    source="Panasonic operating instructions, control commands via LAN",
    port=1024,
    framing=Framing(Called("\r", also=("\r\n", "\n")), Ends("\r", also=("\r\n", "\n"))),
    fold=True,
    closes=True,
    keeps=("20", "21"),
    calm=5,
    patience=10,
    gap=0.3,
    greet=greet,
    welcome=welcome,
    axes={"part": ("whole",), "light": (1,), "place": tuple(PLACES.values())},
    points=POINTS,
    spelling={
        "power": Words({"0": OFF, "1": WARMING, "2": ON, "3": COOLING}),
        "power:standby": Standby(),
        "power:order": Words({"ON": ON, "OF": OFF}),
        **spelled(INPUTS),
        "shutter": ONE_ZERO,
        "freeze": ONE_ZERO,
        "audio_mute": ONE_ZERO,
        "volume": Whole(width=3, low=0, high=63),
        "light": Whole(),
        "lamp_hours": Whole(width=4, low=0, high=999_999, absent=("65535",)),
        "light_hours": Whole(low=0, high=999_999),
        "operating_hours": Whole(width=5, low=0, high=999_999),
        "place": Words(PLACES),
        "temperature": Measured(),
        "self_test": SelfTest(),
        "diagnosis": Codes(),
        "resolution": Text(longest=40),
        "test_pattern": Text(longest=4),
        "picture_mode": Text(longest=8),
        "model": Text(longest=40),
        "serial": Text(longest=40),
    },
    talk=(*NETWORK.rows(), *REFUSED),
    fit=fit,
    about={
        "network": Remark(
            "待机须设为 NORMAL 或 NETWORK：设为 ECO 时只能经 RS-232 唤醒。",
            "Standby must be NORMAL or NETWORK: in ECO only RS-232 wakes it.",
        ),
        "session": Remark(
            "每次应答后断开连接；开启 COMMAND SESSION PROLONG 时请用 panasonic_prolonged。",
            "Hangs up after each answer; with COMMAND SESSION PROLONG use panasonic_prolonged.",
        ),
        "user": Remark(
            "新机账号为 admin1 或 dispadmin；最新机型强制自设密码。",
            "New devices have admin1 or dispadmin; the newest force a password of one's own.",
        ),
        "unverified": Remark(
            "温度取应答中的第一个数。",
            "Temperatures are read as the first number in the answer.",
        ),
    },
)  # fmt: skip
PANASONIC_PROLONGED = replace(
    PANASONIC,
    name="panasonic_prolonged",
    title="Panasonic projector (NTCONTROL, session prolonged)",
    closes=False,
    idle=30,
    gap=0.0,
)
PANASONIC_SERIAL = replace(
    PANASONIC,
    name="panasonic_serial",
    title="Panasonic projector (RS-232)",
    source="Panasonic operating instructions, serial terminal",
    port=None,
    transports=("serial", "tcp"),
    framing=Framing(Between(), Between()),
    closes=False,
    gap=0.5,
    greet=None,
    welcome=None,
    talk=(*SERIAL.rows(), Refusal("ER{reason}", EXECUTED)),
)
