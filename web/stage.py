"""The scenes of the hall as the outside sees them: listed, previewed, run, stopped, undone, learned."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path as File
from typing import Any, TypeVar

from controller.events import Bus, RunMoved, RunTold
from controller.hall.fitting import Catalog
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.rig import Appended
from controller.record.journal import Journal
from drivers.errors import NotAllowed
from drivers.points import Ref
from drivers.rigfile.problems import RigFileError
from scenes.canonical import canonical
from scenes.choices import Args, BadChoice
from scenes.engine import Engine, NoSuchRun, NoSuchScene
from scenes.learn import Learned, learn, text_of
from scenes.library import read_again
from scenes.model import Path, Scene, flat
from scenes.record import KINDS
from scenes.restoring import undoing
from scenes.runs import Run, wish
from scenes.trying import Choice
from scenes.versions import VERSION, NoSuchVersion, Versions, difference
from web.live import Shelf
from web.metrics import Metrics
from web.problems import Problem
from web.shown import plain

_log = logging.getLogger(__name__)
T = TypeVar("T")
SHOWN = 20
"""The latest runs that a snapshot holds."""


class Stage:
    """Speaks for the engine of one hall. Nothing runs before the record has told what ran last."""

    def __init__(
        self, hall: Hall, engine: Engine, bus: Bus, metrics: Metrics, catalog: Catalog | None = None
    ) -> None:
        self.engine, self.versions, self._catalog = engine, Versions(hall.journal), catalog
        self._hall, self._metrics, self._filed = hall, metrics, dict(engine.scenes)
        self._awake = False
        self._journal: Journal | None = None
        self.moved: Callable[[str], object] = lambda run: None
        bus.subscribe(RunMoved, lambda event: self._moved(event.run_id))
        bus.subscribe(RunTold, lambda event: self._tell(event.run_id))

    async def wake(self, journal: Journal) -> None:
        """Recall the runs on record, and what was ordered past them since."""
        self._journal = journal
        journal.on_trouble(lambda _: self._in_trouble())
        lines = await journal.recall(KINDS)
        self.engine.recall(lines)
        for last in [run for run in self.engine.runs.values() if run.latest]:
            seq = max(line.seq for line in lines if line.data["run"] == last.id)
            self.engine.recall_orders(await journal.recall(["order.asked"], after=seq))
        self.versions.recall(await journal.recall([VERSION]))
        self.take(self._filed, "system")
        self._awake = True
        for run in self.engine.runs:
            self.moved(run)

    # ------------------------------------------------------------ doing; every refusal is a Problem

    def run(
        self,
        actor: Actor,
        scene: str,
        key: str | None = None,
        replace: bool = False,
        args: Args | None = None,
        queue: bool = False,
    ) -> Run:
        """Run a scene with what was chosen; its first bytes have left on return."""
        if not self._awake:
            raise Problem(503, "starting", headers={"Retry-After": "1"})
        return _refusing(lambda: self.engine.run(actor, scene, key, replace, args, queue))

    def stop(self, actor: Actor, run: str) -> Run:
        """Send nothing more."""
        return _refusing(lambda: self.engine.stop(actor, run))

    def resume(self, actor: Actor, run: str) -> Run:
        """Go on with an interrupted run where it stood."""
        return _refusing(lambda: self.engine.resume(actor, run))

    def undo(self, actor: Actor, run: str) -> Run:
        """Restore what it moved."""
        return _refusing(lambda: self.engine.undo(actor, run))

    def answer(self, actor: Actor, run: str, path: Path, choice: Choice) -> Run:
        """Decide what follows on a failed step that asks."""
        return _refusing(lambda: self.engine.answer(actor, run, path, choice))

    def learn(
        self, actor: Actor, id: str, name: dict[str, str], refs: list[str], keep: bool, save: bool
    ) -> tuple[Learned, Appended | None]:
        """The room as a scene; `keep` it among the others, `save` it beside the hall's file. Answers the line
        that keeps it, too.
        """
        before = self.engine.scenes.get(id)
        folder = File(self._hall.venue.file).parent / "scenes"
        if before is not None and before.params:
            raise Problem(409, "learn_over_choices")
        if save and id in self._filed and not (folder / f"{id}.yaml").exists():
            raise Problem(409, "learn_over_file")
        try:
            found = learn(self._hall, id, name, map(Ref.parse, refs), before)
        except KeyError as error:
            raise Problem(404, "no_such_point", f"{error.args[0]}") from None
        except ValueError as error:
            raise Problem(422, "invalid", str(error)) from None
        if not found.scene.steps:
            raise Problem(422, "nothing_known")
        if save:
            found.save(folder)
            self._filed[id] = found.scene
        return found, self._keep(actor, found.scene) if keep else None

    def restore(self, actor: Actor, id: str, version: str) -> tuple[Scene, Appended | None]:
        """Let a scene be again as it was in an earlier version, from now on; and the line that keeps it: none
        where it is in force.
        """
        scene, now = self._was(id, version), self.engine.scenes.get(id)
        return (now, None) if now and now.version == version else (scene, self._keep(actor, scene))

    def _keep(self, actor: Actor, scene: Scene) -> Appended:
        self.engine.scenes[scene.id] = scene
        filed = self._filed.get(scene.id)
        over = filed.version if filed is not None else None
        return self.versions.keep(scene, over, self._hall.clock.now(), actor.name)

    def take(self, scenes: Mapping[str, Scene], by: str) -> None:
        """These are the scenes of the hall's file; what people kept over them stays in force."""
        self._filed = dict(scenes)
        found = dict(scenes)
        for id, said in list(self.versions.in_force(scenes)):
            try:
                found[id] = read_again(self._hall.venue, id, said, self._catalog)
            except RigFileError as error:
                _log.warning("the kept version of scene %s no longer fits: %s", id, error.problems[0])
        self.engine.scenes = found
        self.versions.note(found.values(), self._hall.clock.now(), by)
        self._look_again()

    def _look_again(self) -> None:
        """Another file may have taken away what the latest run could put back, or brought it again."""
        for run in self.engine.runs.values():
            if run.latest and run.ended is not None and not run.active:
                run.undo = undoing(run, self.engine.hands, self._hall.point)
                self.moved(run.id)

    def difference(self, id: str, version: str) -> dict[str, Any]:
        """What a version says, and what the present one says otherwise."""
        scene = _refusing(lambda: self.engine.scene(id))
        was = self._was(id, version)
        found = difference(was, scene)
        changes = [{"ref": str(one.ref), "was": one.was, "now": one.now} for one in found.changes]
        return {
            "version": version,
            "yaml": text_of(canonical(was.said or {})),
            "changes": changes,
            "lines": [*found.lines],
        }

    def history(self, id: str) -> list[dict[str, Any]]:
        """The versions of a scene, the newest first."""
        now = _refusing(lambda: self.engine.scene(id)).version
        known = self.versions.of(id)
        found = [{"version": one.version, "at": one.at, "by": one.by} for one in known]
        current = next((one for one in found if one["version"] == now), None)  # brought back, it stands twice
        return [_plain({**one, "current": one is current}) for one in found]

    def _was(self, id: str, version: str) -> Scene:
        try:
            said = self.versions.find(id, version).said
            return read_again(self._hall.venue, id, said, self._catalog)
        except NoSuchVersion:
            raise Problem(404, "no_version") from None
        except RigFileError as error:
            raise Problem(409, "no_longer_fits", error.problems[0].sentence("en")) from None

    # ------------------------------------------------------------ telling

    def preview(self, actor: Actor, scene: str, args: Args | None = None) -> dict[str, Any]:
        """What a run would do now, with what was chosen."""
        found = _refusing(lambda: self.engine.preview(actor, scene, args)).shown()
        return {**_plain(found), "steps": [{**one, "state": None} for one in _plain(found)["steps"]]}

    def one(self, run: str) -> dict[str, Any] | None:
        """A run; None for one that is forgotten."""
        found = self.engine.runs.get(run)
        return None if found is None else _plain(found.shown())

    def shelf(self) -> Shelf:
        """The latest runs, for tablets."""
        return Shelf(lambda: {run: _plain(self.engine.runs[run].shown()) for run in self._latest()}, self.one)

    def scenes(self) -> list[dict[str, Any]]:
        """All scenes."""
        return [self.scene(scene) for scene in self.engine.scenes.values()]

    def scene(self, scene: Scene) -> dict[str, Any]:
        """One scene; `holds`: the hall stands in it now."""
        last = self.engine.last(scene.id)
        shown = {
            "id": scene.id,
            "name": scene.name,
            "about": scene.about,
            "icon": scene.icon,
            "params": [param.shown() for param in scene.params],
            "risk": self.engine.risk(scene),
            "steps": [wish(path, step) for path, step in flat(scene.steps)],
            "usual_s": self.engine.times.usual(scene),
            "version": scene.version,
            "last": last and {"run": last.id, "state": str(last.told.now.state), "at": last.at},
            "holds": self.engine.holding.scene == scene.id,
        }
        return _plain(shown)

    def _latest(self) -> list[str]:
        return [run for run in list(self.engine.runs)[-SHOWN:] if self._may_be_told(self.engine.runs[run])]

    def _may_be_told(self, run: Run) -> bool:
        """Whether its beginning is on disk; while nothing can be saved the page is told of it anyhow."""
        return run.recorded is None or run.recorded.done() or self._troubled

    @property
    def _troubled(self) -> bool:
        return self._journal is not None and self._journal.trouble is not None

    # ------------------------------------------------------------

    def _moved(self, run: str) -> None:
        """It is another one inside. Who looks from outside is told by `RunTold`, unless nothing can be
        saved: that is told too, and the room is operated all the same.
        """
        found = self.engine.runs.get(run)
        if found is not None and not found.active and found.ended is not None:
            took = (found.ended - (found.resumed or found.at)).total_seconds()
            self._metrics.ran(found.id, found.scene.id, str(found.state), took)
        if found is not None and self._troubled:
            found.tell_all()
            self.moved(run)

    def _tell(self, run: str) -> None:
        found = self.engine.runs.get(run)
        if found is not None and found.recorded is not None and not self._may_be_told(found):
            found.recorded.add_done_callback(lambda _: self.moved(run))
        else:
            self.moved(run)

    def _in_trouble(self) -> None:
        if self.engine.active is not None:
            self._moved(self.engine.active.id)


def _plain(shown: Any) -> dict[str, Any]:
    found: dict[str, Any] = plain(shown)
    return found


def _refusing(do: Callable[[], T]) -> T:
    try:
        return do()
    except NoSuchScene:
        raise Problem(404, "no_scene") from None
    except NoSuchRun:
        raise Problem(404, "no_run") from None
    except BadChoice as error:
        raise Problem(422, "invalid", error.why) from None
    except RigFileError as error:
        raise Problem(422, "invalid", error.problems[0].sentence("en")) from None
    except NotAllowed as error:
        raise Problem(409, "not_allowed", error.why) from None
