"""What must be true of the record, of the devices' wires and of everybody's letters after any death.

The answer is a list of sentences; an empty one means that every promise held. `done`: the last life ended
by itself, so that nothing may be on its way any more.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from controller.record.folds import Faults, Tickets
from controller.record.lines import FAULTS, TICKETS, Line
from controller.record.outbox import FAILED, OUTBOX, QUEUED, SENT, TRY, Outbox
from controller.record.states import ENDED
from scenes.record import KINDS, remembered
from tests.kill.lives.far import read
from tests.kill.lives.life import lines_in
from tests.kill.lives.outside import Outside
from tests.record.checker import broken_promises

TICK = "V1*3!"
"""What the hall's schedule says every minute: its moment may have come while nobody lived."""
PEOPLES = 90000
"""From this preset on a person recalled it; below, a scene did."""


def wrong(folder: Path, outside: Outside, done: bool = False) -> list[str]:
    """Every promise that was broken."""
    database = folder / "record" / "auditorium.db"
    if not (lines := lines_in(database)):
        return []
    found = [*broken_promises(database, []), *acts(folder, lines), *once(lines), *wires(folder, lines)]
    found += [*halves(lines), *letters(lines, outside, done), *repeats(lines)]
    found += [said for told in read(folder / "told") for said in told["wrong"]]
    return found + (list(ends(folder, lines, outside)) if done else [])


def acts(folder: Path, lines: list[Line]) -> Iterator[str]:
    """What was acknowledged is there once; what was asked for and not answered is there once at most."""
    texts: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in lines:
        if not line.data.get("undo"):  # a run that is undone begins a second time
            texts[line.kind].append((line.subject, json.dumps(line.data, ensure_ascii=False)))
    asked = {(one["kind"], one["mark"], one["t"]) for one in read(folder / "acts") if one.get("kind")}
    for kind, mark, t in sorted(asked):
        times = sum(subject == mark or mark in text for subject, text in texts[kind]) if mark else 1
        if times > 1 or (t == "ack" and times != 1):
            how = "acknowledged" if t == "ack" else "asked"
            yield f"{kind} {mark} was {how} and is on record {times} times"


def once(lines: list[Line]) -> Iterator[str]:
    """One open fault a key, one open ticket a cause, each threshold once a clock a cycle, each moment of a
    schedule taken once; and no line that a unique index had to stop.
    """
    faults, tickets = Faults(), Tickets()
    for line in lines:
        if line.kind == "fault.raised" and line.subject in faults.standing:
            yield f"{line.subject} was raised twice"
        if line.kind == "ticket.opened" and (cause := line.data.get("cause")) and tickets.open_for(cause):
            yield f"{cause} has two open tickets"
        if line.kind in FAULTS:
            faults.hear(line)
        elif line.kind in TICKETS:
            tickets.hear(line)
        elif line.kind == "journal.refused":
            yield f"an index had to stop {line.data['kind']} {line.subject}: {line.data['why']}"
    marks = Counter(
        (line.subject, *(line.data.get(name) for name in ("clock", "cycle", "percent", "lap")))
        for line in lines if line.kind == "ticket.threshold"
    )  # fmt: skip
    taken = Counter((line.subject, line.data["due"]) for line in lines if line.kind == "schedule.taken")
    yield from (f"threshold {mark} fired {times} times" for mark, times in marks.items() if times > 1)
    yield from (f"{due} was taken {times} times" for due, times in taken.items() if times > 1)


def halves(lines: list[Line]) -> Iterator[str]:
    """What belongs together is there together, or not at all: both sides of a merger and of its end, a mail
    and what it did, a message and what it did, a scene by the clock and its moment.
    """
    said = Counter[tuple[str, ...]]()
    for line in lines:
        entry, no = line.data.get("entry"), line.subject
        match line.kind, entry:
            case "ticket.entry", "merged":
                said["merged", no, str(line.data["into"])] += 1
            case "ticket.entry", "absorbed":
                said["merged", str(line.data["from"]), no] -= 1
            case "ticket.entry", "unmerged":
                said["taken apart", no] += 1
            case "ticket.entry", "released":
                said["taken apart", str(line.data["from"])] -= 1
            case "mail.received", _:
                said["mail", str(line.seq)] += 1
            case "link.received", _:
                said["message", line.data["ref"]] += 1
            case "ticket.opened", _ if "mail" in line.data:
                said["mail", str(line.data["mail"])] -= 1
            case "ticket.opened", _ if line.data.get("link"):
                said["message", line.data["ref"]] -= 1
            case "scene.started", _ if line.data["via"] == "schedule" and not line.data.get("undo"):
                said["run by the clock", line.data["run"]] += 1
            case "schedule.taken", _:
                said["run by the clock", line.data["outcome"]] -= 1
    words = ("not_allowed", "no_scene", "missed", "held", "event", "declined", "busy")
    yield from (f"{' '.join(what)}: only one half is on record"
                for what, left in said.items() if left and what[-1] not in words)  # fmt: skip


