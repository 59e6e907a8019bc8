"""Random days of a hall: everything that is lawful, and now and then something that is not.

A storm is a sequence of acts. The lawful ones may cause no fault beyond news; each planted one must be found,
and found under its own name. What came out otherwise is in `false` and `missed`.
"""

from datetime import timedelta
from random import Random

from controller.hall.faults import Phase, Severity
from controller.record.lines import written

from .stage import CHEN, SCENE, Stage
from .things import Thing, pdu, projector

FEEDS = (
    "mains > pdu-a pdu-b switch",
    "switch ~ pdu-a pdu-b main side mixer",
    "pdu-a/outlet/1 > main",
    "pdu-a/outlet/2 > matrix",
    "pdu-a/outlet/3|pdu-b/outlet/3 > side",
    "pdu-b/outlet/1 > mixer",
)
LAMPS = ("main", "side")
SOLE = {"pdu-a/outlet/2": "matrix", "pdu-b/outlet/1": "mixer", "pdu-a/outlet/1": "main"}


def hall():
    """The sample hall, with a matrix whose ties a scene may hold."""
    matrix = Thing("matrix")
    matrix.says = {("video_tie", (1,)): 1}
    things = [pdu("pdu-a"), pdu("pdu-b"), projector("main"), projector("side"), Thing("mixer"), matrix]
    return Stage(*FEEDS, things=things).start().pass_(3)


