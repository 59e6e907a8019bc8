"""The scenes of a hall, read from its file: every mistake with its place, every value in its point's word."""

from collections.abc import Iterator

from controller.hall.fitting import Catalog, knowledge
from controller.hall.refs import Known
from controller.hall.venue import Venue
from drivers.points import Ref
from drivers.rigfile.document import Document
from drivers.rigfile.kinds import Words
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Path, Problem, RigFileError
from drivers.rigfile.validate import validate
from scenes.grammar import PARTS, InTurnPart, InvokePart, ScenePart, SetPart, TogetherPart, WaitPart
from scenes.model import InTurn, Invoke, Scene, Set, Step, Together, Wait, wished

DEEPEST = 8


def load(venue: Venue, catalog: Catalog | None = None) -> dict[str, Scene]:
    """The scenes by id, in the order of the file. Raises RigFileError with all that is wrong in them."""
    known = knowledge(venue.devices, catalog or _catalogue())
    readers = {id: _Reader(document, known) for id, document in venue.scenes.items()}
    scenes = {id: reader.scene(id) for id, reader in readers.items()}
    if problems := [problem for reader in readers.values() for problem in reader.problems]:
        raise RigFileError(problems)
    return {id: scene for id, scene in scenes.items() if scene is not None}


def _catalogue() -> Catalog:
    import drivers.catalog  # only now: a test brings its own

    return drivers.catalog


class _Reader:
    """One scene; collects problems rather than stopping at the first."""

    def __init__(self, document: Document, known: Known) -> None:
        self._document, self._known = document, known
        self.problems: list[Problem] = []

    def scene(self, id: str) -> Scene | None:
        part, problems = validate(ScenePart, self._document)
        self.problems += problems
        if part is None:
            self._steps(("steps",))  # what is wrong in there is said in the same go
            return None
        about = None if part.about is None else _spoken(part.about)
        return Scene(id, _spoken(part.name), self._steps(("steps",)), about, part.icon, part.holds)

    def _steps(self, path: Path) -> tuple[Step, ...]:
        said = self._document.value
        for one in path:
            said = said.get(one) if isinstance(said, dict) else said[one]
        if not isinstance(said, list):
            return ()
        if len(path) > 2 * DEEPEST:
            self._wrong(path, "yaml_deep")
            return ()
        read = [self._step((*path, number), one) for number, one in enumerate(said)]
        return tuple(step for step in read if step is not None)

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
            case SetPart(to=None) | WaitPart(to=None):
                self._wrong((*path, "to"), "scalar")
            case SetPart(set=text, to=to, care=care):
                ref = Ref.parse(text)
                return Set(ref, self._known.meant(ref, to), **care)
            case WaitPart(wait=text, to=to, care=care):
                ref = Ref.parse(text)
                return Wait(ref, self._known.meant(ref, to), **care)
            case InvokePart(deed=(device, action), args=args, care=care) if device and action:
                return Invoke(device, action, args, **care)
            case InvokePart():
                self._wrong((*path, "invoke"), "deed")
            case TogetherPart(care=care):
                return Together(inner, **care)
            case InTurnPart(care=care):
                return InTurn(inner, **care)
        return None

    def _wrong(self, path: Path, code: str, **params: object) -> None:
        self.problems.append(self._document.problem(*path, code=code, **params))


def _spoken(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _twice(branches: tuple[Step, ...]) -> Iterator[tuple[int, Ref]]:
    """The branches that set what an earlier one sets too: nobody could say which of them wins."""
    seen: set[Ref] = set()
    for number, branch in enumerate(branches):
        here = set(wished((branch,)))
        yield from ((number, ref) for ref in sorted(here & seen, key=str))
        seen |= here
