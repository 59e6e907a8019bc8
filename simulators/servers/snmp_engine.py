"""The SNMP engine of one simulated agent: pysnmp does messages, users and ciphers, we answer what is asked.

The engine's own transports are not used: datagrams come from, and go to, the agent's socket, so that
impairments act on real bytes.
"""

import warnings
from collections.abc import Callable, Mapping
from typing import Any, cast

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyasn1.codec.ber import encoder
    from pysnmp.carrier.asyncio.dgram.udp import UdpTransportAddress
    from pysnmp.carrier.base import AbstractTransportDispatcher
    from pysnmp.entity import config
    from pysnmp.entity.engine import SnmpEngine
    from pysnmp.entity.rfc3413.cmdrsp import CommandResponderBase
    from pysnmp.entity.rfc3413.context import SnmpContext
    from pysnmp.proto import error, rfc1905
    from pysnmp.proto.api import v1, v2c
    from pysnmp.proto.proxy import rfc2576
    from pysnmp.proto.rfc1902 import OctetString

from drivers.transport.address import Address
from simulators.servers.snmp_pdus import Reply

Peer = tuple[str, int]
Ask = Callable[[Peer, str, Any], Reply | None]
"""Who asks, by which right (community or user), and the request: the answer, or None for silence."""
AUTH = {
    "MD5": config.USM_AUTH_HMAC96_MD5,
    "SHA": config.USM_AUTH_HMAC96_SHA,
    "SHA224": config.USM_AUTH_HMAC128_SHA224,
    "SHA256": config.USM_AUTH_HMAC192_SHA256,
    "SHA384": config.USM_AUTH_HMAC256_SHA384,
    "SHA512": config.USM_AUTH_HMAC384_SHA512,
}
PRIVACY = {
    "DES": config.USM_PRIV_CBC56_DES,
    "AES": config.USM_PRIV_CFB128_AES,
    "AES192": config.USM_PRIV_CFB192_AES,
    "AES256": config.USM_PRIV_CFB256_AES,
    "AES192B": config.USM_PRIV_CFB192_AES_BLUMENTHAL,
    "AES256B": config.USM_PRIV_CFB256_AES_BLUMENTHAL,
}


class _Roads(AbstractTransportDispatcher):  # type: ignore[misc]
    """What the engine takes for its transports: one function that sends."""

    def __init__(self, send: Callable[[bytes, Peer], None]) -> None:
        super().__init__()
        self._send = send

    def send_message(self, message: Any, domain: Any, address: Any) -> None:
        self._send(bytes(message), (address[0], address[1]))


class _Responder(CommandResponderBase):  # type: ignore[misc]
    """Hands every request on, whatever its kind."""

    SUPPORTED_PDU_TYPES = (
        rfc1905.GetRequestPDU.tagSet,
        rfc1905.GetNextRequestPDU.tagSet,
        rfc1905.GetBulkRequestPDU.tagSet,
        rfc1905.SetRequestPDU.tagSet,
    )

    def __init__(self, engine: Any, context: Any, ask: Ask) -> None:
        self._ask = ask
        super().__init__(engine, context)

    def handle_management_operation(
        self, engine: Any, reference: Any, context: Any, pdu: Any, *_: Any
    ) -> None:
        caller = engine.observer.get_execution_context("rfc3412.receiveMessage:request")
        peer = caller["transportAddress"]
        if reply := self._ask((peer[0], peer[1]), str(caller["securityName"]), pdu):
            self.send_varbinds(engine, reference, *reply)


