"""How an ADCP connection begins: the device speaks first; both halves.

Source: Sony ADCP protocol manual (common), rev. 2. `NOKEY` means that authentication is off; any hex text is
a challenge, answered by SHA-256 of challenge and password with nothing between them.
"""

import secrets
from hashlib import sha256

from drivers.errors import NotAuthorised
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Secret
from drivers.wire.talk import Look

WANTED = "the projector asks for the password of its ADCP setting; write it in the hall's file"


def proof(challenge: str, password: str) -> str:
    """The 64 hex digits that prove the password to a device that said `challenge`."""
    return sha256((challenge + password).encode()).hexdigest()


def greet(login: Credentials) -> Greeting:
    """Our half; lines of noise before the greeting are passed over."""
    said = _word((yield None))
    while said.casefold() != "nokey" and not _hex(said):
        said = _word((yield None))
    if said.casefold() == "nokey":
        return None
    if not login.get("password"):
        raise NotAuthorised("password", WANTED)
    answer = _word((yield Secret(proof(said, login["password"]))))
    while answer.casefold() != "ok":
        if answer.casefold() == "err_auth":
            raise NotAuthorised("password", "the projector did not accept the password")
        answer = _word((yield None))
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half; whatever is said before the right proof is refused."""
    password = login.get("password", "")
    if not password:
        yield Aside("NOKEY")
        return None
    challenge = login.get("challenge") or secrets.token_hex(4)
    said = yield challenge
    while _word(said).casefold() != proof(challenge, password):
        said = yield "err_auth"
    yield Aside("ok")
    return None


def _word(said: str | None) -> str:
    return (said or "").strip().strip('"')


def _hex(text: str) -> bool:
    return len(text) >= 4 and all(char in "0123456789abcdefABCDEF" for char in text)
