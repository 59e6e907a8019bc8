"""The one door: who may, what is stopped and why, what is written down, and when the bytes leave."""

import asyncio
from datetime import timedelta

import pytest

from controller.hall.orders import Actor, NoSuchPoint, NotAValue
from drivers.errors import NotAllowed
from drivers.points import Place, Ref

from .room import CHEN, GUEST, LI, WANG, Room

HALL = """
lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000', name: {zh: 主投影, en: Main projector},
       fed_by: pdu/outlet/4}
side: {driver: lamp, address: 'tcp://127.0.0.2:4000', fed_by: [pdu/outlet/2, pdu/outlet/3]}
matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', fed_by: pdu/outlet/1}
pdu: {driver: strip, address: 'tcp://127.0.0.1:4002', options: {critical: '1'}}
"""
GUARDS = """
guards:
  - never: {set: matrix/video_tie/1, to: 4}
    while: lamp/power is on
    because: {zh: 开灯时不可, en: not while the lamp burns}
  - never: {invoke: matrix/recall, args: {preset: 9}}
    because: {zh: 预设九已停用, en: preset nine is retired}
"""
SCENE = Actor("lecture", "scene", "scene")


@pytest.fixture
async def room(tmp_path):
    room = await Room(tmp_path, HALL, GUARDS).start()
    for far in room.far.values():
        for place in far.holds:
            if place.key == "outlet":
                far.holds[place] = True
    await room.pass_(6)
    room.journal.lines.clear()
    return room


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


async def test_a_critical_outlet_is_cut_by_a_lead_and_by_no_scene(room):
    with pytest.raises(NotAllowed) as failure:
        room.set("pdu/outlet/1", False, actor=SCENE)
    assert sentence(failure).id == "guard.critical_outlet"
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


# ------------------------------------------------------------ the record


async def test_an_order_is_on_record_from_asking_to_its_end(room):
    order = room.set("lamp/power", "on", within=30)
    asked, ended = (line for line in room.journal.lines if line.kind.startswith("order"))
    assert (asked.kind, asked.subject, asked.actor) == ("order.asked", "lamp/power", "chen")
    assert asked.data == {
        "order": order.id, "kind": "set", "within": 30, "role": "operator", "via": "tablet", "value": "on",
    }  # fmt: skip
    assert ended.data == {"order": order.id, "state": "confirmed", "reason": "", "said": ""}
    assert room.rig.order(order.id) is order


async def test_the_bytes_of_the_hall_do_not_wait_for_the_disk(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on")
    assert order.ok
    assert not order.recorded.done()


async def test_a_remote_engineers_order_is_on_record_before_it_is_on_the_wire(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on", actor=WANG)
    await room.turn()
    assert order.state == "asked"
    assert room.far["lamp"].count("POWR 1") == 0

    room.journal.catch_up()
    await room.turn()
    assert order.ok


async def test_what_cannot_be_recorded_in_time_is_never_sent(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on", actor=WANG, within=5)
    await room.pass_(6)
    assert (order.state, order.reason) == ("failed", "not_recorded")
    room.journal.catch_up()
    await room.turn()
    assert room.far["lamp"].count("POWR 1") == 0


async def test_a_line_that_is_lost_fails_the_engineers_order(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on", actor=WANG)
    order.recorded.set_exception(RuntimeError("the disk is gone"))
    await room.turn()
    assert (order.state, order.reason) == ("failed", "not_recorded")


# ------------------------------------------------------------ the same press is the same order


async def test_the_same_key_is_the_same_order_for_ten_minutes(room):
    order = room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}, key="k1")
    assert room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}, key="k1") is order
    assert room.far["matrix"].count("R1") == 1

    assert room.rig.invoke(LI, "matrix", "recall", {"preset": 1}, key="k1") is not order
    await room.pass_(600, step=20)
    assert room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}, key="k1") is not order


async def test_a_set_with_the_same_key_is_not_sent_again(room):
    order = room.set("matrix/video_tie/1", 3, key="k")
    assert room.set("matrix/video_tie/1", 3, key="k") is order
    assert room.far["matrix"].count("V1*3!") == 1


async def test_the_memory_of_orders_is_bounded(room):
    first = room.set("matrix/video_tie/1", 1)
    for n in range(2001):
        room.rig.keys.keep(
            room.set("matrix/video_tie/1", 1 + n % 3) if n % 1000 == 0 else _copy(first, n), None
        )
    assert room.rig.order(first.id) is None


def _copy(order, n):
    from dataclasses import replace

    return replace(order, id=f"o{n}")


# ------------------------------------------------------------ what follows lawfully


async def test_cooling_is_expected_before_the_order_leaves(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "off", within=180)
    now = room.clock.now()
    excuse = room.state.expectations.excused(Ref.parse("lamp/power"), now)
    assert excuse.allowed >= {"cooling", "off"}
    assert excuse.until == now + timedelta(seconds=180)
    assert excuse.order == order.id
    kinds = room.journal.kinds()
    assert kinds.index("expectation") < kinds.index("order.asked")


async def test_the_silence_of_what_an_outlet_feeds_is_excused_until_it_has_booted_again(room):
    room.set("pdu/outlet/4", False, actor=LI)
    link = Ref.parse("lamp/link")
    assert room.state.expectations.excused(link, room.clock.now()).silence
    assert room.state.expectations.excused(Ref.parse("matrix/link"), room.clock.now()) is None
    await room.pass_(7200, step=300)
    assert room.state.expectations.excused(link, room.clock.now())

    room.set("pdu/outlet/4", True, actor=LI)
    await room.pass_(89, step=10)
    assert room.state.expectations.excused(link, room.clock.now())
    await room.pass_(2)
    assert room.state.expectations.excused(link, room.clock.now()) is None


async def test_a_device_that_reboots_may_be_away_for_a_while(room):
    room.rig.invoke(CHEN, "lamp", "reboot", {})
    link = Ref.parse("lamp/link")
    assert room.state.expectations.excused(link, room.clock.now())
    assert not room.state.expectations.excused(link, room.clock.now() + timedelta(seconds=91))


async def test_an_expectation_survives_a_restart_by_its_line(room, tmp_path):
    room.set("pdu/outlet/4", False, actor=LI)
    room.set("lamp/power", "on")
    lines = [line for line in room.journal.lines if line.kind == "expectation"]
    (tmp_path / "again").mkdir()
    again = Room(tmp_path / "again", HALL)
    for line in lines:
        again.hall.recall(line.subject, line.data)
    assert again.state.expectations.excused(Ref.parse("lamp/link"), again.clock.now())
    assert again.state.expectations.excused(Ref.parse("lamp/power"), again.clock.now()).allowed >= {"warming"}


async def test_the_wish_is_set_when_the_call_returns_and_the_event_loop_was_not_needed(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on")
    assert room.far["lamp"].heard[-1] == "POWR 1"
    assert room.state.get(order.ref).pending
    assert isinstance(order.recorded, asyncio.Future)
