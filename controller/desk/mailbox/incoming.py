"""A mail as it comes in, made plain: who, what, in which thread, and whether a program wrote it. Pure
functions.

Nothing that a mail can hold makes this raise: what cannot be read is read as well as it can be.
"""

import email
import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr

from controller.desk.mailbox.html import plain

LONGEST = 20000
SUBJECT = 300
ODD = (MessageError, ValueError, LookupError, TypeError, AttributeError)
"""What the standard library raises for headers and parts that nobody could read."""
_ID = re.compile(r"<[^<>\s]{1,250}>")
_TAG = re.compile(r"ticket\.(\d{1,9})\.([a-z2-7]{12})")
_ADDRESS = re.compile(r"[^@\s<>,;\"\\]{1,64}@[\w.-]{1,255}")
_QUOTED = re.compile(
    r"^\s*(On .{5,200} wrote:|在.{4,200}写道[:：]"
    r"|-{2,}\s*(Original Message|原始邮件|Forwarded message)\s*-{2,}"
    r"|(发件人|From)\s*[:：].*@.*)\s*$"
)
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along: its name, kind and size; the bytes are in the mail as it was kept."""

    name: str
    media: str
    size: int


@dataclass(frozen=True, slots=True)
class Mail:
    """`id` is its Message-ID (or, where it has none, a digest); `automatic` says why a program wrote it, or
    is empty; `tag` is the ticket and the mark that it answers to, as it claims.
    """

    id: str
    sender: str
    name: str
    subject: str
    text: str
    attached: tuple[Attached, ...]
    automatic: str
    tag: tuple[int, str] | None
    lang: str


def read(raw: bytes) -> Mail:
    """Any bytes as a mail."""
    found = email.message_from_bytes(raw, policy=policy.default)
    name, sender = parseaddr(_header(found, "From"))
    whole = _text(found)
    told = _ID.search(_header(found, "Message-ID"))
    refs = f"{_header(found, 'In-Reply-To')} {_header(found, 'References')}"
    to = " ".join(
        address for _, address in getaddresses([_header(found, "To"), _header(found, "Delivered-To")])
    )
    tags = _TAG.search(refs) or _TAG.search(to) or _TAG.search(whole)
    subject = " ".join(_clean(_header(found, "Subject")).split())[:SUBJECT]
    return Mail(
        id=told.group() if told else f"<sha256.{hashlib.sha256(raw).hexdigest()}>",
        sender=sender if _ADDRESS.fullmatch(sender) else "",
        name=" ".join(_clean(name).split())[:100],
        subject=subject,
        text=unquoted(whole)[:LONGEST],
        attached=tuple(_attached(found)),
        automatic=automatic(found),
        tag=(int(tags[1]), tags[2]) if tags else None,
        lang="zh" if any("\u4e00" <= one <= "\u9fff" for one in subject + whole) else "en",
    )


def automatic(found: Message) -> str:
    """Why a program wrote it: RFC 3834, and the habits from before it. Empty for what a person wrote."""
    auto = _header(found, "Auto-Submitted").lower().partition(";")[0].strip()
    sender = parseaddr(_header(found, "From"))[1].lower()
    bounce = "Return-Path" in found and _header(found, "Return-Path").strip() == "<>"
    if found.get_content_type() in ("multipart/report", "message/delivery-status") or bounce:
        return "a report of a mail server"
    if auto not in ("", "no"):
        return f"auto-submitted: {auto}"[:60]
    if "X-Auditorium-Key" in found:
        return "our own mail, come back"
    if _header(found, "Precedence").lower().strip() in ("bulk", "junk", "list", "auto_reply"):
        return "precedence"
    if sender.partition("@")[0] in ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply"):
        return "a sender that reads no answers"
    names = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Autoresponse")
    return next((name for name in names if name in found), "")


def unquoted(text: str) -> str:
    """What was written, without the mail that it answers."""
    kept: list[str] = []
    for line in text.splitlines():
        if _QUOTED.match(line):
            break
        kept.append(line.rstrip())
    while kept and (not kept[-1] or kept[-1].startswith(">")):
        kept.pop()
    return "\n".join(kept).strip()


def _text(found: EmailMessage | Message) -> str:
    parts = [part for part in found.walk() if not part.is_multipart() and _is_body(part)]
    plains = [part for part in parts if part.get_content_type() == "text/plain"]
    html = [part for part in parts if part.get_content_type() == "text/html"]
    said = [_decoded(part) for part in plains] or [plain(_decoded(part)) for part in html]
    return _clean("\n".join(said)).strip()


def _is_body(part: Message) -> bool:
    return part.get_content_disposition() != "attachment" and not _file(part)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")


def _attached(found: Message) -> list[Attached]:
    files = [part for part in found.walk() if not part.is_multipart() and not _is_body(part)]
    return [_one(part) for part in files[:50]]


def _one(part: Message) -> Attached:
    payload = part.get_payload(decode=True)
    name = _clean(_file(part) or "?").replace("/", "_").replace("\\", "_")[:120]
    return Attached(name, part.get_content_type()[:80], len(payload) if isinstance(payload, bytes) else 0)


def _file(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except ODD:
        return "?"


def _header(found: Message, name: str) -> str:
    try:
        return str(found.get(name, ""))
    except ODD:
        return next((str(value) for key, value in found.raw_items() if key.lower() == name.lower()), "")


def _clean(text: str) -> str:
    """Without controls, halves of characters, and marks that turn the direction of a line."""
    return text.translate(_CONTROL).encode("utf-8", "replace").decode()
