"""Devices are found on real sockets, only when asked, slowly; what is believed is what they answer."""

import asyncio
import contextlib
import json
import socket

import pytest

from controller.clock import SystemClock
from drivers import catalog, clues
from drivers.points import Place
from drivers.transport import ber
from drivers.transport.address import parse
from simulators.servers.pjlink_door import PjlinkDoor
from simulators.servers.snmp import SnmpServer
from simulators.servers.tcp import TcpServer
from tests.recordings.cases import CASES, NOT_COVERED
from tests.recordings.recorded import FOLDER, recording
from tests.simulators.real import HERE, device, listening
from web.__main__ import main
from web.discovery.agents import AGENTS, Survey, below, fits
from web.discovery.finding import Found, NotANetwork, broadcasts, hosts, pasted
from web.discovery.projectors import Search
from web.discovery.services import browse, found


class Until:
    """Enough once something has happened."""

    def __init__(self, event: asyncio.Event) -> None:
        self.event = event

    async def wait(self) -> None:
        async with asyncio.timeout(20):
            await self.event.wait()


@contextlib.asynccontextmanager
async def projector(password="", **values):
    """A projector with its search door, on one port; its time runs when told."""
    one = device(catalog.get("pjlink"), {Place(key): value for key, value in values.items()}, password)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        door = PjlinkDoor(one, HERE, server.port)
        async with listening(one, door):
            yield one, server.port


async def search(one, port):
    """Everything found by one search of that door."""
    call = Search(SystemClock(), port, 0)
    running = asyncio.ensure_future(call.run([HERE], Until(call.heard)))
    async with asyncio.timeout(20):
        while not call.heard.is_set() and not running.done():
            one.timing.advance(0.2)  # a projector takes its time, so that not all answer at once
            await asyncio.sleep(0)
        return await running


async def test_a_projector_answers_the_search_and_is_asked_its_name():
    async with projector(maker="NEC", model="PA1004UL", name="Main") as (one, port):
        (only,) = await search(one, port)
        assert only == Found("pjlink", HERE, f"tcp://{HERE}:{port}", "pjlink", "NEC PA1004UL Main", ("nec",))


async def test_one_that_wants_a_password_is_found_without():
    async with projector("secret") as (one, port):
        (only,) = await search(one, port)
        assert only.says == "00:11:22:33:44:55"
        assert only.lines == ("password: ${PJ_PASSWORD}",)


@contextlib.asynccontextmanager
async def agent(driver, community="public", host=HERE, port=0, version="2c", **values):
    one = device(driver, {Place(key): value for key, value in values.items()})
    one.credentials["community"] = community
    server = SnmpServer(one, parse(f"snmp://{host}?version={version}"), port)
    async with listening(one, server):
        yield server.port


async def test_agents_are_believed_by_what_they_have():
    pdu, ups = catalog.get("apc_rpdu2").sized(socket=8), catalog.get("ups_rfc1628")
    async with (
        agent(pdu, name="rack 3", description="APC card") as port,
        agent(ups, host="127.0.0.3", port=port),
    ):
        found = await Survey("public", SystemClock(), port, 5.0).run([HERE, "127.0.0.3"])
    assert [(one.host, one.driver) for one in found] == [(HERE, "apc_rpdu2"), ("127.0.0.3", "ups_rfc1628")]
    assert found[0].says == "rack 3, APC card"
    assert found[0].address == f"snmp://{HERE}:{port}?version=2c"


