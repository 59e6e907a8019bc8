"""One scene as it is written, made into steps: for what was chosen, through the cables, with what it calls.

Read anew whenever something is chosen, so that a scene that runs is always a plain tree of wishes: preview,
run, record and undo know nothing of choices, calls and cables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from controller.hall.refs import OF_THE_VALUE, Known, Trouble
from drivers.points import Ref, Value
from drivers.rigfile.document import Document
from drivers.rigfile.kinds import Words
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Path, Problem
from drivers.rigfile.validate import validate
from scenes.choices import Chosen, Param
from scenes.grammar import (
    PARTS,
    CallPart,
    InTurnPart,
    InvokePart,
    ScenePart,
    SetPart,
    ShowPart,
    TogetherPart,
    WaitPart,
)
from scenes.model import InTurn, Invoke, Scene, Set, Step, Together, Wait, wished
from scenes.ways import Ways

DEEPEST = 8


@dataclass(frozen=True)
class Around:
    """What a scene is read in: the hall, the other scenes, and those that are calling it just now."""

    known: Known
    ways: Ways
    scenes: Mapping[str, Document]
    calling: tuple[str, ...] = ()


class Reader:
    """Reads one scene once; collects problems rather than stopping at the first."""

    def __init__(self, id: str, around: Around, args: Mapping[str, Value] | None = None) -> None:
        self._id, self._around = id, around
        self._document, self._known = around.scenes[id], around.known
        self._chosen = dict(args or {})
        self._params: dict[str, Param] = {}
        self._used: set[str] = set()
        self.problems: list[Problem] = []

    def scene(self) -> Scene | None:
        """The scene; None where it cannot be read at all."""
        part, problems = validate(ScenePart, self._document)
        self.problems += problems
        if part is None:
            self._steps(("steps",))  # what is wrong in there is said in the same go
            return None
        self._params = {id: one.param(id) for id, one in part.params.items()}
        self._chosen = {id: param.default for id, param in self._params.items()} | self._chosen
        about = None if part.about is None else _spoken(part.about)
        steps, params = self._steps(("steps",)), tuple(self._params.values())
        name, flags = _spoken(part.name), (part.holds, part.reasserts)
        return Scene(self._id, name, steps, about, part.icon, *flags, params)

    def unused(self) -> Iterator[Problem]:
        """What is asked for and changes nothing; to be told of a scene that is sound otherwise."""
        for id in self._params if not self.problems else ():
            if id not in self._used:
                yield self._document.key_problem("params", id, code="unused_param", name=id)

    def _steps(self, path: Path) -> tuple[Step, ...]:
        said = self._said(path)
        if not isinstance(said, list):
            return ()
        if len(path) > 2 * DEEPEST:
            self._wrong(path, "yaml_deep")
            return ()
        read = [self._step((*path, number), one) for number, one in enumerate(said)]
        return tuple(step for step in read if step is not None)

    def _said(self, path: Path) -> Any:
        said: Any = self._document.value
        for one in path:
            said = said.get(one) if isinstance(said, dict) else said[one]
        return said

    def _step(self, path: Path, said: object) -> Step | None:
        kinds = [kind for kind in PARTS if kind in said] if isinstance(said, dict) else []
        if len(kinds) != 1:
            keys = said if isinstance(said, dict) and not kinds else ()
            guess = next(filter(None, (nearest(key, PARTS) for key in keys)), "")
            self._wrong(path, "step", guess=guess)
            return None
        part, problems = validate(PARTS[kinds[0]], self._document.under(*path))
        self.problems += problems
        inner = self._group(path, kinds[0]) if kinds[0] in ("together", "in_turn") else ()
        return None if part is None else self._made(path, part, inner)

    def _group(self, path: Path, kind: str) -> tuple[Step, ...]:
        inner = self._steps((*path, kind))
        if kind == "together":
            for number, ref in _twice(inner):
                self._wrong((*path, kind, number), "twice_at_once", ref=ref)
        return inner

    def _made(self, path: Path, part: object, inner: tuple[Step, ...]) -> Step | None:
        match part:
            case SetPart(set=text, to=to, care=care):
                value = self._value(path, text, to, wish=True)
                return None if value is None else Set(Ref.parse(text), value, **care)
            case WaitPart(wait=text, to=to, care=care):
                value = self._value(path, text, to, wish=False)
                return None if value is None else Wait(Ref.parse(text), value, **care)
            case InvokePart():
                return self._invoke(path, part)
            case TogetherPart(care=care):
                return Together(inner, **care)
            case InTurnPart(care=care):
                return InTurn(inner, **care)
            case CallPart():
                return self._call(path, part)
            case ShowPart():
                return self._show(path, part)
        return None

    def _value(self, path: Path, text: str, to: Value | Chosen, wish: bool) -> Value:
        """What a point shall be, in the point's own word; None where that is wrong, and was told."""
        value = self._given((*path, "to"), to)
        if value is None:
            if not isinstance(to, Chosen):
                self._wrong((*path, "to"), "scalar")
            return None
        if isinstance(to, Chosen):
            trouble = (self._known.wish if wish else self._known.value)(text, value)
            self._trouble((*path, "set" if wish else "wait"), trouble)
        return self._known.meant(Ref.parse(text), value)

    def _invoke(self, path: Path, part: InvokePart) -> Step | None:
        device, action = part.deed
        if not device or not action:
            self._wrong((*path, "invoke"), "deed")
            return None
        args = {name: self._given((*path, "args", name), one) for name, one in part.args.items()}
        if any(isinstance(one, Chosen) for one in part.args.values()):
            self._trouble((*path, "invoke"), self._known.action(f"{device}/{action}", args, whole=True))
        return Invoke(device, action, args, **part.care)

    def _call(self, path: Path, part: CallPart) -> Step | None:
        around, id = self._around, part.scene
        if id not in around.scenes:
            self._wrong((*path, "scene"), "no_scene", name=id, guess=nearest(id, around.scenes))
            return None
        calling = (*around.calling, self._id)
        if id in calling or len(calling) > DEEPEST:
            self._wrong((*path, "scene"), "scene_loop", name=id)
            return None
        args = {name: self._given((*path, "args", name), one) for name, one in part.args.items()}
        other = Reader(id, Around(around.known, around.ways, around.scenes, calling), args)
        scene = other.scene()
        self.problems += other.problems
        self._called(path, other, args)
        return None if scene is None else InTurn(scene.steps, title=scene.name, **part.care)

    def _called(self, path: Path, other: "Reader", args: Mapping[str, Value]) -> None:
        for name, value in args.items():
            param = other._params.get(name)
            if param is None:
                self._wrong((*path, "args", name), "no_param", name=name, guess=nearest(name, other._params))
            elif trouble := param.trouble(value):
                self._wrong((*path, "args", name), trouble[0], **trouble[1])

    def _show(self, path: Path, part: ShowPart) -> Step | None:
        source, sink = (self._given((*path, key), one) for key, one in (("show", part.show), ("on", part.on)))
        for key, given, said in (("show", source, part.show), ("on", sink, part.on)):
            if given is None and not isinstance(said, Chosen):
                self._wrong((*path, key), "scalar")
        if source is None or sink is None:
            return None
        group = self._around.ways.show(str(source), str(sink), part.carries, part.care)
        if group is None:
            code, params = self._around.ways.lost(str(source), str(sink), part.carries)
            self._wrong((*path, "show"), code, **params)
            return None
        return group

    def _given(self, path: Path, value: Value | Chosen) -> Value:
        """The value, for what was chosen; None where nothing can be, or stands by it, and that was told."""
        if not isinstance(value, Chosen):
            return value
        if value.param not in self._chosen:
            self._wrong(path, "no_param", name=value.param, guess=nearest(value.param, self._chosen))
            return None
        self._used.add(value.param)
        if value.param in self._params:
            self._choices(path, self._params[value.param])
        try:
            return value.value(self._chosen)
        except KeyError:
            self._wrong(path, "no_choice", name=self._chosen[value.param])
            return None

    def _choices(self, path: Path, param: Param) -> None:
        """What stands by a choice that nobody can make."""
        for key in self._said(path):
            choice = str(key) if param.range is None else _number(key)
            if key != "param" and (trouble := param.trouble(choice)):
                self._wrong_key((*path, key), trouble[0], **trouble[1] | {"name": key})

    def _trouble(self, path: Path, trouble: Trouble | None) -> None:
        if trouble is not None:
            self._wrong((*path[:-1], "to") if trouble[0] in OF_THE_VALUE else path, trouble[0], **trouble[1])

    def _wrong(self, path: Path, code: str, **params: Any) -> None:
        self.problems.append(self._document.problem(*path, code=code, **params))

    def _wrong_key(self, path: Path, code: str, **params: Any) -> None:
        self.problems.append(self._document.key_problem(*path, code=code, **params))


def _spoken(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _number(key: object) -> Value:
    """A choice on a range, as a key; the text itself where it is no number."""
    try:
        return float(str(key))
    except ValueError:
        return str(key)


def _twice(branches: tuple[Step, ...]) -> Iterator[tuple[int, Ref]]:
    """The branches that set what an earlier one sets too: nobody could say which of them wins."""
    seen: set[Ref] = set()
    for number, branch in enumerate(branches):
        here = set(wished((branch,)))
        yield from ((number, ref) for ref in sorted(here & seen, key=str))
        seen |= here
