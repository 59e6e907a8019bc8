"""What must be found, worked out without the engine: its own wiring, its own walk, its own counting.

A *root* is one thing that is broken: an outlet ("pdu-a/outlet/1"), a device ("amp"), a PDU that burnt down
and takes its outlets along ("pdu-a!"), a node that nobody can ask ("switch"), a sleeper that was told to come
on and stays dark ("doze?"), a gateway that is silent and carries on ("gate~"). A root that another one keeps
from being seen has no ticket while that lasts; nor has a sleeper that another one keeps dark.
"""

POWER = {
    "pdu-a": ("mains",), "pdu-b": ("mains",), "switch": ("mains",),
    "main": ("pdu-a/outlet/1",), "matrix": ("pdu-a/outlet/2",),
    "side": ("pdu-a/outlet/3", "pdu-b/outlet/3"),
    "rack": ("pdu-a/outlet/4",), "codec": ("rack",), "camera": ("rack",),
    "mixer": ("pdu-b/outlet/1",), "strip": ("pdu-b/outlet/2",), "amp": ("strip/outlet/1",),
    "doze": ("pdu-b/outlet/4",), "gate": ("pdu-a/outlet/5",), "near": ("mains",), "far": ("mains",),
}  # fmt: skip
"""Who gets power from where; one of several is enough."""
CABLED = ("pdu-a", "pdu-b", "main", "side", "mixer", "doze")
"""Who is reached through the switch."""
BEHIND = {"near": "gate", "far": "gate"}
"""Who is reached through another device."""
NODES = ("rack", "switch", "mains")


def powered(name, roots):
    """Whether it has power."""
    if f"{name}!" in roots or (name in NODES and name in roots):
        return False
    sources = POWER.get(name)
    return sources is None or any(live(source, roots) for source in sources)


def live(source, roots):
    """Whether an outlet, or a node, gives power."""
    owner = source.partition("/")[0]
    return source not in roots and powered(owner, roots)


def answers(name, roots):
    """Whether it can be heard."""
    reached = name not in CABLED or (powered("switch", roots) and "switch" not in roots)
    reached = reached and (name not in BEHIND or carries(BEHIND[name], roots))
    return reached and not {name, f"{name}~"} & roots and powered(name, roots)


def carries(name, roots):
    """Whether others are reached through it."""
    return answers(name, roots - {f"{name}~"})


def silent(roots):
    """Every device that cannot be heard."""
    return {name for name in POWER if name not in NODES and not answers(name, roots)}


def fed(outlet):
    """What alone hangs on an outlet, through however many others."""
    return {name for name in POWER if not powered(name, {outlet})}


def fault(root):
    """The name under which it must be found."""
    if "/" in root:
        return f"{root}/outlet_lost"
    if root.endswith("?"):
        return f"{root.rstrip('?')}/power/did_not_reach_state"
    return f"{root}/common_cause" if root in NODES else f"{root.rstrip('!~')}/link_lost"


def tickets(roots):
    """The causes that need a ticket, one each."""
    return {fault(root) for root in roots if root in NODES or seen(root, roots - {root})}


def seen(root, others):
    """Whether who could tell of it can be heard in spite of the others."""
    return answers(root.partition("/")[0].rstrip("!?~"), others)


def everything(roots):
    """Every fault that may lawfully stand while these are broken."""
    return {fault(root) for root in roots} | {f"{name}/link_lost" for name in silent(roots)}
