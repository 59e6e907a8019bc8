"""Acceptance 5: whatever befalls a device while a scene runs, the verdict is true of the device itself.

Each device of the sample hall in turn loses its mains, loses its network, answers and ignores, answers late,
or restarts, while each scene runs. Every step is held against the device's own state at the moment it lands,
through the simulators' back door, which the hall does not know of.
"""

from random import Random

import pytest

from controller.events import RunMoved
from drivers.points import Ref
from scenes.lastlook import MOMENT, standing
from scenes.model import Invoke, Set, Wait
from scenes.runs import StepState, leaves

from .demo import Demo, planting
from .stage import LI

SCENES = ("lecture", "film", "ceremony", "overflow", "all-off")
DEVICES = ("main-projector", "side-projector", "matrix", "matrix-2", "mixer", "pdu-a", "pdu-b")
ILLS = ("dark", "cut", "deaf", "slow", "reboot")
MOMENTS = (0.0, 0.6, 4.0)
"""Seconds into the run: before its first byte is answered, on the way, and while the lamps warm."""
BELIEVED = 11.0
"""Seconds for which a value may be believed that nobody was seen to change, with what asking for it takes."""
STANDS = frozenset({StepState.OK, StepState.ALREADY})


class Witness:
    """Watches one run, and every device behind the hall's back."""

    def __init__(self, demo, run, before):
        self.demo, self.run, self.lies = demo, run, []
        self._seen, self._since, self._over = {}, {}, False
        self._was = before
        self.gone = {}  # devices that cannot be reached, and since when
        self._unsubscribe = demo.bus.subscribe(RunMoved, lambda event: self.look())

    def look(self):
        """Hold every step that has just landed against the device."""
        for one in leaves([*self.run.steps, *self.run.put_back]):
            if self._seen.get(id(one)) != one.state and not isinstance(one.step, Invoke):
                self._seen[id(one)] = one.state
                self._judge(one)
        if self.run.state == "done" and not self._over:
            self._over = True
            self._verdict()

    def _verdict(self):
        """It says that it is done: what it says of each point must be so now, not only when it landed."""
        self.tick()
        now = self.demo.clock.monotonic()
        for one in standing(self.run.steps):
            believed = BELIEVED if one.state is StepState.ALREADY else MOMENT + 0.2
            since = now - self._since.get(one.step.ref, -100)
            gone = now - self.gone.get(one.step.ref.device, now)
            if self._own_doing(one):
                continue
            if not self._so(one.step) and since > believed:
                self._lie(one, "is said to stand in a run that is done")
            if gone > believed:
                self._lie(one, "is said to stand, and its device is not there")

    def _own_doing(self, one):
        """Whether the run itself did more to the device than it says: a preset, its power, its mains."""
        device = one.step.ref.device
        steps = [other.step for other in leaves(self.run.steps) if other.touched and other is not one]
        deeds = any(isinstance(step, Invoke) and step.device == device for step in steps)
        power = any(isinstance(step, Set) and step.ref == Ref(device, "power") for step in steps)
        return deeds or power or any(isinstance(step, Set) and step.ref.key == "outlet" for step in steps)

    def tick(self):
        """Note since when every point stands as it does."""
        for name, device in self.demo.venue.devices.items():
            for place, value in device.model.values.items():
                ref = Ref(name, *place)
                if self._was.get(ref) != value:
                    self._was[ref], self._since[ref] = value, self.demo.clock.monotonic()

    def _judge(self, one):
        self.tick()
        step, state = one.step, one.state
        if state in STANDS and not self._so(step):
            fresh = self.demo.clock.monotonic() - self._since.get(step.ref, -100) < BELIEVED
            if state is StepState.OK or not fresh:
                self._lie(one, "is said to be as wished")
        if state is StepState.PUT_BACK and not self._agrees(step.ref, one.before):
            self._lie(one, f"is said to be back at {one.before}")
        if state is StepState.FAILED and one.reason is None:
            self._lie(one, "failed and nobody says why")
        known = self.demo.state.get(step.ref).quality == "live"  # a projector that is off tells nobody
        unsure = one.reason is not None and one.reason.id == "reason.back_unsure"
        told = state is StepState.FAILED and known and not unsure
        if told and self._well(step.ref.device) and self._so(step):
            self._lie(one, "is said to have failed")

    def over(self):
        """Hold the verdict of the whole against what stands."""
        self._unsubscribe()
        run = self.run
        failed = [one for one in leaves(run.steps) if one.state is StepState.FAILED]
        if run.state == "done" and failed and run.reason is None:
            self.lies.append("the run says nothing of what failed in it")
        if run.state == "failed" and not failed:
            self.lies.append("the run failed and no step of it did")
        if run.state == "done" and any(one.step.vital and self._alone(one) for one in failed):
            self.lies.append("the run went well and a step that matters did not")

    def still(self):
        """A while later: what changed after it was confirmed is no longer shown as if it stood."""
        last = {one.step.ref: one for one in leaves(self.run.steps) if isinstance(one.step, Set)}
        for ref, one in last.items():
            now = self.demo.state.get(ref)
            shown = now.quality == "live" and self.demo.hall.point(ref).agrees(one.step.value, now.reported)
            if one.state in STANDS and shown and not self._so(one.step):
                self._lie(one, "is still shown as wished")

    def _alone(self, one):
        """Whether nothing around it is allowed to fail."""
        around = [other for other in self.run.steps if one.path[: len(other.path)] == other.path]
        return all(other.step.vital and not other.step.ask for other in around)

    def _so(self, step):
        return isinstance(step, Set | Wait) and self._agrees(step.ref, step.value)

    def _agrees(self, ref, value):
        return self.demo.hall.point(ref).agrees(value, self.demo.truth(ref))

    def _well(self, device):
        there = self.demo.venue.devices[device]
        up = self.demo.state.get(Ref(device, "link")).reported == "up"
        return up and there.alive and there.asked == {}

    def _lie(self, one, what):
        truth = self.demo.truth(one.step.ref)
        self.lies.append(f"{one.step.ref} {what}, {one.step.value}; it is {truth} ({one.reason})")