class Storm:
    """One random day, told by `seed`."""

    def __init__(self, seed, acts=8, planted=0.1):
        self.chance, self.stage = Random(seed), hall()
        self.acts, self.planted = acts, planted
        self.expected, self.false, self.missed = set(), [], []
        self.blinked = {}

    def run(self):
        for _ in range(self.acts):
            if self.chance.random() < self.planted:
                self.plant()
            else:
                self.chance.choice(LAWFUL)(self)
                self.wait(self.chance.choice((0, 1, 5, 20, 45)))
        self.wait(60)
        return self

    def wait(self, seconds):
        """Let time pass; whatever is believed meanwhile and was not planted is false."""
        self.stage.pass_(seconds)
        told, self.stage.told[:] = list(self.stage.told), []
        for fault in told:
            news = fault.severity is Severity.INFO or fault.phase is not Phase.ACTIVE
            if not news and fault.key not in self.expected:
                self.false.append((fault.key, dict(fault.evidence)))

    # ------------------------------------------------------------ lawful

    def power(self):
        lamp = self.chance.choice(LAMPS)
        self.stage.things[lamp].warm = self.chance.choice(
            (3, 10, 40, 100, 250)
        )  # longer than the order's time, too
        self.stage.things[lamp].cool = self.chance.choice((3, 10, 40))
        self.stage.set(f"{lamp}/power", self.chance.choice(("on", "off")), within=30)

    def abort(self):
        self.power()
        self.wait(self.chance.randrange(12))
        self.power()

    def remote(self):
        lamp = self.chance.choice(LAMPS)
        if self.stage.things[lamp].until is None:
            self.stage.flip(f"{lamp}/power", self.chance.choice(("on", "off")))

    def remote_against_order(self):
        lamp = self.chance.choice(LAMPS)
        self.stage.set(f"{lamp}/power", "on", within=30)
        self.wait(3)
        self.stage.flip(f"{lamp}/power", "off")

    def cut(self):
        outlet = self.chance.choice(list(SOLE))
        if self.stage.things[SOLE[outlet]].says.get(("power", ()), "off") == "off":
            self.stage.set(outlet, False)
            self.wait(self.chance.choice((1, 8, 60, 200)))
            self.stage.set(outlet, True)

    def cut_both(self):
        if self.stage.things["side"].says["power", ()] == "off":
            order = ["pdu-a/outlet/3", "pdu-b/outlet/3"]
            self.chance.shuffle(order)
            for outlet in order:
                self.stage.set(outlet, False)
                self.wait(self.chance.choice((1, 30)))
            self.chance.shuffle(order)
            for outlet in order:
                self.stage.set(outlet, True)
                self.wait(self.chance.choice((1, 10)))

    def cycle(self):
        outlet = self.chance.choice(("pdu-a/outlet/2", "pdu-b/outlet/1"))
        self.stage.cycle(outlet.partition("/")[0], int(outlet[-1]), self.chance.choice((2, 8, 20)))
        self.wait(30)

    def scene(self):
        self.stage.set("matrix/video_tie/1", 2, actor=SCENE)
        self.stage.set("main/power", "on", actor=SCENE, within=60)
        self.wait(20)
        for held, value in (("matrix/video_tie/1", 2), ("main/power", "on")):
            self.stage.state.hold(ref(held), value)

    def front_panel(self):
        self.stage.flip("matrix/video_tie/1", self.chance.choice((1, 2, 3)))

    def blip(self):
        name = self.chance.choice(("main", "side", "mixer", "matrix", "pdu-b"))
        thing, now = self.stage.things[name], self.stage.clock.monotonic()
        if now - self.blinked.get(name, -1000.0) < 300:
            return  # more often than that is no accident
        self.blinked[name] = now
        thing.ill = True
        self.wait(self.chance.choice((1, 3, 5)))
        thing.ill = False
        self.wait(2)

    def maintain(self):
        """Somebody works on a device, in a window, and puts it back in order."""
        name = self.chance.choice(("main", "side", "mixer", "matrix"))
        kind = self.chance.choice(("fixed", "flexible"))
        if self.stage.watch.fault(f"{name}/link_lost") is not None:
            return
        self.window(name, 240, kind)
        self.expected |= {f"{name}/link_lost"}
        tickets = len(self.stage.tickets())
        self.away(name)
        if len(self.stage.tickets()) != tickets:
            self.false.append((name, "a ticket in maintenance"))
        self.wait(200)
        self.expected -= {f"{name}/link_lost"}

    def away(self, name):
        self.wait(self.chance.choice((0, 20)))
        self.stage.things[name].ill = True
        self.wait(self.chance.choice((10, 60, 100)))
        if self.chance.random() < 0.3:
            self.start_again()
        self.stage.things[name].ill = False
        self.wait(60)

    def window(self, what, seconds, kind="fixed"):
        now = self.stage.clock.now()
        end = written(now + timedelta(seconds=seconds))
        said = {"what": what, "kind": kind, "start": written(now), "end": end, "lasts": float(seconds)}
        self.stage.watch.maintain(CHEN, said)

    def one_of_two_feeds(self):
        """Half of what the side projector hangs on, by order: it goes on on the other."""
        outlet = self.chance.choice(("pdu-a/outlet/3", "pdu-b/outlet/3"))
        self.stage.set(outlet, False)
        self.wait(self.chance.choice((5, 40)))
        self.stage.set(outlet, True)

    def start_again(self):
        self.stage.restart(away=self.chance.choice((0, 3, 40)))

    def clock_is_set(self):
        self.stage.clock.jump(self.chance.choice((-3600, -300, -1, 1, 300, 3600, 86400)))

    # ------------------------------------------------------------ planted

    def plant(self):
        """Something is really wrong, for a while; then it heals, and all of it is over."""
        self.stage.pass_(0)
        self.wait(130)  # whatever was on its way has come to rest
        name = self.chance.choice(list(PLANTED))
        fault, victims, heal = PLANTED[name](self)
        if fault is None:
            return
        self.expected |= {fault, *victims}
        self.wait(20)
        if self.chance.random() < 0.3:
            self.start_again()
        self.wait(40)
        standing = self.stage.standing(("active", "clearing"))
        if fault not in standing or self.stage.board.for_fault(fault) is None:
            self.missed.append(fault)
        self.wait(self.chance.choice((0, 30)))
        heal()
        self.wait(150)
        if still := set(self.stage.standing()) & {fault, *victims}:
            self.missed.append(("never cleared", still))
        self.expected -= {fault, *victims}

    def outlet(self):
        outlet = self.chance.choice(list(SOLE))
        self.stage.flip(outlet, False)
        victim = f"{SOLE[outlet]}/link_lost"
        return f"{outlet}/outlet_lost", {victim}, lambda: self.stage.flip(outlet, True)

    def breaker(self):
        says = self.stage.things["pdu-b"].says
        says["breaker", (1,)] = "failed"
        for socket in (1, 3):
            says["outlet", (socket,)] = False

        def close():
            says["breaker", (1,)] = "good"
            for socket in (1, 3):
                says["outlet", (socket,)] = True

        victims = {"mixer/link_lost", "pdu-b/outlet/1/outlet_lost", "pdu-b/outlet/3/outlet_lost"}
        return "pdu-b/breaker/1/breaker_tripped", victims, close

    def cable(self):
        thing = self.stage.things[self.chance.choice(("main", "side", "mixer", "matrix"))]
        thing.ill = True
        return f"{thing.name}/link_lost", (), lambda: setattr(thing, "ill", False)

    def switch(self):
        """What nobody can ask: seen by all that hangs on it."""
        self.stage.dead.add("switch")
        victims = {f"{name}/link_lost" for name in ("pdu-a", "pdu-b", "main", "side", "mixer")}
        return "switch/common_cause", victims, self.stage.dead.clear

    def maintained(self):
        """It began in a maintenance window, and is still there when that is over."""
        thing = self.stage.things[self.chance.choice(("main", "side", "mixer", "matrix"))]
        fault = f"{thing.name}/link_lost"
        self.expected.add(fault)
        self.window(thing.name, 60)
        tickets = len(self.stage.tickets())
        thing.ill = True
        self.wait(30)
        if len(self.stage.tickets()) != tickets:
            self.false.append((fault, "a ticket in maintenance"))
        self.wait(50)
        return fault, (), lambda: setattr(thing, "ill", False)

    def flicker(self):
        """Away for four seconds, again and again: never for long enough to be believed."""
        thing = self.stage.things[self.chance.choice(("mixer", "matrix"))]
        fault = f"{thing.name}/link_lost"
        self.expected.add(fault)
        for _ in range(8):
            thing.ill = True
            self.wait(4)
            thing.ill = False
            self.wait(14)
        return fault, (), lambda: self.wait(950)

    def deaf(self):
        thing = self.stage.things[self.chance.choice(LAMPS)]
        if thing.until is not None:
            return None, (), None  # it is still on its way somewhere, and nobody can tell
        thing.deaf = True
        wanted = "off" if thing.says["power", ()] == "on" else "on"
        self.stage.set(f"{thing.name}/power", wanted, within=10)

        def heal():
            thing.deaf, thing.warm = False, min(thing.warm, 40)
            self.stage.set(f"{thing.name}/power", wanted, within=100, actor=CHEN)

        return f"{thing.name}/power/did_not_reach_state", (), heal

    def lamp(self):
        says = self.stage.things[self.chance.choice(LAMPS)].says
        name = "main" if says is self.stage.things["main"].says else "side"
        says["health", ("lamp",)] = "failed"
        return f"{name}/health/lamp/device_error", (), lambda: says.update({("health", ("lamp",)): "good"})


def ref(text):
    from drivers.points import Ref

    return Ref.parse(text)


LAWFUL = (
    Storm.power, Storm.power, Storm.abort, Storm.remote, Storm.remote_against_order, Storm.cut,
    Storm.cut_both, Storm.cycle, Storm.scene, Storm.front_panel, Storm.blip, Storm.start_again,
    Storm.clock_is_set, Storm.maintain, Storm.one_of_two_feeds,
)  # fmt: skip
PLANTED = {
    one.__name__: one
    for one in (
        Storm.outlet, Storm.breaker, Storm.cable, Storm.deaf, Storm.lamp, Storm.switch, Storm.maintained,
        Storm.flicker,
    )
}  # fmt: skip
