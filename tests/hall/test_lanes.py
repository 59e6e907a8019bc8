"""A device's queue: who goes before whom, what takes whose place, and read-backs taken together."""

import pytest

from controller.hall.orders import Actor
from drivers.points import Place

from .room import CHEN, Room

MATRIX = "matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', poll: 60s}"


@pytest.fixture
async def room(tmp_path):
    room = await Room(tmp_path, MATRIX).start()
    room.far["matrix"].heard.clear()
    return room


async def test_a_dragged_fader_sends_its_first_and_last_values(room):
    far = room.far["matrix"]
    far.held = []
    orders = [room.set("matrix/video_tie/1", value) for value in (2, 3, 4, 2, 3)]
    other = room.set("matrix/video_tie/2", 4)
    assert far.heard == ["V1*2!"]
    assert [str(order.state) for order in orders] == ["superseded"] * 4 + ["asked"]

    far.let_go()
    assert orders[-1].state == "confirmed"
    assert other.state == "confirmed"
    assert [frame for frame in far.heard if "!" in frame] == ["V1*2!", "V1*3!", "V2*4!"]


async def test_actions_are_never_merged(room):
    far = room.far["matrix"]
    far.held = []
    orders = [room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}) for _ in range(3)]
    far.let_go()
    assert far.count("R1") == 3
    assert all(order.state == "unverifiable" for order in orders)


async def test_people_go_before_scenes_and_scenes_before_polls(room):
    scene = Actor("lecture", "scene", "scene")
    far = room.far["matrix"]
    far.held = []
    room.set("matrix/video_tie/1", 2, actor=scene)
    room.device("matrix").plan.refresh(["video_tie"])
    room.set("matrix/video_tie/2", 2, actor=scene)
    room.set("matrix/video_tie/3", 2)
    far.let_go()
    polls_and_orders = [frame for frame in far.heard if frame == "VC" or frame.endswith("!")]
    assert polls_and_orders == ["V1*2!", "V3*2!", "V2*2!", "VC", "VC"]  # the first VC reads all three back


async def test_many_orders_of_one_device_are_read_back_in_one_exchange(room):
    far = room.far["matrix"]
    orders = []
    far.held = []
    for output in (1, 2, 3, 4):
        orders.append(room.set(f"matrix/video_tie/{output}", 4))
    far.let_go()
    assert far.heard == ["V1*4!", "V2*4!", "V3*4!", "V4*4!", "VC"]
    assert all(order.state == "confirmed" for order in orders)


async def test_who_is_not_content_with_a_common_read_back_looks_again_alone(room):
    far = room.far["matrix"]
    far.held = []
    one, other = (room.set(f"matrix/video_tie/{output}", 4, within=5) for output in (1, 2))
    far.let_go()
    far.holds[Place("video_tie", (1,))] = 1
    third = room.set("matrix/video_tie/3", 4)
    assert one.ok
    assert other.ok
    assert third.ok
    far.deaf = True
    far.held = []
    one, other = (room.set(f"matrix/video_tie/{output}", 3, within=5) for output in (1, 2))
    far.let_go()
    far.holds[Place("video_tie", (2,))] = 3
    await room.pass_(0.5)
    assert (one.state, other.state) == ("acknowledged", "confirmed")
    await room.pass_(5)
    assert one.state == "not_confirmed"


async def test_a_persons_wish_takes_the_place_of_a_scenes_for_the_same_point(room):
    far = room.far["matrix"]
    far.held = []
    room.set("matrix/video_tie/4", 2)
    scenes = room.set("matrix/video_tie/1", 2, actor=Actor("lecture", "scene", "scene"))
    other = room.set("matrix/video_tie/2", 3)
    mine = room.set("matrix/video_tie/1", 4)
    far.let_go()
    assert scenes.state == "superseded"
    assert mine.state == other.state == "confirmed"
    assert "V1*2!" not in far.heard


async def test_what_a_silent_device_is_told_waits_for_no_answer(tmp_path):
    """A lost reply of a console over UDP must not hold a fader back for a second."""
    room = await Room(tmp_path, "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}").start()
    far = room.far["desk"]
    far.held = []
    room.device("desk").plan.refresh(["fader"])
    asked = far.heard[-1]
    orders = [room.set("desk/fader/2", value) for value in (-20, -19, -18)]
    assert far.heard[-4:] == [asked, "/ch 2 -20", "/ch 2 -19", "/ch 2 -18"]
    far.let_go()
    assert orders[-1].state == "confirmed"


async def test_a_device_that_acknowledges_is_told_one_thing_at_a_time(room):
    far = room.far["matrix"]
    far.held = []
    room.device("matrix").plan.refresh(["video_tie"])
    room.set("matrix/video_tie/1", 3)
    assert far.heard == ["VC"]
    far.let_go()
    assert far.heard[:2] == ["VC", "V1*3!"]
