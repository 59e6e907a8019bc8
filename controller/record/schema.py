"""The tables, as SQLAlchemy sees them. The migrations make them; a test compares the two.

Moments are text (`lines.written`), so that SQLite and PostgreSQL sort and hash them alike; JSON is text,
because the hash chain vouches for its very bytes.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
_Seq = BigInteger().with_variant(Integer, "sqlite")

journal = Table(
    "journal",
    metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("attached", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("journal_kind", "kind", "seq"),
    Index("journal_subject", "subject", "seq"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("seq", _Seq, ForeignKey("journal.seq"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

open_faults = Table(
    "open_faults",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seq", _Seq, ForeignKey("journal.seq"), nullable=False),
)
"""One row a standing fault; the key is the fault's identity, so a second one cannot be."""

open_tickets = Table(
    "open_tickets",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("cause", Text, unique=True),
    Column("seq", _Seq, ForeignKey("journal.seq"), nullable=False),
)
"""One row a ticket still to be resolved; a cause has one at most, tickets opened by hand have no cause."""

tickets = Table(
    "tickets",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("seq", _Seq, nullable=False),
    Column("state", Text, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("device", Text),
    Column("cause", Text),
    Column("via", Text, nullable=False),
    Column("opened", String(27), nullable=False),
    Column("received", String(27), nullable=False),
    Column("at", String(27), nullable=False),
    Column("faults", Text, nullable=False),
    Column("recurrence_of", Integer),
    Column("actor", Text, nullable=False),
    Column("key", Text),
    Column("first", _Seq, nullable=False),
    Column("title", Text, nullable=False),
    Column("restored", String(27)),
    Column("ending", Text, nullable=False),
    *(
        Index(f"tickets_{name}", name)
        for name in ("seq", "at", "state", "device", "cause", "received", "recurrence_of", "key")
    ),
)
"""One row a ticket, with what is asked of many at once; `seq` is the last line that it knows, `at` its
moment. `faults` are its keys, each between line ends. `actor` opened it by the line `first`, under the
idempotency `key`. `title` and `ending` are JSON.
"""

ticket_folds = Table(
    "ticket_folds",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)
"""The fold of each ticket's lines, spelled out: what is loaded when somebody looks at it."""

ticket_texts = Table(
    "ticket_texts",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("inside", Text, nullable=False),
)
"""What people wrote or read on each ticket, in both languages: what a search walks through. `inside` is what
the desk wrote for itself.
"""

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("created", String(27), nullable=False),
    Column("disabled", String(27)),
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("secret", String(64), nullable=False, unique=True),
    Column("created", String(27), nullable=False),
    Column("revoked", String(27)),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret", String(64), primary_key=True),
    Column("user", Text, ForeignKey("users.name"), nullable=False),
    Column("opened", String(27), nullable=False),
    Column("ends", String(27), nullable=False),
    Index("sessions_user", "user"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Facts about the record itself: its `epoch`, a random name given once, so that a restored copy can be told
apart; `tickets`, up to which line the tables of tickets go, and in which form.
"""
