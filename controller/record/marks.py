"""Secrets of this record, each made once: a ticket's token is computed with one, so nobody can guess it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

from sqlalchemy import Connection, insert, select

from controller.record import schema

_KEY = "mail_secret"


def secret(
    connection: Connection, name: str = _KEY, make: Callable[[], str] = lambda: secrets.token_hex(32)
) -> str:
    """The secret of this name, made at the first call; for `Journal.write`."""
    meta = schema.meta.c
    found = connection.execute(select(meta.value).where(meta.key == name)).scalar()
    if found is not None:
        return str(found)
    made = make()
    connection.execute(insert(schema.meta), {"key": name, "value": made})
    return made


def mark(secret: str, ticket: int) -> str:
    """The token of a ticket: twelve letters and digits."""
    made = hmac.new(secret.encode(), f"ticket.{ticket}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made).decode()[:12].lower()
