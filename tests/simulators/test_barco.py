"""A Barco projector on a real socket: our link beside controllers that write their JSON in other ways."""

import asyncio
import contextlib
import json

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.projectors.barco_pulse import BARCO_PULSE
from drivers.vocabulary import OFF, ON, WARMING
from drivers.wire.options import OptionError
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening


class Other:
    """A controller that is not ours; messages end with their own brace."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.text = reader, writer, ""

    def say(self, *messages):
        self.writer.write(
            "".join(each if isinstance(each, str) else json.dumps(each) for each in messages).encode()
        )

    async def hear(self):
        while True:
            with contextlib.suppress(ValueError):
                node, end = json.JSONDecoder().raw_decode(self.text)
                self.text = self.text[end:]
                return node
            self.text += (await asyncio.wait_for(self.reader.read(4096), 5)).decode()

    async def ask(self, method, params=None, id=1):
        self.say(
            {"jsonrpc": "2.0", "method": method, "id": id} | ({} if params is None else {"params": params})
        )
        return await self.hear()


@contextlib.asynccontextmanager
async def projector(**more):
    one = device(BARCO_PULSE, warm_up="8s", cool_down="6s", **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server.port


@contextlib.asynccontextmanager
async def other(port):
    reader, writer = await asyncio.open_connection(HERE, port)
    try:
        yield Other(reader, writer)
    finally:
        writer.close()


async def test_an_evening_told_by_itself():
    """What changes comes unasked to who subscribed; our link obeys and reads back."""
    async with projector() as (one, port), ours(BARCO_PULSE, f"tcp://{HERE}:{port}") as us:
        for request, _ in us.link.side.sessions():
            await us.send(request)
        with pytest.raises(Refused) as no:
            await us.tell(input="sdi")
        assert no.value.reason is Reason.BUSY
        await us.tell(power=ON)
        one.pass_time(9)
        one.settle()
        assert await us.ask("model") == one.model.values[Place("model")]
        assert us.known[Place("power")] == ON  # nobody asked
        await us.tell(input="sdi")
        assert us.known[Place("input")] == "sdi"
        await us.tell(shutter=True)
        assert await us.ask("shutter") is True
        await us.do("toggle_shutter")
        assert await us.ask("shutter") is False
        await us.tell(laser_power=62.5)
        assert await us.ask("laser_power") == 62.5
        assert await us.ask("signal", "hdmi") is False


async def test_ids_positions_lists_and_the_manner_of_errors():
    async with projector() as (_, port), other(port) as them:
        assert await them.ask("property.get", {"property": "system.state"}, "a-7") == {
            "jsonrpc": "2.0", "result": "standby", "id": "a-7",
        }  # fmt: skip
        assert (await them.ask("property.get", ["system.state"]))["result"] == "standby"
        both = await them.ask("property.get", {"property": ["system.state", "ui.stealthmode"]})
        assert both["result"] == {"system.state": "standby", "ui.stealthmode": False}
        assert (await them.ask("property.set", ["ui.stealthmode", "true"]))["result"] is True
        assert (await them.ask("authenticate", {"code": 98765}))["result"] is True
        assert (await them.ask("system.fly"))["error"] == {"code": -32601, "message": "Method not found"}
        assert (await them.ask("property.get", {"property": "image.brightness"}))["result"] == 0
        assert (await them.ask("property.get", {"property": "image.window.main.source"}))["error"][
            "code"
        ] == -32601
        assert (await them.ask("property.set", {"property": "image.brightness", "value": 9}))["error"][
            "code"
        ] == -32602
        them.say(
            "POST / HTTP/1.1\r\n\r\n", {"method": "system.poweron"}, {"id": 4, "method": "image.source.list"}
        )
        assert (await them.hear())["id"] == 4  # what has no id is not answered
        assert (await them.ask("property.get", {"property": "system.state"}))["result"] == "conditioning"
        assert (await them.ask("system.poweroff"))["result"] is None
        assert (await them.ask("property.get", {"property": "system.state"}))["result"] == "conditioning"


async def test_who_subscribed_to_one_property_hears_of_that_one():
    async with projector(values={Place("power"): ON}) as (one, port):
        async with other(port) as them, other(port) as third:
            names = ["illumination.state", "optics.shutter.position"]
            assert (await them.ask("property.subscribe", {"property": names}))["result"] is True
            assert (
                await third.ask("property.set", {"property": "image.window.main.source", "value": "SDI"})
            )["result"]
            assert (
                await third.ask("property.set", {"property": "optics.shutter.target", "value": "Closed"})
            )["result"]
            assert (await them.hear())["params"] == {"property": [{"optics.shutter.position": "Closed"}]}
            assert (await them.ask("property.unsubscribe", {"property": names[1]}))["result"] is True
            await third.ask("optics.shutter.toggle")
            assert (await them.ask("property.get", {"property": "optics.shutter.position"}))[
                "result"
            ] == "Open"
        assert one.model.values[Place("power")] not in (OFF, WARMING)


def test_the_inputs_and_connectors_of_one_hall():
    made = BARCO_PULSE.fitted({"inputs": {"lectern": "L1 HDMI"}, "connectors": ["l1hdmi"]}, {})
    assert made.spelling["input"].read("L1 HDMI") == "lectern"
    assert made.axes["connector"] == ("l1hdmi",)
    with pytest.raises(OptionError):
        BARCO_PULSE.fitted({"connectors": ["a b"]}, {})
