"""A UPS lives on when its mains go, counts down, goes dark when it is empty, and comes back."""

import pytest

from drivers.points import Place, Ref
from drivers.power.apc import APC_RPDU2
from drivers.power.apc_ups import APC_UPS
from drivers.power.ups_rfc1628 import UPS_RFC1628
from drivers.switchers.blackbird import BLACKBIRD
from drivers.vocabulary import FAILED, GOOD, WARNING
from simulators.device import SimulatedDevice
from simulators.models.registry import model_for
from simulators.seeds import first_values, grown
from simulators.timing import HandTiming
from simulators.venue import Venue
from tests.simulators.real import device

BOTH = pytest.mark.parametrize("driver", [UPS_RFC1628, APC_UPS], ids=["rfc1628", "apc"])


def hall(driver, **behaviour):
    """A UPS behind an outlet, and a switcher behind the UPS."""
    wall = device(APC_RPDU2, relay="0s")
    ups = made("ups", driver, behaviour)
    behind = made("behind", BLACKBIRD, {})
    feeds = {"ups": ((f"{wall.name}/outlet/1",),), "behind": (("ups",),)}
    return Venue([wall, ups, behind], feeds), wall, ups, behind


def made(name, driver, behaviour):
    driver = grown(driver, {})
    model = model_for(driver.points, first_values(driver, name), behaviour)
    return SimulatedDevice(name, driver, model, HandTiming(), boot=2.0)


def shown(ups, *keys):
    return tuple(ups.model.look(key) for key in keys)


@BOTH
def test_it_runs_on_its_battery_and_counts_down(driver):
    venue, wall, ups, behind = hall(driver, runtime="10m")
    assert shown(ups, "on_battery", "supply", "battery", "minutes_left") == (False, "mains", 100, 10)
    venue.trip(Ref.parse(f"{wall.name}/outlet/1"))
    assert (ups.powered, ups.mains, behind.powered) == (True, False, True)
    assert shown(ups, "on_battery", "supply") == (True, "battery")
    venue.pass_time(300)
    assert shown(ups, "battery", "minutes_left", "seconds_on_battery") == (50, 5, 300)
    assert ups.model.look("health", ("battery",)) is GOOD
    venue.pass_time(200)
    assert ups.model.look("health", ("battery",)) is WARNING


@BOTH
def test_it_goes_dark_when_it_is_empty_with_all_that_hangs_on_it(driver):
    venue, wall, ups, behind = hall(driver, runtime="1m")
    venue.trip(Ref.parse(f"{wall.name}/outlet/1"))
    venue.pass_time(61)
    assert (ups.alive, behind.powered) == (False, False)
    assert ups.model.look("health", ("battery",)) is FAILED
    wall.model.put(Place("outlet", (1,)), True)
    venue.settle()
    assert (ups.powered, ups.alive) == (True, False)
    venue.pass_time(2)
    assert (ups.alive, behind.powered) == (True, True)
    assert shown(ups, "on_battery", "battery", "seconds_on_battery") == (False, 0, 0)
    venue.pass_time(7200)
    assert ups.model.look("battery") == 50


@BOTH
def test_mains_that_come_back_in_time_are_no_interruption(driver):
    venue, wall, ups, behind = hall(driver, runtime="10m")
    venue.trip(Ref.parse(f"{wall.name}/outlet/1"))
    venue.pass_time(60)
    wall.model.put(Place("outlet", (1,)), True)
    venue.settle()
    assert (ups.boots, ups.alive, behind.boots) == (1, True, 1)
    assert shown(ups, "on_battery", "supply") == (False, "mains")


def test_its_battery_can_be_tested():
    ups = made("ups", APC_UPS, {"test": "10s"})
    ups.model.act("self_test", {}, {})
    assert shown(ups, "test_result", "on_battery") == ("running", True)
    ups.pass_time(11)
    assert shown(ups, "test_result", "on_battery") == ("passed", False)
    ups.model.put(Place("battery_replace"), True)
    ups.model.act("self_test", {}, {})
    ups.pass_time(11)
    assert ups.model.look("test_result") == "failed"


def test_a_test_by_the_standard_has_a_number_that_counts_on_and_can_be_aborted():
    ups = made("ups", UPS_RFC1628, {})
    lock = ups.model.look("test_lock")
    ups.model.act("self_test", {"lock": lock, "test": "quick"}, {})
    assert ups.model.look("test_lock") == lock + 1
    ups.model.act("self_test", {"lock": lock + 1, "test": "abort"}, {})
    assert ups.model.look("test_result") == "aborted"


def test_a_shutdown_waits_can_be_taken_back_and_on_battery_is_the_end():
    venue, wall, ups, _ = hall(UPS_RFC1628)
    ups.model.act("shutdown", {"delay": 30}, {})
    assert ups.model.look("shutdown_pending") is True
    ups.model.act("cancel_shutdown", {}, {})
    assert ups.model.look("shutdown_pending") is False
    venue.trip(Ref.parse(f"{wall.name}/outlet/1"))
    ups.model.act("shutdown", {"delay": 30}, {})
    venue.pass_time(31)
    assert ups.powered is False


def test_outlet_groups_are_switched_and_cycled():
    ups = made("ups", APC_UPS, {"relay": "0s", "reboot_time": "5s"})
    ups.model.obey({Place("outlet", (1,)): False})
    ups.pass_time(0.1)
    assert ups.model.look("outlet", (1,)) is False
    ups.model.act("cycle", {"socket": 2}, {})
    ups.pass_time(1)
    assert ups.model.look("outlet", (2,)) is False
    ups.pass_time(5)
    assert ups.model.look("outlet", (2,)) is True
    for name in ("turn_off", "turn_on", "bypass_on", "bypass_off", "beep", "simulate_power_fail"):
        ups.model.act(name, {}, {})
        ups.pass_time(1)
    ups.model.act("reboot", {"duration": 5}, {})
    ups.pass_time(0.1)
    assert ups.model.look("outlet", (2,)) is False
    ups.pass_time(6)
    assert ups.model.look("outlet", (2,)) is True
