"""A simulated Yamaha console, as hand-typed clients and our own link find it."""

import contextlib

import pytest

from drivers.errors import Reason, Refused
from drivers.mixers.yamaha import YAMAHA_CL, YAMAHA_DM3, YAMAHA_DM7
from drivers.points import Place
from simulators.impairments import parse
from simulators.servers.tcp import TcpServer
from tests.simulators.lines import Terminal
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

LEVEL = "MIXER:Current/InCh/Fader/Level"


@contextlib.asynccontextmanager
async def console(driver=YAMAHA_DM3, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def test_a_set_is_acknowledged_as_told_or_as_what_became_of_it():
    async with console(values={Place("scene_modified"): True}) as (_, server):
        ann = await Terminal.dial(server.port)
        assert await ann.says(f"set {LEVEL} 0 0 -1000") == [f'OK set {LEVEL} 0 0 -1000 "-10.00"']
        assert await ann.says(f"get {LEVEL} 0 0") == [f"OK get {LEVEL} 0 0 -1000"]
        assert await ann.says(f"set {LEVEL} 0 0 99999") == [f'OKm set {LEVEL} 0 0 1000 "10.00"']
        assert await ann.says(f"set {LEVEL} 0 0 -1003") == [f'OKm set {LEVEL} 0 0 -1005 "-10.05"']
        assert await ann.says(f"set {LEVEL} 0 0 -32768") == [f'OK set {LEVEL} 0 0 -32768 "-∞"']
        assert await ann.says("set MIXER:Current/InCh/Fader/On 0 0 0") == [
            'OK set MIXER:Current/InCh/Fader/On 0 0 0 "OFF"'
        ]


async def test_everybody_else_is_told_and_only_of_changes():
    async with console() as (_, server):
        ann, ben = await Terminal.dial(server.port), await Terminal.dial(server.port)
        await ben.says("devstatus runmode")
        await ann.says("set MIXER:Current/St/Fader/On 0 0 0")
        assert await ben.lines(2) == [
            "NOTIFY sscurrent_ex scene_a 0 modified",
            'NOTIFY set MIXER:Current/St/Fader/On 0 0 0 "OFF"',
        ]
        await ann.says("set MIXER:Current/St/Fader/On 0 0 0")
        assert await ben.says("devinfo productname") == ['OK devinfo productname "Yamaha DM3 console"']


async def test_what_it_does_not_have_it_says_so():
    async with console() as (_, server):
        ann = await Terminal.dial(server.port)
        assert await ann.says(f"get {LEVEL} 16 0") == ["ERROR get InvalidArgument"]
        assert await ann.says(f"set {LEVEL} 16 0 0") == ["ERROR set InvalidArgument"]
        assert await ann.says("set MIXER:Current/Nowhere 0 0 1") == ["ERROR set UnknownAddress"]
        assert await ann.says("sing loudly") == ["ERROR unknown UnknownCommand"]


async def test_a_recall_is_told_to_all_and_the_other_bank_then_has_no_scene():
    async with console(scenes={"B07": {"fader/1": -10.0}}) as (one, server):
        ann, ben = await Terminal.dial(server.port), await Terminal.dial(server.port)
        await ben.says("devstatus runmode")
        assert await ann.says("ssrecall_ex scene_b 7") == ["OK ssrecall_ex scene_b 7"]
        told = await ben.lines(3)
        assert "NOTIFY ssrecall_ex scene_b 7" in told
        assert "NOTIFY sscurrent_ex scene_b 7 unmodified" in told
        assert f'NOTIFY set {LEVEL} 0 0 -1000 "-10.00"' in told
        assert one.model.look("fader", (1,)) == -10.0
        assert [line.split()[1] for line in await ann.lines(2)] == ["ssrecall_ex", "sscurrent_ex"]
        assert await ann.says("sscurrent_ex scene_a") == ["ERROR sscurrent_ex InvalidArgument"]
        assert await ann.says("sscurrent_ex scene_b") == ["OK sscurrent_ex scene_b 7 unmodified"]


async def test_the_next_scene_is_told_to_all():
    async with console(scenes={"A01": {"fader/1": -10.0}}) as (one, server):
        ann, ben = await Terminal.dial(server.port), await Terminal.dial(server.port)
        await ben.says("devstatus runmode")
        said = "event MIXER:Lib/Scene/RecallInc"
        assert await ann.says(said) == [f"OK {said}"]
        told = await ben.lines(3)
        assert {"NOTIFY ssrecall_ex scene_a 1", "NOTIFY sscurrent_ex scene_a 1 unmodified"} < set(told)
        assert one.model.look("fader", (1,)) == -10.0


async def test_no_scene_is_modified_while_none_stands():
    async with console(YAMAHA_CL) as (_, server):
        ann, ben = await Terminal.dial(server.port), await Terminal.dial(server.port)
        await ben.says("devstatus runmode")
        await ann.says("set MIXER:Current/St/Fader/On 0 0 0")
        assert await ben.line() == 'NOTIFY set MIXER:Current/St/Fader/On 0 0 0 "OFF"'


async def test_our_link_hears_what_others_do_and_reads_back():
    named = console(values={Place("label", (1,)): "Podium 主讲"})
    async with named as (one, server), ours(YAMAHA_DM3, server.address) as link:
        assert await link.ask("label", 1) == "Podium 主讲"
        await link.send(link.link.side.tell({Place("fader", (2,)): -12.34}))
        assert link.known[Place("fader", (2,))] == -12.35
        one.model.put(Place("mute", ("main",)), True)
        one.settle()
        assert await link.ask("scene_modified") is True
        assert link.known[Place("mute", ("main",))] is True
        one.ail(parse({"deaf": ["mute"]}))
        await link.send(link.link.side.tell({Place("mute", ("main",)): False}))
        assert await link.ask("mute", "main") is True


async def test_scenes_of_the_large_consoles():
    async with console(YAMAHA_CL) as (_, server), ours(YAMAHA_CL, server.address) as link:
        await link.do("recall", preset=5)
        assert await link.ask("console_scene") == 5
    async with console(YAMAHA_DM7) as (_, server), ours(YAMAHA_DM7, server.address) as link:
        await link.send(link.link.side.sessions()[0][0])
        await link.do("recall", preset="1.00")
        assert await link.ask("scene") == "1.00"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("scpmode keepalive 10000", "OK scpmode keepalive 10000"),
        ("prmnum", "OK prmnum 21"),
        ("prminfo 0", f'OK prminfo 0 "{LEVEL}" 16 1 -32768 1000 -32768 "dB" integer any rw 100'),
        ("prminfo 99", "ERROR prminfo InvalidArgument"),
        ("ssnum_ex scene_a", "OK ssnum_ex scene_a 100"),
        ("ssinfo_ex scene_a 20", 'OK ssinfo_ex scene_a 20 "A20" "Scene A20" "" user'),
        ("mtrstop MIXER:Current/InCh/PostOn", "OK mtrstop MIXER:Current/InCh/PostOn"),
        ("devinfo protocolver", 'OK devinfo protocolver "1.00"'),
        ("devinfo nonsense", "ERROR devinfo InvalidArgument"),
    ],
)
async def test_what_other_controllers_ask_at_the_start_is_answered(said, answer):
    async with console() as (_, server):
        assert await (await Terminal.dial(server.port)).says(said) == [answer]


async def test_meters_come_while_they_are_asked_for():
    values = {Place("fader", (1,)): 0.0}
    async with console(values=values) as (one, server):
        ann = await Terminal.dial(server.port)
        start = "mtrstart MIXER:Current/InCh/PostOn 100"
        assert await ann.says(start) == [f"OK {start}"]
        one.pass_time(1.0)
        one.timing.advance(0.1)
        heard = await ann.line()
        head, _, levels = heard.partition(" level ")
        assert head == "NOTIFY mtr MIXER:Current/InCh/PostOn"
        assert len(levels.split()) == 16
        assert int(levels.split()[0], 16) > int(levels.split()[1], 16)
        one.timing.advance(30)
        seen = await ann.says("devstatus runmode")
        while not seen[-1].startswith("OK"):
            seen.append(await ann.line())
        assert len(seen) < 110


async def test_a_busy_console_is_told_apart_from_a_wrong_order():
    async with console() as (one, server), ours(YAMAHA_DM3, server.address) as link:
        one.ail(parse({"busy": ["fader"]}))
        with pytest.raises(Refused) as no:
            await link.send(link.link.side.tell({Place("fader", (1,)): 0.0}))
        assert no.value.reason is Reason.BUSY
