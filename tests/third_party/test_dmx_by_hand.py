"""Lighting packets taken apart by their offsets, as the standards print them, and put together by hand."""

import asyncio
import contextlib

import pytest

from drivers.lighting.dmx import ARTNET, SACN
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from simulators.servers.dmx import DmxServer
from tests.simulators.real import HERE, device, listening

LIGHTS = "at 1 = 255\nat 2 = 128\n"
ART_DMX = bytes.fromhex("4172742d4e6574000050000e000001000008ff80000000000000")
"""Universe 1, eight channels, sequence off: accepted by somebody else's receiver."""


@contextlib.asynccontextmanager
async def heard_from(address):
    """Our sender, and every datagram that leaves it."""
    loop, packets = asyncio.get_running_loop(), asyncio.Queue()

    class Ear(asyncio.DatagramProtocol):
        def datagram_received(self, data, peer):
            packets.put_nowait(data)

    ear, _ = await loop.create_datagram_endpoint(Ear, (HERE, 0))
    sender = connect(parse(address.format(port=ear.get_extra_info("sockname")[1])))
    await sender.open(lambda data: None, lambda loss: None)
    try:
        yield sender, packets
    finally:
        sender.close()
        ear.close()


async def first(packets, begins=b"", where=0):
    """The next packet that has these bytes there."""
    async with asyncio.timeout(10):
        while True:
            packet = await packets.get()
            if packet[where : where + len(begins)] == begins:
                return packet


async def test_an_artdmx_packet_field_by_field():
    async with heard_from("artnet://127.0.0.1:{port}?universe=259") as (sender, packets):
        sender.send(LIGHTS.encode())
        packet = await first(packets, bytes.fromhex("0050"), 8)
        assert packet[:8] == b"Art-Net\0"
        assert packet[10:12] == bytes([0, 14])
        assert packet[14:16] == bytes([3, 1])  # little endian: net 1, subnet 0, universe 3
        length = int.from_bytes(packet[16:18], "big")
        assert length % 2 == 0
        assert 2 <= length <= 512
        assert len(packet) == 18 + length
        assert packet[18:20] == bytes([255, 128])
        assert not any(packet[20:])


async def test_an_sacn_packet_field_by_field():
    async with heard_from("sacn://127.0.0.1:{port}?universe=258&priority=150") as (sender, packets):
        sender.send(LIGHTS.encode())
        root = bytes.fromhex("00000004")
        one, two = await first(packets, root, 18), await first(packets, root, 18)
    assert len(one) == 638
    assert one[:16] == bytes.fromhex("00100000") + b"ASC-E1.17\0\0\0"
    assert one[16:18] == bytes.fromhex("726e")
    assert any(one[22:38])
    assert one[38:44] == bytes.fromhex("725800000002")
    assert one[44:108].rstrip(b"\0").decode()
    assert one[108] == 150
    assert one[109:111] == bytes(2)
    assert one[112] == 0
    assert one[113:115] == bytes([1, 2])
    assert one[115:125] == bytes.fromhex("720b02a1000000010201")
    assert one[125:128] == bytes([0, 255, 128])
    assert not any(one[128:])
    assert one[22:38] == two[22:38]
    assert (two[111] - one[111]) % 256 == 1


async def test_a_stream_that_ends_says_so_three_times():
    async with heard_from("sacn://127.0.0.1:{port}?universe=1") as (sender, packets):
        sender.send(LIGHTS.encode())
        await first(packets)
        sender.close()
        async with asyncio.timeout(10):
            ends = 0
            while ends < 3:
                ends += (await packets.get())[112] & 0x40 == 0x40


@pytest.mark.parametrize("padding", [0, 504])
async def test_the_packet_of_the_standard_lights_a_simulated_node(padding):
    """Given lights 1 to 8, when a packet of eight channels or of 512 comes, then they are as it says."""
    data = bytearray(ART_DMX + bytes(padding))
    data[16:18] = (8 + padding).to_bytes(2, "big")
    one = device(ARTNET)
    async with listening(one, DmxServer(one, parse(f"artnet://{HERE}?universe=1", 6454), 0)):
        one.endpoints[0].datagram_received(bytes(data), (HERE, 1))
        assert [round(one.model.look("level", (light,))) for light in (1, 2, 3)] == [100, 50, 0]


async def test_a_packet_of_another_universe_or_of_another_kind_is_nothing():
    one = device(SACN)
    before = one.model.look("level", (1,))
    async with listening(one, DmxServer(one, parse(f"sacn://{HERE}?universe=1", 5568), 0)):
        server = one.endpoints[0]
        for data in (b"", b"Art-Net\0", ART_DMX, bytes(638), bytes.fromhex("00100000") + b"ASC-E1.17\0\0\0"):
            server.datagram_received(data, (HERE, 1))
        assert one.model.look("level", (1,)) == before
