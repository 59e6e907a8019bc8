"""How an order went, in words: its state, the reason's code, and the sentence a person reads."""

from typing import Any

from controller.hall.hall import Hall
from controller.hall.orders import DONE, NoSuchPoint, NotAValue, Order, OrderState
from drivers.errors import NotAllowed
from scenes.reasons import Reasons
from web.jsons import stamp
from web.problems import Problem
from web.words import Words, first, say, words

FINE = DONE | {OrderState.SUPERSEDED}
"""Ends that are nobody's fault: a newer wish winning is one of them."""


def sentence(order: Order, hall: Hall) -> Words | None:
    """Why the order ended as it did; None where there is nothing to say."""
    if order.state in DONE or not order.ended:
        return None
    if order.state is OrderState.NOT_CONFIRMED:
        return words(Reasons(hall).of(order))  # with what the device says it is
    reason = order.reason
    id = first(f"reason.{reason}", f"link.{reason}", f"order.{order.state}")
    return say(id, name=hall.title(order.device), said=order.said or "—", reason=reason)


def problem(order: Order, hall: Hall, status: int = 502) -> Problem:
    """The order as a problem: 502 where the device is the reason, 409 where a newer wish is."""
    code = str(order.state)
    status = 409 if order.state is OrderState.SUPERSEDED else status
    return Problem(status, code, sentence(order, hall), state=code, reason=order.reason, id=order.id)


def described(order: Order, hall: Hall) -> dict[str, Any]:
    """A command as the API shows it."""
    return {
        "id": order.id,
        "kind": order.kind,
        "device": order.device,
        "ref": None if order.ref is None else str(order.ref),
        "value": order.value,
        "action": order.action or None,
        "args": dict(order.args),
        "by": order.actor.name,
        "via": order.actor.via,
        "state": str(order.state),
        "reason": sentence(order, hall),
        "said": order.said or None,
        "within_s": order.within,
        "times": {str(state): stamp(at) for state, at in order.times.items()},
    }


def refused(error: Exception) -> Problem:
    """What the rig raised at its door, as the problem it is."""
    match error:
        case NotAllowed(why=why):
            return Problem(409, "not_allowed", why)
        case NotAValue(ref=ref, value=value):
            message = say("problem.not_a_value", ref=ref, value=_said(value))
            wrong = {"path": "body.value", "code": "not_a_value", "message": message}
            return Problem(422, "not_a_value", message, errors=[wrong])
        case NoSuchPoint(what=what):
            return Problem(404, "no_such_point", say("problem.no_such_point", what=what))
    raise error


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)[:100]
