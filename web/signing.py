"""The hall's own signature (Ed25519): that a sheet came from this hall, and has not been touched since."""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PEM, PKCS8, CLEAR = raw.Encoding.PEM, raw.PrivateFormat.PKCS8, raw.NoEncryption()


class Signer:
    """Signs with the key in `path`, which is made where there is none and read by nobody else."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where the key can be neither read nor written."""
        if not path.exists():
            text = Ed25519PrivateKey.generate().private_bytes(PEM, PKCS8, CLEAR)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(text)
        key = raw.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, Ed25519PrivateKey):
            raise OSError(f"{path} holds another kind of key")
        self._key = key

    @property
    def public(self) -> str:
        """The key with which anybody checks, in base64."""
        return _text(self._key.public_key().public_bytes(raw.Encoding.Raw, raw.PublicFormat.Raw))

    def sign(self, text: str) -> str:
        """The signature, in base64."""
        return _text(self._key.sign(text.encode()))


def holds(text: str, signature: str, public: str) -> bool:
    """Whether the owner of `public` signed this very text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
        key.verify(base64.b64decode(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
