"""Where a device sends what it says unasked by datagram: `host:port` in the hall's file."""


def receiver(text: str, name: str) -> tuple[str, int] | None:
    """The receiver written as host:port; None for "". ValueError names the behaviour it was written for."""
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"simulator.{name}: say host:port, not {text!r}")
    return host.strip("[]"), int(port)
