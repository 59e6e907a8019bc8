"""What a tablet says over its WebSocket, and the life of its orders.

Theory of operation. `hear` parses a frame and gives the order to the rig in one call stack: when it returns,
the bytes have left for the device. The acknowledgement waits for the journal's disk, and how the order ended
is told after the acknowledgement, however quick the device was.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from controller.hall.orders import NoSuchPoint, NotAValue, Order
from drivers.errors import NotAllowed
from drivers.points import Ref, Value
from web import outcomes
from web.errors import safely
from web.frames import framed
from web.limits import Bucket
from web.peer import Peer
from web.problems import Problem
from web.words import say

if TYPE_CHECKING:
    import asyncio

    from web.service import Service

RATE, BURST = 100.0, 400.0
"""Orders a second of one tablet in the long run, and at once."""
LATE = 5.0
"""Seconds after which an order that the network held up is refused: whoever gave it has given up."""
LONGEST = 1000
_REF = lru_cache(4096)(Ref.parse)
"""A hall's people touch the same few hundred points all evening."""
Frame = Mapping[str, Any]


class Talk:
    """The conversation with one tablet."""

    def __init__(self, service: "Service", peer: Peer) -> None:
        self._service, self._peer = service, peer
        self._rig, self._actor = service.hall.rig, peer.identity.actor
        self._bucket = Bucket(service.clock, RATE, BURST)
        self._kinds: dict[str, Callable[[Frame], None]] = {
            "set": self._set,
            "invoke": self._invoke,
            "run": self._run,
            "sub": lambda frame: service.streams.subscribe(peer, _text(frame, "topic")),
            "unsub": lambda frame: service.streams.unsubscribe(peer, _text(frame, "topic")),
            "ping": lambda frame: peer.tell(framed({"t": "pong", "id": frame.get("id")})),
        }

    def hear(self, text: str) -> None:
        """One frame. What is no JSON object, or of no known type, is ignored."""
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            return
        kind = self._kinds.get(str(frame.get("t"))) if isinstance(frame, dict) else None
        if kind is None:
            return
        problem = safely(lambda: kind(frame))
        if problem is not None:
            self._err(frame.get("id"), problem)

    # ------------------------------------------------------------ orders

    def _set(self, frame: Frame) -> None:
        id = self._ordered(frame)
        try:
            ref = _REF(text := _text(frame, "ref"))
        except ValueError:
            raise Problem(404, "no_such_point", say("problem.no_such_point", what=text)) from None
        value = _value(frame.get("value"), "value")
        self._follow(id, _given(lambda: self._rig.set(self._actor, ref, value, key=id)))

    def _invoke(self, frame: Frame) -> None:
        id = self._ordered(frame)
        device, action = _text(frame, "device"), _text(frame, "action")
        values = _values(frame)
        self._follow(id, _given(lambda: self._rig.invoke(self._actor, device, action, values, key=id)))

    def _run(self, frame: Frame) -> None:
        id = self._ordered(frame)
        if not self._peer.identity.may("operator"):
            raise Problem(403, "role")
        actor, scene = self._peer.identity.actor, _text(frame, "scene")
        replace, queue = frame.get("replace") is True, frame.get("queue") is True
        run = self._service.scenes.run(actor, scene, id, replace, _values(frame), queue)
        if run.recorded is not None:
            run.recorded.add_done_callback(lambda line: self._begun(id, run.id, line))

    def _begun(self, id: str, run: str, line: "asyncio.Future[Any]") -> None:
        if line.cancelled() or line.exception() is not None:
            self._err(id, Problem(503, "not_recorded"))
            return
        self._tell({"t": "ack", "id": id})
        self._tell({"t": "done", "id": id, "state": "confirmed", "run": run})

    def _ordered(self, frame: Frame) -> str:
        """The id of an order that is neither too much nor too late."""
        id = frame.get("id")
        if not isinstance(id, str | int) or not 0 < len(str(id)) <= 100:
            raise Problem(422, "no_id")
        if not self._bucket.take():
            raise Problem(429, "too_many")
        if (said := frame.get("at")) is not None and self._age(said) > LATE:
            raise Problem(409, "too_late")
        return str(id)

    def _age(self, said: object) -> float:
        try:
            return (self._service.clock.now() - datetime.fromisoformat(str(said))).total_seconds()
        except (ValueError, TypeError):
            return 0.0

    def _follow(self, id: str, order: Order) -> None:
        if order.recorded is None:
            self._recorded(id, order, None)
        else:
            order.recorded.add_done_callback(lambda line: self._recorded(id, order, line))

    def _recorded(self, id: str, order: Order, line: "asyncio.Future[Any] | None") -> None:
        if line is not None and (line.cancelled() or line.exception() is not None):
            self._err(id, Problem(503, "not_recorded"))
            return
        self._tell({"t": "ack", "id": id})
        live = self._service.live  # the value is told before the order is called done
        order.settled.add_done_callback(lambda ended: live.then(lambda: self._ended(id, ended)))

    def _ended(self, id: str, order: Order) -> None:
        hall = self._service.hall
        if order.state in outcomes.FINE:
            why = outcomes.sentence(order, hall)
            more = {"problem": {"sentence": why, "code": str(order.state)}} if why else {}
            self._tell({"t": "done", "id": id, "state": str(order.state), **more})
        else:
            self._err(id, outcomes.problem(order, hall))

    # ------------------------------------------------------------ telling

    def _tell(self, message: Frame) -> None:
        self._peer.tell(framed(dict(message)))

    def _err(self, id: object, problem: Problem) -> None:
        said = id if isinstance(id, str | int) else None
        self._tell({"t": "err", "id": said, "problem": problem.body()})


def _given(give: Callable[[], Order]) -> Order:
    try:
        return give()
    except (NotAllowed, NotAValue, NoSuchPoint) as error:
        raise outcomes.refused(error) from None


def _values(frame: Frame) -> dict[str, Value]:
    """The arguments of an action, or what was chosen for a scene."""
    args = frame.get("args") or {}
    if not isinstance(args, dict):
        raise Problem(422, "invalid")
    return {str(name): _value(value, f"args.{name}") for name, value in args.items()}


def _text(frame: Frame, name: str) -> str:
    text = frame.get(name)
    if not isinstance(text, str) or not 0 < len(text) <= 200:
        raise Problem(422, "invalid", errors=[{"path": name, "code": "string_type"}])
    return text


def _value(value: object, name: str) -> Value:
    whole = isinstance(value, int) and abs(value) < 2**53
    real = isinstance(value, float) and abs(value) < 1e300  # not NaN either
    if value is None or whole or real or (isinstance(value, str) and len(value) <= LONGEST):
        return value  # type: ignore[return-value]
    raise Problem(422, "invalid", errors=[{"path": name, "code": "scalar"}])
