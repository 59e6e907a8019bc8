"""A simulated Allen & Heath Qu, as a program of raw MIDI bytes and our own link find it."""

import contextlib

import pytest

from drivers.mixers.allen_heath_qu import ALLEN_HEATH_QU
from drivers.points import Place
from drivers.wire.framing import Buffer
from drivers.wire.framings_qu import QuMidi
from drivers.wire.options import OptionError
from simulators.servers.tcp import TcpServer
from tests.simulators.lines import Terminal
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

HEADER = bytes.fromhex("F0 00 00 1A 50 11 01 00")
STATE = HEADER + bytes.fromhex("7F 10 01 F7")
UNITY = bytes.fromhex("B0 63 20 B0 62 17 B0 06 62 B0 26 07")
GAIN = Place("fader", (1,))


@contextlib.asynccontextmanager
async def mixer(**more):
    one = device(
        ALLEN_HEATH_QU, values={Place("model"): "Qu-16", Place("firmware"): "1.9", GAIN: 0.0}, **more
    )
    server = TcpServer(one, HERE, 0, connections=1)
    async with listening(one, server):
        yield one, server


async def test_the_whole_state_is_told_on_request_and_has_an_end():
    async with mixer() as (_, server):
        ann = await Terminal.dial(server.port, HEADER + bytes.fromhex("00 14 F7"))
        ann.send(STATE)
        told = await ann.whole()
        assert told.startswith(HEADER + bytes.fromhex("00 11 01 01 09 F7"))
        assert UNITY in told
        assert bytes.fromhex("90 20 3F 90 20 00") in told


async def test_a_name_is_asked_for_and_mutes_are_notes_with_running_status():
    async with mixer() as (one, server):
        ann = await Terminal.dial(server.port)
        ann.send(bytes.fromhex("90 20 7F 20 00 21 7F FE 21 00"))
        ann.send(HEADER + bytes.fromhex("00 03 20 41 42 43 F7"))
        ann.send(HEADER + bytes.fromhex("00 01 20 F7"))
        assert await ann.bytes(15) == HEADER + bytes.fromhex("00 02 20 41 42 43 F7")
        assert one.model.look("mute", (1,)) is True
        assert one.model.look("mute", (2,)) is True
        ann.send(bytes.fromhex("80 20 00 90 20 3F 90 20 00") + HEADER + bytes.fromhex("00 01 20 F7"))
        await ann.bytes(15)
        assert one.model.look("mute", (1,)) is False


async def test_our_link_learns_everything_and_hears_what_changes():
    async with mixer() as (one, server), ours(ALLEN_HEATH_QU, server.address) as link:
        for request, _ in link.link.side.sessions():
            await link.send(request)
        assert await link.ask("label", 1) == "Channe"
        assert link.known[Place("model")] == "Qu-16"
        assert link.known[GAIN] == 0.0
        one.model.put(Place("mute", ("main",)), True)
        one.settle()
        await link.send(link.link.side.tell({GAIN: -10.0}))
        await link.send(link.link.side.tell({Place("mute_group", (2,)): True}))
        await link.do("recall", preset=7)
        await link.ask("label", 1)
        assert link.known[Place("mute", ("main",))] is True
        assert one.model.look("fader", (1,)) == pytest.approx(-10.0)
        assert one.model.look("mute_group", (2,)) is True
        assert one.model.look("console_scene") == 7


def test_bytes_are_the_same_however_they_are_cut():
    data = (
        STATE
        + b"\xfe"
        + UNITY
        + bytes.fromhex("90 20 7F 90 20 00 C0 06")
        + HEADER
        + bytes.fromhex("00 01 20 F7")
    )
    whole = [frame.text for frame in QuMidi(asks=True).cut(Buffer(data))]
    assert whole == ["state? 01", "alive", "nrpn 2017 = 6207", "mute 20 = on", "scene 7", "name? 20"]
    buffer, found = Buffer(), []
    for byte in data:
        buffer += bytes([byte])
        found += [frame.text for frame in QuMidi(asks=True).cut(buffer)]
    assert found == whole


@pytest.mark.parametrize("options", [{"midi_channel": 0}, {"midi_channel": "1"}, {"fader_law": "audio"}])
def test_wrong_options_are_told(options):
    with pytest.raises(OptionError):
        ALLEN_HEATH_QU.fitted(options, {})
