"""How an Extron connection begins: the copyright banner and, where one is set, the password; both halves.

Source: Extron DTP CrossPoint 4K user guide, SIS, "Connection". On a serial line there is neither.
"""

from drivers.errors import NotAuthorised
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Pause, Secret
from drivers.wire.talk import Look

QUIET = 0.4
"""Seconds of silence after which a device that has asked for no password will not ask for one."""

PROMPT = "\r\nPassword:"


def greet(login: Credentials) -> Greeting:
    """Our half: wait for the banner to end; answer the prompt once."""
    said = yield Pause(QUIET)
    while said is not None and not _prompt(said):
        said = yield Pause(QUIET)
    if said is None:
        return None
    answer = yield Secret(login.get("password", ""))
    while answer is None or not answer.startswith("Login"):
        if answer is not None and _prompt(answer):
            raise NotAuthorised("password", "the switcher did not accept the password")
        answer = yield None
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half; a line without banner (RS-232) is what `login: serial` stands for."""
    if login.get("transport") == "serial":
        memory["verbose"] = 1
        return None
    model, firmware, part = (str(look(key, ())) for key in ("model", "firmware", "part_number"))
    yield Aside(f"(c) Copyright 2023, Extron Electronics, {model}, V{firmware}, {part}")
    yield Aside("Mon, 01 Jan 2024 12:00:00")
    password = login.get("password", "")
    if not password:
        return None
    while (yield PROMPT) != password:
        pass
    yield Aside("\r\nLogin Administrator")
    return None


def _prompt(said: str) -> bool:
    return said.strip().startswith("Password:")
