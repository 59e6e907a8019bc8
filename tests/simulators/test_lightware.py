"""Simulated Lightware matrices: the tree of LW3 for our link and for terminals, LW2 for lw2."""

import asyncio
import contextlib

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.switchers.lightware_lw2 import LW2, LW2_FR
from drivers.switchers.lightware_lw3 import LW3, LW3_MX2
from drivers.wire.options import OptionError
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

SIZE = {"input": 4, "output": 3}
XP = "/MEDIA/VIDEO/XP"


def tie(output):
    return Place("video_tie", (output,))


@contextlib.asynccontextmanager
async def matrix(driver, **more):
    one = device(driver.sized(**SIZE), **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def terminal(server, data, until):
    reader, writer = await asyncio.open_connection(HERE, server.port)
    writer.write(data)
    async with asyncio.timeout(5):
        said = await reader.readuntil(until)
    return reader, writer, said.decode()


async def tell(link, **wishes):
    await link.send(link.link.side.tell({Place(key, (1,)): value for key, value in wishes.items()}))


@pytest.mark.parametrize("driver", [LW3, LW3_MX2, LW2, LW2_FR], ids=lambda each: each.name)
async def test_ties_mutes_and_locks_are_obeyed_and_read_back(driver):
    async with matrix(driver) as (one, server), ours(one.driver, server.address) as link:
        await tell(link, video_tie=3)
        await tell(link, output_mute=True)
        await tell(link, lock=True)
        with pytest.raises(Refused) as no:
            await tell(link, video_tie=2)
        assert no.value.reason is Reason.NOT_AUTHORISED
        assert [await link.ask(key, 1) for key in ("video_tie", "output_mute", "lock")] == [3, True, True]
        await tell(link, lock=False)
        await tell(link, video_tie=0)
        assert await link.ask("video_tie", 1) == 0


async def test_a_source_unplugged_is_seen_at_the_input_and_at_the_output():
    async with matrix(LW3, values={tie(1): 2}) as (one, server), ours(one.driver, server.address) as link:
        assert [await link.ask(key, at) for key, at in (("signal", 2), ("signal_out", 1))] == [True, True]
        one.model.receives("input/2", False)
        seen = [await link.ask(key, at) for key, at in (("signal", 2), ("connected", 2), ("signal_out", 1))]
        assert seen == [False, False, False]


async def test_what_was_opened_is_told_and_only_that():
    async with matrix(LW3, presets={2: {"video_tie/2": 4}}) as (one, server):
        _, writer, _ = await terminal(server, f"0001#OPEN {XP}\r\n".encode(), b"}\r\n")
        reader, deaf, said = await terminal(
            server, b"GET /.ProductName\r\nA1f#CALL /PRESETS/AVC:load(2)\r\n", b"}\r\n"
        )
        assert said == "pr /.ProductName=Lightware MMX matrix, LW3\r\n{A1f\r\nmO /PRESETS/AVC:load\r\n}\r\n"
        async with ours(one.driver, server.address) as link:
            for request, _ in link.link.side.sessions():
                await link.send(request)
            deaf.write(f"2#CALL {XP}:switch(I1:O1)\r\n".encode())
            assert (await reader.readuntil(b"}\r\n")).decode() == f"{{2\r\nmO {XP}:switch\r\n}}\r\n"
            await link.ask("model")
            assert (link.known[tie(1)], link.known[tie(2)]) == (1, 4)
        for each in (writer, deaf):
            each.close()


async def test_its_errors_name_what_was_asked():
    asked = f"1#CALL {XP}:switch(I9:O9)\r\n2#GET /NOPE\r\n3#GET {XP}.Foo\r\n4#SET /.Foo=1\r\n5#GARBAGE\r\n"
    async with matrix(LW3) as (_, server):
        _, writer, said = await terminal(server, asked.encode(), b"}\r\n" + b"")
        writer.close()
        reader, writer, said = await terminal(server, asked.encode(), b"{5\r\n")
        said = (said + (await reader.readuntil(b"}\r\n")).decode()).split("\r\n")[1::3]
        writer.close()
    assert said == [
        f"mE {XP}:switch %E004: Invalid value",
        "nE /NOPE %E002: Not found",
        f"pE {XP}.Foo %E002: Not found",
        "pE /.Foo %E002: Not found",
        "-E GARBAGE %E001: Syntax error",
    ]


async def test_others_may_walk_the_tree():
    wanted = (f"GET {XP}.*", "GET /MEDIA/VIDEO", "GET /", f"MAN {XP}.SourcePortCount", "OPEN /MEDIA/VIDEO")
    asked = "".join(f"{number}#{line}\r\n" for number, line in enumerate(wanted, 1))
    async with matrix(LW3, values={tie(1): 2, Place("lock", (2,)): True}) as (_, server):
        reader, writer, said = await terminal(server, asked.encode(), b"{5\r\n")
        said += (await reader.readuntil(b"}\r\n")).decode()
        writer.close()
    whole, nodes, root, help_, opened = [part.split("\r\n")[1:-1] for part in said.split("}\r\n")[:-1]]
    assert whole[:5] == [
        f"pr {XP}.SourcePortCount=4",
        f"pr {XP}.DestinationPortCount=3",
        f"pr {XP}.DestinationConnectionList=I2;0;0",
        f"pr {XP}.SourcePortStatus=T00EF;T00EF;T00EF;T00EF",
        f"pr {XP}.DestinationPortStatus=T00EF;L00AB;T00AB",
    ]
    assert f"m- {XP}:switch" in whole
    assert [f"n- {XP}", "n- /MEDIA/VIDEO/I1", "n- /MEDIA/VIDEO/O3"] == [nodes[0], nodes[1], nodes[-1]]
    assert root == ["n- /MEDIA", "n- /PRESETS", "n- /SYS"]
    assert (help_[0][:2], opened) == ("pm", ["o- /MEDIA/VIDEO"])


async def test_lw2_in_the_words_of_others_and_several_at_once():
    async with matrix(LW2_FR) as (one, server):
        _, writer, said = await terminal(
            server, b"{04@1 AV}\r\n{2@2}{9@1}{1@9}{%2}{vc}{:isd}", b"(ISD 7 7 7 7)\r\n"
        )
        writer.close()
        assert said.split("\r\n")[:6] == [
            "(O01 I04)", "(O02 I02)", "(ERR01)", "(ERR02)", "(ERR04)", "(ALL 04 02 00)",
        ]  # fmt: skip
        assert one.model.values[tie(2)] == 2


async def test_lw2_with_named_presets_and_a_digit_for_a_source():
    driver = LW2.fitted({"presets": "named"}, SIZE)
    async with matrix(driver) as (one, server), ours(one.driver, server.address) as link:
        await tell(link, video_tie=3)
        await link.do("store", preset="room1")
        await tell(link, video_tie=1)
        await link.do("recall", preset="room1")
        one.model.receives("input/2", False)
        assert [await link.ask("video_tie", 1), await link.ask("detect_in", 2)] == [3, 0]
        assert "(LPRroom1)" in "".join(map(str, link.trace))


async def test_lw2_finds_the_matrix():
    lw2 = pytest.importorskip("lw2.lightware")
    async with matrix(LW2, values={tie(2): 3, Place("lock", (2,)): True}) as (one, server):
        client = lw2.LightwareLW2(HERE, server.port, 4, 3, timeout=0.3)
        await client.switch(2, 1)
        await client.switch_all(1)
        assert [one.model.values[tie(output)] for output in (1, 2, 3)] == [2, 3, 0]
        one.model.put(tie(3), 1)
        await client.update()
        assert [port.idx for port in client.mapping.values()] == [2, 3, 1]
        assert (client.outputs[1].locked, client.serial) == (True, "SIM")


def test_what_a_hall_says_of_its_own_matrix():
    made = LW2.fitted({"audio": True, "present": [7, 5], "presets": "named"}, SIZE)
    assert made.has("signal")
    assert made.has("audio_tie")
    assert not made.has("detect_in")
    assert "/V1/MEDIA/VIDEO/XP" in repr(LW3.fitted({"crosspoint": "/V1/MEDIA/VIDEO/XP"}, {}).talk[0].say)
    for driver, wrong in ((LW2, {"present": "7"}), (LW2, {"presets": "x"}), (LW3, {"crosspoint": "XP ("})):
        with pytest.raises(OptionError):
            driver.fitted(wrong, {})


async def test_a_preset_with_a_name_is_there_from_the_start_and_changes_nothing():
    async with matrix(LW3, values={tie(1): 2}) as (one, server):
        asked = b"1#CALL /PRESETS/AVC:load(1)\r\n"
        _, writer, said = await terminal(server, asked, b"}\r\n")
        writer.close()
        assert said == "{1\r\nmO /PRESETS/AVC:load\r\n}\r\n"
        assert one.model.values[tie(1)] == 2
