"""A simulated Videohub, as somebody finds it who has just connected."""

from drivers.points import Place
from drivers.switchers.videohub import VIDEOHUB
from drivers.wire.device import DeviceSide
from simulators.seeds import first_values, grown


def test_every_output_of_a_router_that_nobody_touched_shows_the_first_input():
    driver = grown(VIDEOHUB, {"input": 4, "output": 2, "monitor": 1})
    values = first_values(driver, "hub")
    told = DeviceSide(driver).open(lambda key, index: values[Place(key, index)])
    assert b"\nVIDEO OUTPUT ROUTING:\n0 0\n1 0\n\n" in told
    assert b"\nVIDEO MONITORING OUTPUT ROUTING:\n0 0\n\n" in told
