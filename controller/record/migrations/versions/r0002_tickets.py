"""The tickets as rows, so that those that are over need no memory; the lines stay the only truth."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_WHEN = sa.String(27)


def upgrade() -> None:
    """Make the tables, empty: they are filled from the journal at the next start."""
    op.create_table(
        "tickets",
        sa.Column("no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", _SEQ, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("grade", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("device", sa.Text),
        sa.Column("cause", sa.Text),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("opened", _WHEN, nullable=False),
        sa.Column("received", _WHEN, nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("faults", sa.Text, nullable=False),
        sa.Column("recurrence_of", sa.Integer),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("first", _SEQ, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("restored", _WHEN),
        sa.Column("ending", sa.Text, nullable=False),
    )
    for name in ("seq", "at", "state", "device", "cause", "received", "recurrence_of", "key"):
        op.create_index(f"tickets_{name}", "tickets", [name])
    _bodies("ticket_folds", "body")
    _bodies("ticket_texts", "body", "inside")


def _bodies(table: str, *names: str) -> None:
    number = sa.Column("no", sa.Integer, primary_key=True, autoincrement=False)
    op.create_table(table, number, *(sa.Column(name, sa.Text, nullable=False) for name in names))
