"""The packets of sACN and Art-Net, against the standards and the package sacn."""

import pytest

from drivers.transport.dmx_levels import Universe
from drivers.transport.dmx_packets import (
    Levels,
    Node,
    artdmx,
    artpoll,
    artpoll_reply,
    read_artdmx,
    read_artpoll_reply,
    read_sacn,
    sacn,
    sacn_discovery,
    sacn_group,
)

CID = bytes(range(16))


def test_the_packets_are_those_of_the_standards():
    data = artdmx(Levels(1, bytes([255, 128, 0, 0, 0, 0, 0, 0]), ""))
    assert data.hex(" ") == ("41 72 74 2d 4e 65 74 00 00 50 00 0e 00 00 01 00 00 08 ff 80 00 00 00 00 00 00")
    packet = sacn(Levels(1, bytes(512), "Hall", 100, 9), CID)
    assert len(packet) == 638
    assert (packet[16:18].hex(), packet[38:40].hex(), packet[115:117].hex()) == ("726e", "7258", "720b")
    assert sacn_group(300) == "239.255.1.44"
    assert len(artpoll_reply(Node("short", "long"), bytes(4), 5)) == 239


def test_what_is_made_is_read():
    levels = Levels(7, bytes(range(200)), "Hall", 150, 3)
    assert read_sacn(sacn(levels, CID)) == levels._replace(source=CID.hex())
    assert read_artdmx(artdmx(levels), "Hall") == levels._replace(priority=100)
    assert read_artpoll_reply(artpoll_reply(Node("Foyer", "Foyer lights"), bytes(4), 1)) == (
        "Foyer", "Foyer lights",
    )  # fmt: skip
    for rubbish in (b"", bytes(700), b"Art-Net\0", artpoll(), sacn(levels, CID)[:120]):
        assert (read_sacn(rubbish), read_artdmx(rubbish, ""), read_artpoll_reply(rubbish)) == (None,) * 3


def test_sacn_reads_our_packets():
    theirs = pytest.importorskip("sacn.messages.data_packet")
    ours = sacn(Levels(1, bytes([7, 8]), "Hall", 120, 4, True), CID)
    packet = theirs.DataPacket.make_data_packet(list(ours))
    assert (packet.universe, packet.priority, packet.sequence, packet.sourceName) == (1, 120, 4, "Hall")
    assert packet.dmxData[:3] == (7, 8, 0)
    assert packet.option_StreamTerminated


def test_the_discovery_packet_names_the_universe():
    packet = sacn_discovery(7, "Hall", CID)
    assert (packet[18:22], packet[40:44], packet[-2:]) == (b"\0\0\0\x08", b"\0\0\0\x02", b"\0\x07")
    assert len(packet) == 122
    assert read_sacn(packet) is None


def test_a_universe_fades_and_is_darkened():
    one = Universe()
    assert not one.begun
    one.put([1, 512], 200, now=0.0, seconds=2.0)
    assert (one.frame(1.0)[0], one.frame(1.0)[511], one.moving) == (100, 100, True)
    one.put([1], 0, now=1.0, seconds=1.0)
    assert (one.frame(1.5)[0], one.frame(2.0)[0], one.frame(2.0)[511]) == (50, 0, 200)
    assert not one.moving
    one.darken(True)
    assert one.frame(3.0) == bytes(512)
    one.darken(False)
    assert one.frame(3.0)[511] == 200