def befall(demo, device, ill):
    match ill:
        case "dark":
            demo.darken(device)
        case "cut":
            demo.cut(device)
        case "deaf":
            demo.ail(device, deaf=True)
        case "slow":
            demo.ail(device, delay="1200ms")
        case "reboot":
            demo.reboot(device)


async def lies(demo, scene, device, ill, moment, lit=False, also=()):
    """What is not true of one run in which this befalls a device, and `also` another at the same moment."""
    await demo.anew()
    if lit:
        demo.put({"main-projector/power": "on", "side-projector/power": "on", "mixer/mute_group/1": False})
        await demo.pass_(3)
    if moment == 0.0:
        befall(demo, device, ill)
    before = {Ref(name, *place): value for name, one in demo.venue.devices.items()
              for place, value in one.model.values.items()}  # fmt: skip
    run = demo.engine.run(LI, scene)
    witness = Witness(demo, run, before)
    witness.look()
    if moment:
        await passing(demo, witness, moment)
        befall(demo, device, ill)
        if ill in ("dark", "cut"):
            witness.gone[device] = demo.clock.monotonic()
        if also:
            befall(demo, *also)
    for _ in range(900):
        if not run.active:
            break
        for path in run.asks:
            demo.engine.answer(LI, run.id, path, "go_on")
        await passing(demo, witness, 0.5)
    assert not run.active
    witness.over()
    await demo.pass_(20)
    witness.still()
    return witness.lies


async def passing(demo, witness, seconds):
    while seconds > 1e-9:
        demo.clock.advance(min(0.1, seconds))
        seconds -= 0.1
        witness.tick()
        await demo.turn(4)


def cases(chance, count):
    """So many, every device and every ill among them."""
    some = [(device, ill) for device in DEVICES for ill in ILLS]
    chance.shuffle(some)
    return [
        (chance.choice(SCENES), *one, chance.choice(MOMENTS), chance.random() < 0.5) for one in some[:count]
    ]


async def test_acceptance5_what_befalls_a_device_is_never_told_otherwise():
    demo = await Demo().start()
    for case in cases(Random(4), 8):
        assert await lies(demo, *case) == [], case


@pytest.mark.slow
@pytest.mark.parametrize("device", DEVICES)
async def test_acceptance5_it_is_so_of_every_device_in_every_scene(device):
    demo = await Demo().start()
    for scene in SCENES:
        for ill in ILLS:
            for moment in MOMENTS:
                for lit in (False, True):
                    case = (scene, device, ill, moment, lit)
                    assert await lies(demo, *case) == [], case


@pytest.mark.parametrize(
    ("bug", "case"),
    [
        ("steps_believe_the_answer", ("lecture", "mixer", "deaf", 0.0, False)),
        ("nobody_looks_at_the_end", ("lecture", "matrix", "cut", 4.0, False)),
        ("put_back_is_believed", ("lecture", "main-projector", "dark", 4.0, False, ("matrix", "deaf"))),
    ],
)
async def test_a_planted_bug_is_found(bug, case):
    demo = await Demo().start()
    with planting(bug):
        assert await lies(demo, *case) != []
    assert await lies(demo, *case) == []
