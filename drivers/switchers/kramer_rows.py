"""The lines of Kramer's Protocol 3000, as functions of what differs between its devices."""

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.switchers.kramer_login import USER
from drivers.wire.serving import Serves
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session


def said(text: str, *heard: str | Line, ok: bool = False) -> Line:
    """A line of the device: with an OK behind it, with one glued to it, or without; `ok`: it says it."""
    forms = [text, f"{text} OK", f"{text}OK"]
    spoken = forms.pop(1 if ok else 0)
    return Line(spoken, heard=(*forms, *heard))


def setting(
    name: str, what: str, *, about: str = "", every: float = 30, optional: bool = False, ok: bool = False
) -> tuple[Row, ...]:
    """A value that is asked for and set alike, and told when somebody else sets it."""
    told = said(f"{name} {what}", ok=ok)
    asked = f"#{name}? {about}" if about else f"#{name}?"
    return (
        Query(asked, told, every=every, optional=optional),
        Command(f"#{name} {what}", told),
        Notice(told),
    )


def state(name: str, what: str, about: str, every: float) -> tuple[Row, ...]:
    """A value that is only read."""
    told = said(f"{name} {what}")
    return Query(f"#{name}? {about}", told, every=every, optional=True), Notice(told)


def layer(number: int, tie: str, optional: bool) -> tuple[Row, ...]:
    """ROUTE: layer, destination, source."""
    told = said(f"ROUTE {number},{{output}},{{{tie}}}")
    everywhere = Line(f"ROUTE {number},*,{{{tie}}}", all="output")
    return (
        Query(f"#ROUTE? {number},{{output}}", told, every=10, optional=optional),
        Query(f"#ROUTE? {number},*", told, others=True),
        Command(f"#ROUTE {number},{{output}},{{{tie}}}", told, prefer=0 if optional else 2),
        Command(Line(f"#ROUTE {number},*,{{{tie}}}", all="output"), everywhere, prefer=0 if optional else 2),
        Notice(told),
        Notice(everywhere),
    )


def switch(word: str, tie: str, optional: bool) -> tuple[Row, ...]:
    """VID, AUD: source > destination."""
    told = said(f"{word} {{{tie}}}>{{output}}")
    everywhere = Line(f"{word} {{{tie}}}>*", all="output")
    listed = Line(f"{word} ", each=f"{{{tie}}}>{{output}}", sep=",")
    return (
        Query(f"#{word}? *", listed, every=10, optional=optional),
        Query(f"#{word}? {{output}}", told, every=10, optional=True),
        Command(f"#{word} {{{tie}}}>{{output}}", told, prefer=0 if optional else 2),
        Command(Line(f"#{word} {{{tie}}}>*", all="output"), everywhere, prefer=0 if optional else 2),
        Notice(told),
        Notice(everywhere),
    )


def routing(video: int, audio: int, both: int, route: bool) -> tuple[Row, ...]:
    """Ties by both families of commands; `route`: ROUTE is what we say. Layer 0 is one there is not."""
    rows: list[Row] = []
    joint = "video_tie+audio_tie" if audio else "video_tie"
    families = [[*layer(video, "video_tie", not route)], [*switch("VID", "video_tie", route)]]
    if audio:
        families[0] += layer(audio, "audio_tie", not route)
        families[1] += switch("AUD", "audio_tie", route)
    for family in families if route else reversed(families):
        rows += family
    told = said(f"AV {{{joint}}}>{{output}}")
    listed = Line("AV ", each=f"{{{joint}}}>{{output}}", sep=",")
    rows += [Query("#AV? {output}", told, others=True), Query("#AV? *", listed, others=True)]
    rows += [Command(f"#AV {{{joint}}}>{{output}}", told, prefer=0 if route else 1), Notice(told)]
    if both:
        told = said(f"ROUTE {both},{{output}},{{{joint}}}")
        rows += [Command(f"#ROUTE {both},{{output}},{{{joint}}}", told, prefer=1 if route else 0)]
        rows += [Notice(told)]
    return tuple(rows)


VIDEO_MUTES = (
    *setting("VMUTE", "{output},{output_mute}", about="{output}", every=15, optional=True),
    *setting("VFRZ", "{output},{freeze}", about="{output}", every=30, optional=True),
)


