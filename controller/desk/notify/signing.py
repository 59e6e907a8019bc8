"""How each maker wants a message signed. Pure functions; each is ten lines and has its maker's own law.

DingTalk signs milliseconds and the secret with the secret as the key and puts the result into the URL. Feishu
signs nothing at all with seconds and secret together as the key. The generic webhook follows the public
Standard Webhooks form, so that any receiver's library can check it.
"""

import base64
import hashlib
import hmac
from binascii import Error

MARK = "whsec_"


def dingtalk(secret: str, milliseconds: int) -> str:
    """The `sign` of a DingTalk robot, before it is made fit for a URL."""
    return _mac(secret.encode(), f"{milliseconds}\n{secret}".encode())


def feishu(secret: str, seconds: int) -> str:
    """The `sign` of a Feishu robot."""
    return _mac(f"{seconds}\n{secret}".encode(), b"")


def webhook(secret: str, id: str, seconds: int, body: bytes) -> str:
    """The `webhook-signature` over id, time and body."""
    return "v1," + _mac(key(secret), f"{id}.{seconds}.".encode() + body)


def key(secret: str) -> bytes:
    """A webhook's secret as bytes: what stands in base64 after `whsec_`, else the text itself."""
    if secret.startswith(MARK):
        try:
            return base64.b64decode(secret.removeprefix(MARK), validate=True)
        except Error:
            pass
    return secret.encode()


def _mac(key: bytes, said: bytes) -> str:
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
