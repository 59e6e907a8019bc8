"""The real service tells a real receiver, is killed while it tells, and forgets nobody; mail comes in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.desk.test_mail import Server, serving
from tests.desk.test_mailbox import written
from tests.stories.hall import Hall

PEOPLE = """
contacts:
  chen: {name: Chen, language: en, reach: [{channel: hook}]}
notify:
  wait: 1s
  channels:
    hook: {kind: webhook, url: "URL", secret: s, private: true}
    mail: {kind: email, host: 127.0.0.1, port: PORT, security: none, sender: desk@hall.example}
  inbox: {kind: maildir, path: post, every: 1s}
"""


class Telling(Hall):
    """A hall whose file also names people."""

    people_part = ""

    async def open(self, **env: str) -> "Telling":
        serve, self.serve = self.serve, self._write  # type: ignore[method-assign]
        await super().open(**env)
        self.serve = serve  # type: ignore[method-assign]
        text = self.config.read_text(encoding="utf-8").replace("\ncontacts:", "\nx-contacts:")
        text = text.replace("\nroster:", "\nx-roster:") + self.people_part
        self.config.write_text(text, encoding="utf-8")
        await self.serve(**env)
        return self

    async def _write(self, **env: str) -> None:
        """The file is still to be finished."""


class Receiver:
    """Keeps the ids that reach it; does not answer while `shut`."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.came, self.free = asyncio.Event(), asyncio.Event()

    async def hear(self, request: web.Request) -> web.Response:
        self.ids.append(request.headers["webhook-id"])
        self.came.set()
        await self.free.wait()
        return web.Response(status=204)


@asynccontextmanager
async def telling(folder: Path) -> AsyncIterator[tuple[Telling, Receiver, Server]]:
    receiver, mail = Receiver(), Server()
    app = web.Application()
    app.router.add_post("/", receiver.hear)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hall = Telling(folder, 50.0)
    for name in ("new", "cur", "tmp"):
        (folder / "post" / name).mkdir(parents=True)
    with serving(mail) as port:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        hall.people_part = PEOPLE.replace("URL", url).replace("PORT", str(port))
        try:
            yield await hall.open(), receiver, mail
        finally:
            if hall.service:
                print(hall.service.text)
            receiver.free.set()
            await hall.close()
            await runner.cleanup()


async def until_so(so: object, *, seconds: float = 60.0) -> None:
    """Wait for it, with the loop free."""
    async with asyncio.timeout(seconds):
        while not so():  # type: ignore[operator]
            await asyncio.to_thread(lambda: None)


async def test_killed_while_it_tells_it_tells_again_under_the_same_id_and_says_so(tmp_path: Path) -> None:
    async with telling(tmp_path) as (hall, receiver, _):
        lead = await hall.person("lead")
        status, ticket = await lead.ask("POST", "/tickets", {"title": "no picture", "class": 4})
        assert status == 201
        await asyncio.wait_for(receiver.came.wait(), 60)
        await hall.kill()
        await hall.leave()
        receiver.free.set()
        await hall.serve()
        await until_so(lambda: len(receiver.ids) > 1)
        assert len(set(receiver.ids)) == 1
        lead = await hall.person("lead")
        letter = {"state": ""}
        async with asyncio.timeout(60):
            while letter["state"] != "sent":
                _, told = await lead.ask("GET", f"/notifications?ticket={ticket['no']}")
                (letter,) = [one for one in told["letters"] if one["key"] == receiver.ids[0]]
        assert (letter["key"], letter["tries"], letter["repeats"]) == (receiver.ids[0], 2, 1)
        assert told["counts"]["repeats"] == 1


async def test_a_mail_becomes_a_ticket_and_its_writer_gets_the_number(tmp_path: Path) -> None:
    async with telling(tmp_path) as (hall, receiver, mail):
        receiver.free.set()
        place = tmp_path / "post" / "tmp" / "1.x"
        place.write_bytes(bytes(written()))
        place.rename(tmp_path / "post" / "new" / "1.x")
        await until_so(lambda: mail.took)
        ((to, answer),) = mail.took
        assert (to, answer["In-Reply-To"]) == (["wang@school.example"], "<m1@school.example>")
        token = str(answer["References"]).split()[-1]
        more = bytes(written("还是没有画面", "Re: x", id="<m2@school.example>", References=token))
        (tmp_path / "post" / "new" / "2.x").write_bytes(more)
        lead = await hall.person("lead")
        entries: list[str] = []
        async with asyncio.timeout(60):
            while "mail" not in entries:
                _, ticket = await lead.ask("GET", "/tickets/1")
                entries = [one["kind"] for one in ticket["entries"]]
        assert (ticket["via"], ticket["by"], entries) == ("email", "wang@school.example", ["opened", "mail"])
        _, tickets = await lead.ask("GET", "/tickets")
        assert len(tickets["tickets"]) == 1
