"""The rows of a generic device, each with its place in the options, so that a mistake can be shown there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.errors import Reason
from drivers.generic import values
from drivers.generic.frames import hex_line
from drivers.generic.reading import Part
from drivers.points import Value
from drivers.wire.options import Path
from drivers.wire.spelling import Spelling, Whole
from drivers.wire.talk import ECHO, Action, Command, Notice, Query, Refusal, Row, Session
from drivers.wire.trouble import TableError

QUERY = ("ask", "answer", "every", "when", "optional")
COMMAND = ("tell", "answer", "echo", "settle", "gap", "patience")
ACTION = ("do", "answer", "args", "about", "risk", "settle", "stales")
START = ("say", "answer", "every")
EVERY = 10.0
"""Seconds between two questions, where the file does not say."""


@dataclass(frozen=True)
class Written:
    """One row, where it stands, and its texts: what we say, and what we hear because of it or unasked."""

    row: Row
    path: Path
    says: tuple[str, ...]
    hears: tuple[str, ...]


class Rows:
    """Reads them all; `line` makes a text of the file a line of the language."""

    def __init__(self, options: Part, hexed: bool) -> None:
        self.options, self.hexed = options, hexed
        self.found: list[Written] = []
        self.args: dict[str, Spelling | tuple[Value, ...]] = {}
        for key, read in self._readers().items():
            for part in self._parts(key):
                read(part)
        self._actions()
        self._notices()
        self._refusals()

    def _readers(self) -> Mapping[str, Callable[[Part], None]]:
        return {"start": self._start, "queries": self._query, "commands": self._command}

    def _parts(self, key: str) -> Iterator[Part]:
        known = {"start": START, "queries": QUERY, "commands": COMMAND}[key]
        short = {"start": "say", "queries": "ask", "commands": "tell"}[key]
        listed = isinstance(self.options.value.get(key), list)
        for number, one in enumerate(self.options.list(key)):
            path = (*self.options.path, key, *([number] if listed else []))
            yield Part({short: one} if isinstance(one, str) else one, path, self.options.wrong, known)

    # ------------------------------------------------------------ each kind

    def _start(self, part: Part) -> None:
        say, answers = self._line(part, "say"), self._lines(part, "answer")
        if say:
            self._add(part, Session(say, answers or None, every=part.seconds("every")), (say,), answers)

    def _query(self, part: Part) -> None:
        ask, answers = self._line(part, "ask"), self._lines(part, "answer")
        if not answers:
            part.complain(
                () if "answer" not in part.value else ("answer",), "answer is missing", "缺少 answer"
            )
        if ask and answers:
            every = part.seconds("every", EVERY)
            query = Query(ask, *answers, every=every, when=self._when(part), optional=part.flag("optional"))
            self._add(part, query, (ask,), answers)

    def _command(self, part: Part) -> None:
        tell, answers = self._line(part, "tell"), self._lines(part, "answer")
        echo = part.flag("echo")
        if echo and answers:
            part.complain(("echo",), "give answer or echo, not both", "answer 与 echo 只能写一个")
        settle, gap, patience = (part.seconds(name) for name in ("settle", "gap", "patience"))
        if tell:
            ack = ECHO if echo else answers or None
            self._add(
                part,
                Command(tell, ack, settle=settle, gap=gap, patience=patience),
                (tell,),
                answers or ((tell,) if echo else ()),
            )

    def _actions(self) -> None:
        actions = self.options.part("actions")
        for name, given in actions.names():
            part = Part(
                {"do": given} if isinstance(given, str) else given,
                (*actions.path, name),
                actions.wrong,
                ACTION,
            )
            do, answers = self._line(part, "do"), self._lines(part, "answer")
            if not do:
                continue
            times = part.seconds("settle"), tuple(map(str, part.list("stales")))
            risk, about = part.choice("risk", ("a", "b", "c"), "b"), part.text("about")
            row = Action(name, do, answers or None, *times, args=self._args(part), risk=risk, about=about)
            self._add(part, row, (do,), answers)

    def _args(self, part: Part) -> Mapping[str, Spelling | tuple[Value, ...]]:
        found: dict[str, Spelling | tuple[Value, ...]] = {}
        args = part.part("args")
        for name, _ in args.names():
            own = args.part(name, values.KEYS)
            said, listed = values.spelling(own, self.hexed), values.listed(own)
            if said is None and listed is None:
                low, high = values.bounds(own) or (None, None)
                said = Whole(low=None if low is None else int(low), high=None if high is None else int(high))
            found[name] = said if said is not None else listed or ()
        self.args |= found
        return found

    def _notices(self) -> None:
        listed = isinstance(self.options.value.get("notices"), list)
        for number, one in enumerate(self.options.list("notices")):
            path = (*self.options.path, "notices", *([number] if listed else []))
            part = Part(
                {"line": one} if isinstance(one, str) else one, path, self.options.wrong, ("line", "stales")
            )
            line = self._line(part, "line")
            if line:
                stales = tuple(map(str, part.list("stales")))
                self._add(part, Notice(line, stales=stales), (), (line,))

    def _refusals(self) -> None:
        part = self.options.part("refusals")
        for text, given in part.value.items():
            line = self._made(part, (text,), str(text))
            reasons = self._reasons(part, text, given)
            if line and reasons:
                self._add(Part({}, (*part.path, text), part.wrong), Refusal(line, reasons), (), (line,))

    def _reasons(self, part: Part, text: Any, given: Any) -> dict[str, Reason]:
        whole = not isinstance(given, Mapping)
        found: dict[str, Reason] = {}
        for word, reason in ({"": given} if whole else given).items():
            if reason not in tuple(Reason):
                said = ", ".join(Reason)
                path = (text,) if whole else (text, word)
                part.complain(path, f"a reason is one of {said}", f"原因应为 {said} 之一")
            elif not whole and "{reason}" not in str(text):
                part.complain((text,), "{reason} is missing in the line", "这一行缺少 {reason}")
            else:
                found[str(word)] = Reason(reason)
        return found

    # ------------------------------------------------------------ lines

    def _when(self, part: Part) -> dict[str, tuple[Value, ...]]:
        when = part.part("when")
        return {key: tuple(when.list(key)) for key, _ in when.names()}

    def _lines(self, part: Part, key: str) -> tuple[str, ...]:
        listed = isinstance(part.value.get(key), list)
        made = (
            self._made(part, (key, number) if listed else (key,), one)
            for number, one in enumerate(part.list(key))
        )
        return tuple(filter(None, made))

    def _line(self, part: Part, key: str) -> str:
        if key not in part.value:
            part.complain((), f"{key} is missing", f"缺少 {key}")
            return ""
        return self._made(part, (key,), part.value[key])

    def _made(self, part: Part, path: Path, given: Any) -> str:
        whole = type(given) is int and not self.hexed
        if not (isinstance(given, str) or whole) or given == "":
            part.complain(path, "a line is text in quotes", "一行应为带引号的文字")
            return ""
        try:
            return hex_line(str(given)) if self.hexed else str(given)
        except TableError as wrong:
            part.complain(path, str(wrong), f"不是十六进制字节，应写成 FF 01（{given}）")
            return ""

    def _add(self, part: Part, row: Row, says: tuple[str, ...], hears: tuple[str, ...]) -> None:
        self.found.append(Written(row, part.path, says, hears))
