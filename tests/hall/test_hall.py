"""A hall at work: dialled at once, changed by difference, one sick device not felt by the others."""

import asyncio
import socket
from random import Random

import pytest

from controller.events import Traced
from controller.hall.entries import _listening
from controller.hall.scheduler import Scheduler
from drivers.points import Place, Ref
from drivers.transport.address import parse

from .room import CHEN, Far, Room
from .tables import DRIVERS

LAMP = "lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000'}"
MATRIX = "matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001'}"
DESK = "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}"
HALL = f"{LAMP}\n{MATRIX}\n{DESK}"


@pytest.fixture
async def room(tmp_path):
    return await Room(tmp_path, HALL).start()


async def test_the_hall_is_ready_when_every_device_was_asked_once_or_could_not_be(tmp_path):
    room = Room(tmp_path, HALL)
    room.far["lamp"].absent = True
    room.far["desk"].held = []
    assert not room.hall.ready
    await room.start()
    assert not room.hall.ready
    room.far["desk"].let_go()
    assert room.hall.ready


async def test_the_points_of_all_devices_are_known_before_anything_is_read(tmp_path):
    room = Room(tmp_path, HALL)
    assert {str(ref) for ref, _ in room.state.points("desk")} == {"desk/link", "desk/fader/1", "desk/fader/2"}
    assert room.quality("desk/fader/1") == "unknown"
    assert room.hall.point(Ref.parse("desk/fader/1")).unit == "dB"


async def test_a_changed_file_leaves_untouched_links_and_their_orders_alive(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on")
    dials = room.far["lamp"].dials

    await room.reload(f"{LAMP.replace('}', ', name: Beamer}')}\n{MATRIX.replace('4001', '4007')}\n")

    assert room.far["lamp"].dials == dials
    assert room.device("lamp").title == {"zh": "Beamer", "en": "Beamer"}
    assert room.far["matrix"].dials == 2
    assert "desk" not in room.hall.devices
    assert not list(room.state.points("desk"))
    room.far["lamp"].let_go()
    assert order.state == "confirmed"
    assert room.value("matrix/link") == "up"


async def test_a_device_that_the_new_file_adds_is_dialled(room):
    await room.reload(f"{HALL}\nother: {{driver: lamp, address: 'tcp://127.0.0.9:4000'}}")
    assert room.value("other/link") == "up"
    assert room.hall.title("other") == {"zh": "other", "en": "other"}
    assert room.hall.title("nobody") == {"zh": "nobody", "en": "nobody"}


async def test_one_sick_device_is_not_felt_by_the_others(room):
    room.far["desk"].silent = True
    room.far["lamp"].busy = 10_000
    for n in range(50):
        if room.value("desk/link") == "up":
            room.far["desk"].end.send(b"x" * 1000 + b"\r" * 20)
        assert room.set("matrix/video_tie/1", 1 + n % 4).ok
        await room.pass_(0.5)
    assert room.value("matrix/link") == "up"
    assert room.device("desk").counters.noise >= 10


async def test_frames_are_published_only_while_somebody_watches(room):
    seen = []
    room.bus.subscribe(Traced, lambda event: seen.append((event.device, event.entry.dir, event.entry.text)))
    room.set("matrix/video_tie/1", 3)
    assert seen == []
    leave = room.hall.watch("matrix")
    room.set("matrix/video_tie/1", 2)
    leave()
    room.set("matrix/video_tie/1", 4)
    assert seen[:2] == [("matrix", ">", "V1*2!"), ("matrix", "<", "OK V1")]
    assert not any("V1*4!" in text for _, _, text in seen)


async def test_the_counters_of_a_link_outlive_its_connections(room):
    room.far["lamp"].hang_up()
    await room.pass_(1)
    info = room.device("lamp").link_info()
    assert info.reconnects == 1
    assert info.sent >= 4
    assert info.heard >= 4
    assert info.state == "up"
    assert info.sentence is None


async def test_an_unplugged_cable_is_seen_and_everything_comes_back_right(room):
    far = room.far["matrix"]
    far.absent = True
    far.hang_up()
    assert room.quality("matrix/video_tie/2") == "stale"
    far.holds[Place("video_tie", (2,))] = 4  # somebody turned a knob meanwhile
    far.absent = False
    await room.pass_(8)
    assert (room.value("matrix/video_tie/2"), room.quality("matrix/video_tie/2")) == (4, "live")


async def test_a_thousand_wishes_at_once_are_no_deep_stack(room):
    orders = [room.set("desk/fader/1", -(n % 90)) for n in range(1000)]
    assert orders[-1].state == "confirmed"
    far = room.far["matrix"]
    far.held = []
    actions = [room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}) for _ in range(1000)]
    far.let_go()
    assert all(order.state == "unverifiable" for order in actions)


