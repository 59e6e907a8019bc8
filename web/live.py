"""What every tablet sees, as it changes: one frame for all changes of one turn of the loop.

Theory of operation. A change only marks what changed. The first mark of a turn asks the loop to flush at the
end of that turn, so forty points that go stale together are one frame, made once, and no change is held back
longer than it takes to come round. Runs, faults and tickets are looked up when the frame is made, and only
their members that differ from what was last told are in it. A frame has a number; the ring keeps the last
ones for `?rev=`.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from controller.clock import Clock, Timer
from controller.events import Bus, PointChanged
from controller.hall.state import PointState, State
from drivers.points import Ref
from web.frames import framed, shown
from web.jsons import stamp
from web.peer import Peer
from web.ring import Ring

BEAT = 2.0
GOING = 1001
REMEMBERED = 500
"""Things of a kind whose last told form is kept; one that is not is told whole."""
Thing = dict[str, Any]


class Shelf:
    """A kind of thing beside the points: `all` for the snapshot, `one` by key, None once it is gone."""

    def __init__(self, all: Callable[[], Mapping[str, Thing]], one: Callable[[str], Thing | None]) -> None:
        self.all, self.one = all, one


class Live:
    """The hub. `mode` is the hall's, `trouble` why nothing can be saved now."""

    def __init__(self, clock: Clock, bus: Bus, state: State, shelves: Mapping[str, Shelf]) -> None:
        self._clock, self._state, self._shelves = clock, state, shelves
        self._loop = asyncio.get_running_loop()
        self._ring = Ring(int(clock.now().timestamp() * 1e6))
        self.peers: set[Peer] = set()
        self._points: dict[Ref, PointState] = {}
        self._marked: dict[str, set[str]] = {kind: set() for kind in shelves}
        self._extra: Thing = {}
        self._told: dict[str, dict[str, Thing]] = {kind: {} for kind in shelves}
        self._waiting = False
        self._after: list[Callable[[], object]] = []
        self._snapshot: tuple[int, bytes] | None = None
        self._timer: Timer | None = None
        self.mode = "edit"
        self.trouble: Mapping[str, str] | None = None
        self._unsubscribe = bus.subscribe(PointChanged, self._changed)

    @property
    def rev(self) -> int:
        """The number of the last frame."""
        return self._ring.rev

    def start(self) -> None:
        """Begin to beat."""
        self._timer = self._clock.call_later(BEAT, self._beat)

    def stop(self) -> None:
        """No more frames."""
        self._unsubscribe()
        if self._timer is not None:
            self._timer.cancel()

    # ------------------------------------------------------------ what changes

    def _changed(self, event: PointChanged) -> None:
        self._points[event.ref] = event.now
        self._mark()

    def touch(self, kind: str, key: str) -> None:
        """A run, fault or ticket is another than it was: it is looked up at the end of this turn."""
        self._marked[kind].add(key)
        self._mark()

    def say(self, **members: Any) -> None:
        """Another mode, another trouble: told to all, and to those who come later."""
        self.mode = members.get("mode", self.mode)
        self.trouble = members.get("trouble", self.trouble)
        self._extra.update(members)
        self._mark()

    def renew(self) -> None:
        """The hall is another one: everybody gets everything anew."""
        self._flush()
        self._ring.next()
        self._ring.clear()
        self._send(self.snapshot())

    def then(self, callback: Callable[[], object]) -> None:
        """Call back once everything that has changed by now is told; at once when it is."""
        if self._waiting:
            self._after.append(callback)
        else:
            callback()

    def _mark(self) -> None:
        if not self._waiting:
            self._waiting = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        if not self._waiting:
            return
        self._waiting = False
        parts = self._parts()
        if parts:
            frame = framed({"t": "d", "rev": self._ring.next(), **parts})
            self._ring.keep(frame)
            self._send(frame)
        after, self._after = self._after, []
        for callback in after:
            callback()

    def _parts(self) -> Thing:
        parts, self._extra = self._extra, {}
        if self._points:
            points, self._points = self._points, {}
            parts["points"] = {str(ref): shown(state) for ref, state in points.items()}
        for kind, keys in self._marked.items():
            if keys and (moved := self._moved(kind, keys)):
                parts[kind] = moved
            keys.clear()
        return parts

    def _moved(self, kind: str, keys: Iterable[str]) -> Thing:
        moved: Thing = {}
        told, shelf = self._told[kind], self._shelves[kind]
        for key in keys:
            now, was = shelf.one(key), told.get(key)
            if now is None:
                told.pop(key, None)
                moved[key] = None
            elif change := now if was is None else _difference(was, now):
                moved[key], told[key] = change, now
        while len(told) > REMEMBERED:
            del told[next(iter(told))]
        return moved

    def _send(self, frame: bytes) -> None:
        now = self._clock.monotonic()
        for peer in self.peers:
            if peer.behind:
                self._revive(peer, now)
            else:
                peer.send(frame, now)

    def _revive(self, peer: Peer, now: float) -> None:
        """One that was behind and has taken all that was on its way sees the hall again, as it is now."""
        if peer.caught_up():
            peer.behind = False
            peer.send(self.snapshot(), now)

    # ------------------------------------------------------------ who listens

    def join(self, peer: Peer, rev: int | None) -> None:
        """Greet a tablet, and tell it everything, or what it missed since `rev`."""
        self._flush()
        hello = {"t": "hello", "rev": self.rev, "now": stamp(self._clock.now()), "user": peer.identity.name}
        peer.tell(framed({**hello, "mode": self.mode, "trouble": self.trouble}))
        missed = None if rev is None else self._ring.after(rev)
        for frame in [self.snapshot()] if missed is None else missed:
            peer.tell(frame)
        self.peers.add(peer)

    def leave(self, peer: Peer) -> None:
        """It is gone."""
        self.peers.discard(peer)
        for end in peer.topics.values():
            end()

    def marks(self) -> set[str]:
        """What those who are here showed to come in."""
        return {peer.identity.mark for peer in self.peers}

    def end(self, mark: str) -> None:
        """A session is over, and with it every tablet that came in by it."""
        for peer in self.peers:
            if peer.identity.mark == mark:
                peer.close(GOING, "session")

    def farewell(self) -> None:
        """The service ends: tell every tablet, so that it dials again at once."""
        self._flush()
        self.stop()
        for peer in self.peers:
            peer.close(GOING, "restart")

    def snapshot(self) -> bytes:
        """Everything, made once for all who ask at the same number."""
        if self._snapshot is None or self._snapshot[0] != self.rev:
            self._snapshot = self.rev, framed({"t": "snap", **self.everything()})
        return self._snapshot[1]

    def everything(self) -> Thing:
        """The whole hall as the last frame left it."""
        self._flush()
        points = {str(ref): shown(state) for ref, state in self._state.points()}
        shelves = {kind: dict(shelf.all()) for kind, shelf in self._shelves.items()}
        return {"rev": self.rev, "points": points, "trouble": self.trouble, **shelves}

    def _beat(self) -> None:
        self._timer = self._clock.call_later(BEAT, self._beat)
        now, frame = self._clock.monotonic(), framed({"t": "beat", "now": stamp(self._clock.now())})
        for peer in list(self.peers):
            if peer.frozen(now):
                peer.drop()
            self._revive(peer, now)
            peer.send(frame, now)


def _difference(was: Thing, now: Thing) -> Thing:
    return {name: value for name, value in now.items() if name not in was or was[name] != value}
