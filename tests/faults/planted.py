"""What may really be wrong: how it is brought about, what must be found, and how it heals."""

from . import oracle
from .hidden import blips, mute
from .roots import Planted, around, broken, make, mend
from .stage import CHEN
from .storm import LAMPS, OUTLETS, PLAIN


def outlet(storm):
    root = storm.chance.choice(OUTLETS)
    make(storm, root)
    return broken(storm, {root}, lambda: mend(storm, root), around(root))


def breaker(storm):
    says = storm.thing("pdu-b").says
    says["breaker", (1,)] = "failed"
    for socket in (1, 3):
        says["outlet", (socket,)] = False

    def close():
        says["breaker", (1,)] = "good"
        for socket in (1, 3):
            says["outlet", (socket,)] = True

    fault = "pdu-b/breaker/1/breaker_tripped"
    victims = {"mixer/link_lost", "pdu-b/outlet/1/outlet_lost", "pdu-b/outlet/3/outlet_lost"}
    return Planted({fault}, {fault, *victims}, close, frozenset({"pdu-b", "strip", "mixer", "side"}))


def cable(storm):
    """Its own outlet may be cut meanwhile: that is no recovery."""
    root = storm.chance.choice((*PLAIN, "strip", "doze") if storm.is_on("doze") else (*PLAIN, "strip"))
    make(storm, root)
    avoid = {"strip"} if root == "strip" else {root} if root == "doze" else set()
    return broken(storm, {root}, lambda: mend(storm, root), avoid)


def switch(storm):
    """What nobody can ask: seen by all that hangs on it."""
    storm.jumpy, storm.expected = True, storm.expected | oracle.everything({"switch"})
    make(storm, "switch")
    for name in oracle.CABLED:  # not all of it is missed at the same moment
        storm.thing(name).gone = -storm.chance.randrange(5)
    for _ in range(4):
        storm.wait(2)
    return broken(storm, {"switch"}, lambda: mend(storm, "switch"), oracle.CABLED)


def burnt(storm):
    """A PDU that takes all its outlets along."""
    root = storm.chance.choice(("pdu-a!", "pdu-b!"))
    make(storm, root)
    return broken(storm, {root}, lambda: mend(storm, root), oracle.silent({root}) | {"doze", "side", "strip"})


def pair(storm):
    """Two at a time, within moments; then the first heals, and what it hid comes out."""
    roots = two(storm)
    if roots is None:
        return None
    expected = oracle.everything(set(roots))
    storm.expected |= expected
    for root in roots:
        make(storm, root)
        storm.wait(storm.chance.choice((0, 2, 4)))
    first, second = roots

    def heal():
        mend(storm, first)
        between = storm.opened()
        storm.wait(200)
        storm.judge(oracle.tickets({second}), between)
        mend(storm, second)

    avoid = {name for root in roots for name in around(root)} | oracle.silent(set(roots)) | {"doze", "side"}
    avoid |= set(oracle.CABLED) if "switch" in roots else {"strip"}
    return Planted(oracle.tickets(set(roots)), expected, heal, frozenset(avoid))


def two(storm):
    """Two roots of which nobody can argue what is to be seen."""
    roots = ["switch", "pdu-a!", "pdu-b!", *OUTLETS, "pdu-a/outlet/3", *PLAIN]
    one, other = storm.chance.sample(roots, 2)
    if {one, other} == {"pdu-a!", "pdu-b!"}:
        return None  # then the mains may be gone, and one ticket is right
    if {one, other} == {"pdu-b!", "switch"} and storm.is_on("doze"):
        return None  # that power came back behind a dead switch nobody sees: asleep or ill, who knows
    for root, beside in ((one, other), (other, one)):
        if "/" in root and not oracle.seen(root, {beside}):
            return None  # whether it was seen first is a matter of seconds
    return one, other


def maintained(storm):
    """It began in a maintenance window, and is still there when that is over."""
    thing = storm.thing(storm.chance.choice(("main", "side", "mixer", "matrix")))
    fault = f"{thing.name}/link_lost"
    storm.jumpy = True
    storm.expected.add(fault)
    storm.window(thing.name, 60)
    tickets = len(storm.stage.tickets())
    thing.ill = True
    storm.wait(30)
    if len(storm.stage.tickets()) != tickets:
        storm.false.append((fault, "a ticket in maintenance"))
    storm.wait(50)
    return broken(storm, {thing.name}, lambda: setattr(thing, "ill", False))


def flicker(storm):
    """Away for four seconds, again and again: never for long enough to be believed."""
    thing = storm.thing(storm.chance.choice(("mixer", "matrix", "amp")))
    fault = f"{thing.name}/link_lost"
    storm.expected.add(fault)
    storm.jumpy = True
    for _ in range(8):
        thing.ill = True
        storm.wait(4)
        thing.ill = False
        storm.wait(14)
    return Planted({fault}, {fault}, lambda: storm.wait(950), frozenset(oracle.POWER))


