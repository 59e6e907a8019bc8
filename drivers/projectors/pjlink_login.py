"""How a PJLink connection begins: no password, MD5, or SHA-256; both halves.

Source: PJLink class 1 version 1.04, section 5 (MD5) and class 2 version 2.10 (SHA-256). The proof stands in
front of the first command of a connection, without a space; repeated proofs are understood.
"""

import secrets
from hashlib import md5, sha256

from drivers.errors import NotAuthorised
from drivers.wire.greeting import Credentials, Greeting, Memory, Secret
from drivers.wire.talk import Look

LENGTHS = {"1": 8, "2": 32}
"""How many hex digits the random number has, by the kind of check."""

FIRST = "%1CLSS ?"
"""What we ask first: every class answers it, whatever its power state."""


def md5_proof(challenge: str, password: str) -> str:
    """The 32 hex digits that prove the password to a device that said `PJLINK 1 challenge`."""
    return md5((challenge + password).encode(), usedforsecurity=False).hexdigest()


def sha256_proof(theirs: str, ours: str, password: str) -> str:
    """Our random number and the proof, 96 hex digits; `theirs` is from the reply to `PJLINK 2`."""
    mixed = f"{int(theirs, 16) ^ int(ours, 16):032x}"
    return ours + sha256((mixed + password).encode()).hexdigest()


def greet(login: Credentials) -> Greeting:
    """Our half. SHA-256 where the hall's file says `digest: sha256` or the device begins with it."""
    kind, challenge = _challenge((yield None))
    while kind != "0" and not challenge:  # a line of noise is no verdict: wait for the real one
        kind, challenge = _challenge((yield None))
    if kind == "0":
        return None
    if not login.get("password"):
        raise NotAuthorised("password", "the projector asks for a password; write it in the hall's file")
    if kind == "1" and login.get("digest") == "sha256":
        kind, challenge = _challenge((yield "PJLINK 2"))
    if not challenge:
        raise NotAuthorised("password", "the projector does not offer this kind of password check")
    answer = yield Secret(_proof(kind, challenge, login) + FIRST, "••••" + FIRST)
    while not _is(answer, "%"):
        if _is(answer, "PJLINK ERRA"):
            raise NotAuthorised("password", "the projector did not accept the password")
        answer = yield None
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half: returns the first command, already stripped of its proof."""
    password = login.get("password", "")
    if not password:
        return (yield "PJLINK 0")
    challenge = login.get("challenge") or secrets.token_hex(4)
    proof, frame = md5_proof(challenge, password), (yield f"PJLINK 1 {challenge}")
    while True:
        if frame is not None and frame.strip().upper() == "PJLINK 2" and login.get("digest") != "md5":
            theirs = login.get("challenge2") or secrets.token_hex(16)
            frame = yield f"PJLINK 2 {theirs}"
            ours = (frame or "")[:32]
            proof = sha256_proof(theirs, ours, password) if _hex(ours) else proof
        if frame is not None and frame.startswith(proof):
            memory["prefix"] = proof
            return frame[len(proof) :]
        frame = yield "PJLINK ERRA"


def _proof(kind: str, challenge: str, login: Credentials) -> str:
    password = login.get("password", "")
    if kind == "1":
        return md5_proof(challenge, password)
    return sha256_proof(challenge, login.get("nonce") or secrets.token_hex(16), password)


def _challenge(said: str | None) -> tuple[str, str]:
    """The kind of check and the random number in `PJLINK 1 498e4a67`; two empty texts for any other line."""
    if _is(said, "PJLINK ERRA"):
        raise NotAuthorised("password", "the projector refused the connection")
    head, kind, challenge = [*(said or "").upper().split(), "", "", ""][:3]
    if head != "PJLINK" or kind not in LENGTHS or len(challenge) != LENGTHS[kind] or not _hex(challenge):
        return ("0", "") if (head, kind, challenge) == ("PJLINK", "0", "") else ("", "")
    return kind, (said or "").split()[2]


def _hex(text: str) -> bool:
    return bool(text) and all(char in "0123456789abcdefABCDEF" for char in text)


def _is(said: str | None, start: str) -> bool:
    return said is not None and said.strip().upper().startswith(start)
