"""How an NTCONTROL connection begins, both halves, and what the projectors say in codes.

Source: Panasonic, operating instructions of PT-RZ21K, PT-VMZ50 and PT-REQ15, "control commands via LAN". The
digest stands in front of every command; each connection has a challenge of its own.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5, sha256

from drivers.errors import NotAuthorised
from drivers.points import Value
from drivers.vocabulary import FAILED, GOOD, OFF, ON, WARMING
from drivers.wire.greeting import Credentials, Greeting, Memory, Secret
from drivers.wire.spelling import ANY, Text
from drivers.wire.talk import Look

NAMES = ("NTCONTROL", "PDPCONTROL")
"""How a projector begins, and a flat panel."""
USUAL = {"1": "admin1", "2": "dispadmin"}
"""The user of a new device, by the kind of check."""
FIRST = "00QPW"
"""What we ask first, to learn whether the password is right: it is answered in every state."""
SUM = "H001"
"""What a simulated projector says of itself where something is wrong."""

INPUTS = {
    "HD1": "hdmi 1", "HD2": "hdmi 2", "DL1": "digital link", "SD1": "sdi 1", "SD2": "sdi 2",
    "DP1": "displayport", "DVI": "dvi", "DV1": "dvi 1", "RG1": "rgb 1", "RG2": "rgb 2", "VID": "video",
    "SVD": "s-video", "MC1": "memory viewer", "MV1": "memory", "NWP": "network",
}  # fmt: skip


def digest(kind: str, user: str, password: str, challenge: str) -> str:
    """The hex digits that prove the password; kind 1 is MD5, 2 SHA-256."""
    text = f"{user}:{password}:{challenge}".encode()
    return sha256(text).hexdigest() if kind == "2" else md5(text, usedforsecurity=False).hexdigest()


def greet(login: Credentials) -> Greeting:
    """Our half. The password is tried once; a later connection to the same device takes it for right."""
    kind, challenge = _challenge((yield None))
    while not kind:
        kind, challenge = _challenge((yield None))
    if kind == "0":
        return None
    if not login.get("password"):
        raise NotAuthorised("password", "the device asks for a password; write it in the hall's file")
    proof = digest(kind, login.get("user") or USUAL[kind], login["password"], challenge)
    answer = None if login.get("again") else (yield Secret(proof + FIRST, "••••" + FIRST))
    if answer is not None and answer.upper().startswith("ERRA"):
        left = answer[4:].strip()
        locked = f"; it takes none for {left} seconds" if left else ""
        raise NotAuthorised("password", f"the device did not accept user and password{locked}")
    return proof


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half; a command without the right proof is refused."""
    password = login.get("password", "")
    if not password:
        return (yield "NTCONTROL 0")
    kind = "2" if login.get("digest") == "sha256" else "1"
    challenge = login.get("challenge") or secrets.token_hex(4)
    proof = digest(kind, login.get("user") or USUAL[kind], password, challenge)
    said = yield f"NTCONTROL {kind} {challenge}"
    while not (said or "").lower().startswith(proof):
        said = yield "ERRA"
    memory["prefix"] = (said or "")[: len(proof)]
    return (said or "")[len(proof) :]


def _challenge(said: str | None) -> tuple[str, str]:
    """The kind of check and the challenge in `NTCONTROL 1 09b075be`; two empty texts for any other line."""
    name, kind, challenge = [*(said or "").split(), "", "", ""][:3]
    if name.upper() not in NAMES or kind not in ("0", "1", "2") or (kind != "0") != bool(challenge):
        return "", ""
    return kind, challenge


@dataclass(frozen=True)
class Standby:
    """`QPW` says only whether it is on its way up or down: 001 is on or warming, 000 off or cooling."""

    pattern = "[0-9]{3}"
    size = 3

    def read(self, text: str) -> Value:
        return {"000": OFF, "001": ON}[text] if text in ("000", "001") else _unknown(text)

    def write(self, value: Value) -> str:
        return "001" if value in (WARMING, ON) else "000"

    def samples(self) -> tuple[Value, ...]:
        return (OFF, ON)


def _unknown(text: str) -> Value:
    raise ValueError(text)


@dataclass(frozen=True)
class Codes(Text):
    """Codes of what is wrong; none where nothing is."""

    def samples(self) -> tuple[Value, ...]:
        return ("", SUM)


@dataclass(frozen=True)
class SelfTest:
    """Nothing, or the codes of what is wrong: as text, and as the health of the whole."""

    pattern = ANY
    fields = ("diagnosis", "health[whole]")

    def read_all(self, text: str) -> Mapping[str, Value]:
        return {"diagnosis": text.strip(), "health[whole]": FAILED if text.strip() else GOOD}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        text = str(values.get("diagnosis") or "")
        ill = values.get("health[whole]") == FAILED
        if ill == bool(text):
            return text, self.fields
        return (SUM, ("health[whole]",)) if ill else (text, ("diagnosis",))
