"""The scenes of a hall, read from its file: every mistake with its place, every value in its point's word."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from controller.hall.fitting import Catalog, knowledge
from controller.hall.refs import Known
from controller.hall.venue import Venue
from drivers.points import Value
from drivers.rigfile.document import Document
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Problem, RigFileError
from scenes.canonical import canonical
from scenes.choices import Param, complete
from scenes.model import Scene, mark
from scenes.reading import Around, Reader
from scenes.ways import Ways


def load(venue: Venue, catalog: Catalog | None = None, ids: Iterable[str] | None = None) -> dict[str, Scene]:
    """The scenes by id (all, or only `ids`), in the order of the file, each as it is usually chosen.

    Raises RigFileError with all that is wrong in them, whatever may be chosen.
    """
    known = knowledge(venue.devices, catalog or _catalogue())
    problems: list[Problem] = []
    scenes: dict[str, Scene] = {}
    for id in venue.scenes if ids is None else ids:
        scene = _read(venue, known, id, {}, problems, whole=ids is None)
        if scene is not None:
            for args in _choices(scene.params):
                _read(venue, known, id, args, problems)
            scenes[id] = _choosable(venue, known, scene) if scene.params else scene
    problems += _schedules(venue, scenes)
    if problems:
        raise RigFileError(problems)
    return scenes


def _schedules(venue: Venue, scenes: Mapping[str, Scene]) -> Iterator[Problem]:
    """What a schedule chooses and its scene has not to choose; a sweep has nothing to choose at all."""
    for name, schedule in venue.schedules.items():
        if schedule.readiness and schedule.args:
            yield venue.document.key_problem("schedules", name, "args", code="sweep_args")
        if schedule.scene is None or schedule.scene not in scenes:
            continue
        params = {param.id: param for param in scenes[schedule.scene].params}
        for id, value in schedule.args.items():
            at = ("schedules", name, "args", id)
            if id not in params:
                yield venue.document.problem(*at, code="no_param", name=id, guess=nearest(id, params))
            elif trouble := params[id].trouble(value):
                yield venue.document.problem(*at, code=trouble[0], **trouble[1])


def read_again(venue: Venue, id: str, said: Mapping[str, Any], catalog: Catalog | None = None) -> Scene:
    """A scene from what its file once said, in the hall as it is now. Raises RigFileError."""
    document = Document(f"scenes/{id}.yaml", said, {}, {}, ("scenes", id))
    return load(replace(venue, scenes={**venue.scenes, id: document}), catalog, [id])[id]


def _read(
    venue: Venue,
    known: Known,
    id: str,
    args: Mapping[str, Value],
    problems: list[Problem],
    whole: bool = False,
) -> Scene | None:
    """One scene for these choices; `whole`: as the file has it, with a word on what is of no use there."""
    reader = Reader(id, Around(known, Ways(venue, known), venue.scenes), args)
    scene = reader.scene()
    problems += [*reader.problems, *(reader.unused() if whole else ())]
    return None if scene is None else replace(scene, said=venue.scenes[id].value)


def _choices(params: tuple[Param, ...]) -> Iterator[Mapping[str, Value]]:
    """Each choice once, and both ends of each range."""
    for param in params:
        for value in param.range or param.values:
            yield {param.id: value}


def _choosable(venue: Venue, known: Known, usual: Scene) -> Scene:
    """The scene with the means to make it for other choices; its version is that of all it says."""

    def choose(args: Mapping[str, Value]) -> Scene:
        problems: list[Problem] = []
        whole = complete({param.id: param for param in usual.params}, args)
        scene = _read(venue, known, usual.id, whole, problems)
        if problems or scene is None:  # two choices that do not go together
            raise RigFileError(problems)
        return replace(scene, choose=choose, written=version)

    version = mark([usual.version, canonical(venue.scenes[usual.id].value)])
    return replace(usual, choose=choose, written=version)


def _catalogue() -> Catalog:
    import drivers.catalog  # only now: a test brings its own

    return drivers.catalog
