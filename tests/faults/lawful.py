"""What people lawfully do with a hall, and what lawfully becomes of it."""

from .stage import SCENE
from .storm import LAMPS, PLAIN, Storm, ref


def power(storm):
    lamp = storm.chance.choice(LAMPS)
    thing = storm.thing(lamp)
    thing.warm = storm.chance.choice((3, 10, 40, 100, 250))  # longer than the order's time, too
    thing.cool = storm.chance.choice((3, 10, 40))
    storm.stage.set(f"{lamp}/power", storm.chance.choice(("on", "off")), within=30)


def abort(storm):
    power(storm)
    storm.wait(storm.chance.randrange(12))
    power(storm)


def remote(storm):
    lamp = storm.chance.choice(LAMPS)
    if storm.thing(lamp).until is None:
        storm.stage.flip(f"{lamp}/power", storm.chance.choice(("on", "off")))


def remote_against_order(storm):
    lamp = storm.chance.choice(LAMPS)
    storm.stage.set(f"{lamp}/power", "on", within=30)
    storm.wait(3)
    storm.stage.flip(f"{lamp}/power", "off")


def cut(storm, avoid=()):
    """Off by order, and on again."""
    if (outlet := storm.cuttable(avoid)) is None:
        return
    storm.stage.set(outlet, False)
    storm.wait(storm.chance.choice((1, 8, 60, 400)))
    storm.stage.set(outlet, True)
    storm.wait(storm.chance.choice((0, 45)))


def by_hand(storm, avoid=()):
    """Off by order, and on again at the PDU itself: the device is back, and well."""
    if (outlet := storm.cuttable(avoid)) is None:
        return
    storm.stage.set(outlet, False)
    storm.wait(storm.chance.choice((8, 30)))
    storm.stage.flip(outlet, True)
    storm.wait(storm.chance.choice((5, 60)))


def refused(storm, avoid=()):
    """The PDU does not take the order: nothing is off."""
    if (outlet := storm.cuttable(avoid)) is None:
        return
    box = storm.thing(outlet.partition("/")[0])
    box.refuses = True
    storm.stage.set(outlet, False)
    storm.wait(3)
    box.refuses = False


def unreachable(storm, avoid=()):
    """The order never came to the PDU, which is away for a moment."""
    if (outlet := storm.cuttable(avoid)) is None:
        return
    name = outlet.partition("/")[0]
    if storm.thing(name).ill or not may_blink(storm, name):
        return
    storm.thing(name).ill = True
    storm.wait(1)
    storm.stage.set(outlet, False, within=5)
    storm.wait(storm.chance.choice((1, 3)))
    storm.thing(name).ill = False
    storm.wait(15)


def off_twice(storm, avoid=()):
    """Two people order the same: the second order replaces the first on its way."""
    if (outlet := storm.cuttable(avoid)) is None:
        return
    storm.stage.set(outlet, False)
    storm.stage.set(outlet, False)
    storm.wait(storm.chance.choice((5, 30)))
    storm.stage.set(outlet, True)


def cut_both(storm):
    if storm.is_off("side"):
        order = ["pdu-a/outlet/3", "pdu-b/outlet/3"]
        storm.chance.shuffle(order)
        for outlet in order:
            storm.stage.set(outlet, False)
            storm.wait(storm.chance.choice((1, 30)))
        storm.chance.shuffle(order)
        for outlet in order:
            storm.stage.set(outlet, True)
            storm.wait(storm.chance.choice((1, 10)))


def one_of_two_feeds(storm):
    """Half of what the side projector hangs on, by order: it goes on on the other."""
    outlet = storm.chance.choice(("pdu-a/outlet/3", "pdu-b/outlet/3"))
    storm.stage.set(outlet, False)
    storm.wait(storm.chance.choice((5, 40)))
    storm.stage.set(outlet, True)


def cycle(storm):
    outlet = storm.chance.choice(("pdu-a/outlet/2", "pdu-b/outlet/1", "pdu-b/outlet/2"))
    name, _, number = outlet.rpartition("/outlet/")
    storm.stage.cycle(name, int(number), storm.chance.choice((2, 8, 20)))
    storm.wait(30)


def doze_by_order(storm, avoid=()):
    """Told to switch off: its network is gone with it. Nobody but its remote wakes it."""
    thing = storm.thing("doze")
    if "doze" in avoid or not storm.is_on("doze"):
        return
    thing.cool = storm.chance.choice((1, 3, 10))
    storm.stage.set("doze/power", "off", within=30)
    storm.wait(storm.chance.choice((15, 100)))
    if storm.chance.random() < 0.6:
        storm.stage.flip("doze/power", "on")
        storm.wait(15)


