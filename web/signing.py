"""The hall's own signature (Ed25519): that a sheet came from this hall, and has not been touched since.

What is signed is what the API gives: the sheet without its `digest`, `signature` and `key`, as JSON with its
names in order, nothing between them, in UTF-8 (`jq -cSj 'del(.digest, .signature, .key)'`). The digest is the
SHA-256 of these bytes; it is what people compare on paper. Whoever holds the file checks it without us.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PEM, PKCS8, CLEAR = raw.Encoding.PEM, raw.PrivateFormat.PKCS8, raw.NoEncryption()


MARKS = ("digest", "signature", "key")


class Seal(StrEnum):
    """What a check of a signed sheet comes to."""

    HOLDS = "holds"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    OTHER_KEY = "other_key"


class Signer:
    """Signs with one key; `in_file` and `made` say where that comes from."""

    def __init__(self, text: str) -> None:
        """From the key as text (PEM). Raises OSError where it is another kind of key."""
        key = raw.load_pem_private_key(text.encode(), None)
        if not isinstance(key, Ed25519PrivateKey):
            raise OSError("this is another kind of key")
        self._key = key

    @classmethod
    def in_file(cls, path: Path) -> "Signer":
        """With the key in `path`, which is made where there is none and read by nobody else.

        Raises OSError where the key can be neither read nor written.
        """
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(made().encode())
        return cls(path.read_text())

    @property
    def public(self) -> str:
        """The key with which anybody checks, in base64."""
        return _text(self._key.public_key().public_bytes(raw.Encoding.Raw, raw.PublicFormat.Raw))

    def sign(self, text: str) -> str:
        """The signature, in base64."""
        return _text(self._key.sign(text.encode()))


def made() -> str:
    """A new key, as text."""
    return Ed25519PrivateKey.generate().private_bytes(PEM, PKCS8, CLEAR).decode()


def canonical(sheet: Mapping[str, Any]) -> str:
    """What is signed of a sheet: equal for equal sheets, whoever writes them down."""
    said = {name: value for name, value in sheet.items() if name not in MARKS}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(sheet: Mapping[str, Any]) -> str:
    """The mark of a sheet, to be compared by eye."""
    return hashlib.sha256(canonical(sheet).encode(errors="replace")).hexdigest()


def signed(sheet: Mapping[str, Any], signer: Signer | None) -> dict[str, Any]:
    """The sheet with its digest, and the hall's signature under what it says."""
    signature = None if signer is None else signer.sign(canonical(sheet))
    key = None if signer is None else signer.public
    said = {name: value for name, value in sheet.items() if name not in MARKS}
    return said | {"digest": digest(sheet), "signature": signature, "key": key}


def checked(sheet: Mapping[str, Any], key: str | None = None) -> Seal:
    """Whether a sheet is as it was signed, and by the owner of `key` (None: whoever it says)."""
    signature, signer = sheet.get("signature"), sheet.get("key")
    if not isinstance(signature, str) or not isinstance(signer, str):
        return Seal.UNSIGNED
    if sheet.get("digest") != digest(sheet) or not holds(canonical(sheet), signature, signer):
        return Seal.CHANGED
    return Seal.HOLDS if key in (None, signer) else Seal.OTHER_KEY


def holds(text: str, signature: str, public: str) -> bool:
    """Whether the owner of `public` signed this very text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
        key.verify(base64.b64decode(signature), text.encode(errors="replace"))
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
