"""The interlock of hot lamps sees what is on its way, not only what can be read."""

import pytest

from drivers.errors import NotAllowed
from drivers.points import Ref
from scenes.forecast import Forecast

from .grand import grand
from .room import LI


@pytest.fixture
async def room(tmp_path):
    return await grand(tmp_path)


def refused(order, *what, **more):
    with pytest.raises(NotAllowed) as no:
        order(*what, **more)
    return no.value.why.id


def cycle(room, socket):
    return room.rig.invoke(LI, "pdu", "cycle", {"socket": socket})


async def test_nothing_is_switched_on_behind_an_outlet_that_was_told_to_go(room):
    room.far["pdu"].held = []
    room.set("pdu/outlet/4", False, actor=LI)
    assert refused(room.set, "lamp/power", "on") == "guard.outlet_goes"
    assert room.set("lamp/power", "off").ok


async def test_no_outlet_is_cut_of_a_projector_that_was_told_to_start(room):
    room.far["lamp"].held = []
    room.set("lamp/power", "on")
    assert refused(room.set, "pdu/outlet/4", False, actor=LI) == "guard.starting_outlet"


async def test_the_two_feeds_of_a_hot_lamp_are_not_cut_in_one_breath(room):
    room.far["side"].set(power="on")
    await room.pass_(6)
    room.far["pdu"].held = []
    room.set("pdu/outlet/2", False, actor=LI)
    assert refused(room.set, "pdu/outlet/3", False, actor=LI) == "guard.hot_outlet"


async def test_what_an_action_cuts_counts_until_it_can_be_read(room):
    room.far["side"].set(power="on")
    await room.pass_(6)
    assert cycle(room, 2).ok
    assert refused(cycle, room, 3) == "guard.hot_outlet"
    await room.pass_(31)
    assert cycle(room, 3).ok


async def test_an_action_that_the_pdu_refused_cuts_nothing(room):
    room.far["side"].set(power="on")
    await room.pass_(6)
    room.far["pdu"].busy = 1
    assert not cycle(room, 2).ok
    assert cycle(room, 3).ok


async def test_a_preview_of_steps_that_run_together_sees_what_the_others_wish(room):
    room.far["side"].set(power="on")
    await room.pass_(6)
    view = Forecast(room.state, room.clock.now())
    first = view.branch()
    first.becomes(Ref.parse("pdu/outlet/2"), False)
    second = view.branch([first])
    third = Ref.parse("pdu/outlet/3")
    assert room.rig.blocked(LI, third, False, room.hall.guards(view.branch())) is None
    assert room.rig.blocked(LI, third, False, room.hall.guards(second)).id == "guard.hot_outlet"
    assert second.get(Ref.parse("pdu/outlet/2")).reported is True
