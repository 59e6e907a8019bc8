"""Drivers made anew from a hall's options are drivers like any other."""

import pytest

from drivers import catalog
from drivers.wire.driver import check
from tests.conformance import test_conformance as suite

SIZE = {"input": 4, "output": 3}
FITTED = (
    ("kramer", {"audio": False}),
    ("kramer", {"layers": {"video": 12, "both": 0}}),
    ("kramer", {"disconnect": "x", "video_muted": 1, "machine": 3, "level": 0}),
    ("kramer_vid", {"audio": False}),
    ("kramer_vid", {"disconnect": 9}),
    ("kramer_x", {"source": "SDI", "sink": "HDBT"}),
    ("lightware_lw2", {"audio": True, "present": [7, 5], "displays": [7], "presets": "named"}),
    ("lightware_lw3", {"crosspoint": "/V1/MEDIA/VIDEO/XP"}),
    ("lightware_mxfr", {"audio": True}),
)


@pytest.mark.parametrize(("name", "options"), FITTED, ids=[f"{name} {[*it]}" for name, it in FITTED])
def test_it_conforms_as_fitted(name, options):
    driver = catalog.get(name).fitted(options, SIZE)
    assert check(driver) == []
    suite.test_every_question_is_answered_and_every_point_is_read(driver)
    suite.test_what_is_told_is_read_back(driver)
    suite.test_no_line_is_taken_for_another(driver)
    suite.test_each_action_is_done_once(driver)
