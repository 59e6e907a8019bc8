"""What a life does, so that every named point is passed: people and programs at work, devices that break and
come back, clocks that run out, a disk that is full. Each act has a mark of its own.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from controller.hall.orders import Actor
from drivers.points import Place, Ref
from tests.kill.lives import hallfile
from tests.kill.lives.far import read
from tests.kill.lives.life import STEP, Life
from tests.web.test_links_api import say

LI = Actor("li", "lead")
ENTRY, OPENED = "ticket.entry", "ticket.opened"


async def story(life: Life, parts: Sequence[str] = ()) -> None:
    """All of it, or only these parts of it."""
    whole: tuple[Callable[[Life], Awaitable[None]], ...] = (
        people, orders, tickets, others, scenes, asked, waited, booked, swept, ill, kept_up, told, crowded,
        drained,
    )  # fmt: skip
    for part in whole:
        if not parts or part.__name__ in parts:
            await part(life)


async def people(life: Life) -> None:
    """Accounts come, change and log in."""
    name = f"u{life.number}"
    said = {"name": name, "password": "long-enough", "role": "operator"}
    await life.do("POST", "/users", said, "admin", kind="user.added", mark=name)
    await life.do("PATCH", f"/users/{name}", {"role": "lead"}, "admin", kind="user.changed", mark=name)
    token = {"name": f"t{life.number}", "role": "viewer"}
    await life.do("POST", "/tokens", token, "admin", kind="token.added", mark=token["name"])
    await life.do("POST", "/session", {"name": name, "password": "long-enough"}, kind="user.login", mark=name)


def by_id(answer: Any) -> str:
    """The id in an answer."""
    return str(answer["id"])


async def orders(life: Life) -> None:
    """Points are set by somebody here and somebody far; one thing is done once."""
    for number, role in enumerate(("operator", "operator", "engineer"), 2):
        value = 1 + (life.number + number) % 4
        path = f"/points/matrix/video_tie/{min(number, 3)}"
        await life.do("PUT", path, {"value": value}, role, kind="order.asked", of=by_id)
        await life.pass_(STEP)
    body = {"args": {"preset": 90000 + life.number}}
    path = "/devices/spare/actions/recall"
    await life.do("POST", path, body, "operator", kind="order.asked", of=by_id)
    await life.pass_(1)


async def tickets(life: Life) -> None:
    """Two are reported, worked on, made one, taken apart; one is over."""
    marks = [life.mark(), life.mark()]
    nos = []
    for mark in marks:
        body, key = {"title": mark, "class": 2}, {"Idempotency-Key": mark}
        opened = await life.do("POST", "/tickets", body, "helpdesk", kind=OPENED, mark=mark, **key)
        again = await life.do("POST", "/tickets", body, "helpdesk", kind=OPENED, mark=mark, **key)
        assert opened["no"] == again["no"]
        nos.append(opened["no"])
    one, two = nos
    for no in nos:
        person = life.mark()
        contact = {"kind": "contact", "person": person}
        await life.do("POST", f"/tickets/{no}/entries", contact, "operator", kind=ENTRY, mark=person)
    await life.do("POST", f"/tickets/{one}/merge", {"into": two}, "helpdesk")
    why = life.mark()
    await life.do("POST", f"/tickets/{one}/unmerge", {"reason": why}, "helpdesk", kind=ENTRY, mark=why)
    over = life.mark()
    gone = {"kind": "approval_asked", "to": "cancelled", "reason": over}
    asked = await life.do("POST", f"/tickets/{one}/entries", gone, "helpdesk", kind=ENTRY)
    yes, who = {"kind": "approval_given", "of": asked["last_entry"], "text": life.mark()}, await second(life)
    await life.do("POST", f"/tickets/{one}/entries", yes, None, kind=ENTRY, mark=yes["text"], **who)
    await life.pass_(3)


async def second(life: Life) -> dict[str, str]:
    """Somebody with a password, who may approve what another one asks for."""
    name = f"s{life.number}"
    said = {"name": name, "password": "long-enough", "role": "lead"}
    await life.do("POST", "/users", said, "admin", kind="user.added", mark=name)
    said.pop("role")
    _, _, headers = await life.ask("POST", "/api/v1/session", said, None)
    return {"Cookie": headers["Set-Cookie"].partition(";")[0], "Origin": life.url}


async def others(life: Life) -> None:
    """Mail comes in, and another help desk speaks; what it has no answer to it says again."""
    mark = life.mark()
    mail = (
        f"From: guest{life.number}@example.org\nTo: desk@hall.example\nSubject: {mark}\n"
        f"Message-ID: <{mark}@example.org>\n\nno picture\n"
    )
    life.acts.note(t="mail", mark=mark)
    (life.folder / "mail" / "new" / mark).write_text(mail)
    acts = read(life.folder / "acts")
    heard = {one["mark"] for one in acts if one["t"] == "ack"}
    unheard = [one["mark"] for one in acts if one.get("kind") == "link.received" and one["mark"] not in heard]
    for id in dict.fromkeys([*unheard, life.mark()]):
        life.acts.note(t="try", kind="link.received", mark=id)
        said = {"type": "ticket.opened", "ref": f"CITY-{id}", "title": f"city {id}"}
        status, _ = await say(life, id, secret=hallfile.THEIRS, **said)
        assert status == 200
        life.acts.note(t="ack", kind="link.received", mark=id)
    await life.pass_(7)


# ------------------------------------------------------------ scenes


async def run(life: Life, scene: str, **how: object) -> str:
    """Run one, once nothing else runs."""
    if not how.get("queue"):
        await life.passes(lambda: life.service.scenes.engine.active is None)
    begun = await life.do("POST", f"/scenes/{scene}/run", how, "operator")
    kind = "scene.queued" if begun["state"] == "queued" else "scene.started"
    life.acts.note(t="ack", kind=kind, mark=begun["id"])
    return str(begun["id"])


async def over(life: Life, id: str) -> None:
    """Wait until a run is over."""
    await life.passes(lambda: not life.service.scenes.engine.runs[id].active)


def other(life: Life, ref: str) -> int:
    """An input that is not the present one."""
    now = life.hall.state.get(Ref.parse(ref)).reported
    return 1 if now != 1 else 2


async def scenes(life: Life) -> None:
    """One runs, and what it moved is put back."""
    args = {"preset": 10 * life.number, "input": other(life, "matrix/video_tie/1")}
    id = await run(life, "lecture", args=args)
    await over(life, id)
    await life.passes(lambda: life.service.scenes.engine.active is None)
    if life.service.scenes.engine.runs[id].undo.steps:  # a scene by the clock may have come between
        await life.do("POST", f"/runs/{id}/undo", {}, "operator")
        await over(life, id)


async def asked(life: Life) -> None:
    """A step fails, and a person decides."""
    life.far["matrix"].deaf = True
    id = await run(life, "asks", args={"input": other(life, "matrix/video_tie/3")})
    await life.passes(lambda: life.service.scenes.engine.runs[id].asks)
    step = (await life.do("GET", f"/runs/{id}"))["asks"][0]["path"]
    await life.do("POST", f"/runs/{id}/answer", {"path": step, "choice": "go_on"}, "operator")
    life.far["matrix"].deaf = False
    await over(life, id)


async def waited(life: Life) -> None:
    """One is stopped and goes on; another waits behind it."""
    power = Place("power")
    life.far["lamp"].front_panel(power, "off")
    await life.passes(lambda: life.hall.state.get(Ref.parse("lamp/power")).reported == "off")
    id = await run(life, "waits")
    await life.do("POST", f"/runs/{id}/stop", {}, "operator")
    await over(life, id)
    await life.do("POST", f"/runs/{id}/resume", {}, "operator")
    args = {"preset": 10 * life.number + 1, "input": 3}
    behind = await run(life, "lecture", queue=True, args=args)
    life.far["lamp"].front_panel(power, "on")
    await over(life, id)
    await over(life, behind)


async def swept(life: Life) -> None:
    """The sweep before doors."""
    sweeps = life.service.sweeps
    await life.passes(lambda: life.service.scenes.engine.active is None)
    begun = await life.do("POST", "/readiness", {}, "operator")
    life.acts.note(t="ack", kind="readiness.begun", mark=begun["id"])
    await life.passes(lambda: not sweeps.readiness.going)
    await life.calm()
    life.acts.note(t="ack", kind="readiness.sheet", mark=begun["id"])


# ------------------------------------------------------------ what is booked, and the hall's own papers


async def booked(life: Life) -> None:
    """A calendar with an event that goes when the next one comes; holidays; a past month; the hall's file."""
    for turn in range(2):
        mark = life.mark()
        day = (life.clock.now() + timedelta(days=60 + life.number)).strftime("%Y%m%d")
        text = (
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t//\nBEGIN:VEVENT\n"
            f"UID:{mark}\nDTSTART:{day}T19000{turn}\nDTEND:{day}T210000\nSUMMARY:{mark}\nEND:VEVENT\n"
            "END:VCALENDAR\n"
        )
        body = {"source": "town", "text": text}
        await life.do("POST", "/events/import", body, kind="event.added", mark=f'"title": "{mark}"')
    mark, day = life.mark(), f"2026-{5 + life.number // 28 % 7:02}-{1 + life.number % 28:02}"
    days = f'{{"days": [{{"date": "{day}", "kind": "holiday", "name": "{mark}"}}]}}'
    edition = {"text": days, "form": "json", "version": mark}
    await life.do("POST", "/calendars", edition, kind="calendar.adopted", mark=f'"version": "{mark}"')
    month = f"{2025 - life.number // 12}-{12 - life.number % 12:02}"
    await life.do("GET", f"/reports/sla?month={month}", kind="report.sealed", mark=f"sla/{month}")
    hallfile.write(life.folder, life.outside, f"{life.number}b")
    await life.do("POST", "/config/reload", {}, "admin")
    life.clock.jump(7)
    await life.pass_(2)


