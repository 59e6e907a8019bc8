"""What is broken: how it is brought about and mended, and what has to be found of it."""

from collections.abc import Callable
from dataclasses import dataclass

from . import oracle


@dataclass(frozen=True)
class Planted:
    """`tickets`: the causes that must have one, and nothing else; `expected`: all that may be believed.

    What people lawfully do meanwhile leaves `avoid` alone.
    """

    tickets: set
    expected: set
    heal: Callable
    avoid: frozenset = frozenset()


def broken(storm, roots, heal, avoid=()):
    """Roots, by the oracle."""
    return Planted(oracle.tickets(roots), oracle.everything(roots), heal, frozenset(avoid))


def around(outlet):
    """All that is about an outlet."""
    return {outlet, outlet.partition("/")[0], *oracle.fed(outlet)}


def make(storm, root, well=False):
    """Break it."""
    if root == "switch":
        (storm.stage.dead.discard if well else storm.stage.dead.add)(root)
    elif "/" in root:
        storm.stage.flip(root, well)
    elif root.endswith("~"):
        storm.thing(root.rstrip("~")).mute = not well
    else:
        thing = storm.thing(root.rstrip("!"))
        thing.ill = not well
        if root.endswith("!"):
            thing.says.update({at: well for at in thing.says if at[0] == "outlet"})


def mend(storm, root):
    """It is well again."""
    make(storm, root, well=True)