class Agent:
    """One device's engine: `hear` datagrams, `trap` events; `send` and `ask` are the device's."""

    def __init__(
        self,
        address: Address,
        secrets: Mapping[str, str],
        identity: bytes,
        send: Callable[[bytes, Peer], None],
        ask: Ask,
    ) -> None:
        """Communities and user as the address says; `identity` makes the engine's id, always the same."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.engine = SnmpEngine()
            self._name(b"\x80\x00\x4f\xb8\x04" + identity[:26])
            self.engine.register_transport_dispatcher(_Roads(send))
            self._send, self.version = send, str(address.option("version"))
            self.right = self._admit(address, secrets)
            context = SnmpContext(self.engine)
            if name := str(address.option("context")):
                context.register_context_name(name)
            self._responder = _Responder(self.engine, context, ask)

    def hear(self, data: bytes, peer: Peer, now: float) -> None:
        """Take in one datagram; answers leave by `send`. Whatever it is, nothing is raised."""
        self.engine.transport_dispatcher.handle_timer_tick(now)
        try:
            self.engine.message_dispatcher.receive_message(
                self.engine, config.SNMP_UDP_DOMAIN, UdpTransportAddress(peer), data
            )
        except (error.ProtocolError, error.StatusInformation, ValueError, IndexError, TypeError, KeyError):
            return  # what cannot be understood is not answered, as the standard wants

    def trap(self, peer: Peer, varbinds: list[tuple[Any, Any]]) -> None:
        """Send an event to a receiver, in the address' version."""
        pdu = v2c.TrapPDU()
        v2c.apiTrapPDU.set_defaults(pdu)
        v2c.apiPDU.set_varbinds(pdu, varbinds)
        if self.version == "3":
            self._trap_3(peer, pdu)
        else:
            api = v1 if self.version == "1" else v2c
            message = api.Message()
            api.apiMessage.set_defaults(message)
            api.apiMessage.set_community(message, self.right)
            api.apiMessage.set_pdu(message, rfc2576.v2_to_v1(pdu) if api is v1 else pdu)
            self._send(encoder.encode(message), peer)

    def _trap_3(self, peer: Peer, pdu: Any) -> None:
        """A signed event: this engine is its authority."""
        where, right = (
            (config.SNMP_UDP_DOMAIN, UdpTransportAddress(peer)),
            (3, 3, OctetString(self.right), self._level),
        )
        about = (self.engine.snmpEngineID, b"", 1, pdu, False)
        self.engine.message_dispatcher.send_pdu(self.engine, *where, *right, *about)

    def restarted(self, boots: int, now: float) -> None:
        """The device was switched on for the `boots`th time, `now` in Unix seconds."""
        _, count, began = self._clockwork()
        count.syntax = count.syntax.clone(boots)
        began.syntax = type(began.syntax)(int(now))

    def _name(self, identity: bytes) -> None:
        own, _, _ = self._clockwork()
        own.syntax = own.syntax.clone(identity)
        self.engine.snmpEngineID = own.syntax

    def _clockwork(self) -> tuple[Any, Any, Any]:
        names = ("snmpEngineID", "snmpEngineBoots", "snmpEngineTime")
        found = self.engine.get_mib_builder().import_symbols("__SNMP-FRAMEWORK-MIB", *names)
        return cast(tuple[Any, Any, Any], found)

    def _admit(self, address: Address, secrets: Mapping[str, str]) -> str:
        if self.version == "3":
            return self._admit_user(address, secrets)
        self._level = 1
        for right, name in (("read", "community"), ("write", "write")):
            if community := secrets.get(name) or (name == "community" and "public"):
                config.add_v1_system(self.engine, right, community, securityName=right)
        return secrets.get("community") or "public"

    def _admit_user(self, address: Address, secrets: Mapping[str, str]) -> str:
        user, password = str(address.option("user")), secrets.get("password", "")
        auth = secrets.get("auth_password", password)
        private = secrets.get("priv_password", password if "priv" in address.options else "")
        kinds: dict[str, Any] = {}
        if auth:
            kinds |= {"authProtocol": AUTH[str(address.option("auth"))], "authKey": auth}
        if private:
            kinds |= {"privProtocol": PRIVACY[str(address.option("priv"))], "privKey": private}
        self._level = 3 if private else 2 if auth else 1
        config.add_v3_user(self.engine, user, **kinds)
        return user
