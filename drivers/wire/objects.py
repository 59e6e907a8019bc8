"""SNMP objects: many rows of a MIB in few exchanges."""

from typing import Any


class Objects:
    """Rows of a MIB: Objects("1.3.6...5.{socket} = i {outlet}", ...), with the type letter of the SNMP text.

    As a Query's ask it needs no reply: all rows over all places are asked in requests of at most `most`
    varbinds. As a Command's tell or an Action's do it is a `set`; its ack is ECHO. Letters: i INTEGER, s
    OCTET STRING, o OID, c Counter32, C Counter64, g Gauge, t TimeTicks, a IpAddress, x hex octets.
    """

    def __init__(self, *rows: str, most: int = 40) -> None:
        self.rows, self.most = rows, most

    def bind(self, grammar: Any) -> Any:
        raise NotImplementedError