class Old(asyncio.DatagramProtocol):
    """An agent that knows version 1 only, and one object of a UPS."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        asked = ber.decode(data)
        if asked.version == 0:
            known = {
                "get": ("1.3.6.1.2.1.1.1.0", "s", b"old card"),
                "next": ("1.3.6.1.2.1.33.1.1.1.0", "s", b"x"),
            }
            self.transport.sendto(ber.encode(ber.reply(asked, [known[asked.kind]])), addr)


async def test_an_agent_that_hides_who_it_is_is_known_by_what_it_has():
    async with agent(catalog.get("raritan_pdu2").sized(socket=4)) as port:
        (one,) = await Survey("public", SystemClock(), port, 5.0).run([HERE])
    assert one.driver == "raritan_pdu2"


async def test_who_keeps_silent_is_asked_in_version_1_and_then_left_alone():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Old, (HERE, 0))
    with contextlib.closing(transport):
        port = transport.get_extra_info("sockname")[1]
        found = await Survey("public", SystemClock(), port, 0.1).run([HERE, "127.0.0.9"])
    assert [(one.host, one.driver) for one in found] == [(HERE, "ups_rfc1628")]
    assert found[0].address.endswith("?version=1")


async def test_another_community_is_used_and_not_written_down():
    async with agent(catalog.get("ups_rfc1628"), "stage-door") as port:
        (one,) = await Survey("stage-door", SystemClock(), port, 5.0).run([HERE])
    assert one.lines == ('secrets: {community: "${SNMP_COMMUNITY}"}',)
    assert "stage-door" not in str(one)


async def test_questions_go_out_slowly():
    class Counting(SystemClock):
        slept: list[float] = []

        async def sleep(self, seconds):
            self.slept.append(seconds)

    await Survey("public", Counting(), 9, 0.01).run(hosts(["127.0.0.0/28"]))
    assert Counting.slept == [0.02] * 14 * 2


@pytest.mark.skipif(not FOLDER, reason="AUDITORIUM_SNMPREC names no folder of recordings")
@pytest.mark.parametrize("name", sorted({case.recording for case in CASES} | set(NOT_COVERED)))
def test_recorded_agents_are_believed_to_be_what_they_are(name):
    """The driver we would believe in is one that reads the recording; where there is none, it is none."""
    objects = [oid.lstrip(".") for oid in recording(name)]
    identifier = recording(name).get("1.3.6.1.2.1.1.2.0", "")
    believed = next(
        (
            one.driver
            for one in AGENTS
            if fits(one, identifier) and any(below(oid, one.has) for oid in objects)
        ),
        "",
    )
    can = {case.driver for case in CASES if case.recording == name}
    assert believed in (can or {"", "ups_rfc1628"})


async def test_what_announces_itself_is_found_by_its_type():
    asyncio_zeroconf = pytest.importorskip("zeroconf.asyncio")
    info = asyncio_zeroconf.AsyncServiceInfo(
        "_blackmagic._tcp.local.", "Smart Videohub._blackmagic._tcp.local.", port=9990,
        addresses=[socket.inet_aton("10.1.4.60")], properties={"class": "Videohub"},
    )  # fmt: skip
    assert found(info) == [Found("mdns", "10.1.4.60", "tcp://10.1.4.60:9990", "videohub", "Smart Videohub")]
    other = asyncio_zeroconf.AsyncServiceInfo(
        "_blackmagic._tcp.local.", "A camera._blackmagic._tcp.local.", port=9995,
        addresses=[socket.inet_aton("10.1.4.61")], properties={"class": "Camera"},
    )  # fmt: skip
    assert [one.driver for one in found(other)] == [""]


async def test_announcements_are_heard_on_the_wire():
    zeroconf = pytest.importorskip("zeroconf.asyncio")
    info = zeroconf.AsyncServiceInfo(
        "_blackmagic._tcp.local.", "Hub 1._blackmagic._tcp.local.", port=9990, server="hub-1.local.",
        addresses=[socket.inet_aton(HERE)], properties={"class": "Videohub"},
    )  # fmt: skip
    async with zeroconf.AsyncZeroconf(interfaces=[HERE]) as announcer:
        await (await announcer.async_register_service(info, cooperating_responders=True))
        seen = asyncio.Event()
        (one,) = await browse(Until(seen), [HERE], seen.set)
    assert one == Found("mdns", HERE, f"tcp://{HERE}:9990", "videohub", "Hub 1")


# ---------------------------------------------------------------- the command


async def test_the_command_says_what_it_found_and_what_to_paste(capsys):
    async with agent(catalog.get("apc_rpdu2").sized(socket=8), name="rack 3") as port:
        words = ["discover", "--snmp", "--network", f"{HERE}/32", "--port", str(port)]
        assert await asyncio.to_thread(main, ["--lang", "en", *words]) == 0
        said = capsys.readouterr().out
        assert f"{HERE}       snmp    apc_rpdu2  rack 3, Simulated device" in said
        assert f"  apc-rpdu2-1:\n    driver: apc_rpdu2\n    address: snmp://{HERE}:{port}?version=2c" in said
        assert await asyncio.to_thread(main, [*words, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["found"][0]["driver"] == "apc_rpdu2"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 2, "Nothing is sent unasked"),
        (["--snmp"], 1, "--snmp needs --network"),
        (["--snmp", "--network", "10.0.0.0/8"], 1, "1024 at most"),
        (["--snmp", "--network", "8.8.8.0/24"], 1, "not a private network"),
        (["--pjlink", "--network", "hall"], 1, "hall is no range of addresses"),
    ],
)
def test_what_it_will_not_do(words, code, says, capsys):
    assert main(["--lang", "en", "discover", *words]) == code
    assert says in capsys.readouterr().err


def test_nobody_is_there(capsys):
    words = ["discover", "--pjlink", "--network", "127.0.0.77/32", "--port", "9", "--wait", "0"]
    assert main(["--lang", "zh-CN", *words]) == 1
    assert "没有设备应答" in capsys.readouterr().out


# ---------------------------------------------------------------- small things


def test_ranges():
    assert hosts(["10.1.4.8/30", "10.1.4.9/32"]) == ["10.1.4.9", "10.1.4.10"]
    assert broadcasts(["10.1.4.0/24", "10.1.9.7/32"]) == ["10.1.4.255", "10.1.9.7"]
    with pytest.raises(NotANetwork):
        hosts(["10.0.0.0/21"])


def test_every_clue_names_a_driver():
    named = {one.driver for one in (*clues.AGENTS, *clues.SERVICES)} | set(clues.MAKERS.values())
    assert named <= set(catalog.names())


def test_names_to_paste_are_never_the_same():
    twice = [Found("snmp", host, f"snmp://{host}", "apc_rpdu2") for host in ("10.1.4.5", "10.1.5.5")]
    lines = "\n".join(pasted([*twice, Found("mdns", "10.1.4.6", "tcp://10.1.4.6:9", "")]))
    assert "apc-rpdu2-5:" in lines
    assert "apc-rpdu2-5-2:" in lines
    assert "10.1.4.6" not in lines


def test_a_device_may_call_itself_anything():
    one = Found(
        "mdns", "10.1.4.6", "tcp://10.1.4.6:9", "videohub", "hub\n  evil:\n    driver: x \x1b[2J\u202e"
    )
    assert one.says == "hub evil: driver: x [2J"
    assert len(list(pasted([one]))) == 5
