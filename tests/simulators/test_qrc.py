"""A simulated Q-SYS Core, as other people's programs and our own link find it."""

import contextlib
import json

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.mixers.qrc import QRC
from drivers.points import Place
from drivers.wire.options import OptionError
from simulators.impairments import parse
from simulators.servers.tcp import TcpServer
from tests.simulators.lines import Terminal
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

GAIN = Place("fader", ("podium",))


@contextlib.asynccontextmanager
async def core(driver=QRC, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0, idle=60)
    async with listening(one, server):
        yield one, server


class Program(Terminal):
    """It numbers its calls as it likes."""

    async def heard(self):
        return json.loads(await self.line())

    def calls(self, method, params=None, number=7):
        said = {"jsonrpc": "2.0", "method": method, "params": params, "id": number}
        self.send(json.dumps(said).encode() + b"\0")

    async def call(self, method, params=None, number=7):
        self.calls(method, params, number)
        heard = await self.heard()
        assert (heard["jsonrpc"], heard["id"]) == ("2.0", number)
        return heard.get("result", heard.get("error"))


async def program(server):
    one = await Program.dial(server.port, b"\0")
    status = await one.heard()
    assert (status["method"], status["params"]["State"]) == ("EngineStatus", "Active")
    return one


async def test_anything_may_be_asked_at_once_with_any_number():
    async with core(values={GAIN: -12.0}) as (_, server):
        ann = await program(server)
        assert await ann.call("Control.Get", ["PodiumMute", "PodiumGain"], 41) == [
            {"Name": "PodiumMute", "Value": 0, "String": "unmuted"},
            {"Name": "PodiumGain", "Value": -12.0, "String": "-12.0dB"},
        ]
        assert await ann.call("NoOp", {}) is True
        assert (await ann.call("Component.Get", {"Name": "HallFader", "Controls": [{"Name": "gain"}]}))[
            "Controls"
        ]
        assert [each["Name"] for each in await ann.call("Component.GetComponents", {})] == ["HallFader"]
        assert (await ann.call("StatusGet", 0))["Status"] == {"Code": 0, "String": "OK"}


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("Control.Get", ["podiumgain"], 8),
        ("Control.Get", 5, -32602),
        ("Component.Get", {"Name": "Nobody", "Controls": []}, 7),
        ("Component.Get", {"Name": "HallFader", "Controls": [{"Name": "nothing"}]}, 8),
        ("Control.Set", {"Name": "PodiumGain", "Value": 99}, -32602),
        ("Sing", {}, -32601),
    ],
)
async def test_what_is_wrong_has_a_number(method, params, code):
    async with core() as (_, server):
        assert (await (await program(server)).call(method, params))["code"] == code


async def test_what_is_no_message_is_an_error_without_a_number():
    async with core() as (_, server):
        ann = await program(server)
        ann.send(b"hello\0")
        assert (await ann.heard())["error"]["code"] == -32700
        ann.send(b'{"id": 3}\0')
        assert (await ann.heard())["error"]["code"] == -32600


async def test_a_group_of_theirs_is_told_with_the_number_it_was_made_with():
    async with core() as (one, server):
        ann = await program(server)
        assert await ann.call("ChangeGroup.AddControl", {"Id": "mine", "Controls": ["PodiumGain"]}) is True
        first = await ann.call("ChangeGroup.AutoPoll", {"Id": "mine", "Rate": 1}, 99)
        assert first["Id"] == "mine"
        assert [each["Name"] for each in first["Changes"]] == ["PodiumGain"]
        one.model.put(GAIN, -3.0)
        one.settle()
        assert await ann.heard() == {
            "jsonrpc": "2.0", "id": 99,
            "result": {"Id": "mine", "Changes": [{"Name": "PodiumGain", "Value": -3.0, "String": "-3.0dB"}]},
        }  # fmt: skip
        assert await ann.call("ChangeGroup.AddControl", {"Id": "levels", "Controls": ["PodiumMeter"]}) is True
        assert (await ann.call("ChangeGroup.AutoPoll", {"Id": "levels", "Rate": 0.5}, 100))["Id"] == "levels"
        one.model.values[Place("meter", ("podium",))] = -31.0
        one.timing.advance(1)
        metered = await ann.heard()
        assert (metered["id"], metered["result"]["Id"]) == (100, "levels")
        assert [each["Value"] for each in metered["result"]["Changes"]] == [-31.0]


async def test_our_link_subscribes_and_hears_and_reads_back():
    async with core() as (one, server), ours(QRC, server.address) as link:
        for request, _ in link.link.side.sessions():
            await link.send(request)
        one.model.put(Place("mute", ("hall",)), True)
        one.settle()
        await link.send(link.link.side.tell({GAIN: -6.0}))
        assert await link.ask("fader", "podium") == -6.0
        assert link.known[Place("mute", ("hall",))] is True
        await link.send(link.link.side.tell({Place("switch", ("combine",)): True}))
        assert await link.ask("switch", "combine") is True
        await link.do("trigger", trigger="gong")
        await link.do("recall", preset=3)
        assert await link.ask("engine") == "Active"
        one.ail(parse({"deaf": ["mute"]}))
        await link.send(link.link.side.tell({Place("mute", ("hall",)): False}))
        assert await link.ask("mute", "hall") is True


async def test_the_one_that_stands_by_tells_its_state_alone():
    async with core(values={Place("engine"): "Standby"}) as (_, server), ours(QRC, server.address) as link:
        assert await link.ask("engine") == "Standby"
        with pytest.raises(Refused) as no:
            await link.ask("fader", "podium")
        assert no.value.reason is Reason.BUSY


async def test_with_a_password_nothing_comes_before_the_logon():
    async with core(password="1234") as (_, server):
        ann = await program(server)
        assert (await ann.call("Control.Get", ["PodiumGain"]))["code"] == 10
        assert (await ann.call("Logon", {"User": "av", "Password": "nope"}, 2))["code"] == 10
        assert await ann.call("Logon", {"User": "av", "Password": "1234"}, 3) is True
        assert await ann.call("Control.Get", ["PodiumGain"], "four")
        async with ours(QRC, server.address, password="1234", user="av") as link:
            assert await link.ask("mute", "podium") is False
            assert "1234" not in "".join(entry.text for entry in link.trace)
        with pytest.raises(NotAuthorised):
            async with ours(QRC, server.address, password="4321"):
                pass


def test_a_hall_names_its_controls():
    options = {
        "channels": {
            "1": {"gain": "In {1}", "mute": "Mute 1"},
            "礼堂": {"component": "Mix", "gain": "out.1"},
        },
        "triggers": {"gong": {"component": "Player", "control": "play"}},
        "snapshots": {"Day": 4, "Night": 2},
    }
    made = QRC.fitted(options, {})
    assert made.axes["channel"] == (1, "礼堂")
    assert made.table.asked >= {"fader", "mute"}


@pytest.mark.parametrize(
    "options",
    [
        {"channel": {}}, {"channels": 5}, {"channels": {"a": "Gain"}}, {"channels": {"a/b": {"gain": "x"}}},
        {"channels": {"a": {"gain": ""}}}, {"texts": {"a": {"component": "x"}}}, {"snapshots": {"Day": 0}},
    ],
)  # fmt: skip
def test_wrong_options_are_told_where_they_stand(options):
    with pytest.raises(OptionError):
        QRC.fitted(options, {})
