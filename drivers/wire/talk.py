"""The rows of a driver's table: what is asked, told, done and heard, as the manual prints it.

The row kind is the policy: a Query may be asked at any time, a Command may be repeated, an Action is done
once and never retried. A line is a template whose {fields} are:

    {power}            a point, an axis, an argument of an Action, or a session word, in its own spelling
    {health[fan]}      a point at a fixed index
    {outlet:command}   a point in the spelling called "outlet:command" (or, failing that, ":command")
    {video_tie+audio_tie}   one text that is the value of both points
    {#output}          the number of places of an axis; hearing it sizes the axis ({#output:two}: so spelled)
    {_} {_:2023}       hear anything, say nothing (say 2023)
    {echo} {echo:6}    the first word (the first 6 characters) of the request it answers
    {reason}           a Refusal's reason, by its table
    {secret} {user}    credentials, masked in the trace
    {{ }}              braces
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from drivers.errors import Reason
from drivers.points import Index, Value
from drivers.wire.spelling import Spelling

ALL = "*"
"""In `stales`: every point of the device has to be read anew."""

When = Mapping[str, tuple[Value, ...]]
Look = Callable[[str, Index], Value]
"""What is true: look(key, index) -> value; KeyError where there is no such place."""


class _Echo:
    """As an `ack`: the device repeats the request, word for word."""

    def __repr__(self) -> str:
        return "ECHO"


ECHO = _Echo()


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the protocol, in the one form we say and the forms we understand.

    `each` repeats: an item (or alternatives of an item) after `text`, joined by `sep` and closed by `tail`.
    An item names its axis ("{output} {video_tie}") or is counted by position `along` one. Where `sep` is a
    newline and `text` is not empty, `text` is a line of its own. An item whose own text contains `sep` n
    times takes n+1 pieces. `all` names an axis that is meant whole because it is not spelled. `heard` are
    other texts (or Lines) understood and never said. `means` are values the line has without spelling them.
    `when` are session words (verbose mode) under which a device says this form.
    """

    text: str
    each: str | tuple[str, ...] | None = None
    sep: str = "\n"
    tail: str = ""
    along: str | None = None
    all: str = ""
    page: int = 0
    heard: tuple["str | Line", ...] = ()
    means: Mapping[str, Value] = field(default_factory=dict)
    when: When = field(default_factory=dict)


@runtime_checkable
class Free(Protocol):
    """Any other kind of sentence (Json, Objects, your own): it binds itself to a compiled driver."""

    def bind(self, grammar: Any) -> Any: ...


Said = str | Line | Free
Saids = Said | tuple[Said, ...]


class Query:
    """A question and the forms its answer may have, asked `every` so many seconds (0: once a connection).

    `when`: our politeness ({"power": (ON,)}: not while off). `optional`: silence means not supported.
    `first`: a frame that comes before the answer and is no answer ("ACK"). `gathers`: the answer is every
    one of `answers` at every place, a frame each, in any order; it is over when all were heard, or when
    nothing more comes. `others`: only other controllers ask it.
    """

    def __init__(
        self,
        ask: Said,
        *answers: Said,
        replies: tuple[Said, ...] = (),
        every: float = 30.0,
        when: When | None = None,
        optional: bool = False,
        first: str | None = None,
        gathers: bool = False,
        others: bool = False,
    ) -> None:
        self.ask, self.replies, self.every = ask, answers or replies, every
        self.when, self.optional, self.first, self.gathers = when or {}, optional, first, gathers
        self.others = others


@dataclass(frozen=True, eq=False)
class Command:
    """An idempotent order and its acknowledgement: a line (or alternatives), ECHO, or None where nothing
    comes.

    `settle` seconds until it makes sense to ask or tell again; `gap` seconds before the next frame;
    `patience` seconds for the acknowledgement of this one (0: the driver's), which comes `late` where it
    comes when all is done; without `ack`, a no that comes within `listens` seconds is still heard, and
    silence is a yes; among equally narrow commands the higher `prefer` is said.
    """

    tell: Said
    ack: Saids | _Echo | None = None
    settle: float = 0.0
    gap: float = 0.0
    patience: float = 0.0
    listens: float = 0.0
    late: bool = False
    when: When = field(default_factory=dict)
    prefer: int = 0


@dataclass(frozen=True, eq=False)
class Action:
    """Something done once and never retried: recall, cycle, reboot.

    `args` give the spelling, or the allowed values, of each argument that is not an axis. `stales` are point
    keys (or ALL) to read anew afterwards. `sets` is what a simulator may do to its points: {"scene":
    "{scene}"}.
    """

    name: str
    do: Said
    ack: Saids | _Echo | None = None
    settle: float = 0.0
    stales: tuple[str, ...] = ()
    args: Mapping[str, "Spelling | tuple[Value, ...]"] = field(default_factory=dict)
    risk: str = "b"
    about: str = ""
    sets: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Notice:
    """A line the device says of its own accord.

    `to`: a device tells "others" than the one who changed it, or "all". `stales`: points to read anew, or
    (ALL,). `restart`: it was switched on again. `when`: session words under which a device says it. `paced`:
    the session word that holds how many seconds apart it is said again and again (meters); 0 is never.
    `after`: the actions after which all are told, whatever they changed. `opening`: told to everybody who
    connects and is let in.
    `numbered`: it carries the number of an exchange, kept in this session word.
    """

    line: Said
    when: When = field(default_factory=dict)
    stales: tuple[str, ...] = ()
    to: str = "others"
    restart: bool = False
    opening: bool = False
    paced: str = ""
    after: tuple[str, ...] = ()
    numbered: str = ""


@dataclass(frozen=True, eq=False)
class Session:
    """Said in table order at the start of each connection, and again `every` so many seconds (0: not again).

    Verbose mode, /xremote, OPEN, subscriptions, keep-alives. `says` are the session words we choose
    ({"verbose": 3}); a line with an axis is said for each place. A device remembers every session word it
    hears and all of `sets`, for `lasts` seconds (0: as long as the connection), and, in the word `numbered`,
    the number of this exchange. `tells`: it is followed by all notices of an opening. `others`:
    only other controllers say it (CLOSE). `alters`: it changes a setting that outlasts the connection; a
    recorder, which changes nothing, leaves it out.
    """

    say: Said
    reply: Saids | None = None
    every: float = 0.0
    says: Mapping[str, Value] = field(default_factory=dict)
    sets: Mapping[str, Value] = field(default_factory=dict)
    lasts: float = 0.0
    numbered: str = ""
    tells: bool = False
    others: bool = False
    alters: bool = False


@dataclass(frozen=True, eq=False)
class Refusal:
    """A no, and what its {reason} means; `"*"` is any other text, `""` a line without {reason}.

    A reason may name the field it is about, so that a device says the right one: {"12": (OUT_OF_RANGE,
    "output")}. A reason None counts as done ("already subscribed"). `of`: a template of OUR request; what
    both lines spell must be equal. `kept`: the device keeps it until it is asked for its errors, by a Query
    whose answer may be this line (the queue behind `SYST:ERR?`).
    """

    line: Said
    reasons: Mapping[str, "Reason | tuple[Reason, str] | None"]
    of: str | None = None
    kept: bool = False


Row = Query | Command | Action | Notice | Session | Refusal
