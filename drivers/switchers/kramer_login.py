"""How a Kramer device lets in who knows its password; both halves. Many ask for none."""

from drivers.errors import NotAuthorised
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Pause, Secret
from drivers.wire.talk import Look

USER = "Admin"
NO = "ERR 004"
PATIENCE = 2.0


def greet(login: Credentials) -> Greeting:
    """Our half: log in where there is a password; a device that knows no login says so, and that is well."""
    password = login.get("password", "")
    if not password:
        return None
    user = login.get("user") or USER
    said = yield Secret(f"#LOGIN {user},{password}", f"#LOGIN {user},••••")
    while said is not None and not _about_login(said):
        said = yield Pause(PATIENCE)
    if said is not None and "004" in said:
        raise NotAuthorised("password", "the switcher did not accept the name or the password")
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half: where it has a password, only a login and the handshake are heard before it."""
    password = login.get("password", "")
    if not password:
        return None
    said = yield None
    while not _right(said, login.get("user") or USER, password):
        said = yield "OK" if said == "#" else _refusal(said)
    yield Aside(f"LOGIN {login.get('user') or USER},{password} OK")
    return None


def _about_login(said: str) -> bool:
    text = said.upper()
    return text.startswith("LOGIN") or text.startswith("ERR")


def _right(said: str | None, user: str, password: str) -> bool:
    command, _, words = (said or "").partition(" ")
    name, _, word = words.partition(",")
    return command.upper() == "#LOGIN" and name.casefold() == user.casefold() and word == password


def _refusal(said: str | None) -> str:
    return f"LOGIN {NO}" if (said or "").upper().startswith("#LOGIN") else NO
