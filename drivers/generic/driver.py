"""A device whose lines stand in the hall's own file: relay boxes, screen motors, anything with commands.

Source: the technician, in `options:` of the device; docs/generic-device.md shows how. Lines are checked one
by one, then all together, then tried out against the device that the same lines describe.
"""

from collections.abc import Iterable
from dataclasses import replace

from drivers.generic import frames, values
from drivers.generic.mistakes import amiss, fields_amiss
from drivers.generic.points import points
from drivers.generic.reading import Part
from drivers.generic.rows import Rows, Written
from drivers.generic.trial import failures
from drivers.wire.driver import Driver
from drivers.wire.fields import Field, parse, split_name
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_shapes import Shape
from drivers.wire.options import OptionError, Options
from drivers.wire.remark import Remark
from drivers.wire.spelling import Spelling, Whole, Words
from drivers.wire.talk import Command, Refusal
from drivers.wire.trouble import TableError

TIMES = ("patience", "gap", "idle")
LINES = ("start", "queries", "commands", "actions", "notices", "refusals")
KEYS = ("title", *frames.KEYS, *TIMES, "any_case", "places", "points", "spellings", *LINES)


def fit(driver: Driver, options: Options) -> Driver:
    """The driver that these options describe. OptionError with everything that is wrong with them."""
    wrong: list[OptionError] = []
    part = Part(options, (), wrong, KEYS)
    if not any(options.get(key) for key in LINES):
        part.complain(
            (),
            "write its lines under options: queries, commands, actions",
            "请在 options: 下写出指令：queries、commands、actions",
        )
        raise OptionError.of(wrong)
    made = _Making(part).driver(driver)
    if wrong:
        raise OptionError.of(wrong)
    if found := list(failures(made)):
        raise OptionError.of(found)
    return made


