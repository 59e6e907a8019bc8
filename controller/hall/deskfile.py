"""What a hall's file says of people: whom to tell, who is on call, by which ways, and where mail comes in."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, WithJsonSchema

from controller.hall.outside import leads_nowhere
from controller.hall.timewords import dated, office, wall, weekdays
from drivers.rigfile.document import Document
from drivers.rigfile.kinds import Duration, Identifier, Name, Part, odd
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Problem
from drivers.rigfile.secret import SecretFile

Kind = Literal["email", "webhook", "wecom", "dingtalk", "feishu"]
ContactRole = Literal["engineer", "lead", "project", "head", "management", "customer", "hotline"]
Rung = Literal["on-call", "engineer", "lead", "project", "head", "management", "customer"]
NEEDS: dict[str, tuple[str, ...]] = {
    "email": ("host", "sender"),
    "webhook": ("url", "secret"),
    "wecom": ("url",),
    "dingtalk": ("url",),
    "feishu": ("url",),
}
TAKES: dict[str, frozenset[str]] = {
    "email": frozenset({"host", "port", "security", "user", "password", "sender", "name"}),
    "webhook": frozenset({"url", "secret", "private"}),
    "wecom": frozenset({"url", "private"}),
    "dingtalk": frozenset({"url", "secret", "private"}),
    "feishu": frozenset({"url", "secret", "private"}),
}
NEEDED_AT: frozenset[str] = frozenset({"email"})
"""Channels that need to know to whom; a robot speaks to its group, a webhook to its system."""


def _percents(said: dict[int, tuple[Rung, ...]]) -> dict[int, tuple[Rung, ...]]:
    if said.keys() - {50, 80, 100, 150}:
        raise odd("percent")
    return said


def _mail(said: str) -> str:
    name, at, domain = said.rpartition("@")
    if not at or not name or not domain or any(one.isspace() or one in '<>,;"\\' for one in said):
        raise odd("mail_address")
    return said


def _web(said: str) -> str:
    if not said.startswith(("http://", "https://")) or any(one.isspace() for one in said):
        raise odd("web_address")
    try:
        host = urlsplit(said).hostname or ""
    except ValueError:
        raise odd("web_address") from None
    if leads_nowhere(host):
        raise odd("web_local")
    return said


TEXT = WithJsonSchema({"type": "string"})
Wall = Annotated[time, BeforeValidator(wall), TEXT]
Weekdays = Annotated[tuple[int, ...], BeforeValidator(weekdays), TEXT]
MailAddress = Annotated[str, AfterValidator(_mail)]
WebAddress = Annotated[str, AfterValidator(_web)]
Phone = Annotated[str, BeforeValidator(lambda said: str(said) if type(said) is int else said), TEXT]


Escalation = Annotated[dict[int, tuple[Rung, ...]], AfterValidator(_percents)]
OfficeHours = Annotated[
    dict[int, tuple[tuple[int, int], ...]],
    BeforeValidator(office),
    WithJsonSchema({"type": "object", "examples": [{"mon-fri": ["09:00-12:00", "13:00-18:00"]}]}),
]


class ReachPart(Part):
    """A way to somebody: a channel, and the address there (for a robot: mobile numbers to call, or none)."""

    channel: Identifier
    to: str = Field("", max_length=320)


class QuietPart(Part):
    """Hours in which only what is urgent is told."""

    start: Wall = Field(alias="from")
    until: Wall


class ContactPart(Part):
    """Somebody in the contact directory; `order` is the place among those of one role."""

    name: Name
    role: ContactRole = "engineer"
    order: int = 0
    phones: tuple[Phone, ...] = ()
    language: Literal["zh", "en", "both"] = "zh"
    reach: tuple[ReachPart, ...] = ()
    quiet: QuietPart | None = None
    level: int = Field(1, ge=1, le=3, strict=True, description="2 and 3 are experts whom the desk calls in")
    skills: tuple[str, ...] = Field(
        (), max_length=32, description="what somebody knows: drivers, or devices and areas of this hall"
    )


class DutyPart(Part):
    """A duty of the roster: weekly, on `days`; or once, between two moments. `who` is paged in this order."""

    who: tuple[Identifier, ...] = Field(min_length=1)
    days: Weekdays | None = None
    start: Any = Field(alias="from")
    until: Any


class ChannelPart(Part):
    """A way out of the house. Which keys it takes depends on its kind."""

    kind: Kind
    host: str | None = Field(None, max_length=253)
    port: int | None = Field(None, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str | None = Field(None, max_length=320)
    password: SecretStr | None = None
    password_file: SecretFile | None = None
    sender: MailAddress | None = None
    name: str = Field("", max_length=64)
    url: WebAddress | None = Field(None, max_length=2000)
    secret: SecretStr | None = None
    secret_file: SecretFile | None = None
    private: bool = Field(False, strict=True, description="may go to addresses of one's own network")


class InboxPart(Part):
    """Where mail to the desk comes in: an IMAP folder, or a Maildir that a mail server fills."""

    kind: Literal["imap", "maildir"]
    host: str | None = Field(None, max_length=253)
    port: int = Field(993, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str | None = Field(None, max_length=320)
    password: SecretStr | None = None
    password_file: SecretFile | None = None
    folder: str = Field("INBOX", max_length=200)
    path: str | None = Field(None, max_length=1000)
    every: Duration = 30.0
    answers: Identifier | None = Field(None, description="the email channel that answers")


class NotifyPart(Part):
    """How people are told: rhythm, ladder, channels. `url` is where a browser finds this service."""

    wait: Duration = 30.0
    interval: Duration = 300.0
    repeat: Duration = 14400.0
    url: WebAddress | None = Field(None, max_length=300)
    escalation: Escalation | None = None
    channels: dict[Identifier, ChannelPart] = Field(default_factory=dict)
    inbox: InboxPart | None = None


def unreachable(
    notify: NotifyPart, contacts: dict[str, ContactPart], roster: tuple[DutyPart, ...], document: Document
) -> Iterator[Problem]:
    """Everything about people that leads nowhere."""
    for name, channel in notify.channels.items():
        yield from _channel(document, name, channel)
    for id, contact in contacts.items():
        for number, reach in enumerate(contact.reach):
            yield from _reach(document, ("contacts", id, "reach", number), reach, notify)
    for number, duty in enumerate(roster):
        yield from _duty(document, number, duty, contacts)
    if notify.inbox is not None:
        yield from _inbox(document, notify.inbox, notify)


def _channel(document: Document, name: str, channel: ChannelPart) -> Iterator[Problem]:
    at, kind, given = ("notify", "channels", name), channel.kind, channel.model_fields_set
    has = {one.removesuffix("_file") for one in given}
    for need in NEEDS[kind]:
        if need not in has:
            yield document.key_problem(*at, code="channel_lacks", kind=kind, name=need)
    for key in sorted(given - {"kind"}):
        if key.removesuffix("_file") not in TAKES[kind]:
            yield document.key_problem(*at, key, code="channel_extra", kind=kind, name=key)
    if channel.kind == "webhook" and channel.secret is not None and _misspelt(channel.secret):
        yield document.problem(*at, "secret", code="secret_spelling")
    for key in ("password", "secret"):
        if {key, f"{key}_file"} <= given:
            yield document.key_problem(*at, key, code="secret_twice", name=key)


def _misspelt(secret: SecretStr) -> bool:
    """Whether a secret of Standard Webhooks is none."""
    said = secret.get_secret_value()
    try:
        return said.startswith("whsec_") and not b64decode(said.removeprefix("whsec_"), validate=True)
    except ValueError:
        return True


def _reach(
    document: Document, at: tuple[str | int, ...], reach: ReachPart, notify: NotifyPart
) -> Iterator[Problem]:
    channel = notify.channels.get(reach.channel)
    if channel is None:
        if reach.channel not in _raw(document, "notify", "channels"):
            guess = nearest(reach.channel, notify.channels)
            yield document.problem(*at, "channel", code="no_channel", name=reach.channel, guess=guess)
    elif channel.kind in NEEDED_AT and not reach.to:
        yield document.problem(*at, code="needs_address", kind=channel.kind)
    elif channel.kind in NEEDED_AT:
        try:
            _mail(reach.to)
        except ValueError:
            yield document.problem(*at, "to", code="mail_address")


def _duty(
    document: Document, number: int, duty: DutyPart, contacts: dict[str, ContactPart]
) -> Iterator[Problem]:
    for place, who in enumerate(duty.who):
        if who not in contacts and who not in _raw(document, "contacts"):
            guess = nearest(who, contacts)
            yield document.problem("roster", number, "who", place, code="no_contact", name=who, guess=guess)
    for key, value in (("from", duty.start), ("until", duty.until)):
        try:
            (wall if duty.days is not None else dated)(value)
        except ValueError:
            code = "wall_time" if duty.days is not None else "duty"
            yield document.problem("roster", number, key, code=code)
    if duty.days is None and _backwards(duty):
        yield document.problem("roster", number, "until", code="duty_backwards")


def _backwards(duty: DutyPart) -> bool:
    try:
        start, until = dated(duty.start), dated(duty.until)
        return until <= start if (start.tzinfo is None) == (until.tzinfo is None) else False
    except ValueError:
        return False


def _raw(document: Document, *path: str) -> dict[Any, Any]:
    """A section as written: what is wrong in it for another reason is not also missing."""
    value: Any = document.value
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _inbox(document: Document, inbox: InboxPart, notify: NotifyPart) -> Iterator[Problem]:
    needs = {"imap": ("host", "user"), "maildir": ("path",)}[inbox.kind]
    for need in needs:
        if getattr(inbox, need) is None:
            yield document.key_problem("notify", "inbox", code="inbox_lacks", kind=inbox.kind, name=need)
    if inbox.answers is not None:
        channel = notify.channels.get(inbox.answers)
        if channel is None:
            guess = nearest(inbox.answers, notify.channels)
            yield document.problem(
                "notify", "inbox", "answers", code="no_channel", name=inbox.answers, guess=guess
            )
        elif channel.kind != "email":
            yield document.problem("notify", "inbox", "answers", code="not_mail", name=inbox.answers)