def wires(folder: Path, lines: list[Line]) -> Iterator[str]:
    """Nothing done once is done twice, nothing that is done by itself is done off the record, and no device
    is told anything because of a start.
    """
    frames, starting = Counter[str](), False
    for one in read(folder / "wire"):
        starting = one["by"] == "start" or (starting and one["by"] != "began")
        if one["by"] == "wire" and starting and one["frame"] != TICK:
            yield f"{one['device']} was told {one['frame']} because of a start"
        if one.get("once"):
            frames[one["frame"]] += 1
    asked = Counter(line.subject for line in lines if line.kind == "order.asked")
    presets = {line.data["args"].get("preset") for line in lines
               if line.kind == "scene.started" and line.data.get("args")}  # fmt: skip
    for frame, times in frames.items():
        if frame.startswith("C"):
            if times > asked["pdu/cycle"]:
                yield f"an outlet was cycled {times} times, {asked['pdu/cycle']} are on record"
        elif times > 1:
            yield f"{frame} was done {times} times"
        elif (preset := int(frame[1:])) < PEOPLES and preset not in presets:
            yield f"{frame} was done by a scene that is not on record"


def letters(lines: list[Line], outside: Outside, done: bool) -> Iterator[str]:
    """Nothing arrives that is not known, nothing arrives twice that is not counted, nothing is told twice."""
    outbox = Outbox(line for line in lines if line.kind in OUTBOX)
    for way in ("hook", "busy", "city"):
        for key, times in outside.arrived[way].items():
            letter = outbox.letters.get(key)
            if letter is None:
                yield f"letter {key} arrived by {way} and is not on record"
            elif times > 1 + letter.repeats:
                yield f"letter {key} arrived {times} times, {letter.repeats} repeats are counted"
            elif done and letter.state != "sent":
                yield f"letter {key} arrived and is {letter.state}"
    sent = [one for one in outbox.letters.values() if one.state == "sent"]
    for one in sent:
        if one.first.channel != "robot" and not outside.arrived[one.first.channel][one.key]:
            yield f"letter {one.key} is said to be sent and never arrived by {one.first.channel}"
    robots = [one for one in outbox.letters.values() if one.first.channel == "robot"]
    most, least = sum(1 + one.repeats for one in robots), sum(one.state == "sent" for one in robots)
    if not least <= sum(outside.arrived["robot"].values()) <= most:
        yield f"the robot took {sum(outside.arrived['robot'].values())} letters, not {least} to {most}"
    told = Counter(it.id for one in outbox.letters.values() for it in one.intents)
    yield from (f"intent {id} is in {times} letters" for id, times in told.items() if times > 1)


def repeats(lines: list[Line]) -> Iterator[str]:
    """A letter is sent again under its key only because the service died before its end was noted, or its
    answer was lost.
    """
    last: dict[str, Line] = {}
    started = 0
    for line in lines:
        if line.kind == "service.started":
            started = line.seq
        if line.kind == TRY and line.data.get("again"):
            before = last.get(line.subject)
            if before is not None and before.kind == FAILED and before.data.get("perhaps"):
                continue
            if before is None or before.kind != TRY or not before.seq < started < line.seq:
                yield f"letter {line.subject} was sent again, and nobody had died"
        if line.kind in (TRY, SENT, FAILED):
            last[line.subject] = line


def ends(folder: Path, lines: list[Line], outside: Outside) -> Iterator[str]:
    """Once all is done: nobody is forgotten, nothing is on its way, and no mail is left."""
    outbox = Outbox(line for line in lines if line.kind in OUTBOX)
    yield from (f"intent {id} still waits" for id in outbox.queued)
    yield from (f"letter {key} is {one.state}" for key, one in outbox.letters.items()
                if one.state not in ("sent", "dead"))  # fmt: skip
    tickets, faults = Tickets(lines), Faults(lines)
    meant = {(line.subject, line.data["channel"]) for line in lines if line.kind == QUEUED}
    for no, ticket in tickets.all.items():
        if no not in outside.tickets["hook"]:
            yield f"ticket {no} was told to nobody"
        for way in ("grave", "busy", "robot"):
            if (str(no), way) not in meant:
                yield f"nobody was to be told of ticket {no} by {way}"
        if no not in outside.tickets["city"] and ticket.via != "link":
            yield f"the other help desk never heard of ticket {no}"
    for mark in (one["mark"] for one in read(folder / "acts") if one["t"] == "mail"):
        if (times := sum(ticket.title == mark for ticket in tickets.all.values())) != 1:
            yield f"mail {mark} opened {times} tickets"
    for mark in {one["mark"] for one in read(folder / "acts") if one.get("kind") == "link.received"}:
        times = sum(ticket.title == f"city {mark}" for ticket in tickets.all.values())
        if times != 1:
            yield f"message {mark} opened {times} tickets"
    yield from (f"mail {one.name} is left" for one in (folder / "mail" / "new").iterdir())
    for key, standing in faults.standing.items():
        if standing.facts.get("due") and ((one := tickets.open_for(key)) is None or one.state in ENDED):
            yield f"{key} stands and has no ticket"
    runs = remembered((line for line in lines if line.kind in KINDS), 1000)
    yield from (f"run {id} is {run.state}" for id, run in runs.items() if run.active)
    sheets = Counter({line.subject: 0 for line in lines if line.kind == "readiness.begun"})
    sheets.update(line.subject for line in lines if line.kind == "readiness.sheet")
    yield from (f"sweep {id} has {times} sheets" for id, times in sheets.items() if times != 1)
    known = {line.subject for line in lines if line.kind == "account.asked"}
    yield from unknown(folder, known)


def unknown(folder: Path, known: set[str]) -> Iterator[str]:
    """Accounts that nobody asked for, by what is on record."""
    with closing(sqlite3.connect(folder / "record" / "auditorium.db")) as raw:
        names = {name for (name,) in raw.execute("SELECT name FROM users")}
    yield from (f"account {name} is there, and nobody asked for it" for name in sorted(names - known))
