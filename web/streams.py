"""The extra streams of the WebSocket: a device's frames as they pass, and levels. Both may lose what is too
much.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from controller.clock import Clock
from controller.events import Bus, Traced
from controller.hall.hall import Hall
from drivers.points import Place, Value
from drivers.trace import Entry, escaped
from web.frames import framed
from web.jsons import stamp
from web.peer import Peer
from web.problems import Problem

PACE = 0.05
"""Seconds between two frames of levels."""
METERS = "meters"
TRACE = "trace/"


def entry(one: Entry) -> dict[str, Any]:
    """A frame of a trace."""
    return {"at": stamp(one.at), "dir": one.dir, "text": escaped(one.text)}


class Streams:
    """Who listens to what. Nothing is watched, and nothing is made, while nobody listens."""

    def __init__(self, hall: Hall, bus: Bus, clock: Clock) -> None:
        self._hall, self._clock = hall, clock
        self._listeners: dict[str, set[Peer]] = defaultdict(set)
        self._watched: dict[str, Callable[[], None]] = {}
        self._frames: dict[str, list[Entry]] = defaultdict(list)
        self._levels: dict[str, dict[str, Value]] = defaultdict(dict)
        self._pacing = False
        bus.subscribe(Traced, self._traced)
        hall.on_meters(self._metered)

    def subscribe(self, peer: Peer, topic: str) -> None:
        """Let `peer` hear `trace/<device>` or `meters`. Raises 404 for any other topic."""
        device = topic.removeprefix(TRACE)
        if topic != METERS and (device == topic or device not in self._hall.devices):
            raise Problem(404, "no_topic")
        if topic in peer.topics:
            return
        self._listeners[topic].add(peer)
        if topic != METERS and topic not in self._watched:
            self._watched[topic] = self._hall.watch(device)
        peer.topics[topic] = lambda: self._leave(peer, topic)

    def unsubscribe(self, peer: Peer, topic: str) -> None:
        """No more of it."""
        if end := peer.topics.pop(topic, None):
            end()

    def _leave(self, peer: Peer, topic: str) -> None:
        self._listeners[topic].discard(peer)
        if not self._listeners[topic] and (end := self._watched.pop(topic, None)):
            end()

    # ------------------------------------------------------------ frames

    def _traced(self, event: Traced) -> None:
        if not self._frames:
            asyncio.get_running_loop().call_soon(self._tell_frames)
        self._frames[event.device].append(event.entry)

    def _tell_frames(self) -> None:
        told, self._frames = self._frames, defaultdict(list)
        for device, entries in told.items():
            frame = framed({"t": "trace", "device": device, "frames": [entry(one) for one in entries]})
            self._tell(TRACE + device, frame)

    # ------------------------------------------------------------ levels

    def _metered(self, device: str, place: Place, value: Value) -> None:
        if not self._listeners[METERS]:
            return
        self._levels[device]["/".join(map(str, place.index))] = value
        if not self._pacing:
            self._pacing = True
            self._clock.call_later(PACE, self._tell_levels)

    def _tell_levels(self) -> None:
        self._pacing = False
        told, self._levels = self._levels, defaultdict(dict)
        for device, levels in told.items():
            self._tell(METERS, framed({"t": "meters", "device": device, "levels": levels}))

    def _tell(self, topic: str, frame: bytes) -> None:
        for peer in self._listeners[topic]:
            if not peer.behind:
                peer.tell(frame)
