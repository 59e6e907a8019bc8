"""What leaves the house, and the mail that comes in, as the outside sees it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controller.clock import Clock
from controller.desk.board import Board
from controller.desk.experts import propose
from controller.desk.mailbox.letterbox import MAIL, Letterbox
from controller.desk.mailbox.poller import Poller
from controller.desk.notify.office import Office
from controller.desk.notify.web import Post
from controller.record.lines import Appended, Sentence
from controller.record.outbox import Letter
from controller.record.service import codes
from controller.record.tickets import Ticket
from web.jsons import stamp
from web.post_parts import mailbox_of, own_addresses, settings_of
from web.problems import Problem
from web.roles import Identity
from web.shown import plain
from web.words import words

if TYPE_CHECKING:
    from controller.hall.venue import Venue
    from controller.record.journal import Journal

SILENT = 300.0
"""A mailbox that was not looked into for so long is a fault of ours (REQ-17)."""


class PostDesk:
    """Speaks for the post office and the mailbox of one hall."""

    def __init__(self, venue: "Venue", clock: Clock, journal: "Journal", board: Board) -> None:
        self._clock, self._journal, self._board = clock, journal, board
        self._posts = {True: Post(private=True), False: Post()}
        self._secret = ""
        self._venue = venue
        self.office = Office(journal, clock, board, self._settings(venue), _speak)
        self._letterbox = Letterbox(journal, clock, board, self._mark, own_addresses(venue))
        self.poller = self._poller(venue)
        self._running = False

    # ------------------------------------------------------------ running

    async def wake(self) -> None:
        """Remember what was to be told, and what came; the board is loaded."""
        from controller.record.marks import secret

        self._secret = await self._journal.write(secret)
        await self.office.load()
        for line in await self._journal.recall(MAIL):
            self._letterbox.hear(line)

    def start(self) -> None:
        """Send and fetch."""
        self._running = True
        self.office.start()
        if self.poller is not None:
            self.poller.start()

    async def close(self) -> None:
        """Let what is on its way arrive, then let go."""
        if self.poller is not None:
            await self.poller.close()
        await self.office.close()
        for post in self._posts.values():
            await post.close()

    async def apply(self, venue: "Venue") -> None:
        """Another hall's file."""
        before, self._venue = self._venue.notify.inbox, venue
        self.office.apply(self._settings(venue))
        self._letterbox.own = frozenset(one.lower() for one in own_addresses(venue))
        if before != venue.notify.inbox:
            if self.poller is not None:
                await self.poller.close()
            self.poller = self._poller(venue)
            if self.poller is not None and self._running:
                self.poller.start()

    # ------------------------------------------------------------ doing; every refusal is a Problem

    def retry(self, key: str, who: Identity) -> Appended:
        """Send a dead letter once more."""
        if key not in self.office.outbox.letters:
            raise Problem(404, "no_letter")
        try:
            return self.office.retry(key, who.name)
        except KeyError:
            raise Problem(409, "letter_not_dead") from None

    def test(self, channel: str, to: str, lang: str, who: Identity) -> Appended:
        """Send a test."""
        try:
            return self.office.test(channel, to, lang, who.name)
        except KeyError:
            raise Problem(404, "no_channel") from None

    # ------------------------------------------------------------ telling

    def letters(self, state: str | None = None, ticket: int | None = None) -> list[dict[str, Any]]:
        """The letters of a state, or about a ticket; the newest first."""
        box = self.office.outbox
        found = list(box.letters.values()) if ticket is None else list(box.about(ticket))
        chosen = [one for one in found if state in (None, one.state)]
        chosen.sort(key=lambda one: one.changed or one.since, reverse=True)
        return [self._letter(one) for one in chosen[:200]]

    def letter(self, key: str) -> dict[str, Any]:
        """One of them. Raises KeyError."""
        return self._letter(self.office.outbox.letters[key])

    def queued(self, ticket: int | None = None) -> list[dict[str, Any]]:
        """What waits for company, for an interval, for the end of the night."""
        waiting = self.office.outbox.queued.values()
        return [
            {"who": self._name(one.who), "channel": one.channel, "at": stamp(one.at), "urgent": one.urgent}
            for one in waiting
            if ticket in (None, one.ticket)
        ]

    def counts(self) -> dict[str, int]:
        """How many letters are how, since the beginning of the record for `sent` and `repeats`."""
        box = self.office.outbox
        found = {"queued": len(box.queued), "waiting": len(box.of("waiting", "sending"))}
        return found | {"dead": len(box.of("dead")), "sent": box.sent, "repeats": box.repeats}

    def channels(self) -> list[dict[str, Any]]:
        """The ways out, by name."""
        return [{"name": name, "kind": kind} for name, kind in self.office.settings.kinds.items()]

    def inbox(self) -> dict[str, Any] | None:
        """How the desk's mailbox is; None where there is none."""
        poller = self.poller
        if poller is None:
            return None
        now = self._clock.now()
        silent = poller.last is None or (now - poller.last).total_seconds() > SILENT
        last = None if poller.last is None else stamp(poller.last)
        return {"last": last, "trouble": poller.trouble, "silent": silent and bool(poller.trouble)}

    @property
    def address(self) -> str:
        """Where a browser finds this service, if the hall's file says so."""
        return str(self.office.settings.url)

    def code(self, ticket: int) -> tuple[str, datetime]:
        """What the hall's tablet shows to who arrives for a ticket, and until when."""
        now = self._clock.now()
        return codes.code(self._secret, ticket, now), codes.ends(now)

    def shown(self, ticket: int, code: str) -> bool:
        """Whether these digits were on the hall's tablet just now."""
        return codes.holds(self._secret, ticket, code, self._clock.now())

    def expert(self, ticket: Ticket, at: datetime) -> dict[str, Any]:
        """Whom to call in for a ticket (REQ-27)."""
        device = self._venue.devices.get(ticket.device or "")
        about = {ticket.device, *((device.driver, device.area) if device is not None else ())}
        return propose(self.office.settings.directory, {one for one in about if one}, at)

    def directory(self) -> dict[str, Any]:
        """The contact sheet: who there is, with telephones, and who is on call now (REQ-12, REQ-15)."""
        directory = self.office.settings.directory
        people = sorted(directory.contacts.values(), key=lambda one: (one.order, one.id))
        shown = [
            {"id": one.id, "name": words(one.name), "role": one.role, "phones": list(one.phones)}
            for one in people
        ]
        on_call = [one.id for one in directory.on_call(self._clock.now())] if people else []
        return {"contacts": shown, "on_call": on_call, "hotline": self._venue.hall.help_desk}

    # ------------------------------------------------------------

    def _letter(self, letter: Letter) -> dict[str, Any]:
        message, first = self.office.message(letter), letter.first
        return {
            "key": letter.key,
            "state": letter.state,
            "channel": first.channel,
            "kind": self.office.settings.kinds.get(first.channel, ""),
            "to": first.to,
            "who": self._name(first.who),
            "tickets": sorted({one.ticket for one in letter.intents if one.ticket is not None}),
            "subject": message.subject,
            "lines": list(message.lines),
            "urgent": letter.urgent,
            "since": stamp(letter.since),
            "changed": None if letter.changed is None else stamp(letter.changed),
            "next": None if letter.next is None else stamp(letter.next),
            "tries": letter.tries,
            "repeats": letter.repeats,
            "answer": letter.answer,
        }

    def _name(self, who: str) -> Any:
        contact = self.office.settings.directory.contacts.get(who)
        return words(who if contact is None else contact.name)

    def _settings(self, venue: "Venue") -> Any:
        return settings_of(venue, self._clock, self._posts, self._mark)

    def _poller(self, venue: "Venue") -> Poller | None:
        inbox = venue.notify.inbox
        if inbox is None:
            return None
        mailbox = mailbox_of(inbox, Path(venue.file).parent)
        poller = Poller(mailbox, self._letterbox, self._clock, inbox.every)
        poller.moved = lambda: self.office.heartbeats.inbox(poller.trouble, self._clock.now())
        return poller

    def _mark(self, ticket: int) -> str:
        from controller.record.marks import mark

        return mark(self._secret, ticket)


def _speak(said: object) -> Sentence:
    found = words(plain(said))
    return {"zh": found["zh"], "en": found["en"]}
