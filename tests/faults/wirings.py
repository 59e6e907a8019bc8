"""Random halls: boards, strips, switches alone and in groups, some that can be asked and some that cannot,
gateways in chains. What is dead, and who can be reached, is known here without the engine's topology.

`Wiring(seed).run()` kills and revives at random; `bad` says what the engine made of it that is not so.
"""

from random import Random

from controller.hall.faults import Phase
from controller.hall.topology import End, Kind

from .stage import Stage
from .things import Thing, at, pdu

EVERY = tuple(Kind)
DEEPEST = 20


class Chained(Stage):
    """What carries others needs its own network, too."""

    def _reckon(self, name, kinds):
        needs = {}
        for feed in self.wiring.above(name):
            if feed.kind in kinds:
                power = feed.kind is Kind.POWER
                live = self._live(feed.source, (Kind.POWER,) if power else EVERY)
                live = live and (power or self._booted(feed.source))
                needs.setdefault((feed.kind, feed.group), []).append(live)
        return all(any(group) for group in needs.values())

    def _live(self, end, kinds):
        if end.device in self.dead or not self._fed(end.device, kinds):
            return False
        thing = self.things.get(end.device)
        if thing is None:
            return True
        return bool(thing.says.get(at(end.jack), True)) and (end.jack != "" or not thing.ill)


class Wiring:
    """One hall and its day."""

    def __init__(self, seed):
        self.chance, self.feeds, self.things = Random(seed), [], [pdu("p1"), pdu("p2")]
        self.nodes = [f"n{number}" for number in range(1, self.chance.randint(2, 4) + 1)]
        self._mains()
        for _ in range(self.chance.randint(1, 3)):
            self._kind()
        self.names = [thing.name for thing in self.things]
        self.stage = Chained(*self.feeds, things=self.things).start().pass_(5)
        self.broken, self.bad = set(), []

    def _mains(self):
        pick = self.chance.choice
        self.feeds += ["b1 > p1", pick(["b1 > p2", "b2 > p2"])]
        self.gates = []
        if self.chance.random() < 0.6:
            self.gates = ["g1"]
            self.things.append(Thing("g1"))
            self.feeds.append(pick(["n1 ~ g1", "p1/outlet/8 > g1", "b2 > g1"]))
        if self.chance.random() < 0.5:
            self.nodes.append("sw")  # a switch that can be asked
            self.things.append(Thing("sw", boot=20))
            self.feeds.append(pick(["p2/outlet/8 > sw", "b2 > sw", "b1 > sw"]))
        for node in self.nodes:
            if node != "sw" and self.chance.random() < 0.5:
                self.feeds.append(pick(["b1", "b2", "p1/outlet/7", "p2/outlet/7"]) + f" > {node}")
            elif node not in ("sw", "n1") and self.chance.random() < 0.4:
                self.feeds.append(f"n1 ~ {node}")

    def _kind(self):
        """A few devices that are wired alike."""
        network = self.chance.sample(self.nodes, min(len(self.nodes), self.chance.choice((1, 2, 2, 3))))
        power = self.chance.choice(
            ([], ["p1/outlet/%d"], ["p2/outlet/%d"], ["p1/outlet/%d", "p2/outlet/%d"], ["b1", "b2"], ["b1"])
        )
        control = self.chance.choice(([], [], self.gates))
        for _ in range(self.chance.randint(1, 5)):
            name = f"d{len(self.things):02}"
            self.things.append(Thing(name))
            if not control or self.chance.random() < 0.3:
                self.feeds.append("|".join(network) + f" ~ {name}")
            if power:
                jack = 1 + len(self.things) % 6
                self.feeds.append("|".join(one.replace("%d", str(jack)) for one in power) + f" > {name}")
            if control:
                self.feeds.append("|".join(control) + f" : {name}")

    # ------------------------------------------------------------ what happens

    def run(self):
        for step in range(self.chance.randint(2, 5)):
            if self.broken and self.chance.random() < 0.4:
                self._set(self.chance.choice(sorted(self.broken)), well=True)
            else:
                for name in self._victims():
                    self._set(name, well=False)
                    self.stage.pass_(self.chance.choice((0, 0, 3, 12, 40)))
            if self.chance.random() < 0.2:
                self.stage.restart(self.chance.choice((1, 40, 200)))
            self.stage.pass_(self.chance.choice((400, 400, 1300)))
            self._judge(step)
        for name in sorted(self.broken):
            self._set(name, well=True)
        self.stage.pass_(1300)
        left = [one.key for one in self.stage.watch.standing() if not one.flapping]
        self.bad += [("left", left)] if left else []
        return self

    def _victims(self):
        roots = [*self.nodes, "b1", "b2"]
        found = [self.chance.choice(roots if self.chance.random() < 0.5 else roots + self.names)]
        return found + [self.chance.choice(roots)] * (self.chance.random() < 0.4)

    def _set(self, name, well):
        (self.broken.discard if well else self.broken.add)(name)
        if name in self.stage.things:
            self.stage.things[name].ill = not well
        else:
            (self.stage.dead.discard if well else self.stage.dead.add)(name)

    # ------------------------------------------------------------ what is made of it

    def _judge(self, step):
        standing = {one.key: one for one in self.stage.watch.standing()}
        for name in self.names:
            fault, answers = standing.get(f"{name}/link_lost"), self.stage._answers(name)
            if not answers and fault is None:
                self.bad.append((step, "silent without a fault", name))
            elif not answers:
                self._has_a_ticket(step, fault, standing)
            elif fault is not None and not fault.flapping and fault.phase is not Phase.CLEARING:
                self.bad.append((step, "answers and has a fault", fault.key))
        for fault in standing.values():
            if fault.rule == "common_cause" and fault.due and self.stage._live(End(fault.device), EVERY):
                self._is_likely(step, fault)

    def _is_likely(self, step, fault):
        """Two that broke at once and hang on one thing look as if that had: nobody could know better."""
        on_it = {feed.sink for feed in self.stage.wiring.feeds if feed.source.device == fault.device}
        if len(on_it & self.broken) < 2:
            self.bad.append((step, "lives and has a ticket", fault.key))

    def _has_a_ticket(self, step, fault, standing):
        root = fault
        for _ in range(DEEPEST):
            root = standing.get(root.cause) if root and root.cause else root
        if root is None or not root.due:
            self.bad.append((step, "silent without a ticket", fault.key))
