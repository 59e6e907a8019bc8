"""A simulated Allen & Heath SQ, spoken to and heard with mido's messages."""

import contextlib

import pytest

from drivers.mixers.allen_heath_sq import ALLEN_HEATH_SQ
from drivers.points import Place
from simulators.servers.tcp import TcpServer
from tests.simulators.lines import Terminal
from tests.simulators.real import HERE, device, listening

mido = pytest.importorskip("mido")
HIGH, LOW, COARSE, FINE, STEP, BANK = 99, 98, 6, 38, 96, 0


@contextlib.asynccontextmanager
async def mixer(**more):
    one = device(ALLEN_HEATH_SQ, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, await Terminal.dial(server.port)


def controls(*pairs):
    return b"".join(
        bytes(mido.Message("control_change", control=control, value=value).bytes())
        for control, value in pairs
    )


async def heard(ann, count):
    parser = mido.Parser()
    parser.feed(await ann.bytes(count))
    return [(message.control, message.value) for message in parser if message.type == "control_change"]


async def test_a_level_is_set_and_asked_for():
    async with mixer() as (one, ann):
        ann.send(controls((HIGH, 0x4F), (LOW, 0), (COARSE, 0x64), (FINE, 0x14)))
        ann.send(controls((HIGH, 0x4F), (LOW, 0), (STEP, 0x7F)))
        assert await heard(ann, 12) == [(HIGH, 0x4F), (LOW, 0), (COARSE, 0x64), (FINE, 0x14)]
        assert one.model.look("fader", ("main",)) == pytest.approx(-20.0, abs=0.01)


async def test_a_mute_is_toggled_and_a_scene_recalled():
    async with mixer(scenes={200: {"fader/1": -40.0}}) as (one, ann):
        ann.send(controls((HIGH, 0), (LOW, 0x44), (STEP, 0)))
        ann.send(controls((BANK, 1)) + bytes(mido.Message("program_change", program=0x47).bytes()))
        ann.send(controls((HIGH, 0x40), (LOW, 0), (STEP, 0x7F)))
        assert (await heard(ann, 12))[2:] == [(COARSE, 0x51), (FINE, 0x4D)]
        assert one.model.look("mute", ("main",)) is True
        assert one.model.values[Place("console_scene")] == 200
