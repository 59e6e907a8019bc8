"""What a hall's file says of telling people, as the desk takes it: contacts, roster, channels, mailbox."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from controller.clock import Clock
from controller.desk.mailbox.poller import Mailbox
from controller.desk.notify.directory import ESCALATION, Contact, Dated, Directory, Quiet, Reach, Weekly
from controller.desk.notify.grouping import Rhythm
from controller.desk.notify.message import Channel
from controller.desk.notify.office import Settings
from controller.hall.deskfile import ChannelPart, ContactPart, DutyPart, InboxPart
from controller.hall.timewords import dated, wall
from controller.hall.venue import Venue

if TYPE_CHECKING:
    from controller.desk.notify.web import Post

PORTS = {"tls": 465, "starttls": 587, "none": 25}


def settings_of(
    venue: Venue, clock: Clock, posts: "Mapping[bool, Post]", mark: Callable[[int], str]
) -> Settings:
    """All of it. `posts` are the ways to the web: to anywhere, and (True) also to one's own network."""
    told = venue.notify
    parts = told.channels
    name = venue.hall.name.en
    inbox = told.inbox
    return Settings(
        hall={"zh": venue.hall.name.zh, "en": venue.hall.name.en},
        directory=directory_of(venue),
        rhythm=Rhythm(told.wait, told.interval, told.repeat),
        channels={id: _channel(part, name, clock, posts) for id, part in parts.items()},
        kinds={id: part.kind for id, part in parts.items()},
        mail=None if inbox is None else inbox.answers or _first_mail(parts),
        url=(told.url or "").rstrip("/"),
        mark=mark,
    )


def directory_of(venue: Venue) -> Directory:
    """Contacts, roster, ladder."""
    zone = ZoneInfo(venue.hall.timezone)
    duties = venue.roster
    return Directory(
        contacts={id: _contact(id, part) for id, part in venue.contacts.items()},
        weekly=tuple(_weekly(part) for part in duties if part.days is not None),
        dated=tuple(_dated(part, zone) for part in duties if part.days is None),
        escalation=dict(venue.notify.escalation or ESCALATION),
        zone=zone,
    )


def mailbox_of(inbox: InboxPart, folder: Path) -> Mailbox:
    """Where mail to the desk waits."""
    from controller.desk.mailbox.places import Imap, Maildir

    if inbox.kind == "maildir":
        return Maildir(folder / (inbox.path or ""))
    password = _secret(inbox.password, inbox.password_file)
    return Imap(inbox.host or "", inbox.port, inbox.security, inbox.user or "", password, inbox.folder)


def own_addresses(venue: Venue) -> Iterator[str]:
    """The addresses that the desk itself writes from, or reads at."""
    yield from (part.sender for part in venue.notify.channels.values() if part.sender)
    if venue.notify.inbox is not None and "@" in (venue.notify.inbox.user or ""):
        yield venue.notify.inbox.user or ""


def _channel(part: ChannelPart, hall: str, clock: Clock, posts: "Mapping[bool, Post]") -> Channel:
    """A hall that names no such channel does not load what it takes."""
    if part.kind == "email":
        from controller.desk.notify.mail import Email, Smtp

        password = _secret(part.password, part.password_file)
        port = part.port or PORTS[part.security]
        server = Smtp(part.host or "", port, part.security, part.user or "", password)
        return Email(server, part.sender or "", part.name or hall, clock)
    from controller.desk.notify.robots import ROBOTS
    from controller.desk.notify.web import Chat, Webhook

    secret, post = _secret(part.secret, part.secret_file), posts[part.private]
    if part.kind == "webhook":
        return Webhook(part.url or "", secret, post, clock)
    return Chat(ROBOTS[part.kind], part.url or "", secret, post, clock)


def _first_mail(parts: Mapping[str, ChannelPart]) -> str | None:
    return next((id for id, part in parts.items() if part.kind == "email"), None)


def _secret(given: SecretStr | None, file: SecretStr | None) -> str:
    found = given or file
    return "" if found is None else found.get_secret_value()


def _contact(id: str, part: ContactPart) -> Contact:
    quiet = None if part.quiet is None else Quiet(part.quiet.start, part.quiet.until)
    name = {"zh": part.name.zh, "en": part.name.en}
    reach = tuple(Reach(one.channel, one.to) for one in part.reach)
    told = (id, name, part.role, part.order, part.phones, part.language, reach, quiet)
    return Contact(*told, part.level, part.skills)


def _weekly(part: DutyPart) -> Weekly:
    return Weekly(frozenset(part.days or ()), wall(part.start), wall(part.until), part.who)


def _dated(part: DutyPart, zone: ZoneInfo) -> Dated:
    return Dated(_moment(part.start, zone), _moment(part.until, zone), part.who)


def _moment(said: object, zone: ZoneInfo) -> datetime:
    at = dated(said)
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
