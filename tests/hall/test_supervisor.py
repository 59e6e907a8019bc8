"""The life of a connection: how up is earned, how loss is noticed, when to dial again, and when never."""

from itertools import pairwise

import pytest

from controller.hall import offline
from controller.hall.pauses import Pauses
from drivers.points import Ref

from .room import Room

LAMP = "lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000', poll: 60s}"
OTHER = "other: {driver: matrix, address: 'tcp://127.0.0.1:4001', poll: 60s}"
LOCKED = "locked: {driver: guarded_lamp, address: 'tcp://127.0.0.1:4009', password: secret1}"


@pytest.fixture
async def room(tmp_path):
    return await Room(tmp_path, f"{LAMP}\n{OTHER}\n{LOCKED}").start()


async def test_up_is_earned_by_an_answer_and_not_by_an_open_socket(tmp_path):
    room = Room(tmp_path, LAMP)
    room.far["lamp"].silent = True
    await room.start()
    assert room.value("lamp/link") == "connecting"
    assert room.quality("lamp/power") == "unknown"

    room.far["lamp"].silent = False
    await room.pass_(3)
    assert room.value("lamp/link") == "up"


async def test_everything_is_read_anew_before_it_is_called_live(room):
    far = room.far["lamp"]
    far.absent = True
    far.hang_up()
    assert room.value("lamp/link") == "lost"
    assert room.quality("lamp/power") == "stale"

    far.absent = False
    far.set(power="on")
    await room.pass_(2)
    assert (room.value("lamp/power"), room.quality("lamp/power")) == ("on", "live")


async def test_values_are_stale_in_the_same_call_that_reports_the_loss(room):
    room.far["lamp"].absent = True
    room.changed.clear()
    room.far["lamp"].hang_up()
    told = {(str(event.ref), event.now.quality) for event in room.changed}
    assert ("lamp/power", "stale") in told
    assert ("lamp/link", "live") in told


async def test_absence_costs_one_attempt_after_1_2_and_5_seconds_and_then_every_5(tmp_path):
    room = Room(tmp_path, LAMP)
    room.far["lamp"].absent = True
    await room.start()
    moments = [0.0]
    before = 1
    for quarter in range(1, 4 * 30):
        await room.pass_(0.25)
        if room.far["lamp"].dials > before:
            before = room.far["lamp"].dials
            moments.append(quarter / 4)
    gaps = [b - a for a, b in pairwise(moments)]
    assert all(abs(gap - want) <= 0.75 for gap, want in zip(gaps, (1, 2, 5, 5, 5, 5), strict=False))
    assert len(gaps) >= 5


async def test_a_cable_that_comes_back_after_hours_is_found_within_seconds(tmp_path):
    room = Room(tmp_path, LAMP)
    room.far["lamp"].absent = True
    await room.start()
    await room.pass_(600, step=5)
    room.far["lamp"].absent = False
    await room.pass_(6)
    assert room.value("lamp/link") == "up"


async def test_an_order_to_an_absent_device_dials_at_once(room):
    far = room.far["lamp"]
    far.absent = True
    far.hang_up()
    await room.pass_(20)
    far.absent = False
    dials = far.dials
    order = room.set("lamp/power", "on")
    assert order.state == "asked"
    await room.turn()
    assert far.dials == dials + 1
    assert order.state == "confirmed"


async def test_an_order_to_a_device_that_stays_absent_is_told_so_at_once_and_never_sent(room):
    far = room.far["lamp"]
    far.absent = True
    far.hang_up()
    await room.pass_(20)
    order = room.set("lamp/power", "on", within=90)
    await room.turn()
    assert (order.state, order.reason) == ("unreachable", "refused")

    far.absent = False
    far.heard.clear()
    await room.pass_(10)
    assert room.value("lamp/link") == "up"
    assert "POWR 1" not in far.heard


async def test_a_refused_password_is_never_tried_again_by_itself(tmp_path):
    room = Room(tmp_path, LOCKED)
    room.far["locked"].credentials = {"password": "another"}
    await room.start()
    assert room.value("locked/link") == "locked_out"

    order = room.set("locked/power", "on")
    assert (order.state, order.reason) == ("unreachable", "locked_out")
    await room.pass_(3600, step=60)
    assert room.far["locked"].dials == 1


async def test_a_password_that_was_accepted_before_is_tried_once_more(room):
    far = room.far["locked"]
    assert room.value("locked/link") == "up"
    far.credentials = {"password": "another"}
    far.hang_up()
    await room.turn()
    await room.pass_(0.5)
    assert room.value("locked/link") == "lost"
    await room.pass_(600, step=5)
    assert room.value("locked/link") == "locked_out"
    assert far.dials == 3


