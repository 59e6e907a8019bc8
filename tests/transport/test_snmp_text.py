"""The text of SNMP and its bytes: both ways, against each other, against pyasn1, and against rubbish."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import rfc1902
from pysnmp.proto.api import v2c

from drivers.transport import ber
from drivers.transport import snmp_text as text
from drivers.transport.ber import Message
from drivers.transport.snmp_text import Request, Value, Varbind

ARC = st.integers(0, 2**32 - 1)
OIDS = st.builds(
    lambda first, second, rest: ".".join(map(str, (first, second, *rest))),
    st.integers(0, 2),
    st.integers(0, 39),
    st.lists(ARC, max_size=20),
)


def varbinds(*, exceptions: bool = True) -> st.SearchStrategy[Varbind]:
    values: list[st.SearchStrategy[tuple[str, Value]]] = [
        st.tuples(st.just("i"), st.integers(-(2**31), 2**31 - 1)),
        st.tuples(st.sampled_from("cgt"), st.integers(0, 2**32 - 1)),
        st.tuples(st.just("C"), st.integers(0, 2**64 - 1)),
        st.tuples(st.just("s"), st.binary(max_size=40) | st.text(max_size=20).map(str.encode)),
        st.tuples(st.just("p"), st.binary(max_size=10)),
        st.tuples(st.just("o"), OIDS),
        st.tuples(st.just("a"), st.ip_addresses(v=4).map(str)),
        st.tuples(st.just("n"), st.none()),
    ]
    if exceptions:
        values.append(st.tuples(st.just("!"), st.sampled_from(text.EXCEPTIONS)))
    return st.tuples(OIDS, st.one_of(values)).map(lambda pair: (pair[0], pair[1][0], pair[1][1]))


LISTS = st.lists(varbinds(), max_size=8).map(tuple)


@given(LISTS)
def test_a_reply_reads_back_as_it_was_written(found: tuple[Varbind, ...]) -> None:
    assert text.read_reply(text.write_reply(found)) == (found, 0, 0)


@given(LISTS)
def test_a_line_is_a_line_whatever_a_string_holds(found: tuple[Varbind, ...]) -> None:
    assert len(text.write_reply(found).splitlines()) == len(found)


@given(st.sampled_from(text.ERRORS[1:]), st.integers(0, 100))
def test_an_error_reads_back(name: str, index: int) -> None:
    said = text.write_reply((), text.ERRORS.index(name), index)
    assert said == f"error {name} {index}"
    assert text.read_reply(said) == ((), text.ERRORS.index(name), index)


@given(st.sampled_from(["get", "next", "bulk", "set"]), st.lists(varbinds(), min_size=1, max_size=5))
def test_a_request_reads_back(kind: str, asked: list[Varbind]) -> None:
    named = asked if kind == "set" else [(oid, "n", None) for oid, _, _ in asked]
    request = Request(kind, tuple(named), 10 if kind == "bulk" else 0)
    assert text.read_request(text.write_request(request)) == request


@given(OIDS, st.lists(varbinds(), max_size=4))
def test_a_trap_reads_back(name: str, carried: list[Varbind]) -> None:
    trap = ((text.TRAP_OID, "o", name), *(one for one in carried if one[0] != text.TRAP_OID))
    assert text.read_trap(text.write_trap(trap)) == trap


@pytest.mark.parametrize(
    ("octets", "line"),
    [
        (b"pdu-a", '1.3.6 = s "pdu-a"'),
        ("机柜\n二".encode(), '1.3.6 = s "机柜\\n二"'),
        (b'say "no"', '1.3.6 = s "say \\"no\\""'),
        (b"", '1.3.6 = s ""'),
        (b"\x00\xc0\xb7", "1.3.6 = x 00 C0 B7"),
        (b"name\x00", "1.3.6 = x 6E 61 6D 65 00"),
        ("a\u2028b".encode(), "1.3.6 = x 61 E2 80 A8 62"),
    ],
)
def test_strings_are_text_where_a_person_can_read_them(octets: bytes, line: str) -> None:
    assert text.write_varbind(("1.3.6", "s", octets)) == line
    assert text.read_varbind(line) == ("1.3.6", "s", octets)


def test_several_values_are_set_at_once_in_either_spelling() -> None:
    expected = Request("set", (("1.3.6.1", "i", 2), ("1.3.6.2", "s", b"lamp")))
    assert text.read_request('set 1.3.6.1 = i 2\n1.3.6.2 = s "lamp"') == expected
    assert text.read_request('set 1.3.6.1 = i 2\nset 1.3.6.2 = s "lamp"') == expected


@pytest.mark.parametrize(
    "slip",
    [
        "",
        "walk 1.3.6",
        "get",
        "get 1.3.x",
        "get 3.1",
        "get 1.40.1",
        "get 1.3.4294967296",
        "get 1.3.06",
        "bulk 1.3.6",
        "bulk 0 1.3.6",
        "bulk 9999 1.3.6",
        "set 1.3.6",
        "set 1.3.6 = 2",
        "set 1.3.6 = i",
        "set 1.3.6 = i 2147483648",
        "set 1.3.6 = g -1",
        "set 1.3.6 = s bare",
        "set 1.3.6 = s 12",
        'set 1.3.6 = s "\\ud800"',
        "set 1.3.6 = x 0G",
        "set 1.3.6 = a 300.1.1.1",
        "set 1.3.6 = o 1.x",
        "set 1.3.6 = n 1",
        "set 1.3.6 = ! noSuchThing",
        "set 1.3.6 = z 1",
    ],
)
def test_a_slip_in_a_request_is_refused(slip: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        text.read_request(slip)


@given(st.text(max_size=60))
@example("set 1.3.6 = i ٣")
def test_no_text_does_anything_but_read_or_raise_value_error(said: str) -> None:
    for read in (text.read_request, text.read_reply, text.read_trap, text.read_varbind):
        for line in (said, f"set 1.3.6 = {said}", f"1.3.6 = {said}", f"get {said}", f"error {said}"):
            try:
                read(line)
            except ValueError:
                continue


MESSAGES = st.builds(
    Message,
    version=st.integers(0, 1),
    community=st.binary(max_size=20),
    kind=st.sampled_from(list(ber.KINDS)),
    request_id=st.integers(-(2**31), 2**31 - 1),
    varbinds=LISTS,
    status=st.integers(0, 18),
    index=st.integers(0, 300),
)


@given(MESSAGES)
def test_a_message_decodes_as_it_was_encoded(message: Message) -> None:
    assert ber.decode(ber.encode(message)) == message
    assert ber.version_of(ber.encode(message)) == message.version


@given(MESSAGES, st.data())
def test_a_damaged_message_is_another_message_or_none(message: Message, data: st.DataObject) -> None:
    whole = bytearray(ber.encode(message))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    for damaged in (bytes(whole), bytes(whole[:at])):
        try:
            ber.decode(damaged)
        except ber.NotAMessage:
            continue


@given(st.binary(max_size=200))
@example(b"\x30\x84\xff\xff\xff\xff\x02")
@example(b"\x30\x80\x00\x00")
def test_rubbish_is_not_a_message(data: bytes) -> None:
    ber.version_of(data)
    with pytest.raises(ber.NotAMessage):
        ber.decode(b"\x31" + data)
    with suppress(ber.NotAMessage):
        ber.decode(data)


LIBRARY = {
    "i": rfc1902.Integer32,
    "s": rfc1902.OctetString,
    "o": rfc1902.ObjectName,
    "a": rfc1902.IpAddress,
    "c": rfc1902.Counter32,
    "g": rfc1902.Gauge32,
    "t": rfc1902.TimeTicks,
    "p": rfc1902.Opaque,
    "C": rfc1902.Counter64,
}
PDUS = {
    "get": v2c.GetRequestPDU,
    "response": v2c.ResponsePDU,
    "set": v2c.SetRequestPDU,
    "trap": v2c.SNMPv2TrapPDU,
}


@given(
    st.sampled_from(list(PDUS)),
    st.integers(-(2**31), 2**31 - 1),
    st.lists(varbinds(exceptions=False), max_size=5),
)
def test_our_bytes_are_those_of_the_library(kind: str, number: int, found: list[Varbind]) -> None:
    pdu = PDUS[kind]()
    v2c.apiPDU.set_defaults(pdu)
    v2c.apiPDU.set_request_id(pdu, number)
    made = [(oid, v2c.Null("") if value is None else LIBRARY[letter](value)) for oid, letter, value in found]
    v2c.apiPDU.set_varbinds(pdu, made)
    message = v2c.Message()
    v2c.apiMessage.set_defaults(message)
    v2c.apiMessage.set_community(message, b"public")
    v2c.apiMessage.set_pdu(message, pdu)
    ours = Message(1, b"public", kind, number, tuple(found))
    if number >= 0 and not any(isinstance(value, int) and value < 0 for _, _, value in found):
        # the library spends an octet too many on -128 and its like
        assert ber.encode(ours) == encoder.encode(message)
    assert ber.decode(encoder.encode(message)) == ours
    assert decoder.decode(ber.encode(ours), asn1Spec=v2c.Message())[0] == message


@pytest.mark.parametrize(
    ("message", "octets"),
    [
        (
            Message(1, b"public", "get", 1, (("1.3.6.1.2.1.1.3.0", "n", None),)),
            "30 26 02 01 01 04 06 70 75 62 6c 69 63 a0 19 02 01 01 02 01 00 02 01 00 30 0e 30 0c"
            "06 08 2b 06 01 02 01 01 03 00 05 00",
        ),
        (
            Message(1, b"public", "bulk", 1, (("1.3.6.1.4.1.318.1.1.26.9.2.3.1.5", "n", None),), 0, 8),
            "30 2d 02 01 01 04 06 70 75 62 6c 69 63 a5 20 02 01 01 02 01 00 02 01 08 30 15 30 13"
            "06 0f 2b 06 01 04 01 82 3e 01 01 1a 09 02 03 01 05 05 00",
        ),
    ],
)
def test_known_octets(message: Message, octets: str) -> None:
    assert ber.encode(message) == bytes.fromhex(octets)
    assert ber.decode(bytes.fromhex(octets)) == message


def test_lengths_in_the_long_form_and_unsigned_numbers_without_their_zero() -> None:
    said = bytes.fromhex("30 81 24 02 01 00 04 01 70 a2 81 1a 02 01 07 02 01 00 02 01 00 30 81 0e 30 0c"
                         "06 04 2b 06 01 01 41 04 ff ff ff fe")  # fmt: skip
    said = said[:2] + bytes([len(said) - 3]) + said[3:]
    said = said[:11] + bytes([len(said) - 12]) + said[12:]
    assert ber.decode(said).varbinds == (("1.3.6.1.1", "c", 2**32 - 2),)
