"""What is this machine and nobody else's."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own: `localhost`, `::1`, all of 127.0.0.0/8."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
