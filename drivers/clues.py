"""What tells one device from another before anybody has typed its name into a hall's file.

It stands beside the catalogue and not in the drivers: which of several to believe in is nothing that one of
them could say. An SNMP agent is believed by what it answers and not by what it calls itself alone: units of a
maker share an identifier, and some report another's.
"""

from typing import NamedTuple

ENTERPRISES = "1.3.6.1.4.1."


class Agent(NamedTuple):
    """A driver for agents whose sysObjectID is `under` this, if there is anything below `has`."""

    driver: str
    under: str
    has: str


def _own(driver: str, under: str, has: str) -> Agent:
    return Agent(driver, ENTERPRISES + under, ENTERPRISES + has)


AGENTS = (
    _own("apc_rpdu2", "318", "318.1.1.26"),
    _own("apc_rpdu", "318", "318.1.1.12"),
    _own("apc_easy_pdu", "318", "318.1.1.30"),
    _own("apc_ats", "318", "318.1.1.8"),
    _own("apc_masterswitch", "318", "318.1.1.4"),
    _own("apc_ups", "318", "318.1.1.1"),
    _own("cyberpower_epdu2", "3808", "3808.1.1.6"),
    _own("cyberpower_epdu", "3808", "3808.1.1.3.1"),
    _own("raritan_pdu2", "13742", "13742.6"),
    _own("eaton_epdu", "534.6.6.7", "534.6.6.7"),
    _own("sentry4", "1718", "1718.4"),
    _own("sentry3", "1718", "1718.3"),
    Agent("ups_rfc1628", "", "1.3.6.1.2.1.33.1"),
)
"""In the order in which they are believed: the one that says most comes first."""


class Service(NamedTuple):
    """A driver for what is announced under this type by mDNS, where its text has `property`: `value`."""

    driver: str
    type: str
    property: str = ""
    value: str = ""


SERVICES = (
    Service("videohub", "_blackmagic._tcp.local.", "class", "Videohub"),
    Service("sennheiser_ewdx", "_ssc._udp.local."),
)

MAKERS = {
    "epson": "epson",
    "nec": "nec",
    "sharp": "nec",
    "panasonic": "panasonic",
    "sony": "sony_adcp",
    "christie": "christie",
    "barco": "barco_pulse",
}
"""Projectors that speak PJLink and a language of their own, which says more, by the maker's name."""


def own_language(maker: str) -> str:
    """The driver for the own language of this maker's projectors; "" where there is none."""
    folded = maker.casefold()
    return next((driver for name, driver in MAKERS.items() if name in folded.split()), "")