def sound(end: int) -> tuple[Row, ...]:
    """Mute and level of each output's sound; `end` is the word AUD-LVL has for outputs."""
    return (
        *setting("MUTE", "{output},{audio_mute}", about="{output}", every=15, optional=True),
        *setting("AUD-LVL", f"{end},{{output}},{{volume}}", about=f"{end},{{output}}", optional=True),
    )


SIGNALS = (
    *state("SIGNAL", "{input},{signal}", "{input}", 10),
    *state("DISPLAY", "{output},{display}", "{output}", 30),
)
LOCKED = said("LOCK-FP {panel_lock}", ok=True)
LCK = said("LCK {panel_lock}", ok=True)
"""The short name; a device answers by the name it was called by."""
PANEL = (
    Query("#LOCK-FP?", LOCKED, every=60, optional=True),
    Command("#LOCK-FP {panel_lock}", LOCKED, prefer=1),
    Notice(LOCKED),
    Query("#LCK?", LCK, every=60, optional=True),
    Command("#LCK {panel_lock}", LCK),
)
PRESETS = (
    Query("#INFO-PRST?", "INFO-PRST VID {#preset},AUD {_:0}", every=0, optional=True),
    Action(std.RECALL, "#PRST-RCL {preset}", said("PRST-RCL {preset}"), stales=(ALL,)),
    Action("store", "#PRST-STO {preset}", said("PRST-STO {preset}"), risk="c"),
    Notice(said("PRST-RCL {preset}"), stales=(ALL,)),
    Notice(said("PRST-STO {preset}")),
    Query("#PRST-LST?", Line("PRST-LST ", each="{preset}", sep=",", along="preset"), others=True),
)


def identity(*more: Row) -> tuple[Row, ...]:
    """What it is, and that it is there."""
    asked = {"SN": "serial", "VERSION": "firmware", "BUILD-DATE": "build"}
    asked |= {"PROT-VER": "protocol", "NET-IP": "ip_address", "NET-MAC": "mac"}
    return (
        Session("#", Line("OK", heard=("ok",)), every=30),
        Query(Serves(lambda frame: frame.upper() == "#LOGIN?", lambda frame, look: f"LOGIN {USER}")),
        *more,
        Query("#MODEL?", "MODEL {model}", every=0),
        *(Query(f"#{word}?", f"{word} {{{point}}}", every=0, optional=True) for word, point in asked.items()),
        Query("#NAME?", "NAME {name}", every=0, optional=True),
        Command("#NAME {name}", "NAME {name}"),
        Action(std.REBOOT, "#RESET", said("RESET"), stales=(ALL,), risk="c"),
        Action("factory_reset", "#FACTORY", said("FACTORY"), stales=(ALL,), risk="c"),
    )


SIZE = Query("#INFO-IO?", "INFO-IO IN {#input},OUT {#output}", every=0, optional=True)

REASONS = {
    "003": Reason.OUT_OF_RANGE,
    "006": Reason.BUSY,
    "004": Reason.NOT_AUTHORISED,
    "005": Reason.FAILED,
    "015": Reason.NOT_SUPPORTED,
    "008": Reason.BUSY,
    **dict.fromkeys(("007", "010", "011", "012", "014", "021", "022", "023", "030", "032"), Reason.FAILED),
    **dict.fromkeys(("013", "031", "033", "034"), Reason.OUT_OF_RANGE),
}
UNKNOWN = {"002": Reason.NOT_SUPPORTED, "001": Reason.NOT_SUPPORTED}
NAMED = {number: reason for number, reason in REASONS.items() if reason is not Reason.NOT_SUPPORTED}
NO = (
    Refusal("{command} ERR {reason}", NAMED, of="#{command}? {_}"),
    Refusal("{command} ERR {reason}", NAMED, of="#{command} {_}"),
    Refusal(Line("ERR {reason}", heard=("ERR{reason}",)), {**UNKNOWN, **REASONS}),
    Refusal(
        Line("{_:ROUTE} ERR {reason}", heard=("{_:ROUTE} ERR{reason}",)),
        {**UNKNOWN, **REASONS, "*": Reason.FAILED},
    ),
)
BANNER = Notice("Kramer Electronics{_}")
