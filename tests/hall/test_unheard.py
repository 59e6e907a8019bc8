"""REQ-11: what was told something is not believed before it was heard again."""

import pytest

from controller.hall.unheard import Unheard
from controller.record import failpoints
from drivers.points import Place, Ref
from drivers.wire.events import Request

from .room import CHEN, Room

MATRIX = "matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', poll: 60s}"
TIE, OTHER = Ref("matrix", "video_tie", (1,)), Ref("matrix", "video_tie", (2,))
AT, BESIDE = TIE.place, OTHER.place


def question(*places):
    return Request(None, ("?",), "?", places)


@pytest.fixture
async def room(tmp_path):
    return await Room(tmp_path, MATRIX).start()


async def test_an_order_on_its_way_is_not_sure_and_one_read_back_is(room):
    far = room.far["matrix"]
    far.held = []
    order = room.set("matrix/video_tie/1", 3)
    assert room.value("matrix/video_tie/1") == 1
    assert [room.rig.unsure(ref) for ref in (TIE, OTHER)] == [True, False]
    far.let_go()
    assert order.state == "confirmed"
    assert not room.rig.unsure(TIE)


async def test_an_order_that_failed_leaves_its_point_unsure_until_it_is_read(room):
    far = room.far["matrix"]
    far.held = []
    order = room.set("matrix/video_tie/1", 3, within=0.5)
    await room.pass_(1)
    assert order.state == "failed"
    assert room.rig.unsure(TIE)
    far.let_go()
    room.rig.read(TIE)
    await room.turn()
    assert (room.value("matrix/video_tie/1"), room.rig.unsure(TIE)) == (3, False)


async def test_what_never_left_moved_nothing(room):
    far = room.far["matrix"]
    far.held = []
    room.set("matrix/video_tie/2", 2)
    order = room.set("matrix/video_tie/1", 3)
    room.rig.withdraw(order)
    assert order.state == "failed"
    assert not room.rig.unsure(TIE)


async def test_an_action_makes_what_it_may_change_unsure(room):
    far = room.far["matrix"]
    far.held = []
    room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1})
    assert room.rig.unsure(TIE)
    far.let_go()
    await room.turn()
    assert not room.rig.unsure(TIE)  # it was read anew
    assert room.rig.changes("matrix", "recall", TIE)
    assert not room.rig.changes("matrix", "nothing", TIE)


async def test_an_action_that_waits_makes_it_unsure_already(room):
    room.far["matrix"].held = []
    room.set("matrix/video_tie/2", 2)
    order = room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1})
    assert room.rig.unsure(TIE)
    room.rig.withdraw(order)
    room.far["matrix"].let_go()
    await room.turn()
    room.rig.read(TIE)
    assert not room.rig.unsure(TIE)


async def test_the_planted_bug_forgets_it(room, monkeypatch):
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 3)
    monkeypatch.setattr(failpoints, "_planted", frozenset({"what_is_under_way_is_forgotten"}))
    assert not room.rig.unsure(TIE)


def test_an_answer_says_nothing_of_what_left_after_its_question():
    unheard = Unheard()
    unheard.leaves(question(AT))
    unheard.tells([AT])
    unheard.leaves(Request(None, ("!",), "!", (AT,), waits=False))
    unheard.reported(AT)
    assert unheard.doubts(AT, False)
    unheard.leaves(question(AT))
    unheard.reported(BESIDE)
    assert unheard.doubts(AT, False)
    unheard.reported(AT)
    assert not unheard.doubts(AT, False)


def test_the_late_answer_of_a_question_that_was_given_up_is_not_that_of_the_next():
    unheard = Unheard()
    unheard.leaves(question(AT))
    unheard.unanswered()
    unheard.tells([AT])
    unheard.leaves(Request(None, ("!",), "!", (AT,), waits=False))
    unheard.leaves(question(AT))
    unheard.reported(AT)
    assert unheard.doubts(AT, False)
    unheard.reported(AT)
    assert not unheard.doubts(AT, False)


def test_with_the_connection_goes_what_was_owed():
    unheard = Unheard()
    unheard.leaves(question(AT))
    unheard.unanswered()
    unheard.hung_up()
    unheard.tells([AT])
    unheard.leaves(Request(None, ("!",), "!", (AT,), waits=False))
    unheard.leaves(question(AT))
    unheard.reported(AT)
    assert not unheard.doubts(AT, False)
    assert unheard.doubts(Place("x"), True)
