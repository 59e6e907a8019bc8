"""Instruments that speak SCPI, over TCP 5025, RS-232 or VISA: who they are, and their queue of errors.

Source: IEEE 488.2 common commands; SCPI-99, vol. 1 (syntax, SYSTem:ERRor?). An order is sent together with
the question for the error it may have caused, so that none is lost; a question that is not known is not
answered at all, and leaves its error in the queue.
"""

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.instruments.scpi_status import EventStatus
from drivers.instruments.scpi_words import Answers, Name, Number, Scpi
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.hearing import Heard
from drivers.wire.remark import Remark
from drivers.wire.spelling import Text, Whole
from drivers.wire.talk import Action, Command, Query, Refusal, Row, Session

ERROR_CODE = Point(
    "error_code", "the oldest error in the instrument's queue; 0 is none", range=(-999, 32767), step=1
)
ERROR = Point("error", "what the instrument says of that error")
FINE = '{_:0},"{_:No error}"'
ASKING = ";SYST:ERR?"

REASONS = {
    "-113": Reason.NOT_SUPPORTED, "-100": Reason.NOT_SUPPORTED, "-101": Reason.NOT_SUPPORTED,
    "-102": Reason.NOT_SUPPORTED, "-104": Reason.NOT_SUPPORTED, "-108": Reason.NOT_SUPPORTED,
    "-109": Reason.NOT_SUPPORTED,
    "-222": Reason.OUT_OF_RANGE, "-224": Reason.OUT_OF_RANGE, "-221": Reason.BUSY, "-213": Reason.BUSY,
    "-203": Reason.NOT_AUTHORISED,
    "-200": Reason.FAILED, "-310": Reason.FAILED, "-350": Reason.FAILED, "-410": Reason.FAILED,
}  # fmt: skip
SAYINGS = {
    Reason.NOT_SUPPORTED: "Undefined header", Reason.OUT_OF_RANGE: "Data out of range",
    Reason.BUSY: "Settings conflict", Reason.NOT_AUTHORISED: "Command protected",
    Reason.FAILED: "Execution error",
}  # fmt: skip


def noes() -> tuple[Refusal, ...]:
    """An error, told at once to who asks with the order, else kept until somebody asks."""
    said = []
    for reason, words in SAYINGS.items():
        meant = {code: each for code, each in REASONS.items() if each is reason}
        line = f'{{reason}},"{{_:{words}}}"'
        said += [Refusal(line, meant, of=f"{{_}}{ASKING}"), Refusal(line, meant, kept=True)]
    return tuple(said)


def order(text: str, settle: float = 0.0) -> tuple[Command, Command]:
    """A setting as we send it, and as others do who do not ask how it went."""
    asks = Command(f"{text}{ASKING}", FINE, settle=settle, prefer=1)
    return asks, Command(text, None, settle=settle)


def does(name: str, text: str, **more: object) -> tuple[Action, Action]:
    """Something done once, as we send it and as others do."""
    asked = Action(name, f"{text}{ASKING}", FINE, **more)  # type: ignore[arg-type]
    return asked, Action(name, text, None, **more)  # type: ignore[arg-type]


def begins(text: str, settable: bool = False) -> tuple[Session, ...]:
    """What we want of the instrument at the start of each connection; others may want something else."""
    if settable:
        return (Session(f"{text}{ASKING}", FINE, alters=True),)  # others are heard by the order
    return Session(f"{text}{ASKING}", FINE, alters=True), Session(Heard(f"{text.split()[0]} {{_}}"))


def enabling(word: str) -> tuple[Session, ...]:
    """A register that says which events count; others set it and read it."""
    header = f"*{word.upper()}"
    return Session(Heard(f"{header} {{{word}}}")), Session(Heard(f"{header}?"), f"{{{word}}}")


COMMON: tuple[Row, ...] = (
    Session("*CLS", sets={"kept": None}, alters=True),
    Query("*IDN?", "{maker},{model},{serial},{firmware}", every=0),
    Query("SYST:ERR?", '{error_code},"{error}"', every=10),
    Session(Heard("*OPC?"), "{_:1}"),
    Session(Heard("*WAI")),
    Session(Heard("*ESR?"), EventStatus()),
    Session(Heard("*TST?"), "{_:0}"),
    Session(Heard("*STB?"), "{_:0}"),
    *(row for word in ("ese", "sre") for row in enabling(word)),
)
RESET: tuple[Row, ...] = does("reset", "*RST", risk="c", stales=("*",))

SCPI = Driver(
    name="scpi",
    title="Instrument (SCPI)",
    source="IEEE 488.2; SCPI-99",
    port=5025,
    transports=("tcp", "serial", "visa"),
    framing=Framing(says=Scpi(), hears=Answers()),
    fold=True,
    patience=3,
    session={"kept": None, "ese": 0, "sre": 0},
    points=(std.MAKER, std.MODEL, std.SERIAL, std.FIRMWARE, ERROR_CODE, ERROR),
    spelling={
        **dict.fromkeys(("maker", "model", "serial", "firmware"), Name()),
        "error_code": Whole(low=-999, high=32767), "error": Text(),
        **dict.fromkeys(("ese", "sre"), Whole(low=0, high=255)),
        ":number": Number(),
    },
    talk=(*COMMON, *RESET, *noes()),
    about={"queue": Remark(
        "他人留下的错误在被读出之前会一直显示；每条指令会立即读出自己的错误。",
        "Errors left by somebody else show until they are read; an order reads its own at " "once.",
    )},
)  # fmt: skip
