"""The same drivers, byte by byte: split, glued, padded, shouted and drowned in noise.

An exchange is always the first of its connection, so that the numbers of tagged exchanges agree.
"""

import pytest

from drivers.wire.events import Answered, Report
from drivers.wire.framing_osc import Osc
from drivers.wire.framings import Datagram
from drivers.wire.framings_binary import Checked
from drivers.wire.framings_json import JsonRpc
from drivers.wire.framings_midi import Midi
from drivers.wire.framings_osc_stream import OscStream
from drivers.wire.framings_shapes import Packets, Shapes
from tests.conformance.bench import asks_or_tells, clients

BINARY = (Checked, Midi, Osc, JsonRpc, OscStream, Shapes)
"""Framings in which a NUL means something."""


def reports(events):
    return [event for event in events if isinstance(event, Report)]


def streams(driver) -> bool:
    """Whether bytes may arrive in other pieces than they were sent."""
    return not isinstance(driver.framing.hears, Datagram | Osc | Packets)


def answers(client, most=40):
    """Requests, and the bytes that the device answers each with as the first of a connection."""
    for poll in client.ours.polls()[:most]:
        client.ours._turns = 0
        client.said.clear()
        client.exchange(poll.request)
        yield poll.request, b"".join(client.said)


def hears(client, request, *parts):
    """The events when these bytes come in answer."""
    client.ours._turns = 0
    client.ours.send(request)
    events = [event for part in parts for event in client.ours.hear(part).events]
    client.ours.give_up()
    return events


def test_an_answer_split_anywhere_is_the_same(driver):
    if not streams(driver):
        pytest.skip("datagrams are not split")
    (client,) = clients(driver)
    for request, data in list(answers(client)):
        whole = hears(client, request, data)
        assert any(isinstance(event, Answered) for event in whole), (request.shown, data)
        for at in range(1, min(len(data), 200)):
            assert hears(client, request, data[:at], data[at:]) == whole, (request.shown, at)
        assert hears(client, request, *[bytes([byte]) for byte in data]) == whole


def test_a_request_split_anywhere_is_the_same_to_the_device(driver):
    if not streams(driver):
        pytest.skip("datagrams are not split")
    (client,) = clients(driver)
    for poll in client.ours.polls()[:40]:
        data = client.ours.send(poll.request)
        client.ours.give_up()
        whole = [(type(heard), heard.frame) for heard in client.theirs.hear(data, client.model.look)[1]]
        for at in range(1, len(data)):
            parts = [client.theirs.hear(part, client.model.look)[1] for part in (data[:at], data[at:])]
            assert [(type(heard), heard.frame) for part in parts for heard in part] == whole, (data, at)


def test_answers_glued_together_are_the_same(driver):
    if not streams(driver) or driver.framing.tags:
        pytest.skip("datagrams are not glued")
    (client,) = clients(driver)
    found = list(answers(client))
    one_by_one = [event for _, data in found for event in reports(client.ours.hear(data).events)]
    assert reports(client.ours.hear(b"".join(data for _, data in found)).events) == one_by_one


def test_nuls_around_lines_do_no_harm(driver):
    if not streams(driver) or isinstance(driver.framing.hears, BINARY):
        pytest.skip("NULs mean something here")
    (client,) = clients(driver)
    for request, data in list(answers(client)):
        plain = hears(client, request, data)
        assert hears(client, request, b"\0\0" + data + b"\0") == plain, data


def test_case_does_not_matter_where_the_driver_says_so(driver):
    if not driver.fold:
        pytest.skip("case matters")
    (client,) = clients(driver)
    for request, data in list(answers(client)):
        plain, lower = reports(hears(client, request, data)), reports(hears(client, request, data.lower()))
        assert [event.place for event in lower] == [event.place for event in plain], data
        for one, two in zip(lower, plain, strict=True):
            assert one == two or str(one.value).casefold() == str(two.value).casefold()


def test_noise_does_no_harm(driver):
    """Given noise on the line, when the next question is asked, then it is answered as ever."""
    (client,) = clients(driver)
    request = asks_or_tells(client)
    first = reports(client.exchange(request))
    for noise in (
        b"\xff\xfe\xf0zzzz %%%% ~~~~",
        b"E\x07\x1b[2J",
        bytes(range(1, 9)),
        b"\r\n\r\n\0",
        bytes(300),
    ):
        if isinstance(driver.framing.hears, JsonRpc) or streams(driver) or noise.strip(b"\r\n\0"):
            client.ours.hear(noise)
    client.ours.hear(
        b"\0\r\n\r\n" if streams(driver) and not isinstance(driver.framing.hears, Checked) else b""
    )
    assert reports(client.exchange(request))[: len(first)] == first
