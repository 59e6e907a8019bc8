"""What people have learned, as the outside sees and writes it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from controller.desk.knowledge import KINDS, RETIRED, VOTED, WRITTEN, Article, Knowledge, code, said
from controller.record.lines import Appended
from web.jsons import stamp
from web.problems import Problem
from web.roles import Identity
from web.texts import folded

if TYPE_CHECKING:
    from controller.desk.board import Board
    from controller.hall.hall import Hall
    from controller.record.journal import Journal


class Advice:
    """Speaks for the articles of one hall."""

    def __init__(self, hall: "Hall", journal: "Journal", board: "Board") -> None:
        self._hall, self._journal, self._board = hall, journal, board
        self._known = Knowledge()

    async def wake(self) -> None:
        """Recall them."""
        for line in await self._journal.recall(KINDS):
            self._known.hear(line)
        self._journal.follow(self._known.hear)

    async def for_ticket(self, no: int, who: Identity) -> list[dict[str, Any]]:
        """Those that suit a ticket. Raises 404."""
        try:
            ticket, _ = await self._board.memory.look(no)
        except KeyError:
            raise Problem(404, "no_ticket") from None
        return self._about(ticket.device, map(code, ticket.faults), who, no)

    def for_fault(self, key: str, who: Identity) -> list[dict[str, Any]]:
        """Those that suit a fault."""
        return self._about(key.partition("/")[0], [code(key)], who, 0)

    def all(self, words: str, who: Identity) -> list[dict[str, Any]]:
        """All of them, or those with these words."""
        terms = folded(words).split()
        found = [one for one in self._known.articles.values() if _has(one, terms)]
        return [_shown(one, who, 0) for one in reversed(found)]

    def one(self, id: str, who: Identity) -> dict[str, Any]:
        """One of them. Raises 404."""
        return _shown(self._find(id), who, 0)

    def write(self, id: str | None, body: dict[str, Any], who: Identity) -> tuple[str, Appended]:
        """A new one, or another text of one. Raises 404."""
        if id is not None:
            self._find(id)
        data = said(body["title"], body["text"], body["devices"], body["faults"])
        name = id or self._known.next_id()
        return name, self._journal.append(WRITTEN, name, data, who.name)

    def retire(self, id: str, who: Identity) -> Appended:
        """It is shown no more. Raises 404."""
        return self._journal.append(RETIRED, self._find(id).id, {}, who.name)

    def vote(self, id: str, helped: bool, ticket: int | None, who: Identity) -> Appended:
        """It helped, or did not. Raises 404."""
        data = {"helped": helped, "ticket": ticket}
        return self._journal.append(VOTED, self._find(id).id, data, who.name)

    def _about(
        self, device: str | None, faults: Iterable[str], who: Identity, ticket: int
    ) -> list[dict[str, Any]]:
        entry = self._hall.venue.devices.get(device or "")
        driver = None if entry is None else entry.driver
        return [_shown(one, who, ticket) for one in self._known.about(driver, faults)]

    def _find(self, id: str) -> Article:
        if id not in self._known.articles:
            raise Problem(404, "no_article")
        return self._known.articles[id]


def _shown(one: Article, who: Identity, ticket: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": dict(one.title),
        "text": dict(one.text),
        "devices": list(one.devices),
        "faults": list(one.faults),
        "by": one.by,
        "at": stamp(one.at),
        "helped": one.helped,
        "vain": one.vain,
        "mine": one.voices.get((who.name, ticket)),
    }


def _has(one: Article, terms: list[str]) -> bool:
    text = folded("\n".join((*one.title.values(), *one.text.values(), *one.devices, *one.faults)))  # type: ignore[arg-type]
    return all(term in text for term in terms)