async def test_a_person_or_a_changed_file_ends_the_lock_out(tmp_path):
    room = Room(tmp_path, LOCKED)
    room.far["locked"].credentials = {"password": "another"}
    await room.start()

    room.hall.reconnect("locked")
    await room.turn()
    assert room.far["locked"].dials == 2
    assert room.value("locked/link") == "locked_out"

    await room.reload(LOCKED.replace("secret1", "another"))
    assert room.value("locked/link") == "up"


async def test_the_password_is_in_no_trace(room):
    lines = "\n".join(map(str, room.device("locked").trace))
    assert "HELLO" in lines
    assert "secret1" not in lines


async def test_three_requests_without_a_reply_are_a_lost_link(room):
    far = room.far["lamp"]
    far.silent = True
    order = room.set("lamp/power", "on", within=60)
    await room.pass_(5.5)
    assert room.value("lamp/link") == "up"
    await room.pass_(1)
    assert room.value("lamp/link") == "lost"
    assert room.device("lamp").link_info().code == "silent"
    assert order.ended


async def test_a_half_open_link_that_nobody_uses_is_noticed_within_ten_seconds(room):
    await room.pass_(30)
    assert room.value("lamp/link") == "up"
    room.far["lamp"].silent = True
    await room.pass_(9.9)
    assert room.value("lamp/link") == "lost"
    assert room.quality("lamp/power") == "stale"


async def test_a_late_answer_makes_values_stale_at_once_and_live_when_it_comes(room):
    far = room.far["lamp"]
    far.held = []
    room.rig.read(Ref.parse("lamp/power"))
    await room.pass_(0.5)
    assert room.quality("lamp/power") == "stale"
    assert room.value("lamp/link") == "up"

    far.let_go()
    assert room.quality("lamp/power") == "live"
    assert room.quality("lamp/health/fan") == "live"


async def test_flapping_earns_growing_pauses_up_to_ten_seconds_and_steadiness_ends_them():
    pauses, now, waits = Pauses(), 0.0, []
    for _ in range(9):
        pauses.up(now)
        now += 5
        wait = pauses.next(now)
        waits.append(wait)
        now += wait
    assert waits == [0.0, 0.0, 0.0, 2.5, 5.0, 6.0, 6.0, 6.0, 6.0]
    assert pauses.flapping

    pauses.up(now)
    assert pauses.next(now + 121) == 0.0
    assert not pauses.flapping


async def test_coming_and_going_now_and_then_is_not_flapping():
    pauses, now = Pauses(), 0.0
    for _ in range(20):
        pauses.up(now)
        now += 50
        assert pauses.next(now) == 0.0


async def test_a_bug_in_one_device_restarts_that_device_alone(room):
    far = room.far["lamp"]
    room.device("lamp").orders.reported = lambda place, value: 1 / 0
    other = room.far["other"].dials
    order = room.set("lamp/power", "on")
    assert not order.ended  # the device said yes; its state may yet be read, over the next connection
    assert room.value("lamp/link") == "lost"
    assert any("a bug of ours" in entry.text for entry in room.device("lamp").trace)
    assert room.value("other/link") == "up"

    del room.device("lamp").orders.reported
    await room.pass_(1.5)
    assert room.value("lamp/link") == "up"
    assert order.state == "confirmed"
    assert far.dials == 2
    assert room.far["other"].dials == other


async def test_a_crash_loop_cools_down_for_five_minutes(room):
    device = room.device("lamp")
    begin, device._begin = device._begin, lambda: 1 / 0
    device.supervisor.reconnect()
    await room.turn()
    await room.pass_(10)
    dials = room.far["lamp"].dials
    assert device.link_info().code == "driver_failed"
    order = room.set("lamp/power", "on")
    assert (order.state, order.reason) == ("unreachable", "driver_failed")
    await room.pass_(200, step=5)
    assert room.far["lamp"].dials == dials

    device._begin = begin
    await room.pass_(140, step=5)
    assert room.value("lamp/link") == "up"
    assert room.value("other/link") == "up"


async def test_every_way_of_being_offline_says_what_to_do(room):
    room.far["lamp"].absent = True
    room.far["lamp"].hang_up()
    info = room.device("lamp").link_info()
    assert info.sentence.id == "link.closed"
    assert info.sentence.params["name"] == {"zh": "lamp", "en": "lamp"}
    assert info.retry_helps
    assert not offline.retry_helps("locked_out")
    assert offline.sentence("never heard of", "x").id == "link.lost"


async def test_a_device_left_alone_by_the_file_is_disabled_and_takes_no_orders(tmp_path):
    room = await Room(tmp_path, LAMP.replace("poll", "enabled: false, poll")).start()
    assert room.value("lamp/link") == "disabled"
    assert room.far["lamp"].dials == 0
    order = room.set("lamp/power", "on")
    assert (order.state, order.reason) == ("unreachable", "disabled")
    assert room.hall.ready


async def test_stopping_leaves_no_timer_and_no_connection_behind(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on")
    room.hall.stop()
    await room.turn()
    assert order.state == "unreachable"
    assert room.clock.waiting() == 0