# ------------------------------------------------------------ what breaks


async def ill(life: Life) -> None:
    """A switcher goes silent, is healed in vain, comes back, and nobody had to hear of it."""
    mark, robot = life.mark(), life.service.post.office.outbox.groups.setdefault("robot", {})
    body = {"title": mark, "class": 2}
    await life.do("POST", "/tickets", body, "helpdesk", kind=OPENED, mark=mark)
    await life.passes(lambda: not robot)  # so that it is silent for the next 40 s
    far = life.far["matrix"]
    far.absent = True
    far.hang_up()
    healer = life.service.troubles.watch.healer
    tried = len(healer._tries["matrix"]) if healer else 0
    await life.passes(lambda: len(healer._tries["matrix"]) >= tried + 2 if healer else True)
    far.absent = False
    await life.passes(lambda: life.service.troubles.watch.fault("matrix/link_lost") is None)


async def kept_up(life: Life) -> None:
    """Somebody works at a projector; it is still ill when the window is over."""
    mark = life.mark()
    body = {"device": "lamp", "lasts": "10s", "reason": mark}
    await life.do("POST", "/maintenance", body, "lead", kind="maintenance.set", mark=mark)
    far = life.far["lamp"]
    far.absent = True
    far.hang_up()
    board = life.service.desk.board
    await life.passes(lambda: board.for_fault("lamp/link_lost"))
    far.absent = False
    await life.passes(lambda: life.service.troubles.watch.fault("lamp/link_lost") is None)


