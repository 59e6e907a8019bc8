"""Random days of a hall: everything that is lawful, and now and then something that is not.

A storm is a sequence of acts. The lawful ones (`lawful.py`) may cause no fault beyond news; each planted one
(`planted.py`) must be found, under its own name and with no ticket but its own. Lawful acts go on, and clocks
are set, while something planted stands. What came out otherwise is in `false` and `missed`.
"""

from datetime import timedelta
from random import Random

from controller.hall.faults import Phase, Severity
from controller.record.lines import written
from drivers.points import Ref

from . import oracle
from .stage import CHEN, Stage
from .things import Thing, pdu, projector

FEEDS = (
    "mains > pdu-a pdu-b switch near far",
    "switch ~ pdu-a pdu-b main side mixer doze",
    "pdu-a/outlet/1 > main",
    "pdu-a/outlet/2 > matrix",
    "pdu-a/outlet/3|pdu-b/outlet/3 > side",
    "pdu-a/outlet/4 > rack",
    "rack > codec camera",
    "pdu-b/outlet/1 > mixer",
    "pdu-b/outlet/2 > strip",
    "strip/outlet/1 > amp",
    "pdu-b/outlet/4 > doze",
    "pdu-a/outlet/5 > gate",
    "gate : near far",
)
LAMPS = ("main", "side")
PLAIN = ("main", "side", "mixer", "matrix", "amp", "codec", "camera")
"""What can be ill by itself at any time; the one that sleeps only while it is awake."""
OUTLETS = (
    "pdu-a/outlet/1", "pdu-a/outlet/2", "pdu-a/outlet/4", "pdu-b/outlet/1", "pdu-b/outlet/2",
    "pdu-b/outlet/4", "strip/outlet/1", "pdu-a/outlet/5",
)  # fmt: skip
OVER = ("restored_verifying", "resolved", "callback_due", "closed", "cancelled", "merged")


def hall(poll=5):
    """The sample hall: a matrix whose ties a scene may hold, strips in chains, a projector that sleeps, and a
    gateway that boots for long.
    """
    matrix, doze = Thing("matrix"), projector("doze")
    matrix.says = {("video_tie", (1,)): 1}
    doze.sleeps, doze.says["power", ()] = True, "on"
    rest = [Thing(name) for name in ("mixer", "amp", "codec", "camera", "near", "far")]
    rest.append(Thing("gate", boot=60))
    boxes = [pdu("pdu-a", poll=poll), pdu("pdu-b", poll=poll), pdu("strip", 4, poll=poll)]
    stage = Stage(*FEEDS, things=[*boxes, projector("main"), projector("side"), matrix, doze, *rest])
    stage.reads_back = True
    return stage.start().pass_(3)


def ref(text):
    return Ref.parse(text)


class Storm:
    """One random day, told by `seed`."""

    def __init__(self, seed, acts=8, planted=0.1):
        self.chance = Random(seed)
        self.stage = hall(self.chance.choice((5, 10)))  # an outlet is seen before its victim, or after
        self.acts, self.planted = acts, planted
        self.expected, self.false, self.missed = set(), [], []
        self.blinked, self.broke, self.jumpy = {}, {}, False

    def run(self):
        from .lawful import LAWFUL

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
        if self.jumpy and self.chance.random() < 0.25:
            self.clock_is_set()
        self.stage.pass_(seconds)
        told, self.stage.told[:] = list(self.stage.told), []
        for fault in told:
            news = fault.severity is Severity.INFO or fault.phase is not Phase.ACTIVE
            if not news and fault.key not in self.expected and not fault.expected_by:
                self.false.append((fault.key, dict(fault.evidence)))

    def clock_is_set(self):
        self.stage.clock.jump(self.chance.choice((-3600, -300, -60, -1, 1, 60, 300, 3600, 86400)))

    def start_again(self):
        self.stage.restart(away=self.chance.choice((0, 3, 40)))

    # ------------------------------------------------------------ what is so

    def thing(self, name):
        return self.stage.things[name]

    def is_off(self, name):
        return self.thing(name).says.get(("power", ()), "off") == "off"

    def is_on(self, name):
        return self.thing(name).says.get(("power", ()), "on") == "on"

    def cuttable(self, avoid=()):
        """An outlet that may be cut, or None: nothing on it is hot, or to be left alone."""
        free = [
            outlet
            for outlet in OUTLETS
            if all(self.is_off(name) for name in oracle.fed(outlet) & {"main", "doze"})
            and not (oracle.fed(outlet) | {outlet.partition("/")[0], outlet}) & set(avoid)
        ]
        return self.chance.choice(free) if free else None

    def window(self, what, seconds, kind="fixed"):
        now = self.stage.clock.now()
        end = written(now + timedelta(seconds=seconds))
        said = {"what": what, "kind": kind, "start": written(now), "end": end, "lasts": float(seconds)}
        self.stage.watch.maintain(CHEN, said)

    def opened(self):
        """The causes of all tickets there ever were, by number."""
        return {one.no: one.cause for one in self.stage.board.tickets()}

    def open_now(self):
        """The causes of the tickets that are not over."""
        return {one.cause for one in self.stage.board.tickets() if str(one.state) not in OVER}

    # ------------------------------------------------------------ planted

    def plant(self):
        """Something is really wrong, for a while; then it heals, and all of it is over."""
        from .planted import PLANTED

        self.wait(130)  # whatever was on its way has come to rest
        before = self.opened()
        if left := self.open_now():
            self.false.append(("a ticket is left", left))
        planted = PLANTED[self.chance.choice(list(PLANTED))](self)
        if planted is None:
            return
        self.jumpy = True
        self.expected |= planted.expected
        self.breaks(planted.expected)
        self.wait(20)
        self.meanwhile(planted.avoid)
        self.wait(45)
        self.judge(planted.tickets, before)
        planted.heal()
        self.wait(150)
        if self.unstable(planted.expected):
            self.wait(950)
        self.jumpy = False
        if still := set(self.stage.standing()) & planted.expected:
            self.missed.append(("never cleared", still))
        if left := self.open_now():
            self.missed.append(("never restored", left))
        self.expected -= planted.expected

    def breaks(self, keys):
        """Remember when, of each fault that may be there because of what is planted now."""
        for key in keys:
            self.broke.setdefault(key, []).append(self.stage.clock.monotonic())

    def unstable(self, keys):
        """Those of which the numbers say that they are unstable for a quarter of an hour: they broke twice
        within ten minutes, by the storm's own count, and are called so.
        """
        since = self.stage.clock.monotonic() - 1500
        often = {key for key in keys if sum(at > since for at in self.broke.get(key, ())) > 1}
        return {key for key in often if (fault := self.stage.watch.fault(key)) and fault.flapping}

    def meanwhile(self, avoid):
        """Life goes on: one in three is a restart, one in three something lawful."""
        from .lawful import MEANWHILE

        dice = self.chance.random()
        if dice < 0.33:
            self.start_again()
        elif dice < 0.67:
            self.chance.choice(MEANWHILE)(self, avoid)
            self.wait(50)

    def judge(self, tickets, before):
        """These tickets are open and no other is; none was opened on the way, but for those `before`."""
        standing = self.stage.standing(("active", "clearing"))
        self.missed += [cause for cause in tickets if cause not in standing or cause not in self.open_now()]
        now = self.opened()
        more = {now[no] for no in now.keys() - before.keys()} | self.open_now()
        self.false += [(cause, "a ticket too many") for cause in more - tickets - self.unstable(more)]
