"""The one door: who may, what is stopped and why, what is written down, and when the bytes leave."""

import pytest

from controller.events import OrderMoved, PointChanged
from controller.hall.orders import Actor, NoSuchPoint, NotAValue
from drivers.errors import NotAllowed
from drivers.points import Place, Ref

from .grand import grand
from .room import CHEN, GUEST, LI, WANG

SCENE = Actor("lecture", "scene", "scene")


@pytest.fixture
async def room(tmp_path):
    return await grand(tmp_path)


def sentence(failure):
    return failure.value.why


# ------------------------------------------------------------ what cannot be wished


async def test_what_is_not_there_is_said_to_be_missing(room):
    for ref in ("nobody/power", "lamp/shutter", "matrix/video_tie/9"):
        with pytest.raises(NoSuchPoint, match="there is no"):
            room.set(ref, "on")
    with pytest.raises(NoSuchPoint, match="action dance"):
        room.rig.invoke(CHEN, "lamp", "dance", {})
    with pytest.raises(NoSuchPoint):
        room.rig.read(Ref.parse("lamp/nothing"))
    assert room.journal.lines == []


async def test_a_value_that_is_none_is_refused_before_any_byte(room):
    room.far["lamp"].heard.clear()
    for ref, value in (
        ("lamp/power", "warming"),
        ("lamp/power", "high"),
        ("lamp/health/fan", "good"),
        ("lamp/input", "hdmi 7"),
        ("matrix/video_tie/1", 9),
        ("pdu/outlet/1", 1),
    ):
        with pytest.raises(NotAValue):
            room.set(ref, value, actor=LI)
    assert room.far["lamp"].heard == []
    assert room.journal.lines == []


# ------------------------------------------------------------ the bytes first


async def test_the_bytes_have_left_before_anybody_is_told(room):
    told = []
    room.bus.subscribe(OrderMoved, lambda event: told.append((str(event.order.state), matrix.count("V2*3!"))))
    room.bus.subscribe(PointChanged, lambda event: told.append((event.now.desired, matrix.count("V2*3!"))))
    matrix = room.far["matrix"]
    room.set("matrix/video_tie/2", 3)
    assert told[:3] == [("asked", 1), (3, 1), ("sent", 1)]


# ------------------------------------------------------------ roles


async def test_who_only_watches_orders_nothing(room):
    with pytest.raises(NotAllowed) as failure:
        room.set("matrix/video_tie/2", 3, actor=GUEST)
    assert sentence(failure).id == "guard.only_watches"
    assert room.far["matrix"].count("V2*3!") == 0


async def test_an_operator_does_a_and_b_and_c_needs_a_lead(room):
    assert room.set("matrix/video_tie/2", 3).ok
    assert room.set("lamp/power", "on").ok
    with pytest.raises(NotAllowed) as failure:
        room.set("pdu/outlet/2", False)
    assert sentence(failure).id == "guard.needs_lead"
    assert room.set("pdu/outlet/2", False, actor=LI).ok


async def test_a_refused_order_is_on_record_with_its_reason(room):
    with pytest.raises(NotAllowed):
        room.set("matrix/video_tie/2", 3, actor=GUEST)
    (line,) = room.journal.lines
    assert (line.kind, line.subject, line.actor) == ("order.ended", "matrix/video_tie/2", "guest")
    assert (line.data["state"], line.data["reason"]) == ("not_allowed", "guard.only_watches")
    assert line.data["value"] == 3


# ------------------------------------------------------------ interlocks


async def test_an_outlet_that_feeds_a_projector_which_is_not_off_is_never_cut(room):
    assert room.set("lamp/power", "on").ok
    for actor in (LI, SCENE, WANG, Actor("root", "admin")):
        with pytest.raises(NotAllowed) as failure:
            room.set("pdu/outlet/4", False, actor=actor)
        why = sentence(failure)
        assert why.id == "guard.hot_outlet"
        assert why.params["name"] == {"zh": "主投影", "en": "Main projector"}
        assert why.params["state"].id == "value.power.on"
    assert room.far["pdu"].count("S4=0") == 0


