"""The readiness sweeps of the hall as the outside sees them: begun, followed, and their signed sheets."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.record import failpoints
from controller.record.journal import Journal
from controller.record.place import Place
from drivers.errors import NotAllowed
from scenes.engine import Engine
from scenes.readiness import SHEET, Light, Readiness, Sheet, digest
from scenes.reasons import told
from web.live import Live
from web.problems import Problem
from web.shown import plain
from web.signing import Signer

KEPT = 100


class Sweeps:
    """Speaks for the sweeps of one hall. `standing` tells which faults of a device stand."""

    def __init__(self, hall: Hall, journal: Journal, engine: Engine, live: Live, place: Place) -> None:
        self._journal, self._live, self._place, self._engine = journal, live, place, engine
        self.readiness = Readiness(hall, engine, self._moved)
        self.standing: Callable[[str], list[str]] = lambda device: []
        self._sheets: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._signer: Signer | None = None

    async def wake(self) -> None:
        """Recall the sheets of before."""
        for line in await self._journal.recall([SHEET]):
            self._keep(line.data)

    def begin(self, actor: Actor, only: str | None = None, ticket: int | None = None) -> dict[str, Any]:
        """Begin a sweep, or try one device for a ticket. Raises 409 while one, or a scene, is under way."""
        try:
            sheet = self.start(actor, only, ticket)
        except NotAllowed as stopped:
            raise Problem(409, "not_allowed", stopped.why) from None
        return self._shown(sheet.data())

    def start(self, actor: Actor, only: str | None = None, ticket: int | None = None) -> Sheet:
        """The same, for whoever takes NotAllowed with its sentence."""
        return self.readiness.begin(actor, only, ticket)

    def all(self) -> list[dict[str, Any]]:
        """The sheets, the newest first; without their items."""
        going = self.readiness.sheet if self.readiness.going else None
        found = [*self._sheets.values(), *([going.data()] if going else [])]
        found = [one for one in found if "ticket" not in one]
        return [{k: v for k, v in self._shown(one).items() if k != "items"} for one in reversed(found)]

    def one(self, id: str) -> dict[str, Any]:
        """A sheet, as far as it has come. Raises 404."""
        going = self.readiness.sheet
        if going is not None and going.id == id and going.ended is None:
            return self._shown(going.data())
        if id not in self._sheets:
            raise Problem(404, "no_sheet")
        return self._shown(self._sheets[id])

    def _moved(self, sheet: Sheet) -> None:
        if sheet.ended is not None:
            data = sheet.data()
            if sheet.ticket is not None:
                devices = sorted({one.device for one in sheet.items})
                data["standing"] = [key for device in devices for key in self.standing(device)]
            data |= self._signed(digest(data))
            failpoints.hit("sheet.signed")
            self._journal.append(SHEET, sheet.id, data, sheet.by)
            self._keep(data)
        if sheet.ticket is not None:
            return
        summary = {k: v for k, v in self._shown(sheet.data()).items() if k != "items"}
        self._live.say(readiness=summary)

    def _signed(self, mark: str) -> dict[str, Any]:
        """The mark with the hall's signature under it; without one where the record is no file here."""
        if self._place.file is None:
            return {"digest": mark, "signature": None, "key": None}
        self._signer = self._signer or Signer(Path(self._place.file).parent / "sheets.key")
        return {"digest": mark, "signature": self._signer.sign(mark), "key": self._signer.public}

    def _keep(self, data: dict[str, Any]) -> None:
        self._sheets[data["id"]] = data
        while len(self._sheets) > KEPT:
            self._sheets.popitem(last=False)

    def _shown(self, data: dict[str, Any]) -> dict[str, Any]:
        items = [{**item, "why": told(item["why"])} for item in data["items"]]
        counts = {str(light): sum(item["light"] == light for item in items) for light in Light}
        signed = {key: data.get(key) for key in ("digest", "signature", "key")}
        found: dict[str, Any] = plain({**data, **signed, "items": items, "counts": counts})
        return found