class _Making:
    """One reading of the options, from the names to the rows."""

    def __init__(self, part: Part) -> None:
        self.part, self.hexed = part, frames.hexed(part.value)
        part.choice("frames", ("text", "hex"), "text")
        self.rows = Rows(part, self.hexed)
        self.axes: dict[str, tuple[int | str, ...]] = {}
        self.spelled: dict[str, Spelling] = {}
        self._places()
        self.points, own = points(part.part("points"), self.axes, self._settable(), self.hexed)
        self.spelled |= own
        self._among()
        self._spellings()

    def driver(self, base: Driver) -> Driver:
        """The driver, as far as it could be made; what is wrong was told."""
        title = self.part.text("title")
        self._check_fields()
        made = replace(
            base,
            name=f"{base.name}: {title}" if title else base.name,
            title=title or base.title,
            points=self.points,
            axes=self.axes,
            spelling=self.spelled,
            fold=self.part.flag("any_case"),
            patience=self.part.seconds("patience", base.patience),
            gap=self.part.seconds("gap"),
            idle=self.part.seconds("idle") or None,
            silent=not any(isinstance(one.row, Refusal) for one in self.rows.found),
            framing=Framing.both(Ends("\r")) if self.part.wrong else self._framing(),
            fit=None,
        )
        if self.part.wrong:
            return made
        return self._with_rows(made)

    def _with_rows(self, made: Driver) -> Driver:
        """With every row that is sound by itself; then what is wrong with all of them together."""
        before = len(self.part.wrong)
        self.part.wrong += [error for one in self.rows.found for error in amiss(made, one)]
        if len(self.part.wrong) > before:
            return made
        whole = replace(made, talk=tuple(one.row for one in self.rows.found))
        try:
            told = whole.table.told
        except TableError as wrong:
            self.part.complain((), str(wrong), f"这些行合在一起不成立：{wrong}")
            return made
        return replace(whole, assumed=any(point.key not in told for point in self.points))

    # ------------------------------------------------------------ names

    def _places(self) -> None:
        part = self.part.part("places")
        for name, _ in part.names():
            self.axes[name], said = values.places(part, name, self.hexed)
            self.spelled |= {name: said} if said is not None else {}

    def _among(self) -> None:
        """A point whose values are places is written as they are."""
        for point in self.points:
            if point.among and point.key not in self.spelled:
                self.spelled[point.key] = self.spelled.get(point.among) or Whole()

    def _spellings(self) -> None:
        """Other ways to write a point or a place, by name: {relay:order} in a line is `relay:order` here."""
        part = self.part.part("spellings")
        for name in part.value:
            own = part.part(name, values.KEYS)
            said = values.spelling(own, self.hexed)
            if not str(name).partition(":")[2]:
                part.complain((name,), f"call it {name}:something", f"名称应写成 {name}:某个词")
            elif said is None:
                own.complain(
                    (),
                    "say how it is written: values, digits, decimals",
                    "请写明写法：values、digits、decimals",
                )
            else:
                self.spelled[str(name)] = said

    def _settable(self) -> frozenset[str]:
        commands = (one for one in self.rows.found if isinstance(one.row, Command))
        return frozenset(key for one in commands for text in one.says for key in _named(text))

    def _check_fields(self) -> None:
        known = {point.key for point in self.points} | self.axes.keys()
        said: set[str] = set()
        for one in self.rows.found:
            self.part.wrong += fields_amiss(one, known, self.rows.args, self.spelled)
            said |= {key for text in (*one.says, *one.hears) for key in _named(text)}
            self._check_sets(one)
        points = self.part.part("points")
        for point in self.points if not self.part.wrong else ():
            if point.key not in said:
                points.complain(
                    (point.key,), f"no line says or tells {point.key}", f"没有任何一行用到 {point.key}"
                )

    def _check_sets(self, one: Written) -> None:
        """An order that sets nothing would be repeated for ever: what happens once is an action."""
        try:
            names = [name for text in one.says for each in parse(text) for name in getattr(each, "names", ())]
        except TableError:
            return
        if isinstance(one.row, Command) and not {split_name(name)[0] for name in names} - self.axes.keys():
            en = "a command sets a point, {name}; what has none is one of the actions"
            self.part.wrong.append(OptionError(one.path, en, "指令须设置一个点 {名称}；否则请写入 actions"))

    # ------------------------------------------------------------ bytes

    def _framing(self) -> Framing:
        if not self.hexed:
            return frames.text_framing(self.part)
        says = [text for one in self.rows.found for text in one.says]
        hears = [text for one in self.rows.found for text in one.hears]
        return frames.hex_framing(self.part, says, hears, self._width)

    def _width(self, field: Field) -> Shape:
        """What the bytes of a field may be; of a number, anything."""
        if field.kind == "any":
            return tuple(frozenset({byte}) for byte in bytes.fromhex(field.said))
        name = field.names[0] + (f":{field.spelled}" if field.spelled else "")
        said = self.spelled.get(name) or self.rows.args.get(name)
        if isinstance(said, Words):
            return frames.bytes_of(values.texts_of(said))
        return (None,) * getattr(said, "bytes", 1)


def _named(text: str) -> Iterable[str]:
    try:
        fields = [each for each in parse(text) if isinstance(each, Field) and each.kind == "value"]
    except TableError:
        return ()
    return [split_name(name)[0] for each in fields for name in each.names]


GENERIC = Driver(
    name="generic",
    title="Device typed into the hall's file",
    source="options: of the device in the hall's file",
    framing=Framing.both(Ends("\r")),
    transports=("tcp", "udp", "serial"),
    talk=(),
    fit=fit,
    about={
        "options": Remark(
            "frames（分帧）、end（结束符）、places（位置）、points（点）、queries（查询）、"
            "commands（命令）、actions（动作）、notices（主动上报）、refusals（拒绝）",
            "frames, end, places, points, queries, commands, actions, notices, refusals",
        )
    },
)
