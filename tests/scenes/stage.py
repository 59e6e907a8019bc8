"""A hall with scenes in a test: the room of `tests.hall`, an engine, and a record that can be read back."""

from textwrap import dedent, indent

from controller.events import RunMoved
from controller.hall.orders import Actor
from controller.hall.venue import load as load_hall
from drivers.points import Place
from scenes import library
from scenes.engine import Engine
from scenes.record import KINDS
from scenes.runs import leaves
from tests.hall.room import Catalog, Room

CHEN = Actor("chen", "operator")
LI = Actor("li", "lead")
GUEST = Actor("guest", "viewer")

HALL = """
lamp:
  driver: lamp
  name: {zh: 主投影, en: Main projector}
  address: 'tcp://127.0.0.1:4000'
  fed_by: strip/outlet/1
spare: {driver: lamp, name: {zh: 侧投影, en: Side projector}, address: 'tcp://127.0.0.1:4010'}
matrix:
  driver: matrix
  name: {zh: 矩阵, en: Matrix}
  address: 'tcp://127.0.0.1:4001'
  inputs: {1: Lectern, 2: Camera}
strip: {driver: strip, name: {zh: 电源, en: Mains}, address: 'tcp://127.0.0.1:4002'}
desk: {driver: desk, name: {zh: 调音台, en: Mixer}, address: 'tcp://127.0.0.1:4003'}
screen: {driver: infrared, name: {zh: 屏幕, en: Screen}, address: 'tcp://127.0.0.1:4004'}
"""

LECTURE = """
lecture:
  name: {zh: 讲座, en: Lecture}
  steps:
    - together:
        - {set: matrix/video_tie/1, to: Camera}
        - {set: desk/fader/1, to: -5}
    - in_turn:
        - {set: lamp/power, to: "on", within: 90s}
        - {set: lamp/input, to: hdmi 2}
"""


class Stage(Room):
    """A room with scenes."""

    def __init__(self, tmp_path, scenes=LECTURE, devices=HALL, extra=""):
        super().__init__(tmp_path, devices, "scenes:\n" + indent(dedent(scenes), "  ") + dedent(extra))
        append = self.journal.append

        def dated(*said):
            line = append(*said)
            line.at = self.clock.now()
            return line

        self.journal.append = dated
        self.engine = self.new_engine()
        self.told = []
        self.bus.subscribe(RunMoved, lambda event: self.told.append(event.run_id))

    def new_engine(self):
        return Engine(self.hall, library.load(load_hall(self.file, {}, Catalog()), Catalog()))

    async def start(self):
        await super().start()
        self.forget()
        return self

    def forget(self):
        for far in self.far.values():
            far.heard.clear()

    def run(self, scene="lecture", actor=CHEN, **more):
        return self.engine.run(actor, scene, **more)

    def preview(self, scene="lecture", actor=CHEN):
        return self.engine.preview(actor, scene)

    def sent(self):
        """Everything that was told to devices: no question, nothing said to keep a session."""
        return [
            (name, frame)
            for name, far in self.far.items()
            for frame in far.heard
            if "?" not in frame and frame not in ("VC", "/xremote")
        ]

    def asked(self):
        return [(name, frame) for name, far in self.far.items() for frame in far.heard if "?" in frame]

    def lines(self, *kinds):
        return [line for line in self.journal.lines if line.kind in (kinds or KINDS)]

    def holds(self, device, key, *index):
        return self.far[device].holds[Place(key, index)]


def states(run):
    """How each step that is no group stands, by what it is about."""
    return {name(one): str(one.state) for one in leaves(run.steps)}


def name(one):
    step = one.step
    return str(getattr(step, "ref", None) or f"{step.device}/{step.action}")
