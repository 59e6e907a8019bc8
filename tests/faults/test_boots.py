"""How long a device may be silent after it gets power: said, usual for its kind, or learned."""

import pytest

from controller.clock import ManualClock
from controller.events import Bus
from controller.hall.boots import Took, usual
from controller.hall.faults import Phase
from controller.hall.hall import Hall
from controller.hall.venue import load
from drivers import catalog

from .paper import Paper
from .stage import Stage
from .things import pdu, projector

ALL = ("soft", "active", "clearing")


def slow(boot=20, truly=20):
    """A projector that boots for `truly` seconds and of which `boot` are thought."""
    stage = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp", boot=truly)]).start().pass_(3)
    stage.things["lamp"].believed = boot
    return stage


def around(stage, times=1, wait=60):
    """Off and on again by order."""
    for _ in range(times):
        stage.set("pdu/outlet/1", False)
        stage.pass_(10)
        stage.set("pdu/outlet/1", True)
        stage.pass_(wait)
    return stage


def test_the_99th_of_a_hundred_and_half_as_much_again():
    took = Took()
    for seconds in (10, 11, 12, 13):
        took.add("lamp", "boot", seconds)
    assert took.learned("lamp", "boot") is None  # four times is an accident
    took.add("lamp", "boot", 20)
    assert took.learned("lamp", "boot") == 30
    for _ in range(200):
        took.add("lamp", "boot", 10)
    assert took.learned("lamp", "boot") == 15
    assert took.learned("lamp", "warm") is None


def test_one_repair_of_ten_minutes_is_no_boot():
    took = Took()
    for seconds in (13, 12, 13, 14, 600):
        took.add("lamp", "boot", seconds)
    assert took.learned("lamp", "boot") == 21
    for _ in range(5):
        took.add("lamp", "boot", 60)  # new firmware: from now on it is like this
    assert took.learned("lamp", "boot") == 90


def test_one_that_boots_slower_than_was_thought_is_a_fault_five_times_and_never_again():
    stage = slow()
    stage.things["lamp"].boot = 60
    around(stage, times=5, wait=150)
    false = sum(line.kind == "ticket.opened" for line in stage.journal.lines)
    assert false >= 1
    assert stage.boots.took.learned("lamp", "boot") > 60
    stage.pass_(1000)  # the one that is unstable by now is over
    told = len(stage.told)
    around(stage, times=3, wait=150)
    assert [fault.key for fault in stage.told[told:] if fault.phase is Phase.ACTIVE] == []


def test_what_was_learned_is_known_after_a_restart():
    stage = around(slow(), times=6)
    learned = stage.boots.took.learned("lamp", "boot")
    assert learned == pytest.approx(22.5, abs=6)
    stage.restart()
    assert stage.boots.took.learned("lamp", "boot") == learned


def test_what_the_file_says_is_never_undercut():
    stage = around(slow(), times=6)
    learned = stage.boots.took.learned("lamp", "boot")
    assert stage.boots.boot("lamp", 200.0, stated=True) == 200.0
    assert stage.boots.boot("lamp", 200.0, stated=False) == learned
    assert stage.boots.boot("other", 90.0, stated=False) == 90.0


def test_a_lamp_that_always_warms_for_long_is_not_late():
    stage = slow()
    stage.things["lamp"].warm = 400
    for _ in range(5):
        stage.set("lamp/power", "on", within=500)
        stage.pass_(405)
        stage.set("lamp/power", "off")
        stage.pass_(10)
    assert stage.late("lamp", 300.0) == pytest.approx(600, abs=10)
    assert stage.late("other", 300.0) == 300.0


@pytest.mark.parametrize(("name", "seconds"), [("apc_rpdu2", 30.0), ("extron_sis", 60.0), ("pjlink", 75.0)])
def test_a_kind_of_device_has_a_usual_time(name, seconds):
    if name not in catalog.names():
        pytest.skip(f"no driver {name}")
    assert usual(catalog.get(name), grace=75.0) == seconds


def test_the_halls_own_grace_is_honoured(tmp_path):
    file = tmp_path / "hall.yaml"
    file.write_text(
        "version: 1\nhall: {id: h, name: H}\nfaults: {grace: 200s}\ndevices:\n"
        "  lamp: {driver: pjlink, address: 'tcp://10.1.4.20:4352'}\n"
        "  other: {driver: pjlink, address: 'tcp://10.1.4.21:4352', boot: 40s}\n"
    )
    clock = ManualClock()
    hall = Hall(load(file, {}), clock, Bus(), Paper(clock))
    assert hall.boot("lamp") == 200.0
    assert hall.boot("other") == 40.0
    assert hall.boot("nobody") == 90.0
