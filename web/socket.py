"""`/api/v1/ws`: the way in for tablets, from the handshake to the last frame."""

import asyncio
from collections import Counter
from typing import cast

from aiohttp import WSMsgType, web

from web.hearing import HearingSocket
from web.peer import Peer
from web.problems import Problem
from web.routing import Call, Model, Route
from web.talk import Talk

PROTOCOL = "auditorium.v1"
LARGEST = 64 << 10
OF_ONE, OF_ALL = 32, 512


class Resume(Model):
    """`?rev=`: the number of the last frame that the tablet has."""

    rev: int | None = None


async def connect(call: Call[None, Resume]) -> web.StreamResponse:
    """Greet, tell everything, and hear until the tablet goes."""
    service, identity = call.service, call.identity
    _room(service.live.peers, identity.name)
    socket = HearingSocket(
        protocols=(PROTOCOL,), compress=False, max_msg_size=LARGEST, timeout=1.0, heartbeat=30.0
    )
    await socket.prepare(call.request)
    peer = Peer(cast(asyncio.WriteTransport, call.request.transport), identity)
    talk = Talk(service, peer)
    service.live.join(peer, call.query.rev)
    socket.listen(talk.hear)
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                talk.hear(message.data)
    finally:
        service.live.leave(peer)
    return socket


def _room(peers: set[Peer], name: str) -> None:
    count = Counter(peer.identity.name for peer in peers)
    if len(peers) >= OF_ALL or count[name] >= OF_ONE:
        raise Problem(429, "too_many_sockets")


ROUTES = (
    Route(
        "GET",
        "/api/v1/ws",
        "viewer",
        connect,
        "The WebSocket, subprotocol auditorium.v1: everything as it changes, and orders.",
        query=Resume,
        gives={101: None},
        fails=(429,),
        raw=True,
    ),
)
