"""REQ-87: nothing that comes and goes is left untreated, be it never there for long enough to be believed."""

import pytest

from drivers.points import Ref
from drivers.rigfile.limits import Limit

from .stage import Stage
from .things import Thing, pdu, projector


@pytest.mark.parametrize(
    ("text", "values", "each", "times"),
    [
        ("lamp/health/lamp", ("failed", "good"), 2, 30),
        ("matrix/temperature/inside", (60.0, 40.0), 20, 15),
        ("pdu/load_state/1", ("over", "normal"), 10, 20),
    ],
)
def test_what_chatters_is_one_unstable_fault_with_one_ticket(text, values, each, times):
    matrix = Thing("matrix")
    matrix.says, matrix.limits = {("temperature", ("inside",)): 40.0}, {"temperature": Limit(above=50)}
    hall = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp"), matrix]).start().pass_(3)
    ref = Ref.parse(text)
    for _ in range(times):
        for value in values:
            hall.things[ref.device].says[ref.key, ref.index] = value
            hall.pass_(each)
    assert len(hall.tickets()) == 1
    assert [fault.flapping for fault in hall.watch.standing()] == [True]
    hall.pass_(1000)
    assert hall.watch.standing() == []
