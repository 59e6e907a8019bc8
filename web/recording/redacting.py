"""What a transcript must not hold: the hall's secrets, and, where nobody shall know whose device it was, its
serial number and hardware address. What stands in for them has the same shape.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from drivers.points import Place, Value
from drivers.wire.framing import Buffer, Framing

STAND_INS = {"password": "curtain-up", "user": "operator", "nonce": "0123456789abcdef0123456789abcdef"}
"""What a transcript has in the place of the real credentials; a nonce is what chance brings our side."""
SHORTEST = 3
"""A shorter text would be found everywhere."""
HARDWARE = re.compile(rb"(?<![0-9A-Fa-f])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Fa-f])")
Redact = Callable[[bytes], bytes]


def stand_ins(credentials: Mapping[str, str]) -> dict[str, str]:
    """Other credentials of the same names; those that are no secrets are kept."""
    return {name: STAND_INS.get(name, f"another-{name}") for name in credentials}


def redactor(
    framing: Framing, credentials: Mapping[str, str], known: Mapping[Place, Value], anonymous: bool
) -> Redact:
    """What makes bytes of the device fit to be shown."""
    others = stand_ins(credentials)
    secret = [(real, others[name]) for name, real in credentials.items() if len(real) >= SHORTEST]
    swaps = [(real.encode(), other.encode()) for real, other in secret]
    swaps += [(text.encode(), other.encode()) for text, other in _personal(known)] if anonymous else []

    def redact(data: bytes) -> bytes:
        clean = _swapped(data, swaps, anonymous)
        return _resealed(framing, data, swaps, anonymous) if _sealed(framing) and clean != data else clean

    return redact


def shaped(text: str) -> str:
    """The same shape without the meaning: digits become 0, letters x or X."""
    return "".join("0" if sign.isdigit() else _letter(sign) for sign in text)


def _letter(sign: str) -> str:
    if not sign.isalpha():
        return sign
    return "X" if sign.isupper() else "x"


def zeroed(text: str) -> str:
    """A hardware address of nobody."""
    return re.sub(r"[0-9A-Fa-f]", "0", text)


SHAPES = {"serial": shaped, "mac": zeroed}


def _personal(known: Mapping[Place, Value]) -> Iterable[tuple[str, str]]:
    """What tells one device from another, the longest first, and what stands in for it."""
    texts = {(str(value), place.key) for place, value in known.items() if place.key in SHAPES}
    told = ((text, SHAPES[key](text)) for text, key in texts if len(text) >= SHORTEST and text != "None")
    return sorted(told, key=lambda pair: (-len(pair[0]), pair))


def _swapped(data: bytes, swaps: Iterable[tuple[bytes, bytes]], anonymous: bool) -> bytes:
    for real, other in swaps:
        data = data.replace(real, other)
    return HARDWARE.sub(lambda found: re.sub(rb"[0-9A-Fa-f]", b"0", found[0]), data) if anonymous else data


def _sealed(framing: Framing) -> bool:
    """Whether frames carry a checksum, so that they have to be made anew."""
    return any(getattr(framing.hears, name, None) for name in ("check", "seal"))


def _resealed(framing: Framing, data: bytes, swaps: list[tuple[bytes, bytes]], anonymous: bool) -> bytes:
    """The frames in `data`, whose text is hex words, with other words and their own checksums."""
    words = [(real.hex(" ").upper().encode(), other.hex(" ").upper().encode()) for real, other in swaps]
    texts = (frame.text.encode() for frame in framing.hears.cut(Buffer(data)))
    return b"".join(framing.hears.wrap(_swapped(text, words, anonymous).decode()) for text in texts)
