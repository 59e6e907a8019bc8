"""Addresses to which no message may go, told while a hall's file is read: as the way out refuses them later.

A machine on our own link, or a cloud's door to its secrets, is not a help desk. What a name stands for is
only known when somebody sends.
"""

import ipaddress
import socket

SECRETS = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200")))
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def leads_nowhere(host: str) -> bool:
    """Whether this is an address of our own link, of many, of nobody, or one that gives secrets away; a name
    is none of these. Loopback is this very machine, and allowed.
    """
    address = _address(host)
    if isinstance(address, ipaddress.IPv6Address):
        address = _inner(address) or address
    if address is None:
        return False
    own = address.is_link_local or address.is_multicast or address.is_unspecified
    return own or address in SECRETS


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The older address that a newer one stands for."""
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is, also in the odd spellings that a C library takes (0xa9fe0001)."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None
