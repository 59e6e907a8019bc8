"""Other help desks, as the web hears them and as they hear of us."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from controller.clock import Clock
from controller.desk.board import Board
from controller.desk.link.incoming import RECEIVED, Incoming, NoSuchTicket, NotTheirs, Taken, check
from controller.desk.link.outgoing import Outgoing
from controller.record.states import State
from web.problems import Problem

if TYPE_CHECKING:
    from controller.hall.venue import Venue
    from controller.record.journal import Journal


class Links:
    """Speaks for the links of one hall."""

    def __init__(self, venue: "Venue", clock: Clock, journal: "Journal", board: Board) -> None:
        self.venue, self._clock, self._journal = venue, clock, journal
        self._board, self._incoming = board, Incoming(journal, board)
        self._outgoing = Outgoing(journal, board.said, board.readings, self._ways)

    async def wake(self) -> None:
        """Recall what was taken, and pass on from now on; the board and the outbox are loaded."""
        for line in await self._journal.recall([RECEIVED]):
            self._incoming.hear(line)
        self._journal.follow(self._outgoing.hear)

    def check(self, name: str, headers: Mapping[str, str], body: bytes) -> None:
        """Raise 401 unless the desk of this name signed this very message just now."""
        link = self.venue.links.get(name)
        id, at, signature = (headers.get(f"webhook-{one}", "") for one in ("id", "timestamp", "signature"))
        try:
            check("" if link is None else link.key, id, at, signature, body, self._clock.now())
        except NotTheirs:
            raise Problem(401, "link_signature") from None
        if link is None:
            raise Problem(401, "link_signature")

    async def take(self, name: str, id: str, said: Mapping[str, Any]) -> Taken:
        """Let a message do what it does. Raises 404."""
        no = self._incoming.about(name, said)
        while no is not None:
            await self._board.hold(int(no))
            ticket = self._board.said(int(no))
            no = None if ticket is None or ticket.state != State.MERGED else ticket.merged_into
        if said.get("device") is not None and said["device"] not in self.venue.devices:
            said = {**said, "device": None, "text": f"{said.get('text') or ''}\n[{said['device']}]".strip()}
        try:
            return self._incoming.take(name, id, said, of_all=self.venue.links[name].tickets == "all")
        except NoSuchTicket:
            raise Problem(404, "no_ticket") from None

    def _ways(self) -> Mapping[str, tuple[str, bool]]:
        return {name: (one.channel, one.tickets == "all") for name, one in self.venue.links.items()}