async def test_a_cooling_projector_says_how_long_to_wait_once_that_was_seen(room):
    far = room.far["lamp"]
    for told_before in (False, True):
        far.set(power="on")
        await room.pass_(6)
        far.set(power="cooling")
        await room.pass_(6)
        with pytest.raises(NotAllowed) as failure:
            room.set("pdu/outlet/4", False, actor=LI)
        assert sentence(failure).id == ("guard.cooling_outlet" if told_before else "guard.hot_outlet")
        await room.pass_(20)
        far.set(power="off")
        await room.pass_(6)
    assert 10 <= failure.value.why.params["seconds"] <= 26
    assert room.set("pdu/outlet/4", False, actor=LI).ok


async def test_an_outlet_is_cut_when_its_projector_says_off(room):
    assert room.value("lamp/power") == "off"
    assert room.set("pdu/outlet/4", False, actor=LI).ok
    assert room.far["pdu"].holds[Place("outlet", (4,))] is False


async def test_where_nobody_knows_whether_it_is_cold_only_who_answers_for_it_may_cut(room):
    room.far["lamp"].absent = True
    room.far["lamp"].hang_up()
    with pytest.raises(NotAllowed) as failure:
        room.set("pdu/outlet/4", False, actor=SCENE)
    assert sentence(failure).id == "guard.unknown_outlet"
    assert room.set("pdu/outlet/4", False, actor=LI).ok


async def test_one_of_two_feeds_may_go_the_second_may_not(room):
    room.far["side"].set(power="on")
    await room.pass_(6)
    assert room.set("pdu/outlet/2", False, actor=LI).ok
    with pytest.raises(NotAllowed):
        room.set("pdu/outlet/3", False, actor=LI)


async def test_cycling_an_outlet_is_cutting_it(room):
    room.far["lamp"].set(power="on")
    await room.pass_(6)
    with pytest.raises(NotAllowed) as failure:
        room.rig.invoke(LI, "pdu", "cycle", {"socket": 4})
    assert sentence(failure).id == "guard.hot_outlet"
    assert room.rig.invoke(LI, "pdu", "cycle", {"socket": 3}).ok


async def test_a_critical_outlet_is_cut_by_a_lead_or_by_a_scene_that_a_lead_runs(room):
    with pytest.raises(NotAllowed) as failure:
        room.set("pdu/outlet/1", False, actor=SCENE)
    assert sentence(failure).id == "guard.critical_outlet"
    with pytest.raises(NotAllowed):
        room.set("pdu/outlet/1", False, actor=CHEN.by_scene())
    assert room.set("pdu/outlet/1", False, actor=LI.by_scene()).ok
    assert room.set("pdu/outlet/1", True, actor=LI).ok
    assert room.set("pdu/outlet/1", False, actor=LI).ok
    assert room.set("pdu/outlet/1", True, actor=SCENE).ok


async def test_the_halls_own_interlocks_speak_their_own_words(room):
    room.set("lamp/power", "on")
    with pytest.raises(NotAllowed) as failure:
        room.set("matrix/video_tie/1", 4)
    assert sentence(failure).params["because"]["en"] == "not while the lamp burns"
    with pytest.raises(NotAllowed):
        room.rig.invoke(CHEN, "matrix", "recall", {"preset": 9})
    room.set("lamp/power", "off")
    assert room.set("matrix/video_tie/1", 4).ok


async def test_a_preview_hears_the_same_guards_and_sends_nothing(room):
    room.far["lamp"].set(power="on")
    await room.pass_(6)
    room.far["pdu"].heard.clear()
    why = room.rig.blocked(LI, Ref.parse("pdu/outlet/4"), False)
    assert why.id == "guard.hot_outlet"
    assert room.rig.blocked(LI, Ref.parse("pdu/outlet/4"), True) is None
    assert room.rig.blocked_action(LI, "pdu", "cycle", {"socket": 4}).id == "guard.hot_outlet"
    assert room.far["pdu"].heard == []
    assert room.journal.lines == []
    assert room.rig.usual(Ref.parse("lamp/power")) == 120
