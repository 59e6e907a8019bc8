"""Mail to the desk: it opens a ticket or continues one, once, and programs open nothing (REQ-10)."""

import asyncio
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from controller.clock import ManualClock
from controller.desk.mailbox.letterbox import IGNORED, Letterbox
from controller.desk.mailbox.places import Imap, Maildir
from controller.desk.mailbox.poller import Poller, Trouble
from controller.desk.notify.mail import compose
from tests.desk.imap import Server
from tests.desk.post import PostHouse


def mark(no: int) -> str:
    return f"mark{no:08d}".translate(str.maketrans("0189", "abcd"))


def written(text: str = "投影机没有画面", subject: str = "投影机坏了", **headers: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = headers.pop("sender", "王老师 <wang@school.example>")
    mail["To"] = headers.pop("to", "desk@hall.example")
    mail["Subject"] = subject
    mail["Message-ID"] = headers.pop("id", "<m1@school.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


async def house() -> tuple[PostHouse, Letterbox]:
    desk = await PostHouse(mail="mail", mark=mark).start()
    return desk, Letterbox(desk.journal, desk.clock, desk.board, mark, ["desk@hall.example"])


async def test_req10_a_mail_opens_a_ticket_and_its_writer_gets_the_number() -> None:
    desk, box = await house()
    mail = written()
    mail.add_attachment(b"x" * 9, maintype="image", subtype="jpeg", filename="照片.jpg")
    box.take(bytes(mail))
    await desk.turn()
    ticket = desk.board.ticket(1)
    assert (ticket.title, ticket.via, ticket.by) == ("投影机坏了", "email", "wang@school.example")
    data = ticket.entries[0].data
    assert (data["text"], data["attached"], data["lang"]) == ("投影机没有画面", ["照片.jpg"], "zh")
    (receipt,) = [one for one in desk.box.got if one.to == "wang@school.example"]
    assert "工单号 #1" in receipt.lines[0]
    answer = compose(receipt, "desk@hall.example", "Hall")
    assert answer["In-Reply-To"] == "<m1@school.example>"
    assert answer["Auto-Submitted"] == "auto-replied"
    kinds = [line.kind for line in desk.journal.lines if line.kind != "contract.agreed"][:3]
    assert kinds == ["mail.received", "ticket.opened", "outbox.queued"]
    assert email.message_from_bytes(next(iter(desk.journal.attached.values())))["Subject"] is not None


async def test_req66_a_photo_that_is_too_large_to_keep_opens_a_ticket_all_the_same() -> None:
    desk, box = await house()
    mail = written()
    mail.add_attachment(b"x" * 9 * 1024 * 1024, maintype="image", subtype="jpeg", filename="照片.jpg")
    box.take(bytes(mail))
    await desk.turn()
    data = desk.board.ticket(1).entries[0].data
    assert data["text"].startswith("投影机没有画面\n[附件过大")
    assert data["attached"] == ["照片.jpg"]
    assert desk.journal.attached == {}
    assert [one.to for one in desk.box.got].count("wang@school.example") == 1


async def test_an_answer_continues_the_ticket_by_its_token_whatever_its_subject() -> None:
    desk, box = await house()
    box.take(bytes(written()))
    await desk.turn()
    told = compose(desk.box.got[0], "desk@hall.example", "Hall")
    for number, how in enumerate(
        ({"References": str(told["References"])}, {"In_Reply_To": f"<ticket.1.{mark(1)}@hall.example>"},
         {"to": f"desk+ticket.1.{mark(1)}@hall.example"}, {})
    ):  # fmt: skip
        text = "还是没有\n\nOn Monday, Desk wrote:\n> 已收到" + (
            f"\n> [ticket.1.{mark(1)}]" if not how else ""
        )
        box.take(bytes(written(text, "Re: anything", id=f"<a{number}@x>", **how)))
    assert [entry.kind for entry in desk.board.ticket(1).entries] == ["opened", *["mail"] * 4]
    assert {entry.data["text"] for entry in desk.board.ticket(1).entries[1:]} == {"还是没有"}
    assert len(desk.board.tickets()) == 1


async def test_a_token_that_is_guessed_or_none_opens_another_ticket() -> None:
    desk, box = await house()
    box.take(bytes(written()))
    box.take(bytes(written(id="<m2@x>", subject="Re: [大礼堂 #1] 投影机坏了")))
    box.take(bytes(written(id="<m3@x>", References=f"<ticket.1.{'a' * 12}@hall.example>")))
    assert [ticket.no for ticket in desk.board.tickets()] == [3, 2, 1]


async def test_a_mail_that_comes_again_does_nothing_also_after_a_restart() -> None:
    desk, box = await house()
    assert box.take(bytes(written())) is not None
    assert box.take(bytes(written())) is None
    after = Letterbox(desk.journal, desk.clock, desk.board, mark)
    for line in desk.journal.read():
        after.hear(line)
    assert after.take(bytes(written())) is None
    assert len(desk.board.tickets()) == 1


async def test_answers_to_what_is_long_over_open_a_ticket_that_names_it() -> None:
    desk, box = await house()
    box.take(bytes(written()))
    say = lambda **data: desk.board.add_entry(1, data, "li", "lead")  # noqa: E731
    say(entry="contact_made", way="here", person="Wang")
    say(entry="restored")
    say(entry="state", to="resolved")
    say(entry="state", to="callback_due")
    desk.board.add_entry(1, {"entry": "survey", "solved": True, "score": 5}, "clerk", "clerk")
    said = {
        "resolution": "repaired",
        "cause_code": "lamp",
        "parts": "none",
        "evidence": "seen",
        "device": "none",
    }
    say(entry="state", to="closed", **said)
    refs = {"References": f"<ticket.1.{mark(1)}@hall.example>"}
    box.take(bytes(written("谢谢", id="<t@x>", **refs)))
    assert desk.board.ticket(1).entries[-1].kind == "mail"
    desk.clock.advance(8 * 86400)
    box.take(bytes(written("又坏了", id="<u@x>", **refs)))
    assert desk.board.ticket(2).entries[0].data["recurrence_of"] == 1


MACHINES: list[dict[str, str]] = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x=1"}, {"Precedence": "bulk"},
    {"sender": "MAILER-DAEMON@x.example"}, {"List_Id": "<x.example>"}, {"Return_Path": "<>"},
    {"X_Autoreply": "yes"}, {"X_Auditorium_Key": "k"}, {"sender": "Desk <desk@hall.example>"},
    {"sender": "noreply@x.example"}, {"sender": "nobody"},
]  # fmt: skip


@pytest.mark.parametrize("headers", MACHINES, ids=lambda one: next(iter(one)))
async def test_mail_from_programs_opens_nothing_and_is_on_record(headers: dict[str, str]) -> None:
    desk, box = await house()
    line = box.take(bytes(written(**headers)))
    assert line is not None
    assert (line.kind, bool(line.data["why"])) == (IGNORED, True)
    await desk.turn()
    assert (desk.board.tickets(), desk.box.got) == ([], [])


async def test_our_own_receipt_sent_back_by_a_stupid_program_ends_there() -> None:
    """Given two desks that write to each other: the second mail is the last."""
    desk, box = await house()
    box.take(bytes(written()))
    await desk.turn()
    answer = compose(desk.box.got[0], "desk@hall.example", "Hall")
    answer.replace_header("From", "other-desk@school.example")
    assert box.take(bytes(answer)).kind == IGNORED  # type: ignore[union-attr]


async def test_a_bomb_of_mail_stops_opening_tickets() -> None:
    desk, box = await house()
    for n in range(40):
        box.take(bytes(written(id=f"<b{n}@x>")))
    assert len(desk.board.tickets()) == 30
    desk.clock.advance(3601)
    box.take(bytes(written(id="<later@x>")))
    assert len(desk.board.tickets()) == 31


# ------------------------------------------------------------ mailboxes


async def polled(mailbox: Any) -> tuple[PostHouse, Poller]:
    desk, box = await house()
    return desk, Poller(mailbox, box, desk.clock, 30)


async def test_a_maildir_is_emptied_and_its_mail_filed(tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(bytes(written()))
    desk, poller = await polled(Maildir(tmp_path))
    await poller.look()
    assert len(desk.board.tickets()) == 1
    assert [one.name for one in (tmp_path / "cur").iterdir()] == ["1.a:2,S"]
    assert (poller.trouble, poller.last) == ("", desk.clock.now())


async def test_a_mailbox_that_is_not_there_is_trouble_and_no_more(tmp_path: Path) -> None:
    _, poller = await polled(Maildir(tmp_path / "none"))
    await poller.look()
    assert "FileNotFoundError" in poller.trouble
    assert poller.last is None


@asynccontextmanager
async def imap() -> AsyncIterator[tuple[Server, Imap]]:
    server = Server({"desk": "right"})
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    try:
        yield server, Imap("127.0.0.1", port, "none", "desk", "right")
    finally:
        listener.close()


async def test_an_imap_folder_is_read_marked_and_not_read_again() -> None:
    async with imap() as (server, mailbox):
        server.put(bytes(written()))
        server.put(bytes(written(id="<m2@x>", Auto_Submitted="auto-replied")))
        desk, poller = await polled(mailbox)
        await poller.look()
        await poller.look()
        assert len(desk.board.tickets()) == 1
        assert [mail.seen for mail in server.mails] == [True, True]
        assert server.fetched == 2


async def test_a_death_before_the_mailbox_is_told_files_nothing_twice() -> None:
    async with imap() as (server, mailbox):
        server.put(bytes(written()))

        class Dying(Imap):
            async def done(self, names: list[str]) -> None:
                raise Trouble("killed here")

        desk, poller = await polled(Dying(mailbox.host, mailbox.port, "none", "desk", "right"))
        await poller.look()
        _, again = desk, Poller(mailbox, poller._letterbox, desk.clock, 30)
        await again.look()
        assert len(desk.board.tickets()) == 1
        assert server.mails[0].seen


async def test_a_wrong_password_is_told_without_it() -> None:
    async with imap() as (_, mailbox):
        wrong = Imap(mailbox.host, mailbox.port, "none", "desk", "wrong")
        _, poller = await polled(wrong)
        await poller.look()
        assert "LOGIN" in poller.trouble
        assert "wrong" not in poller.trouble
        assert "wrong" not in repr(wrong)


async def test_it_looks_again_and_again() -> None:
    class Empty:
        looked = 0

        async def fetch(self) -> list[tuple[str, bytes]]:
            self.looked += 1
            return []

        async def done(self, names: list[str]) -> None: ...

    mailbox, clock = Empty(), ManualClock()
    desk, box = await house()
    poller = Poller(mailbox, box, clock, 30)
    poller.start()
    for _ in range(3):
        await desk.turn()
        clock.advance(30)
    await desk.turn()
    await poller.close()
    assert mailbox.looked == 4
