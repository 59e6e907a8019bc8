"""A hall of plain values: devices that live and die by their power, their network and their own health.

`Stage` is the world and the fault engine's sight of it. Time passes in whole seconds; each second the world
moves on, links follow what is so, values are read at their polls.
"""

from itertools import count
from zoneinfo import ZoneInfo

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.events import Bus, FaultChanged, OrderMoved
from controller.hall.boots import Boots
from controller.hall.consequences import Consequences
from controller.hall.orders import Actor, Order, OrderState
from controller.hall.settings import Settings
from controller.hall.state import State
from controller.hall.topology import Kind, Topology
from controller.hall.watch import Watch
from drivers.points import Ref

from .paper import Paper, now_of
from .seen import Seen
from .things import at
from .things import feeds as wires

CHEN, SCENE = Actor("chen", "lead"), Actor("film", "scene", "scene")
NUMBERS = count()
NOTICE = 3
"""Seconds until a dead device is seen to be lost."""


class Stage(Seen):
    """`feeds`: "pdu/outlet/1 > lamp", "switch ~ lamp" (network), "hub : lamp" (control), "a|b > x"
    (either). `truth`: how it is wired, where that is not what the file says.
    """

    def __init__(self, *feeds, things=(), truth=None, clock=None, **settings):
        self.clock, self.bus, self.zone = clock or ManualClock(), Bus(), ZoneInfo("Asia/Shanghai")
        self.state, self.feeds = State(self.bus, self.clock), [one for text in feeds for one in wires(text)]
        self.topology = Topology(self.feeds)
        self.wiring = Topology(one for text in truth for one in wires(text)) if truth else self.topology
        self.things = {thing.name: thing for thing in things}
        self.dead = set()  # nodes that are down
        self.slow, self.lit = {}, {}  # nodes that boot: for how long; since when each has its power
        self.believed_slow = {}  # and what the file says
        self.code, self.losses = {}, {}
        self.ready, self.hosts, self.reads_back = True, {}, False
        self.journal = Paper(self.clock)
        self.settings = Settings(**settings)
        self.orders, self.told, self.probed = [], [], []
        self._known = None  # what has power and network, within one second
        self.bus.subscribe(FaultChanged, lambda event: self.told.append(event.fault))
        for thing in self.things.values():
            self.state.add([Ref(thing.name, "link"), *(Ref(thing.name, *at) for at in thing.says)])
        self._engine()
        self._since = {name: self.clock.monotonic() for name in self.things}
        self._heard = {name: self.clock.monotonic() for name in self.things}
        self._reads(everything=True)

    def _engine(self):
        self.consequences = Consequences(self.state, self.clock, self.journal, self.passing, self.away)
        self.bus.subscribe(OrderMoved, lambda event: self.consequences.ended(event.order))
        self.boots = Boots(self.bus, self.clock, self.journal)
        self.watch = Watch(self, self.bus, self.journal, self.settings, self.title)
        self.board = Board(self.journal, self.clock, self.bus)

    def start(self):
        now_of(self.watch.load())
        now_of(self.board.load())
        self.board.start()
        self.watch.start()
        return self

    def restart(self, away=0):
        """kill -9, and again `away` seconds later on the same record; the dead write and order nothing."""
        self.watch.stop()
        self.board.stop()
        lines, self.orders = self.journal.lines, []
        self.journal.lines = list(lines)
        self.pass_(away)
        self.journal.lines = lines
        self.bus, self.orders, self.told = Bus(), [], []
        self.state = State(self.bus, self.clock)
        self.bus.subscribe(FaultChanged, lambda event: self.told.append(event.fault))
        self.journal = Paper(self.clock, self.journal.lines, self.journal.attached)
        self._engine()
        self._reads(everything=True)
        return self.start()

    # ------------------------------------------------------------ what people do

    def set(self, text, value, actor=CHEN, within=60):
        """Give an order; what becomes of it shows as time passes."""
        ref = Ref.parse(text)
        order = Order(f"o{next(NUMBERS)}", actor, ref.device, "set", within, ref=ref, value=value)
        there = self._answers(ref.device)
        self._begin(order, sent=there)
        self.state.desire(ref, value, within)
        for other in [one for one in self.orders if one[0].ref == ref]:
            self._end(other, OrderState.SUPERSEDED)
        self.orders.append((order, self.clock.monotonic() + within if there else -1.0))
        thing = self.things[ref.device]
        if there and not thing.deaf and not thing.refuses:
            self._obey(thing, ref, value)
        return order

    def cycle(self, pdu, socket, seconds=5, action="cycle"):
        """Cut an outlet for a while, by its PDU's own action."""
        order = Order(f"c{next(NUMBERS)}", CHEN, pdu, "invoke", 5, action=action)
        ref = Ref(pdu, "outlet", (socket,))
        order.args, order.cuts = {"socket": socket}, (ref,)
        self._begin(order)
        self.flip(str(ref), False)
        self.clock.call_later(seconds, self.flip, str(ref), True)

    def _begin(self, order, sent=True):
        self.consequences.write(order)
        self.bus.publish(OrderMoved(order))
        if sent:
            order.move(OrderState.SENT, self.clock.now())
            self.bus.publish(OrderMoved(order))

    def _end(self, pair, state, reason=""):
        order, _ = pair
        self.orders.remove(pair)
        order.move(state, self.clock.now(), reason)
        self.state.settle(order.ref)
        self.bus.publish(OrderMoved(order))

    def _obey(self, thing, ref, value):
        if ref.key == "power":
            was = thing.says["power", ()]
            if value == "on" and was in ("off", "cooling"):
                thing.says["power", ()], thing.until = "warming", self.clock.monotonic() + thing.warm
            elif value == "off" and was in ("on", "warming"):
                thing.says["power", ()], thing.until = "cooling", self.clock.monotonic() + thing.cool
        else:
            thing.says[ref.key, ref.index] = value

    def flip(self, text, value):
        """Somebody, or something, changes it at the device itself."""
        ref = Ref.parse(text)
        self._obey(self.things[ref.device], ref, value)

    # ------------------------------------------------------------ time

    def pass_(self, seconds):
        for _ in range(round(seconds)):
            self.clock.advance(1)
            self._second()
        return self

    def _second(self):
        self._known = {}
        for name in self.slow:
            self.lit[name] = self.lit.get(name, 10_000.0) + 1 if self._powered(name) else 0.0
        for thing in self.things.values():
            thing.since = thing.since + 1 if self._powered(thing.name) else 0.0
            if thing.until is not None and self.clock.monotonic() >= thing.until:
                thing.until = None
                thing.says["power", ()] = {"warming": "on", "cooling": "off"}[thing.says["power", ()]]
            if not self._powered(thing.name) and ("power", ()) in thing.says:
                thing.says["power", ()], thing.until = "off", None
        self._reads()
        for pair in list(self.orders):
            self._judge(pair)
        self._known = None

    def _judge(self, pair):
        order, deadline = pair
        if self.reads_back and self._answers(order.device):
            self.state.report(order.ref, self.things[order.device].says[order.ref.key, order.ref.index])
        if self.losses.get(order.device) or deadline < 0:
            self._end(pair, OrderState.UNREACHABLE)
        elif self.things[order.device].refuses:
            self._end(pair, OrderState.REFUSED, "busy")
        elif self.state.get(order.ref).reported == order.value:
            self._end(pair, OrderState.CONFIRMED)
        elif self.clock.monotonic() >= deadline:
            self._end(pair, OrderState.NOT_CONFIRMED)

    def _reads(self, everything=False):
        now = self.clock.monotonic()
        for thing in self.things.values():
            if self._answers(thing.name):
                thing.gone = 0.0
                self._heard[thing.name] = now
                if everything or self.losses.pop(thing.name, None) or not self._up(thing.name):
                    self._link(thing.name, "up")
                    everything_of = True
                else:
                    everything_of = round(now) % thing.poll == 0
                for at, value in thing.says.items() if everything_of else ():
                    self.state.report(Ref(thing.name, *at), value)
            else:
                thing.gone += 1
                if everything or (thing.gone >= NOTICE and thing.name not in self.losses):
                    self.losses[thing.name] = self.code.get(thing.name, "timed_out")
                    self.state.doubt(thing.name)
                    self._link(thing.name, "locked_out" if self.loss(thing.name) == "locked_out" else "lost")

    def _up(self, name):
        return self.state.get(Ref(name, "link")).reported == "up"

    def _link(self, name, link):
        if self.state.get(Ref(name, "link")).reported != link:
            self._since[name] = self.clock.monotonic()
        self.state.report(Ref(name, "link"), link)

    def _answers(self, name):
        thing = self.things[name]
        if thing.sleeps and thing.says["power", ()] == "off":
            return False
        booted = thing.since >= min(thing.boot - 5, thing.since + 1)
        return self._has_needs(name) and not thing.lost and booted

    def _has_needs(self, name):
        return self._fed(name, tuple(Kind))

    def _powered(self, name):
        return self._fed(name, (Kind.POWER,))

    def _fed(self, name, kinds):
        if self._known is None:
            return self._reckon(name, kinds)
        if (name, kinds) not in self._known:
            self._known[name, kinds] = self._reckon(name, kinds)
        return self._known[name, kinds]

    def _reckon(self, name, kinds):
        needs = {}
        for feed in self.wiring.above(name):
            if feed.kind in kinds:
                live = self._live(feed.source, kinds) and (
                    feed.kind is Kind.POWER or self._booted(feed.source)
                )
                needs.setdefault((feed.kind, feed.group), []).append(live)
        return all(any(group) for group in needs.values())

    def _booted(self, end):
        """Nothing is reached through what still boots."""
        if end.device in self.things:
            thing = self.things[end.device]
            return thing.since >= thing.boot - 5
        return self.lit.get(end.device, 10_000.0) >= self.slow.get(end.device, 0.0)

    def _live(self, end, kinds):
        if end.device in self.dead or not self._fed(end.device, (Kind.POWER,)):
            return False
        thing = self.things.get(end.device)
        if thing is None:
            return True
        outlet = thing.says.get(at(end.jack), True)
        return bool(outlet) and (end.jack != "" or not thing.ill)

    # ------------------------------------------------------------ what stands

    def standing(self, phases=("active",)):
        return sorted(fault.key for fault in self.watch.standing() if fault.phase in phases)

    def tickets(self):
        return [(one.cause, str(one.state), sorted(one.faults)) for one in reversed(self.board.tickets())]
