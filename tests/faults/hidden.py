"""What is really wrong behind something that is silent, or gone for a moment, and must not hide it."""

from . import oracle
from .roots import broken, make, mend


def mute(storm):
    """A gateway that cannot be asked any more and carries on; then one behind it really dies."""
    roots = ["gate~", storm.chance.choice(("near", "far"))]
    storm.expected |= oracle.everything(set(roots))
    for root in roots:
        make(storm, root)
        storm.wait(storm.chance.choice((0, 3, 40, 300)))
    storm.chance.shuffle(roots)

    def heal():
        for root in roots:
            mend(storm, root)
            storm.wait(storm.chance.choice((0, 10, 100)))

    return broken(storm, set(roots), heal, {"gate", "near", "far"})


def blips(storm):
    """One is dead, and what it hangs on is away for a moment, again and again: it has its ticket anyway,
    however long it may boot.
    """
    above, name = storm.chance.choice((("gate", "near"), ("gate", "far"), ("strip", "amp")))
    storm.expected |= oracle.everything({name})
    make(storm, name)
    thing, usual = storm.thing(name), storm.thing(name).believed
    thing.believed = 90
    storm.wait(storm.chance.choice((5, 20, 40)))
    for _ in range(storm.chance.choice((1, 4))):
        storm.thing(above).ill = True
        storm.wait(4)
        storm.thing(above).ill = False
        storm.wait(storm.chance.choice((60, 75)))
    thing.believed = usual
    storm.missed += [(name, "hidden by a blip")] * (f"{name}/link_lost" not in storm.open_now())
    storm.blinked[above] = storm.stage.clock.monotonic()
    return broken(storm, {name}, lambda: mend(storm, name), {"gate", "near", "far", "strip", "amp"})
