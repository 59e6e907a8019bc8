"""The options an address may carry, per kind of transport: how each is checked, what it is when not given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `read` turns its text into a value or raises ValueError saying what would be right."""

    read: Callable[[str], Value]
    default: Value = ""
    secret: bool = False


def whole(low: int, high: int) -> Callable[[str], Value]:
    """A whole number within bounds."""

    def read(text: str) -> Value:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def seconds(low: float, high: float) -> Callable[[str], Value]:
    """A number of seconds within bounds."""

    def read(text: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not low <= number <= high:
            raise ValueError(f"a number of seconds from {low:g} to {high:g}")
        return number

    return read


def one_of(*words: str) -> Callable[[str], Value]:
    """One word of a few; capitals do not matter."""

    def read(text: str) -> Value:
        for word in words:
            if word.lower() == text.lower():
                return word
        raise ValueError("one of " + ", ".join(words))

    return read


def switch(text: str) -> Value:
    """0 or 1, and the words people write instead."""
    match text.lower():
        case "1" | "on" | "yes" | "true":
            return True
        case "0" | "off" | "no" | "false":
            return False
    raise ValueError("0 or 1")


def some_text(text: str) -> Value:
    """Any text but none."""
    if not text:
        raise ValueError("not empty")
    return text


def ipv4(text: str) -> Value:
    """The address of one of our own network cards."""
    try:
        return str(IPv4Address(text))
    except ValueError:
        raise ValueError("an address such as 10.1.4.2") from None


def passphrase(text: str) -> Value:
    """A pass phrase of SNMPv3, which the standard wants to be eight characters or longer."""
    if len(text) < 8:
        raise ValueError("at least 8 characters long")
    return text


def stop_bits(text: str) -> Value:
    """1, 1.5 or 2."""
    if text not in ("1", "1.5", "2"):
        raise ValueError("1, 1.5 or 2")
    return 1.5 if text == "1.5" else int(text)


AUTH = ("MD5", "SHA", "SHA224", "SHA256", "SHA384", "SHA512")
# AES192 and AES256 are the widespread (Reeder) form; the names ending in B are Blumenthal's: a device that
# reports a decryption error with one form may speak the other.
PRIVACY = ("DES", "AES", "AES192", "AES256", "AES192B", "AES256B")

_LINE: Mapping[str, Option] = {
    "baud": Option(whole(50, 4_000_000), 9600),
    "bytesize": Option(whole(5, 8), 8),
    "parity": Option(one_of("N", "E", "O", "M", "S"), "N"),
    "stopbits": Option(stop_bits, 1),
    "rtscts": Option(switch, False),
    "xonxoff": Option(switch, False),
    "dsrdtr": Option(switch, False),
}

_SNMP: Mapping[str, Option] = {
    "version": Option(one_of("1", "2c", "3"), "2c"),
    "community": Option(some_text, "public", secret=True),
    "write": Option(some_text, "", secret=True),
    "user": Option(some_text, ""),
    "auth": Option(one_of(*AUTH), "SHA"),
    "auth_password": Option(passphrase, "", secret=True),
    "priv": Option(one_of(*PRIVACY), "AES"),
    "priv_password": Option(passphrase, "", secret=True),
    "context": Option(some_text, ""),
    "timeout": Option(seconds(0.05, 30), 1.5),
    "retries": Option(whole(0, 5), 2),
    "traps": Option(whole(0, 65535), 0),
}

_DMX: Mapping[str, Option] = {
    "fade": Option(seconds(0, 600), 0.0),
    "interface": Option(ipv4, ""),
}


def visa_backend(text: str) -> Value:
    """The library behind VISA: `py`, `ivi` (a maker's own), or a file of simulated instruments."""
    if text in ("py", "ivi"):
        return f"@{text}"
    if not text.endswith("@sim") or text == "@sim":
        raise ValueError("py, ivi or FILE@sim")
    return text


_CONNECT = Option(seconds(0.05, 60), 5.0)

OPTIONS: Mapping[str, Mapping[str, Option]] = {
    "tcp": {"connect_timeout": _CONNECT},
    "udp": {"local_port": Option(whole(0, 65535), 0)},
    "serial": _LINE,
    "rfc2217": _LINE,
    "socket": {},
    "ws": {"connect_timeout": _CONNECT},
    "wss": {"connect_timeout": _CONNECT, "verify": Option(switch, True)},
    "snmp": _SNMP,
    "visa": {"timeout": Option(seconds(0.05, 60), 2.0), "backend": Option(visa_backend, "@py"), **_LINE},
    "sacn": {"universe": Option(whole(1, 63_999), 1), "priority": Option(whole(0, 200), 100), **_DMX},
    "artnet": {
        "universe": Option(whole(0, 32_767), 0),
        "local_port": Option(whole(0, 65535), 0),
        **_DMX,
    },
}
