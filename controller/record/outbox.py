"""What shall leave the house, and what became of it: a fold of the journal's outbox lines.

An *intent* (`outbox.queued`) says that somebody is to be told something; it is appended in the same turn as
its cause, so one commit holds both and neither can be without the other. A *letter* is one message that
tells one or more intents. Its life is `outbox.try` (committed before a byte leaves), then `outbox.sent` or
`outbox.failed`; past its last try it is dead until somebody says `outbox.retry`. A try without an end was
cut short by the service's own death, and one that failed with `perhaps` has lost its answer: nobody can know
whether the letter was taken, so it leaves again under the same key, and that try says `again`. Nothing else
ever repeats.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from controller.record.lines import Line, moment

QUEUED, TRY, SENT, FAILED = "outbox.queued", "outbox.try", "outbox.sent", "outbox.failed"
RETRY, DROPPED = "outbox.retry", "outbox.dropped"
OUTBOX = (QUEUED, TRY, SENT, FAILED, RETRY, DROPPED)
_SAID = ("channel", "to", "who", "lang", "group", "urgent", "news", "cause")
KEPT = 5000
"""So many letters that were sent are remembered for people; all are on record."""
LOOK_BACK = 200
"""So many tries of a channel are remembered for its limits."""


@dataclass(frozen=True, slots=True)
class Intent:
    """That `who` is to be told `news` by a channel: `id` is the number of its line, `cause` that of the line
    which caused it. Intents of one `group` may share a letter; an urgent one waits for nothing.
    """

    id: int
    at: datetime
    channel: str
    to: str
    who: str
    lang: str
    group: str
    urgent: bool
    news: Mapping[str, Any]
    cause: int

    @property
    def ticket(self) -> int | None:
        """The ticket it is about."""
        no = self.news.get("ticket")
        return None if no is None else int(no)


class Told(NamedTuple):
    """What is remembered for good of an intent about a ticket: who was told what, when."""

    who: str
    at: datetime
    what: str
    percent: int
    cause: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message and how it fares: `sending`, `waiting` for its next try, `sent`, or `dead`.

    `repeats` counts the tries after which it may have arrived twice; `round` the tries since it was last
    retried by hand. `perhaps`: the last one may have arrived, though it failed.
    """

    key: str
    intents: tuple[Intent, ...]
    since: datetime
    state: str = "sending"
    tries: int = 0
    round: int = 0
    repeats: int = 0
    perhaps: bool = False
    next: datetime | None = None
    changed: datetime | None = None
    answer: str = ""

    @property
    def first(self) -> Intent:
        """The oldest of its intents: all are of one group, so it speaks for their channel and receiver."""
        return self.intents[0]

    @property
    def urgent(self) -> bool:
        """Whether it waits for nothing."""
        return any(one.urgent for one in self.intents)


class Outbox:
    """All intents that are in no letter yet, and all letters by key.

    `groups` are the same intents by channel and group, `active` the letters by channel that are to be sent.
    """

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.queued: dict[int, Intent] = {}
        self.letters: OrderedDict[str, Letter] = OrderedDict()
        self.groups: dict[str, dict[str, dict[int, Intent]]] = {}
        self.active: dict[str, dict[str, Letter]] = {}
        self.begun: dict[str, datetime] = {}
        self.tried: defaultdict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=LOOK_BACK))
        self.told: defaultdict[int, list[Told]] = defaultdict(list)
        self.causes = self.repeats = self.sent = 0
        for line in lines:
            self.hear(line)

    def hear(self, line: Line) -> None:
        """Take one line in; lines of other kinds change nothing."""
        if change := _CHANGES.get(line.kind):
            change(self, line)

    def of(self, *states: str) -> list[Letter]:
        """The letters in these states, the oldest first."""
        return [letter for letter in self.letters.values() if letter.state in states]

    def about(self, ticket: int) -> Iterator[Letter]:
        """The letters that tell of a ticket."""
        return (one for one in self.letters.values() if any(it.ticket == ticket for it in one.intents))

    # ------------------------------------------------------------ one change each

    def _queued(self, line: Line) -> None:
        data = line.data
        said = {name: data[name] for name in _SAID}
        intent = Intent(line.seq, line.at, **said)
        self.queued[line.seq] = intent
        self.groups.setdefault(intent.channel, {}).setdefault(intent.group, {})[line.seq] = intent
        self.causes = max(self.causes, intent.cause)
        if intent.ticket is not None:
            what, percent = str(intent.news["what"]), int(intent.news.get("percent", 0))
            self.told[intent.ticket].append(Told(intent.who, intent.at, what, percent, intent.cause))

    def _tried(self, line: Line) -> None:
        letter = self.letters.get(line.subject) or self._letter(line)
        again = bool(line.data.get("again"))
        self.repeats += again
        self.tried[letter.first.channel].append(line.at)
        now = replace(letter, tries=letter.tries + 1, round=letter.round + 1, repeats=letter.repeats + again)
        self._put(replace(now, state="sending", perhaps=False, next=None, changed=line.at))

    def _letter(self, line: Line) -> Letter:
        intents = tuple(self._taken(int(id)) for id in line.data["intents"])
        self.begun[intents[0].group] = line.at
        return Letter(line.subject, intents, line.at)

    def _taken(self, id: int) -> Intent:
        if id in self.queued:
            return self._unqueued(id)
        return next(it for one in self.letters.values() for it in one.intents if it.id == id)

    def _sent(self, line: Line) -> None:
        self._change(line, state="sent", answer=str(line.data.get("answer", "")), next=None)
        self.letters.move_to_end(line.subject)
        self.sent += 1
        if self.sent > KEPT and self.sent % KEPT == 0:
            self._forget()

    def _failed(self, line: Line) -> None:
        next = line.data.get("next")
        state = "dead" if next is None else "waiting"
        self._change(
            line,
            state=state,
            answer=str(line.data.get("why", "")),
            perhaps=bool(line.data.get("perhaps")),
            next=None if next is None else moment(next),
        )

    def _retried(self, line: Line) -> None:
        self._change(line, state="waiting", round=0, next=line.at)

    def _dropped(self, line: Line) -> None:
        for id in line.data["intents"]:
            if int(id) in self.queued:
                self._unqueued(int(id))

    def _unqueued(self, id: int) -> Intent:
        intent = self.queued.pop(id)
        groups = self.groups[intent.channel]
        del groups[intent.group][id]
        if not groups[intent.group]:
            del groups[intent.group]
        return intent

    def _change(self, line: Line, **changes: Any) -> None:
        self._put(replace(self.letters[line.subject], **changes, changed=line.at))

    def _put(self, letter: Letter) -> None:
        self.letters[letter.key] = letter
        active = self.active.setdefault(letter.first.channel, {})
        if letter.state in ("sending", "waiting"):
            active[letter.key] = letter
        else:
            active.pop(letter.key, None)

    def _forget(self) -> None:
        sent = [key for key, letter in self.letters.items() if letter.state == "sent"]
        for key in sent[:-KEPT]:
            del self.letters[key]


_CHANGES: Mapping[str, Callable[[Outbox, Line], None]] = {
    QUEUED: Outbox._queued,
    TRY: Outbox._tried,
    SENT: Outbox._sent,
    FAILED: Outbox._failed,
    RETRY: Outbox._retried,
    DROPPED: Outbox._dropped,
}
