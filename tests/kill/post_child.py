"""A small desk to be killed while it sends: tickets open, letters leave for a webhook and a mail server.

Run as `python -m tests.kill.post_child FOLDER HOOK_URL SMTP_PORT`, with `drain` after it to open nothing
and end once all is sent. Each ticket that is on disk is written to the output as its number.
"""

import asyncio
import os
import sys

from controller.clock import SystemClock
from controller.desk.board import Board
from controller.desk.notify.bucket import Limit
from controller.desk.notify.directory import Contact, Directory, Reach
from controller.desk.notify.grouping import Rhythm
from controller.desk.notify.mail import Email, Smtp
from controller.desk.notify.office import Office, Settings
from controller.desk.notify.web import Post, Webhook
from controller.events import Bus
from controller.record import failpoints
from controller.record.journal import Journal
from controller.record.lines import Line

FAST = Limit(1000, 60000)
IN_FLIGHT = 4


def settings(hook: str, port: int, clock: SystemClock, post: Post) -> Settings:
    reach = (Reach("hook"), Reach("mail", "chen@example.org"))
    server = Smtp("127.0.0.1", port, "none")
    return Settings(
        hall="Hall",
        directory=Directory({"chen": Contact("chen", "chen", reach=reach)}),
        rhythm=Rhythm(0.02, 0.02, 3600),
        channels={
            "hook": Webhook(hook, "secret", post, clock, FAST),
            "mail": Email(server, "desk@hall.example", "Hall", clock, FAST),
        },
        kinds={"hook": "webhook", "mail": "email"},
    )


class Late:
    """The planted bug: an intent is said one turn after its cause, in another commit."""

    def __init__(self, office: Office) -> None:
        self._office, self._hear = office, office.notifier.hear

    def hear(self, line: Line) -> None:
        asyncio.get_running_loop().call_later(0.003, self._hear, line)


def acknowledge(no: int) -> None:
    os.write(1, f"{no}\n".encode())


async def work(board: Board) -> None:
    """Open ticket after ticket, every third urgent, a few in flight."""
    waiting: list[tuple[int, asyncio.Future[Line]]] = []
    while True:
        no, line = board.open_by_hand(
            "guest", "phone", "no picture", grade=3 if os.urandom(1)[0] % 3 == 0 else 2
        )
        waiting.append((no, line.committed))
        if len(waiting) >= IN_FLIGHT:
            first, committed = waiting.pop(0)
            await committed
            acknowledge(first)


async def main(folder: str, hook: str, port: int, drain: bool) -> None:
    clock, post = SystemClock(), Post(private=True)
    journal = Journal(folder, clock)
    await journal.open()
    await journal.ready()
    board = Board(journal, clock, Bus())
    office = Office(journal, clock, board, settings(hook, port, clock, post))
    if failpoints.planted("outbox_intent_in_another_commit"):
        office.notifier.hear = Late(office).hear  # type: ignore[method-assign]
        office.notifier.catch_up = lambda *_: None  # type: ignore[method-assign]
    await board.load()
    await office.load()
    office.start()
    if not drain:
        await work(board)
    done = asyncio.Event()
    office.moved = lambda: done.set() if not (office.outbox.queued or list(office.waiting())) else None
    office.moved()
    await done.wait()
    await office.close()
    await journal.close()
    await post.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:] == ["drain"]))
