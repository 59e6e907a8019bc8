"""The life of an order: asked, sent, acknowledged, confirmed; and every other way it can end."""

import pytest

from controller.hall.orders import DONE
from drivers.errors import Reason
from drivers.points import Place

from .room import CHEN, LI, Room

LAMP = "lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000', poll: 60s}"
MATRIX = "matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', poll: 60s}"
DESK = "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}"
SCREEN = "screen: {driver: infrared, address: 'tcp://127.0.0.1:4004'}"


@pytest.fixture
async def room(tmp_path):
    room = await Room(tmp_path, "\n".join((LAMP, MATRIX, DESK, SCREEN))).start()
    for far in room.far.values():
        far.heard.clear()
    return room


async def test_the_bytes_have_left_when_the_tap_returns(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on")
    assert room.far["lamp"].heard == ["POWR 1"]
    assert order.state == "sent"
    assert room.state.get(order.ref).desired == "on"


async def test_done_means_that_the_device_read_back_agrees(room):
    order = room.set("lamp/power", "on")
    assert room.states(order) == ["asked", "sent", "acknowledged", "confirmed"]
    assert room.far["lamp"].heard[:2] == ["POWR 1", "POWR ?"]
    assert room.state.get(order.ref).desired is None
    assert order.settled.done()
    assert order.state in DONE


async def test_an_order_can_be_awaited(room):
    order = room.set("lamp/power", "on")
    assert await order.settled is order


async def test_a_value_on_the_way_is_waited_for(room):
    far = room.far["lamp"]
    far.deaf = True
    far.set(power="warming")
    order = room.set("lamp/power", "on", within=90)
    await room.pass_(5)
    assert order.state == "acknowledged"
    assert 8 <= far.count("POWR ?") <= 14

    far.set(power="on")
    await room.pass_(1)
    assert order.state == "confirmed"


async def test_a_deaf_device_says_yes_and_the_order_says_not_confirmed(room):
    room.far["lamp"].deaf = True
    order = room.set("lamp/power", "on", within=10)
    await room.pass_(9.75)
    assert order.state == "acknowledged"
    await room.pass_(0.5)
    assert order.state == "not_confirmed"
    assert room.state.get(order.ref).desired is None
    assert room.value("lamp/power") == "off"


async def test_a_busy_device_is_told_again_within_the_deadline(room):
    room.far["lamp"].busy = 2
    order = room.set("lamp/power", "on", within=10)
    assert order.state == "sent"
    await room.pass_(1.5)
    assert order.state == "confirmed"
    assert room.far["lamp"].count("POWR 1") == 3


async def test_a_busy_device_is_told_no_more_after_the_deadline(room):
    room.far["lamp"].busy = 1000
    order = room.set("lamp/power", "on", within=3)
    await room.pass_(3)
    assert (order.state, order.reason) == ("failed", "too_late")
    told = room.far["lamp"].count("POWR 1")
    await room.pass_(5)
    assert room.far["lamp"].count("POWR 1") == told


async def test_a_refusal_ends_the_order_with_its_reason(room):
    room.far["lamp"].refuses = Reason.NOT_SUPPORTED
    order = room.set("lamp/power", "on")
    assert (order.state, order.reason) == ("refused", "not_supported")
    assert room.far["lamp"].count("POWR 1") == 1


async def test_an_unanswered_command_is_sent_once_more_and_no_more(room):
    room.far["lamp"].silent = True
    order = room.set("lamp/power", "on", within=30)
    await room.pass_(8)
    assert order.state in ("failed", "unreachable")
    assert room.far["lamp"].count("POWR 1") == 2


async def test_an_action_is_never_repeated_busy_or_silent(room):
    room.far["matrix"].busy = 1
    order = room.rig.invoke(CHEN, "matrix", "recall", {"preset": 3})
    await room.pass_(3)
    assert (order.state, order.reason) == ("refused", "busy")

    room.far["matrix"].silent = True
    order = room.rig.invoke(CHEN, "matrix", "recall", {"preset": 3})
    await room.pass_(20)
    assert order.state in ("failed", "unreachable")
    assert room.far["matrix"].count("R3") == 2  # one for each time somebody pressed


async def test_an_action_has_nothing_to_read_back_and_what_it_changed_is_read_anew(room):
    room.far["matrix"].holds[Place("video_tie", (2,))] = 4
    order = room.rig.invoke(CHEN, "matrix", "recall", {"preset": 3})
    assert room.states(order) == ["asked", "sent", "acknowledged", "unverifiable"]
    assert room.value("matrix/video_tie/2") == 4


async def test_where_nothing_is_acknowledged_the_read_back_alone_confirms(room):
    order = room.set("desk/fader/1", -10)
    assert room.states(order) == ["asked", "sent", "confirmed"]
    assert room.far["desk"].heard == ["/ch 1 -10", "/ch 1?"]


async def test_what_nobody_can_read_is_assumed_and_said_to_be(room):
    order = room.set("screen/power", "on")
    assert room.states(order) == ["asked", "sent", "unverifiable"]
    assert (room.value("screen/power"), room.quality("screen/power")) == ("on", "assumed")


async def test_a_push_that_agrees_confirms_without_another_question(room):
    far = room.far["matrix"]
    far.deaf = True
    order = room.set("matrix/video_tie/1", 4, within=5)
    asked = far.count("V1?")
    far.front_panel(Place("video_tie", (1,)), 4)
    assert order.state == "confirmed"
    await room.pass_(5)
    assert far.count("V1?") == asked


async def test_a_push_before_the_acknowledgement_confirms_nothing(room):
    far = room.far["matrix"]
    far.held = []
    order = room.set("matrix/video_tie/1", 4)
    far.held.clear()
    far.end.send(b"V1=4\r")
    assert order.state == "sent"


async def test_a_device_whose_link_breaks_before_its_answer_leaves_the_order_unreachable(room):
    far = room.far["lamp"]
    far.held = []
    sent = room.set("lamp/power", "on")
    waiting = room.set("lamp/input", "hdmi 2")
    far.absent = True
    far.hang_up()
    assert (sent.state, waiting.state) == ("unreachable", "unreachable")
    assert (sent.reason, waiting.reason) == ("closed", "closed")

    far.absent, far.held = False, None
    far.heard.clear()
    await room.pass_(5)
    assert room.value("lamp/link") == "up"
    assert "POWR 1" not in far.heard  # nothing leaves after its sender was told that it failed
    assert "INPT 32" not in far.heard


async def test_an_acknowledged_order_is_read_back_over_the_next_connection(room):
    far = room.far["lamp"]
    far.deaf = True
    order = room.set("lamp/power", "on", within=60)
    await room.pass_(1)
    far.hang_up()
    far.deaf = False
    far.set(power="on")
    await room.pass_(2)
    assert order.state == "confirmed"
    assert far.count("POWR 1") == 1


async def test_reading_asks_the_device_now(room):
    from drivers.points import Ref

    far = room.far["lamp"]
    far.set(power="on")
    order = room.rig.read(Ref.parse("lamp/power"))
    assert order.state == "confirmed"
    assert room.value("lamp/power") == "on"

    far.refuses = None
    far.busy = 1
    order = room.rig.read(Ref.parse("lamp/power"))
    assert (order.state, order.reason) == ("refused", "busy")

    order = room.rig.read(Ref.parse("screen/power"))
    assert order.state == "unverifiable"
    assert all(line.kind != "order.asked" for line in room.journal.lines)


async def test_a_question_without_an_answer_is_asked_twice_and_ends(room):
    from drivers.points import Ref

    room.far["lamp"].silent = True
    order = room.rig.read(Ref.parse("lamp/power"))
    await room.pass_(8)
    assert order.ended
    assert not order.ok


async def test_a_callback_that_fails_harms_no_device_and_not_the_next_callback(room, caplog):
    told = []
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on")
    order.settled.add_done_callback(lambda _: 1 / 0)
    order.settled.add_done_callback(told.append)
    room.far["lamp"].let_go()
    assert told == [order]
    assert room.value("lamp/link") == "up"
    assert "ZeroDivisionError" in caplog.text


async def test_the_result_of_an_order_on_its_way_cannot_be_had(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on", actor=LI)
    forgotten = []
    order.settled.add_done_callback(forgotten.append)
    order.settled.remove_done_callback(forgotten.append)
    with pytest.raises(RuntimeError):
        order.settled.result()
    room.far["lamp"].let_go()
    assert order.settled.result() is order


async def test_after_two_tries_a_value_is_believed_when_it_was_seen_twice(room):
    """The second try's acknowledgement may arrive as the answer to the question that follows the first."""
    far = room.far["matrix"]
    far.silent, far.deaf = True, True
    order = room.set("matrix/video_tie/1", 3, within=20)
    await room.pass_(1.5)
    far.silent = False
    await room.pass_(2)
    assert order.state == "acknowledged"
    place, obedience = Place("video_tie", (1,)), room.device("matrix").orders
    obedience.reported(place, 3)
    assert order.state == "acknowledged"
    obedience.reported(place, 1)
    obedience.reported(place, 3)
    assert order.state == "acknowledged"
    obedience.reported(place, 3)
    assert order.state == "confirmed"
