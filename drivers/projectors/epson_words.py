"""Epson's codes: inputs, error numbers, and the handshake of ESC/VP.net, both halves.

Source: Epson, ESC/VP21 Command User's Guide for Business Projectors; ESC/VP.net version 1.0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.errors import NotAuthorised
from drivers.points import Value
from drivers.vocabulary import FAILED, GOOD
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Secret
from drivers.wire.spelling import Text
from drivers.wire.talk import Look

INPUTS = {
    "30": "hdmi 1", "A0": "hdmi 2", "80": "hdbaset", "60": "sdi",
    "10": "computer", "11": "computer rgb", "14": "computer component", "1F": "computer auto",
    "20": "computer 2", "21": "computer 2 rgb", "24": "computer 2 component", "2F": "computer 2 auto",
    "40": "video", "41": "video rca", "42": "s-video",
    "51": "usb display", "52": "usb", "53": "lan",
    "B0": "bnc", "B1": "bnc rgb", "B4": "bnc component",
}  # fmt: skip
PARTS = (
    "fan", "lamp", "temperature", "cover", "filter", "power", "airflow", "iris", "shutter", "cooling",
    "other",
)  # fmt: skip
ERRORS = {
    "01": "fan", "06": "lamp", "03": "lamp", "0E": "lamp", "04": "temperature", "07": "cover", "08": "filter",
    "13": "power", "09": "power", "0C": "airflow", "0D": "airflow", "0A": "iris", "12": "iris",
    "0F": "shutter", "14": "shutter", "10": "cooling", "11": "cooling", "0B": "other", "15": "other",
    "16": "other",
}  # fmt: skip
"""The part that an error code is about; the first code of a part is the one a device says for it."""

CONNECT = "ESC/VP.net 10 03 00 00 {status} {headers}"
PLAIN = "01 01"
"""The header that carries a password as plain text."""
LONGEST = 16
"""The most characters of a password."""
SEVERAL = {
    "40": "the projector did not understand the handshake; is it an Epson with ESC/VP.net?",
    "45": "the projector does not allow this connection; look at its network settings",
    "55": "unsupported firmware security mode: the projector wants a newer handshake than version 1.0",
}


@dataclass(frozen=True)
class Error:
    """`00` is no error, any other code one; a code that is not listed is about something else."""

    pattern = "[0-9A-Fa-f]{2}"
    size = 2
    fields = tuple(f"health[{part}]" for part in PARTS)

    def read_all(self, text: str) -> Mapping[str, Value]:
        ill = None if text == "00" else ERRORS.get(text.upper(), "other")
        return {f"health[{part}]": FAILED if part == ill else GOOD for part in PARTS}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        ill = [part for part in PARTS if values.get(f"health[{part}]") == FAILED]
        code = next((code for code, part in ERRORS.items() if ill and part == ill[0]), "00")
        true = [name for name in self.fields if values.get(name) == GOOD]
        return code, (*true, *(f"health[{part}]" for part in ill[:1]))


@dataclass(frozen=True)
class SourceList(Text):
    """Codes and names in turn, "30 HDMI1 A0 HDMI2"."""

    def samples(self) -> tuple[Value, ...]:
        return ("30 HDMI1 A0 HDMI2 80 HDBaseT 10 Computer", "30 HDMI1")


def greet(login: Credentials) -> Greeting:
    """Our half: connect, with the password if there is one."""
    password = login.get("password", "").encode("latin-1", "replace")
    if len(password) > LONGEST:
        raise NotAuthorised("password", f"the password of an Epson has at most {LONGEST} characters")
    header = f" {PLAIN} {password.ljust(LONGEST, bytes(1)).hex(' ').upper()}" if password else ""
    asked = CONNECT.format(status="00", headers="01" if password else "00")
    status = _status((yield Secret(asked + header, asked + " ••••") if password else asked))
    while status in ("", "53"):  # not for us; or busy: it will close, and be dialled again
        status = _status((yield None))
    if status == "41":
        raise NotAuthorised("password", "the projector asks for a password; write it in the hall's file")
    if status == "43":
        raise NotAuthorised("password", "the projector did not accept the password")
    if status != "20":
        raise NotAuthorised(
            "handshake", SEVERAL.get(status, f"the projector refused us with status {status}")
        )
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half: whoever may not come in may try again."""
    status, said = "", None
    while status != "20":
        said = yield _answer(status, said) if status else None
        status = _verdict(said or "", login.get("password", ""))
    yield Aside(CONNECT.format(status="20", headers="00"))
    return None


def _answer(status: str, said: str | None) -> str:
    """What is said to a request that is not granted: of the same type."""
    words = (said or "").split()
    known = words[:1] == ["ESC/VP.net"] and words[2] in ("01", "02", "03")
    kind = words[2] if known else "03"
    return CONNECT.format(status=status, headers="00").replace(" 10 03 ", f" 10 {kind} ", 1)


def _verdict(said: str, password: str) -> str:
    """What a projector thinks of a handshake."""
    words = said.split()
    if not said.startswith("ESC/VP.net ") or len(words) < 7 or words[3:5] != ["00", "00"]:
        return "40"
    if words[1] != "10":
        return "55"
    if words[2] != "03":
        return "45"
    if not password:
        return "20"
    if words[6] == "00":
        return "41"
    shown = bytes.fromhex("".join(words[9:25])).rstrip(b"\0")
    return "20" if words[7:9] == PLAIN.split() and shown == password.encode("latin-1") else "43"


def _status(said: str | None) -> str:
    """The status of an answer to the handshake; nothing for any other frame."""
    words = (said or "").split()
    return words[5] if len(words) > 5 and words[0] == "ESC/VP.net" else ""