async def told(life: Life) -> None:
    """Nobody calls back in time; a letter that nobody took is sent again."""
    mark = life.mark()
    body = {"title": mark, "class": 2}
    await life.do("POST", "/tickets", body, "helpdesk", kind=OPENED, mark=mark)
    await life.pass_(65)
    outbox = life.service.post.office.outbox
    dead = outbox.of("dead")[-1].key
    await life.do("POST", f"/notifications/{dead}/retry", {}, "helpdesk", kind="outbox.retry")
    await life.pass_(2)


@contextmanager
def held(life: Life) -> Iterator[None]:
    """Somebody keeps the file locked: to the service that is a disk that takes nothing."""
    raw = sqlite3.connect(life.folder / "record" / "auditorium.db", timeout=30, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    yield
    raw.rollback()
    raw.close()


async def crowded(life: Life) -> None:
    """The disk takes nothing for a while, and memory is full: the room is worked with all the same."""
    overflow = life.journal._overflow
    with held(life):
        order = life.do("PUT", "/points/matrix/video_tie/2", {"value": 1}, kind="order.asked", of=by_id)
        order = asyncio.ensure_future(order)
        await life.until(lambda: life.journal.backlog or order.done(), 1_000_000)
        limit, overflow._limit = overflow._limit, 3
        for value in (1, 2, 3, 4, 1, 2):
            life.hall.rig.set(LI, Ref.parse("spare/video_tie/1"), value)
            for _ in range(8):
                await asyncio.sleep(0)
        await life.until(lambda: life.journal.trouble, 1_000_000)
    overflow._limit = limit
    await order
    await life.calm()


async def drained(life: Life) -> None:
    """Everybody is told what there is to tell."""
    outbox = life.service.post.office.outbox
    await life.passes(lambda: not outbox.queued and not any(outbox.active.values()), 300)
