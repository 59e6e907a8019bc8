"""E-mail out, against a real SMTP server of another maker: REQ-10, REQ-12."""

import asyncio
import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from controller.clock import ManualClock
from controller.desk.notify.mail import Email, Smtp, compose
from controller.desk.notify.message import Delivered, Failed
from tests.desk.certificate import certificate
from tests.desk.post import MONDAY
from tests.desk.test_channels import message


class Server:
    """Keeps what it takes; refuses whom it is told to refuse."""

    def __init__(self) -> None:
        self.took: list[tuple[list[str], EmailMessage]] = []
        self.refuse: dict[str, str] = {}
        self.after_data = "250 taken as 42"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.after_data.startswith("250"):
            found = email.message_from_bytes(envelope.content, policy=POLICY)
            self.took.append((envelope.rcpt_tos, found))
        return self.after_data


class Anywhere(Controller):
    """On a port that is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(handler: Server, **how: Any) -> Iterator[int]:
    """The server in a thread of its own."""
    controller = Anywhere(handler, hostname="127.0.0.1", port=0, **how)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def channel(port: int, security: str = "none", **more: str) -> Email:
    return Email(
        Smtp("localhost", port, security, **more), "desk@hall.example", "大礼堂服务台", ManualClock(MONDAY)
    )


async def test_a_chinese_mail_arrives_threaded_by_the_tickets_token() -> None:
    server = Server()
    with serving(server) as port:
        said = message(to="chen@example.org", mark="abcdefghij", urgent=True)
        assert await channel(port).send(said) == Delivered("taken as 42")
    ((to, mail),) = server.took
    assert to == ["chen@example.org"]
    assert mail["Message-ID"] == "<k1@hall.example>"
    assert mail["References"] == mail["In-Reply-To"] == "<ticket.7.abcdefghij@hall.example>"
    assert mail["Subject"] == "[大礼堂 #7] 主投影无画面"
    assert str(mail["From"]) == "大礼堂服务台 <desk@hall.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == MONDAY
    text = mail.get_content()
    assert "新工单 #7：主投影无画面（严重）" in text
    assert text.rstrip().endswith("[ticket.7.abcdefghij]")


async def test_the_same_letter_has_the_same_id_at_every_try() -> None:
    server = Server()
    with serving(server) as port:
        for _ in range(2):
            await channel(port).send(message(to="chen@example.org"))
    assert {mail["Message-ID"] for _, mail in server.took} == {"<k1@hall.example>"}


@pytest.mark.parametrize(
    ("said", "again"),
    [("550 no such person", False), ("451 later", True), ("452 full", True), ("554 never", False)],
)
async def test_what_a_server_that_refuses_means(said: str, again: bool) -> None:
    server = Server()
    with serving(server) as port:
        server.refuse["chen@example.org"] = said
        answer = await channel(port).send(message(to="chen@example.org"))
        assert isinstance(answer, Failed)
        assert (answer.again, said[4:] in answer.why) == (again, True)
        server.refuse, server.after_data = {}, said
        answer = await channel(port).send(message(to="chen@example.org"))
        assert isinstance(answer, Failed)
        assert (answer.again, said[4:] in answer.why) == (again, True)


async def test_starttls_with_a_certificate_that_is_trusted_and_one_that_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, chain = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server = Server()

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, told: Any) -> AuthResult:
        return AuthResult(success=(told.login, told.password) == (b"desk", b"right"), handled=False)

    how = {"tls_context": context, "require_starttls": True, "authenticator": check, "auth_required": True}
    with serving(server, **how) as port:
        answer = await channel(port, "starttls", user="desk", password="right").send(
            message(to="a@b.example")
        )
        assert isinstance(answer, Failed)
        assert "certificate" in answer.why.lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        said = message(to="a@b.example")
        assert isinstance(
            await channel(port, "starttls", user="desk", password="right").send(said), Delivered
        )
        answer = await channel(port, "starttls", user="desk", password="wrong").send(said)
        assert isinstance(answer, Failed)
        assert not answer.again
        assert "wrong" not in answer.why
        assert isinstance(await channel(port).send(said), Failed)
    assert len(server.took) == 1


async def test_nobody_listens_and_somebody_who_hangs_up() -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    listener = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    for at in (9, port):
        answer = await channel(at).send(message(to="a@b.example"))
        assert isinstance(answer, Failed)
        assert answer.again
    listener.close()


def test_nothing_in_a_mail_breaks_out_of_its_place() -> None:
    with pytest.raises(ValueError, match="Header"):
        compose(message(to="a@b.example", subject="x\r\nBcc: all@example.org"), "desk@hall.example", "Hall")
    mail = compose(message(to="a@b.example", lines=("x\r\n.\r\nRCPT TO:<y>",)), "desk@hall.example", "Hall")
    assert b"\r\n.\r\n" not in bytes(mail)


async def scripted(*answers: str) -> Any:
    """What becomes of a mail at a server that says these lines, one for each of ours, and then hangs up."""

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        for answer in answers:
            await reader.readuntil(b"\r\n.\r\n" if answer == "(taken)" else b"\r\n")
            writer.write(b"" if answer == "(taken)" else answer.encode() + b"\r\n")
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        more = {"user": "desk", "password": "right"} if "235" in str(answers) or "454" in str(answers) else {}
        return await channel(port, **more).send(message(to="chen@example.org"))


@pytest.mark.parametrize(("code", "again"), [(454, True), (535, False)])
async def test_only_a_password_that_is_wrong_for_good_is_given_up(code: int, again: bool) -> None:
    """RFC 4954: 454 is a temporary failure of the server's."""
    hello = ("250-here\r\n250 AUTH PLAIN", f"{code} 4.7.0 not now")
    answer = await scripted(*hello, *(["235 no"] if code == 535 else []))
    assert isinstance(answer, Failed)
    assert (answer.again, answer.perhaps) == (again, False)


async def test_a_server_that_hangs_up_after_the_last_dot_may_have_taken_it() -> None:
    answer = await scripted("250 here", "250 ok", "250 ok", "354 go on", "(taken)")
    assert isinstance(answer, Failed)
    assert (answer.again, answer.perhaps) == (True, True)
