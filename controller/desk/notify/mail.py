"""Messages that leave as e-mail (RFC 5322), threaded by ticket, under one Message-ID however often they are
tried.

Every letter about a ticket refers to the ticket's own thread, whose id carries the ticket's token; whoever
answers sends it back in `References` and `In-Reply-To`, and in the last line of what is quoted.
"""

from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from controller.clock import Clock
from controller.desk.notify.bucket import Limit
from controller.desk.notify.message import Answer, Delivered, Failed, Message

SECONDS = 30.0
FINAL = 500
"""From this reply code on the server will not take it later either."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """The server that takes our mail. `security` is `tls`, `starttls` or `none`."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Email:
    """The channel: who writes (`sender`, by `name`), and through which server."""

    server: Smtp
    sender: str
    name: str
    clock: Clock
    limit: Limit = field(default_factory=lambda: Limit(10, 60.0))

    async def send(self, message: Message) -> Answer:
        """Hand it to the server; taken is delivered, for us."""
        import aiosmtplib

        server, letter = self.server, compose(message, self.sender, self.name)
        letter["Date"] = format_datetime(self.clock.now())
        try:
            _, answer = await aiosmtplib.send(
                letter,
                hostname=server.host,
                port=server.port,
                use_tls=server.security == "tls",
                start_tls=server.security == "starttls",
                username=server.user or None,
                password=server.password or None,
                timeout=SECONDS,
            )
        except aiosmtplib.SMTPAuthenticationError as error:
            why = f"the mail server refuses our password: {error.code} {error.message}"
            return Failed(why, again=error.code < FINAL)
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            return Failed(f"{refused.recipient}: {refused.code} {refused.message}", refused.code < FINAL)
        except aiosmtplib.SMTPResponseException as error:
            return Failed(f"{error.code} {error.message}", again=error.code < FINAL)
        except aiosmtplib.SMTPNotSupported as error:  # such as addresses in other letters than English ones
            return Failed(f"{message.to}: {error}", again=False)
        except (aiosmtplib.SMTPException, OSError) as error:
            lost = aiosmtplib.SMTPServerDisconnected | aiosmtplib.SMTPReadTimeoutError
            return Failed(f"{type(error).__name__}: {error}", perhaps=isinstance(error, lost))
        except ValueError as error:  # what is no address will be none later
            return Failed(f"{message.to}: {error}", again=False)
        return Delivered(answer)


def compose(message: Message, sender: str, name: str) -> EmailMessage:
    """The mail without its date."""
    domain = sender.rpartition("@")[2]
    letter = EmailMessage(policy.SMTP)
    letter["Message-ID"] = f"<{message.key}@{domain}>"
    letter["From"] = formataddr((name, sender))
    letter["To"] = message.to
    letter["Subject"] = message.subject
    letter["Auto-Submitted"] = "auto-replied" if message.answers else "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["X-Auditorium-Key"] = message.key
    letter["List-Id"] = f"{name} <tickets.{domain}>".replace("\r", " ").replace("\n", " ")
    if message.urgent:
        letter["Importance"] = "high"
    lines = [*message.lines, *(["", message.url] if message.url else [])]
    if message.ticket is not None:
        thread = f"<{tag(message.ticket, message.mark)}@{domain}>"
        letter["In-Reply-To"] = message.answers or thread
        letter["References"] = f"{message.answers} {thread}".strip()
        lines += ["", f"[{tag(message.ticket, message.mark)}]"]
    letter.set_content("\n".join(lines) + "\n", cte="base64")
    return letter


def tag(ticket: int, mark: str) -> str:
    """What names a ticket in a thread: its number, and a mark that nobody can guess."""
    return f"ticket.{ticket}.{mark}"
