"""A secret of this record, made once: a ticket's token is computed with it, so nobody can guess one."""

import base64
import hashlib
import hmac
import secrets

from sqlalchemy import Connection, insert, select

from controller.record import schema

_KEY = "mail_secret"


def secret(connection: Connection) -> str:
    """The secret, made at the first call; for `Journal.write`."""
    meta = schema.meta.c
    found = connection.execute(select(meta.value).where(meta.key == _KEY)).scalar()
    if found is not None:
        return str(found)
    made = secrets.token_hex(32)
    connection.execute(insert(schema.meta), {"key": _KEY, "value": made})
    return made


def mark(secret: str, ticket: int) -> str:
    """The token of a ticket: twelve letters and digits."""
    made = hmac.new(secret.encode(), f"ticket.{ticket}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made).decode()[:12].lower()
