"""A simulated device in conversation: several clients, illnesses, restarts."""

import pytest

from drivers.points import Place
from simulators.impairments import HEALTHY, parse
from simulators.timing import HandTiming
from simulators.wire import Wire
from tests.simulators.small import small


class Listener:
    """A client that keeps what it hears."""

    def __init__(self, device, name, verbose=True):
        self.got = b""
        self.gone = False
        self.client = device.connect(name, self._take, self._left)
        if verbose:
            self.say("verbose 1")
            self.got = b""

    def _take(self, data):
        self.got += data

    def _left(self):
        self.gone = True

    def say(self, *lines):
        self.client.hear("".join(f"{line}\r" for line in lines).encode())
        return self.heard()

    def heard(self):
        got, self.got = self.got, b""
        return got.decode("latin-1").split("\r")[:-1]


@pytest.fixture
def timing():
    return HandTiming()


@pytest.fixture
def device(timing):
    return small(timing, presets={1: {"video_tie/1": 4, "video_tie/2": 4}})


@pytest.fixture
def ann(device):
    return Listener(device, "ann")


@pytest.fixture
def ben(device):
    return Listener(device, "ben")


def test_told_asked_and_the_others_hear(ann, ben):
    assert ann.say("tie 1 3") == ["ok 1 3"]
    assert ben.heard() == ["tie 1 3"]
    assert ben.say("tie? 1") == ["tie 1 3"]


def test_glued_requests_are_answered_in_their_order(ann):
    assert ann.say("tie 1 3", "tie? 1", "tie 2 1", "tie? 2") == ["ok 1 3", "tie 1 3", "ok 2 1", "tie 2 1"]


def test_what_was_not_asked_for_is_not_said(device, ann):
    carl = Listener(device, "carl", verbose=False)
    ann.say("tie 1 3")
    assert carl.heard() == []


def test_the_front_panel_is_heard_by_all(device, ann, ben):
    device.model.put(Place("video_tie", (2,)), 1)
    device.settle()
    assert (ann.heard(), ben.heard()) == (["tie 2 1"], ["tie 2 1"])


def test_a_recall_is_told_to_the_others_by_its_own_line(ann, ben):
    assert ann.say("recall 1") == ["recalled 1"]
    assert ben.heard() == ["recalled 1"]
    assert ann.say("tie? 2") == ["tie 2 4"]


def test_no_has_its_reason(ann):
    assert ann.say("tie 1 9") == ["no range"]
    assert ann.say("recall 7") == ["no range"]
    assert ann.say("mumble") == ["no what"]


def test_deaf_it_says_yes_and_does_nothing(device, ann, ben):
    device.ail(parse({"deaf": ["video_tie/1"]}))
    assert ann.say("tie 1 3", "tie? 1", "tie 2 3", "tie? 2") == ["ok 1 3", "tie 1 0", "ok 2 3", "tie 2 3"]
    assert ben.heard() == ["tie 2 3"]
    device.ail(parse({"deaf": True}))
    assert ann.say("recall 1", "tie? 1") == ["recalled 1", "tie 1 0"]


def test_busy_it_refuses(device, ann):
    device.ail(parse({"busy": ["video_tie"]}))
    assert ann.say("tie 1 3", "tie? 1") == ["no busy", "tie 1 0"]
    device.ail(parse({"busy": True}))
    assert ann.say("tie? 1", "recall 1") == ["no busy", "no busy"]


def test_silent_it_does_nothing_either(device, ann):
    device.ail(parse({"silent": True}))
    assert ann.say("tie 1 3") == []
    device.ail(HEALTHY)
    assert ann.say("tie? 1") == ["tie 1 0"]


def test_echo_comes_before_the_answer(device, ann):
    device.ail(parse({"echo": True}))
    assert ann.say("tie? 1") == ["tie? 1", "tie 1 0"]


def test_off_by_one(device, ann):
    device.ail(parse({"off_by_one": True}))
    assert ann.say("tie 1 3", "tie? 1", "tie? 2") == ["ok 1 3", "tie 1 3"]


def test_a_flood_goes_on_until_it_is_healed(device, timing, ann):
    device.ail(parse({"flood": 100}))
    timing.advance(1.0)
    assert 80 <= len(ann.heard()) <= 110
    device.ail(HEALTHY)
    timing.advance(1.0)
    assert ann.heard() == []


def test_a_restart_drops_everybody_and_forgets_what_they_asked_for(device, timing, ann):
    device.reboot()
    assert ann.gone
    assert not device.alive
    assert ann.say("tie? 1") == []
    device.pass_time(2)
    again = Listener(device, "ann again", verbose=False)
    device.model.put(Place("video_tie", (2,)), 1)
    device.settle()
    assert again.heard() == []


def test_a_device_that_restarts_in_mid_scene(device, timing, ann):
    device.ail(parse({"reboot": 2}))
    assert ann.say("tie 1 1", "tie 2 2") == ["ok 1 1", "ok 2 2"]
    timing.advance(0)
    assert ann.gone
    device.pass_time(2)
    assert device.alive
    assert device.boots == 2


def test_the_wire_shows_what_was_heard_and_said(device, ann):
    ann.say("tie 1 3")
    shown = [(frame.dir, frame.text) for frame in device.wire.since()]
    assert shown[-2:] == [(">", "tie 1 3"), ("<", "ok 1 3")]


def test_the_same_seed_falls_ill_in_the_same_way():
    def heard():
        device = small(HandTiming())
        device.ail(parse({"garble": 0.5, "drop": 0.2}))
        ann = Listener(device, "ann", verbose=False)
        for _ in range(50):
            ann.client.hear(b"tie? 1\r")
        return ann.got

    assert heard() == heard()


def test_a_password_never_shows_on_the_wire(timing):
    wire = Wire(["curtain-up", ""])
    wire.note(timing.wall(), "ann", ">", "login curtain-up\r")
    assert [frame.text for frame in wire.since()] == ["login ••••\r"]