async def test_a_week_of_comings_and_goings_leaves_no_timers_behind(room):
    chance = Random(3)
    await room.pass_(30, step=1)
    before = room.clock.waiting()
    for _ in range(60):
        far = room.far[chance.choice(["lamp", "matrix", "desk"])]
        far.absent = True
        far.hang_up()
        await room.pass_(chance.choice([1, 20]), step=1)
        far.absent = False
        await room.pass_(130, step=10)
    assert abs(room.clock.waiting() - before) <= 6
    assert len(room.hall._scheduler._heap) < 60


class Item:
    def __init__(self, log, name):
        self.log, self.name, self.due = log, name, None

    def fall_due(self, moment):
        self.log.append((self.name, moment))


async def test_the_scheduler_calls_each_item_at_its_last_moment_only(room):
    clock, log = room.clock, []
    scheduler = Scheduler(clock)
    one, other = Item(log, "one"), Item(log, "other")
    start = clock.monotonic()
    scheduler.at(one, start + 5)
    scheduler.at(other, start + 3)
    scheduler.at(one, start + 2)
    scheduler.cancel(other)
    clock.advance(10)
    assert log == [("one", start + 2)]
    scheduler.at(other, clock.monotonic() + 1)
    scheduler.stop()
    clock.advance(10)
    assert len(log) == 1


async def test_what_a_device_says_to_a_port_of_ours_is_news(tmp_path):
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.bind(("127.0.0.1", 0))
    port = free_port()
    room = await Room(tmp_path, LAMP.replace("}", f", notices: {port}}}")).start()
    await until(lambda: room.device("lamp")._ears._subscription is not None)

    room.far["lamp"].set(power="on")
    sender.sendto(b"POWR=1\r", ("127.0.0.1", port))
    await until(lambda: room.value("lamp/power") == "on")

    room.far["lamp"].absent = True
    room.far["lamp"].hang_up()
    await room.pass_(20)
    room.far["lamp"].absent = False
    dials = room.far["lamp"].dials
    sender.sendto(b"POWR=1\r", ("127.0.0.1", port))
    await until(lambda: room.far["lamp"].dials > dials)
    room.hall.stop()
    sender.close()


async def test_a_port_that_cannot_be_had_costs_the_notices_and_not_the_device(tmp_path):
    holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    holder.bind(("0.0.0.0", 0))
    port = holder.getsockname()[1]
    room = await Room(tmp_path, LAMP.replace("}", f", notices: {port}}}")).start()
    await until(lambda: any("no notices" in entry.text for entry in room.device("lamp").trace))
    await until(lambda: room.value("lamp/link") == "up")
    holder.close()


async def test_a_new_size_in_the_file_changes_the_points(tmp_path):
    room = await Room(tmp_path, MATRIX).start()
    room.far["matrix"] = Far(DRIVERS["matrix"].sized(output=2))
    await room.reload(MATRIX.replace("}", ", options: {outputs: 2}}"))
    assert [str(ref) for ref, _ in room.state.points("matrix")] == [
        "matrix/link",
        "matrix/video_tie/1",
        "matrix/video_tie/2",
    ]


def test_traps_are_heard_by_the_snmp_transport_itself():
    address, port = _listening(parse("snmp://127.0.0.1"), -1, 161)
    assert (address.option("traps"), port) == (162, 0)
    assert _listening(parse("tcp://127.0.0.1:1"), -1, 4352)[1] == 4352
    assert _listening(parse("serial:///dev/ttyS0"), -1, 4352)[1] == 0


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as finder:
        finder.bind(("127.0.0.1", 0))
        return finder.getsockname()[1]


async def until(so):
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 - the socket's own time, a loop turn at a time
            await asyncio.sleep(0)
