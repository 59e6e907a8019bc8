"""Passwords and secrets: how they are made, kept and compared. Nothing here knows a database.

Passwords are kept by Argon2id with 19 MiB, two passes, one lane: 30 to 40 ms of work, so whoever checks
them does it in a pool of two threads and never in the loop. Tokens and session cookies are 256 random bits:
a plain SHA-256 keeps them.
"""

import hashlib
import secrets
from functools import cache
from typing import TYPE_CHECKING

from controller.record.lines import Sentence

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 256
TOKEN_MARK = "aud_"  # noqa: S105  (no secret: the first letters of every one)
"""Begins every token, so that a leaked one is recognised by a scanner."""


class WeakPassword(ValueError):
    """The password cannot be taken; `sentence` says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence: Sentence = {"zh": zh, "en": en}


def hash_password(password: str) -> str:
    """What to keep of a password; raises `WeakPassword` for one too short or too long. Slow: not for the
    loop.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(f"密码至少 {SHORTEST} 个字符。", f"A password has at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise WeakPassword(f"密码最多 {LONGEST} 个字符。", f"A password has at most {LONGEST} characters.")
    return _hasher().hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. None, for a user there is not, takes as long and says no. Slow: not for
    the loop.
    """
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(kept or _nobody(), password[: LONGEST + 1]) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def new_secret(mark: str = "") -> str:
    """A new token or session cookie: shown once, and kept only as its `digest`."""
    return mark + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a token or session cookie."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
