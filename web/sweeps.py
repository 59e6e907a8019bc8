"""The readiness sweeps of the hall as the outside sees them: begun, followed, stopped; their signed sheets.

What the record keeps of a sheet is what the API gives, word for word, and what is signed. Nobody gets a
signed sheet before it is on disk: until then the sweep is still going, to whoever looks.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.record import failpoints
from controller.record.journal import Journal
from controller.record.place import Place
from drivers.errors import NotAllowed
from scenes.engine import Engine
from scenes.readiness import Readiness
from scenes.returning import Returned
from scenes.sheet import AMENDED, BEGUN, FOUND, SHEET, How, Sheet, counts, left_of
from web.live import Live
from web.old_sheets import renewed
from web.problems import Problem
from web.shown import plain
from web.signing import MARKS, Seal, Signer, checked, made, signed

KEPT = 100


class Sweeps:
    """Speaks for the sweeps of one hall. `standing` tells which faults of a device stand."""

    def __init__(self, hall: Hall, journal: Journal, engine: Engine, live: Live, place: Place) -> None:
        self._hall, self._journal, self._engine, self._live, self._place = hall, journal, engine, live, place
        self.readiness = Readiness(hall, engine, self._moved)
        self.standing: Callable[[str], list[str]] = lambda device: []
        self._sheets: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._ending: dict[str, dict[str, Any]] = {}  # that are over and not on disk, as they may be shown
        self._signs: Signer | None = None
        self._awake = False

    async def wake(self) -> None:
        """Recall the sheets of before; a sweep that the service did not outlive is called interrupted."""
        await self._find_key()
        begun = {}
        for line in await self._journal.recall([BEGUN, SHEET, AMENDED]):
            if line.kind == BEGUN:
                begun[line.subject] = line
            else:
                begun.pop(line.subject, None)
                self._keep(line.data if "state" in line.data else renewed(line.data, self._signer))
        for line in () if failpoints.planted("sweeps_are_forgotten") else begun.values():
            found = await self._journal.recall([FOUND], subject=line.subject, after=line.seq)
            self._moved(self.readiness.interrupted(line, found))
        self._awake = True

    # ------------------------------------------------------------ doing

    def begin(
        self, actor: Actor, only: str | None = None, ticket: int | None = None, insists: bool = False
    ) -> Sheet:
        """Begin a sweep, or try one device for a ticket. Raises 503 before the record is recalled, 409 while
        one, or a scene, is under way.
        """
        if not self._awake:
            raise Problem(503, "starting", headers={"Retry-After": "1"})
        try:
            return self.readiness.begin(actor, only, ticket, insists)
        except NotAllowed as stopped:
            raise Problem(409, "not_allowed", stopped.why) from None

    def stop(self, actor: Actor, id: str) -> dict[str, Any]:
        """Try nothing more, and put back what is turned over. Raises 404, or 409 where it is over."""
        going = self.one(id)
        if going["ended"] is not None and not self.readiness.returning.going:
            raise Problem(409, "not_allowed", Sentence("readiness.not_going"))
        try:
            self.readiness.stop(actor)
        except NotAllowed as stopped:
            raise Problem(409, "not_allowed", stopped.why) from None
        return self.one(id)

    def undo(self, actor: Actor, id: str) -> dict[str, Any]:
        """Put back what it left turned over. Raises 404, or 409 where nothing is left, or a scene has run
        since.
        """
        sheet = self.one(id)
        lefts, last = left_of(sheet["left"]), next(reversed(self._engine.runs.values()), None)
        if not lefts or id != next(reversed(self._sheets), None):
            raise Problem(409, "not_allowed", Sentence("readiness.nothing_left"))
        if last is None or not last.scene.probe:
            raise Problem(409, "not_allowed", Sentence("readiness.scene_since"))
        try:
            self.readiness.put_back(actor, lefts, lambda found: self._amend(id, actor, found))
        except NotAllowed as stopped:
            raise Problem(409, "not_allowed", stopped.why) from None
        return self.one(id)

    # ------------------------------------------------------------ telling

    def all(self) -> list[dict[str, Any]]:
        """The sheets, the newest first; without their items."""
        going = self._going()
        found = [*(self._sheets | self._ending).values(), *([going] if going else [])]
        return [_summary(one) for one in reversed(found) if one["ticket"] is None]

    def one(self, id: str) -> dict[str, Any]:
        """A sheet, as far as it has come. Raises 404."""
        going = self._going()
        if going is not None and going["id"] == id:
            return going
        found = self._ending.get(id) or self._sheets.get(id)
        if found is None:
            raise Problem(404, "no_sheet")
        return found

    @property
    def key(self) -> str | None:
        """The key with which anybody checks the hall's sheets."""
        return None if self._signer is None else self._signer.public

    def checked(self, sheet: Mapping[str, Any]) -> Seal:
        """Whether this hall signed a sheet as it is."""
        return checked(sheet, self.key or "")

    def _going(self) -> dict[str, Any] | None:
        sheet = self.readiness.sheet
        return self._shown(sheet) if sheet is not None and sheet.ended is None else None

    def _shown(self, sheet: Sheet) -> dict[str, Any]:
        """As it is signed; not signed yet."""
        devices = sorted({one.device for one in sheet.items}) if sheet.ticket is not None else []
        standing = [key for device in devices for key in self.standing(device)]
        said: dict[str, Any] = plain(sheet.shown() | {"standing": standing})
        return said | {"digest": None, "signature": None, "key": None}

    # ------------------------------------------------------------ what moves

    def _moved(self, sheet: Sheet) -> None:
        if sheet.ended is None:
            self._say(self._shown(sheet))
            return
        shown = self._shown(sheet)
        said = signed(shown, self._signer)
        failpoints.hit("sheet.signed")
        before = shown | {"state": str(How.GOING), "ended": None, "why": None, "left": []}
        self._store(SHEET, said, sheet.by, before)

    def _amend(self, id: str, actor: Actor, found: Sequence[Returned]) -> None:
        """What was put back later is a new edition of the sheet, signed again."""
        sheet, rows = self._sheets[id], plain([one.item.shown() for one in found])
        refs = {row["ref"] for row in rows}
        items = [one for one in sheet["items"] if one["check"] != "back" or one["ref"] not in refs] + rows
        left = plain([one.left.shown() for one in found if one.left is not None])
        said = sheet | {"items": items, "left": left, "counts": counts(one["light"] for one in items)}
        said |= {"put_back": plain({"by": actor.name, "at": self._hall.clock.now()})}
        self._store(AMENDED, signed(said, self._signer), actor.name, sheet)

    def _store(self, kind: str, said: dict[str, Any], by: str, before: dict[str, Any]) -> None:
        """Give it out once it is on disk; until then it is as `before`. What cannot be kept is not signed."""
        line, id = self._journal.append(kind, said["id"], said, by).committed, said["id"]
        self._ending[id] = before

        def stored(_: object = None) -> None:
            if self._ending.get(id) is before:
                self._ending.pop(id)
            kept = not line.done() or (not line.cancelled() and line.exception() is None)
            self._keep(said if kept else said | dict.fromkeys(MARKS))
            self._say(self._sheets[id])

        if line.done() or failpoints.planted("sheets_are_told_early"):
            stored()
        else:
            line.add_done_callback(stored)

    def _say(self, sheet: dict[str, Any]) -> None:
        if sheet["ticket"] is None:
            self._live.say(readiness=_summary(sheet))

    async def _find_key(self) -> None:
        """Where the record is no file here, the key is kept in it."""
        if self._place.file is None and not failpoints.planted("no_key_but_in_a_file"):
            from controller.record.marks import secret  # loads the library, as the record has done by now

            self._signs = Signer(await self._journal.write(lambda c: secret(c, "sheets_key", made)))

    @property
    def _signer(self) -> Signer | None:
        """The hall's own; None only before the record was recalled."""
        if self._signs is None and self._place.file is not None:
            self._signs = Signer.in_file(Path(self._place.file).parent / "sheets.key")
        return self._signs

    def _keep(self, data: dict[str, Any]) -> None:
        self._sheets[data["id"]] = data
        while len(self._sheets) > KEPT:
            self._sheets.popitem(last=False)


def _summary(sheet: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sheet.items() if name != "items"}
