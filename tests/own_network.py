"""A network for each of several test processes: halls whose devices have fixed ports run side by side.

Only Linux has them, and only for those who may make one (root, mostly). Elsewhere what starts whole halls has
to run one after the other.
"""

import ctypes
import socket
import struct
import sys

NEW_NETWORK = 0x40000000
"""CLONE_NEWNET of unshare(2)."""
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
"""SIOCGIFFLAGS, SIOCSIFFLAGS and IFF_UP of netdevice(7)."""


def leave_for_own() -> bool:
    """Whether this thread, and what it starts from now on, has a network that nobody else has."""
    if sys.platform != "linux" or ctypes.CDLL(None).unshare(NEW_NETWORK) != 0:
        return False
    _raise_loopback()
    return True


def _raise_loopback() -> None:
    import fcntl  # not on every system

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        asked = fcntl.ioctl(sock, GET_FLAGS, struct.pack("16sh14x", b"lo", 0))
        _, flags = struct.unpack("16sh14x", asked)
        fcntl.ioctl(sock, SET_FLAGS, struct.pack("16sh14x", b"lo", flags | UP))
