"""What things of a hall are called in the sentences of its faults, one or several at once."""

from collections.abc import Iterable, Sequence

from controller.hall.faults import Fault
from controller.hall.hall import Hall
from controller.hall.sentences import Sentence

MANY = 6
"""So many names of a list are said; of more only how many."""


def name_of(hall: Hall, id: str) -> object:
    """What people call a device or node."""
    node = hall.venue.nodes.get(id)
    if node is not None and node.name is not None:
        return {"zh": node.name.zh, "en": node.name.en}
    return hall.title(id)


def subjects(fault: Fault) -> list[str]:
    """What it is the fault of: of one device or node, or of several that died together."""
    return [fault.device, *fault.evidence.get("beside", ())]


def joined(names: Iterable[object]) -> object:
    """Several names as one, in both languages."""
    pairs = [one if isinstance(one, dict) else {"zh": str(one), "en": str(one)} for one in names]
    return {"zh": "、".join(one["zh"] for one in pairs), "en": ", ".join(one["en"] for one in pairs)}


def listed(names: Sequence[object]) -> object:
    """The same of a list that may be long: the first of them, and how many more."""
    if len(names) <= MANY:
        return joined(names)
    return Sentence("impact.many", names=joined(names[: MANY - 1]), n=len(names) - MANY + 1)
