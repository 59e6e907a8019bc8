"""The first tables, and triggers that let nothing edit or delete a line of the journal."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_WHEN = sa.String(27)
_HASH = sa.String(64)

_SQLITE_GUARD = """
CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END
"""
_POSTGRES_FUNCTION = """
CREATE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$
"""
_POSTGRES_GUARD = """
CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_guard()
"""


def upgrade() -> None:
    """Make the tables and the guards, and name this record."""
    _journal()
    _projections()
    _accounts()
    _guards()
    meta = op.create_table(
        "meta", sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.bulk_insert(meta, [{"key": "epoch", "value": secrets.token_hex(16)}])


def _journal() -> None:
    texts = [sa.Column(name, sa.Text, nullable=False) for name in ("kind", "subject", "actor", "data")]
    op.create_table(
        "journal",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=False),
        sa.Column("at", _WHEN, nullable=False),
        *texts,
        sa.Column("attached", _HASH, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
    )
    op.create_index("journal_kind", "journal", ["kind", "seq"])
    op.create_index("journal_subject", "journal", ["subject", "seq"])
    op.create_table(
        "attachments",
        sa.Column("seq", _SEQ, sa.ForeignKey("journal.seq"), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


def _projections() -> None:
    op.create_table(
        "open_faults",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("seq", _SEQ, sa.ForeignKey("journal.seq"), nullable=False),
    )
    op.create_table(
        "open_tickets",
        sa.Column("no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cause", sa.Text, unique=True),
        sa.Column("seq", _SEQ, sa.ForeignKey("journal.seq"), nullable=False),
    )


def _accounts() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("created", _WHEN, nullable=False),
        sa.Column("disabled", _WHEN),
    )
    op.create_table(
        "tokens",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("secret", _HASH, nullable=False, unique=True),
        sa.Column("created", _WHEN, nullable=False),
        sa.Column("revoked", _WHEN),
    )
    op.create_table(
        "sessions",
        sa.Column("secret", _HASH, primary_key=True),
        sa.Column("user", sa.Text, sa.ForeignKey("users.name"), nullable=False),
        sa.Column("opened", _WHEN, nullable=False),
        sa.Column("ends", _WHEN, nullable=False),
    )
    op.create_index("sessions_user", "sessions", ["user"])


def _guards() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_GUARD.format(verb=verb))
    else:
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES_GUARD)