def doze_by_remote(storm, avoid=()):
    """Somebody picks up its own remote."""
    thing = storm.thing("doze")
    if "doze" in avoid or thing.until is not None:
        return
    thing.cool, thing.warm = storm.chance.choice((3, 10)), storm.chance.choice((5, 30))
    storm.stage.flip("doze/power", "off" if storm.is_on("doze") else "on")
    storm.wait(storm.chance.choice((15, 60)))


def doze_called(storm, avoid=()):
    """Told to come on, it cannot hear; somebody switches it on in time, or thinks better of it."""
    thing = storm.thing("doze")
    if "doze" in avoid or thing.until is not None or not storm.is_off("doze"):
        return
    storm.stage.set("doze/power", "on", within=30)
    storm.wait(storm.chance.choice((1, 5, 15)))
    if storm.chance.random() < 0.6:
        thing.warm = storm.chance.choice((3, 30, 100))
        storm.stage.flip("doze/power", "on")
        storm.wait(15)
    else:
        storm.stage.set("doze/power", "off", within=30)
        storm.wait(storm.chance.choice((3, 60)))


def doze_called_in_the_dark(storm, avoid=()):
    """Its outlet is off by order, and somebody wants it on: no wonder that it does not come."""
    outlet = "pdu-b/outlet/4"
    if {"doze", "pdu-b", outlet} & set(avoid) or not storm.is_off("doze"):
        return
    storm.stage.set(outlet, False)
    storm.wait(storm.chance.choice((1, 8)))
    storm.stage.set("doze/power", "on", within=30)
    storm.wait(storm.chance.choice((5, 60, 150)))
    storm.stage.set(outlet, True)
    storm.wait(storm.chance.choice((0, 45)))


def scene(storm):
    storm.stage.set("matrix/video_tie/1", 2, actor=SCENE)
    storm.stage.set("main/power", "on", actor=SCENE, within=60)
    storm.wait(20)
    for held, value in (("matrix/video_tie/1", 2), ("main/power", "on")):
        storm.stage.state.hold(ref(held), value)


def front_panel(storm):
    storm.stage.flip("matrix/video_tie/1", storm.chance.choice((1, 2, 3)))


def blip(storm, avoid=()):
    name = storm.chance.choice((*PLAIN, "pdu-b", "strip"))
    if name in avoid or storm.thing(name).ill or not may_blink(storm, name):
        return
    storm.thing(name).ill = True
    storm.wait(storm.chance.choice((1, 3, 5)))
    storm.thing(name).ill = False
    storm.wait(2)


def may_blink(storm, name):
    """More often than once in five minutes is no accident."""
    now = storm.stage.clock.monotonic()
    if now - storm.blinked.get(name, -1000.0) < 300:
        return False
    storm.blinked[name] = now
    return True


def maintain(storm):
    """Somebody works on a device, in a window, and puts it back in order."""
    name = storm.chance.choice(("main", "side", "mixer", "matrix", "amp"))
    kind = storm.chance.choice(("fixed", "flexible"))
    if storm.stage.watch.fault(f"{name}/link_lost") is not None:
        return
    storm.window(name, 240, kind)
    storm.expected |= {f"{name}/link_lost"}
    tickets = len(storm.stage.tickets())
    away(storm, name)
    if len(storm.stage.tickets()) != tickets:
        storm.false.append((name, "a ticket in maintenance"))
    storm.wait(200)
    storm.expected -= {f"{name}/link_lost"}


def away(storm, name):
    storm.wait(storm.chance.choice((0, 20)))
    storm.thing(name).ill = True
    storm.wait(storm.chance.choice((10, 60, 100)))
    if storm.chance.random() < 0.3:
        storm.start_again()
    storm.thing(name).ill = False
    storm.wait(60)


LAWFUL = (
    power, power, abort, remote, remote_against_order, cut, cut, cut_both, cycle, scene, front_panel, blip,
    Storm.start_again, Storm.clock_is_set, maintain, one_of_two_feeds, by_hand, by_hand, refused, unreachable,
    off_twice, doze_by_order, doze_by_remote, doze_by_remote, doze_called, doze_called_in_the_dark,
)  # fmt: skip
MEANWHILE = (cut, by_hand, refused, off_twice, doze_by_order, doze_by_remote, blip, doze_called)
