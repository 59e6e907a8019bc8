"""Interlocks in words a technician can use: what is stopped at the door, and why.

A guard answers None, or the sentence that says what stands in the way. All guards are asked before anything
is sent, by a preview too, and in the order they are given: who asks, then what is asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from drivers.points import Ref, Value

RISKS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "viewer": frozenset(),
        "helpdesk": frozenset(),
        "clerk": frozenset(),
        "operator": frozenset("ab"),
        "lead": frozenset("abc"),
        "engineer": frozenset("abc"),
        "admin": frozenset("abc"),
        "scene": frozenset("abc"),
        "system": frozenset("abc"),
    }
)
"""What each role may do: "a" reversible, "b" disruptive, "c" wide or irreversible."""


@dataclass(frozen=True, slots=True)
class Asking:
    """An order at the door. `ref` and `value` of a set; `action`, `args` and what it may touch of an invoke.

    `name` is what people call the device, `cuts` the outlets that would lose their power.
    """

    actor: Actor
    device: str
    risk: str
    ref: Ref | None = None
    value: Value = None
    action: str = ""
    args: Mapping[str, Value] = field(default_factory=dict)
    name: object = ""
    cuts: tuple[Ref, ...] = ()


Guard = Callable[[Asking], Sentence | None]


def roles(asking: Asking) -> Sentence | None:
    """Whether this role may do something so risky."""
    role = asking.actor.role
    allowed = RISKS.get(role, frozenset())
    if asking.risk in allowed:
        return None
    if not allowed:
        return Sentence("guard.only_watches", role=Sentence(f"role.{role}"))
    return Sentence("guard.needs_lead", name=asking.name, role=Sentence(f"role.{role}"))


def _may_cut(actor: Actor) -> bool:
    """Whoever runs a scene may by it what he may with his own hands, and not more."""
    return (actor.behind or actor.role) in ("lead", "admin", "system")


def critical(outlets: Iterable[Ref]) -> Guard:
    """Outlets that carry the network, servers or safety: only a lead or an administrator cuts them."""
    marked = frozenset(outlets)

    def guard(asking: Asking) -> Sentence | None:
        cut = next((ref for ref in asking.cuts if ref in marked), None)
        if cut is None or _may_cut(asking.actor):
            return None
        return Sentence("guard.critical_outlet", name=asking.name, outlet=str(cut.index[0]))

    return guard


def first(guards: Iterable[Guard], asking: Asking) -> Sentence | None:
    """The first sentence that stands in the way, or None."""
    return next((why for guard in guards if (why := guard(asking)) is not None), None)
