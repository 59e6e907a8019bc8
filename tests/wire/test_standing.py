"""How far a driver is proved, and whether its device can tell its state, are two things."""

from dataclasses import replace

from drivers import catalog
from drivers.switchers.blackbird import BLACKBIRD
from drivers.vocabulary import SHUTTER
from drivers.wire.driver import STANDINGS, Driver, check
from tests.transcripts import script


def test_a_driver_is_proved_by_our_own_tests_until_somebody_says_more():
    assert Driver(name="new", title="", framing=BLACKBIRD.framing, talk=()).standing == "bench"
    assert {catalog.get(name).standing for name in catalog.names()} <= set(STANDINGS)


def test_any_other_word_is_a_fault_of_the_table():
    (fault,) = check(replace(BLACKBIRD, standing="assumed"))
    assert fault == ("blackbird: standing is one of bench, read, met, show; or did you mean assumed=True?")


def test_only_a_device_that_cannot_tell_may_have_points_that_nothing_reads():
    silent = replace(BLACKBIRD, points=(*BLACKBIRD.points, replace(SHUTTER, settable=False)))
    assert check(silent) == ["blackbird: no line tells shutter; read it, or give assumed=True"]
    assert check(replace(silent, assumed=True)) == []


def test_nobody_claims_to_have_met_a_device_without_a_recording_of_it():
    met = {name for name in catalog.names() if catalog.get(name).standing in ("met", "show")}
    recorded = {
        path.parent.name for path in script.stories() if "# source: a real device" in path.read_text("utf-8")
    }
    assert met <= recorded
