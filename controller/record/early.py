"""Who shows a token or a cookie, before the database library is loaded: the first order after a start does
not wait for it. The same questions as `accounts` asks, by sqlite3 alone; a test holds the two together.
"""

import sqlite3
from contextlib import closing
from datetime import datetime

from controller.record.lines import written
from controller.record.passwords import digest
from controller.record.place import Place

_TOKEN = "SELECT name, role FROM tokens WHERE secret = ? AND revoked IS NULL"  # noqa: S105 - a question
_SESSION = """
SELECT users.name, users.role FROM users JOIN sessions ON sessions.user = users.name
WHERE sessions.secret = ? AND sessions.ends > ? AND users.disabled IS NULL
"""
Who = tuple[str, str]
"""Name and role."""


class TooEarly(Exception):
    """It cannot be said without the library: no SQLite file, or one of another edition."""


def token(place: Place, secret: str) -> Who | None:
    """Whose token this is. Raises TooEarly."""
    return _one(place, _TOKEN, (digest(secret),))


def session(place: Place, cookie: str, at: datetime) -> Who | None:
    """Whose session this is. Raises TooEarly."""
    return _one(place, _SESSION, (digest(cookie), written(at)))


def _one(place: Place, question: str, words: tuple[str, ...]) -> Who | None:
    if place.file is None or not place.file.exists():
        raise TooEarly
    try:
        with closing(sqlite3.connect(f"file:{place.file}?mode=ro", uri=True, timeout=0.2)) as raw:
            found = raw.execute(question, words).fetchone()
    except sqlite3.Error:
        raise TooEarly from None
    return None if found is None else (str(found[0]), str(found[1]))
