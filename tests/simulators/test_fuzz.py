"""Whatever arrives at a simulated device, it neither raises nor stops answering."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers import catalog
from drivers.transport.address import parse
from drivers.vocabulary import ON
from simulators.servers.snmp_engine import Agent
from simulators.servers.snmp_pdus import requests
from tests.simulators.real import device

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LINES = {
    "pjlink": [b"%1POWR ?\r", b"%1POWR 1\r", b"%1INPT 32\r", b"%1AVMT 31\r", b"%2INNM ?31\r", b"%2FREZ 1\r"],
    "extron_sis": [
        b"3*5!",
        b"1*2%",
        b"\x1b3CV\r",
        b"I",
        b"9,",
        b"9.",
        b"2*3.",
        b"\x1bVM\r",
        b"0LS",
        b"5*1B",
        b"\x1bZXXX\r",
    ],
    "x32": [
        b"/ch/01/mix/fader\0\0\0\0,f\0\0\x3f\x40\0\0",
        b"/xremote\0\0\0\0,\0\0\0",
        b"/-action/goscene\0\0\0\0,i\0\0\0\0\0\x03",
        b"/meters\0,s\0\0/meters/1\0\0\0",
    ],
    "apc_rpdu2": [
        b"get 1.3.6.1.2.1.1.1.0",
        b"bulk 10 1.3.6.1.4.1.318",
        b"set 1.3.6.1.4.1.318.1.1.26.9.2.4.1.5.3 = i 3",
    ],
}


def mutated(lines):
    """Lines of the protocol, with bytes put in, taken out and swapped; or any bytes at all."""
    spoiled = st.tuples(st.sampled_from(lines), st.integers(0, 40), st.binary(max_size=4)).map(
        lambda it: it[0][: it[1]] + it[2] + it[0][it[1] + len(it[2]) :]
    )
    return st.lists(st.one_of(st.sampled_from(lines), spoiled, st.binary(max_size=60)), max_size=12)


@pytest.mark.parametrize("name", sorted(LINES))
def test_any_bytes_at_any_device(name):
    @FEW
    @given(mutated(LINES[name]), st.floats(0, 30))
    def story(pieces, seconds):
        one = device(catalog.get(name))
        if "power" in one.model.points:
            one.model.put_all("power", ON)
        said = []
        client = one.connect("ann", said.append)
        for piece in pieces:
            client.hear(piece)
            one.pass_time(seconds)
            one.settle()
        assert len(b"".join(said)) < 4_000_000

    story()


REQUEST = bytes.fromhex("302602010104067075626c6963a019020101020100020100300e300c06082b060102010103000500")
BULK = bytes.fromhex(
    "302d02010104067075626c6963a52002010102010002010830153013060f2b06010401823e01011a090203010505 00"
)


@pytest.mark.parametrize("version", ["2c", "3&user=auditorium&auth=SHA256&priv=AES"])
def test_any_datagram_at_an_agent(version):
    asked = []

    def ask(peer, right, pdu):
        asked.append(requests(pdu))

    secrets = {"auth_password": "footlights-on", "priv_password": "houselights-off"}
    agent = Agent(parse(f"snmp://127.0.0.1?version={version}"), secrets, b"sim", lambda data, peer: None, ask)

    @FEW
    @given(mutated([REQUEST, BULK]))
    def story(datagrams):
        for datagram in datagrams:
            agent.hear(datagram, ("127.0.0.1", 40000), 0.0)

    story()
    if version == "2c":
        before = len(asked)
        agent.hear(REQUEST, ("127.0.0.1", 40000), 1.0)
        assert asked[before:] == [["get 1.3.6.1.2.1.1.3.0"]]
