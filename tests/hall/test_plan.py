"""What a device is asked again and again: intervals, politeness, quickness, age, sizes, keep-alives."""

from collections import Counter
from itertools import pairwise

from drivers.points import Place

from .room import Room

HALL = "lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000'}"


async def gaps(room, name, frame, seconds):
    """The times between two askings of `frame`."""
    moments, seen = [], room.far[name].count(frame)
    for _ in range(int(seconds * 20)):
        await room.pass_(0.05, step=0.05)
        if room.far[name].count(frame) > seen:
            seen = room.far[name].count(frame)
            moments.append(room.clock.monotonic())
    return [b - a for a, b in pairwise(moments)]


async def test_on_connecting_everything_is_read_once_and_politely(tmp_path):
    room = await Room(tmp_path, HALL).start()
    assert room.far["lamp"].heard == ["POWR ?", "ERST ?"]  # no input while it is off

    other = Room(tmp_path, HALL)
    other.far["lamp"].set(power="on")
    await other.start()
    assert other.far["lamp"].heard == ["POWR ?", "ERST ?", "INPT ?"] or other.far["lamp"].heard == [
        "POWR ?",
        "INPT ?",
        "ERST ?",
    ]
    assert other.value("lamp/input") == "hdmi 1"


async def test_each_question_keeps_its_own_interval_with_a_tenth_of_jitter(tmp_path):
    room = await Room(tmp_path, HALL).start()
    found = await gaps(room, "lamp", "ERST ?", 240)
    assert len(found) >= 9
    assert all(17.8 <= gap <= 22.2 for gap in found)
    assert len({round(gap, 2) for gap in found}) > 3


async def test_an_interval_that_the_file_gives_is_kept_to_the_point(tmp_path):
    room = await Room(tmp_path, HALL.replace("}", ", poll: 1s}")).start()
    found = await gaps(room, "lamp", "ERST ?", 20)
    assert len(found) >= 17
    assert all(abs(gap - 1) <= 0.051 for gap in found)


async def test_two_devices_of_a_hall_do_not_ask_in_step(tmp_path):
    hall = "\n".join(
        f"l{n}: {{driver: lamp, address: 'tcp://127.0.0.{n}:1', poll: 10s}}" for n in range(1, 21)
    )
    room = await Room(tmp_path, hall).start()
    await room.pass_(30, step=1)
    moments = Counter()
    for far in room.far.values():
        far.heard.clear()
    for second in range(10):
        await room.pass_(1, step=0.5)
        moments[second] = sum(far.count("POWR ?") for far in room.far.values())
        for far in room.far.values():
            far.heard.clear()
    assert max(moments.values()) <= 12
    assert min(moments.values()) >= 1


async def test_a_question_that_still_waits_is_not_queued_a_second_time(tmp_path):
    room = await Room(tmp_path, HALL.replace("}", ", poll: 1s}")).start()
    far = room.far["lamp"]
    far.held = []
    room.set("lamp/power", "on")
    device = room.device("lamp")
    for _ in range(10):
        device.plan.refresh(["power", "health"])
    waiting = [job for job in device.lanes if job.leave() is not None]
    assert len(waiting) == 2


async def test_while_a_value_is_passing_it_is_asked_for_every_half_second(tmp_path):
    room = await Room(tmp_path, HALL).start()
    far = room.far["lamp"]
    far.set(power="cooling")
    await room.pass_(6)
    quick = await gaps(room, "lamp", "POWR ?", 5)
    assert all(gap <= 0.65 for gap in quick)

    far.set(power="off")
    await room.pass_(1)
    slow = await gaps(room, "lamp", "POWR ?", 15)
    assert all(gap > 2 for gap in slow)


async def test_a_value_that_goes_unanswered_for_three_intervals_is_stale(tmp_path):
    room = await Room(tmp_path, HALL.replace("}", ", poll: 2s}")).start()
    far = room.far["lamp"]
    far.set(power="on")
    await room.pass_(3)
    assert room.quality("lamp/input") == "live"

    far.set(power="off")  # now it is not polite to ask for the input
    await room.pass_(12)
    assert room.quality("lamp/power") == "live"
    assert (room.value("lamp/input"), room.quality("lamp/input")) == ("hdmi 1", "stale")


async def test_busy_questions_are_asked_again_soon(tmp_path):
    room = Room(tmp_path, HALL)
    room.far["lamp"].busy = 1
    await room.start()
    assert room.quality("lamp/power") == "unknown"
    await room.pass_(0.75)
    assert room.value("lamp/power") == "off"


async def test_news_that_names_no_value_is_followed_by_a_question(tmp_path):
    room = await Room(tmp_path, HALL).start()
    far = room.far["lamp"]
    far.set(power="on", input="hdmi 2")
    await room.pass_(6)
    far.set(input="hdmi 1")
    far.end.send(b"CHANGED\r")
    assert room.value("lamp/input") == "hdmi 1"


async def test_what_the_device_says_unasked_is_news(tmp_path):
    room = await Room(tmp_path, "m: {driver: matrix, address: 'tcp://127.0.0.1:4001'}").start()
    room.far["m"].front_panel(Place("video_tie", (3,)), 2)
    assert room.value("m/video_tie/3") == 2


async def test_a_keep_alive_is_said_before_anything_else_and_again_in_time(tmp_path):
    room = await Room(tmp_path, "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}").start()
    assert room.far["desk"].heard[0] == "/xremote"
    found = await gaps(room, "desk", "/xremote", 60)
    assert all(7 <= gap <= 9 for gap in found)
    assert len(found) >= 5