def deaf(storm):
    thing = storm.thing(storm.chance.choice(LAMPS))
    if thing.until is not None:
        return None  # it is still on its way somewhere, and nobody can tell
    thing.deaf = True
    wanted = "off" if thing.says["power", ()] == "on" else "on"
    storm.stage.set(f"{thing.name}/power", wanted, within=10)

    def heal():
        thing.deaf, thing.warm = False, min(thing.warm, 40)
        storm.stage.set(f"{thing.name}/power", wanted, within=100, actor=CHEN)

    fault = f"{thing.name}/power/did_not_reach_state"
    return Planted({fault}, {fault}, heal, frozenset({"main", "side", "pdu-a"}))


def deaf_then_dead(storm):
    """A PDU that does not obey an *off*; what hangs on it dies later, with its outlet live."""
    outlet = storm.cuttable({"strip", "doze", "main", "codec", "camera", "gate"})
    box, (name,) = storm.thing(outlet.partition("/")[0]), oracle.fed(outlet)
    box.deaf = True
    storm.stage.set(outlet, False, within=5)
    missed, lost = f"{outlet}/did_not_reach_state", f"{name}/link_lost"
    storm.expected |= {missed}
    storm.wait(storm.chance.choice((10, 60)))
    storm.thing(name).ill = True

    def heal():
        storm.thing(name).ill = box.deaf = False
        storm.stage.set(outlet, False)
        storm.wait(10)
        storm.stage.set(outlet, True)
        storm.wait(30)

    return Planted({missed, lost}, {missed, lost}, heal, frozenset(oracle.POWER) - {"doze"})


def ill_and_cut(storm):
    """It is ill, and then its outlet is ordered off for long: that excuses the silence and mends nothing."""
    outlet = storm.cuttable({"strip", "doze", "rack", "gate"})
    (name,) = oracle.fed(outlet)
    storm.expected |= oracle.everything({name})
    make(storm, name)
    storm.wait(storm.chance.choice((10, 40)))
    if storm.chance.random() < 0.5:
        storm.wait(30)
        storm.stage.set(outlet, False)
        storm.wait(400)
    else:
        storm.stage.set(outlet, False)
        storm.wait(100)
        storm.stage.set(outlet, True)
        storm.wait(20)

    def heal():
        storm.stage.set(outlet, True)
        storm.wait(10)
        mend(storm, name)

    return broken(storm, {name}, heal, oracle.POWER)


def unwoken(storm):
    """Told to come on, the sleeper stays dark; now and then because something else is wrong."""
    thing, roots = storm.thing("doze"), {"doze?"}
    if thing.until is not None:
        return None
    if storm.is_on("doze"):
        storm.stage.set("doze/power", "off", within=30)
        storm.wait(60)
    other = storm.chance.choice(("", "", "blip", "pdu-b/outlet/4", "switch", "pdu-b!"))
    if other == "blip":
        storm.expected |= oracle.everything({"switch", "doze?"})
    elif other:
        roots.add(other)
        storm.expected |= oracle.everything(roots)
        make(storm, other)
        storm.wait(storm.chance.choice((0, 3, 30)))
    storm.stage.set("doze/power", "on", within=30)
    if other == "blip":
        storm.wait(storm.chance.choice((2, 10)))
        make(storm, "switch")
        storm.wait(5)
        mend(storm, "switch")
        storm.wait(45)

    def heal():
        if len(roots) > 1:
            if oracle.fault("doze?") in storm.stage.standing():
                storm.false.append(("doze?", "something else keeps it dark"))
            before = storm.opened()
            mend(storm, other)
            storm.wait(250)
            storm.judge(oracle.tickets({"doze?"}), before)  # it is waited for once more, and stays dark
        thing.warm = storm.chance.choice((3, 30))
        storm.stage.flip("doze/power", "on")

    expected = oracle.everything(roots) | (oracle.everything({"switch"}) if other == "blip" else set())
    return Planted(oracle.tickets(roots), expected, heal, frozenset(oracle.POWER))


def lamp(storm):
    name = storm.chance.choice(LAMPS)
    says = storm.thing(name).says
    says["health", ("lamp",)] = "failed"
    fault = f"{name}/health/lamp/device_error"
    return Planted({fault}, {fault}, lambda: says.update({("health", ("lamp",)): "good"}))


PLANTED = {
    one.__name__: one
    for one in (
        outlet, breaker, cable, deaf, lamp, switch, maintained, flicker, burnt, pair, deaf_then_dead,
        ill_and_cut, unwoken, mute, blips,
    )
}  # fmt: skip
