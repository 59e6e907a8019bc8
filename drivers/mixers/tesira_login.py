"""How a Tesira connection begins: telnet options, the banner and, on a protected system, user and password.

Source: Biamp Tesira Text Protocol, telnet. What the prompts say was not found in print; any that ends in a
word for a user or a password is answered.
"""

import re
from dataclasses import dataclass

from drivers.errors import NotAuthorised
from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings import Ends
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Secret
from drivers.wire.talk import Look

BANNER = "Welcome to the Tesira Text Protocol Server..."
OPTIONS = "\xff\xfd\x18\xff\xfd\x1f\xff\xfb\x01\xff\xfb\x03"
"""DO terminal type, DO window size, WILL echo, WILL suppress go-ahead."""

USERS = ("login:", "Login:", "user:", "User:", "username:", "Username:")
PASSWORDS = ("password:", "Password:")


QUOTED = re.compile('"([^" ]+)" (?=[a-z])')


@dataclass(frozen=True)
class Tagged(Ends):
    """Lines as a Tesira hears them: a tag may stand in quotes that it does not need."""

    end: str = "\n"
    charset: str = "utf-8"

    def cut(self, buffer: Buffer) -> list[Frame]:
        """The lines, without such quotes."""
        return [Frame(_plain(frame.text)) for frame in super().cut(buffer)]


def _plain(text: str) -> str:
    match = QUOTED.match(text)
    return text if match is None else f"{match[1]} {text[match.end() :]}"


@dataclass(frozen=True)
class Lines(Ends):
    """Lines in UTF-8, and the options of a telnet connection, which are bytes."""

    def wrap(self, text: str, tag: str = "") -> bytes:
        """The bytes of one line."""
        return text.encode("latin-1") + self.end.encode() if text == OPTIONS else super().wrap(text)


def greet(login: Credentials) -> Greeting:
    """Our half: nothing before the banner; each prompt is answered once."""
    answered = False
    said = yield None
    while said is None or not said.startswith("Welcome to the Tesira"):
        word = (said or "").strip()
        if word.endswith(USERS):
            if answered:
                raise NotAuthorised("password", "the Tesira did not accept user and password")
            said = yield login.get("user") or "default"
        elif word.endswith(PASSWORDS):
            answered = True
            said = yield Secret(login.get("password", ""))
        else:
            said = yield None
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half."""
    yield Aside(OPTIONS)
    password = login.get("password", "")
    while password:
        user = yield "login:"
        given = yield "Password:"
        if given == password and user == (login.get("user") or "default"):
            break
        yield Aside("Login incorrect")
    yield Aside(f"{BANNER}\r\n")
    return None
