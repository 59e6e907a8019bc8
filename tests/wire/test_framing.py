"""Bytes and frames: whole frames come out whatever the pieces, nothing raises, little is kept."""

import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.wire.framing import LIMIT, Buffer, Frame
from drivers.wire.framing_osc import Osc
from drivers.wire.framings import Datagram, Ends, Pattern
from drivers.wire.framings_binary import Checked, sum8, xor8
from drivers.wire.framings_json import JsonRpc
from drivers.wire.framings_midi import Midi
from drivers.wire.framings_text import Blocks, Braced, Signed
from drivers.wire.telnet import Telnet

SIS = Pattern(
    "(?:\x1b|W)[^\r|]{0,200}[\r|]|[0-9]*(?:\\*[0-9]*)?[!%&$,.BZX]|[0-9]*LS|[0-9]*I",
    alike={"W": "\x1b", "|": "\r"},
)
NEC = Checked(starts=b"\x00\x01\x02\x03\x20\x21\x22\x23")
CUTS = {
    "lines": (Ends("\r", also=("\n",)), ["%1POWR=1", "%1NAME=Hall"]),
    "long ends": (Ends("\r\n"), ["Out05 In03 All", "E10"]),
    "utf-8": (Ends("\n", charset="utf-8"), ["礼堂", "Hall"]),
    "commands": (SIS, ["3*5!", "1*2%", "\x1b3CV\r", "0LS", "8I"]),
    "brackets": (
        Pattern("<[^>]*>", drop="\r\n ", charset="utf-8"),
        ["< REP 1 CHAN_NAME {礼堂} >", "< REP ERR >"],
    ),
    "blocks": (Blocks(), ["ACK", "VIDEO OUTPUT ROUTING:\n0 1\n1 2"]),
    "signed": (Signed(), ["GET /.ProductName", "OPEN /A"]),
    "braced": (Braced(), ["CHG /A.B=1", "CHG /A.C=2"]),
    "json": (JsonRpc(), ['{"method": "NoOp"}', '{"params": [1, "}{"]}']),
    "json by braces": (JsonRpc(""), ['{"method": "NoOp"}', '{"params": ["a\\"}{", {"b": 1}]}']),
    "checked": (NEC, ["02 00 00 00", "20 88 01 10 00 FF"]),
    "midi": (Midi(2), ["nrpn 4F00 = 765C", "nrpn? 4000", "nrpn+ 0000", "nrpn- 0000", "scene 200", "key 3"]),
}
STREAMS = pytest.mark.parametrize("name", CUTS)


def cut_all(cut, *parts) -> list[str]:
    buffer, frames = Buffer(), []
    for part in parts:
        buffer += part
        frames += [frame.text for frame in cut.cut(buffer)]
    return frames


@STREAMS
def test_frames_come_out_as_they_went_in(name):
    cut, texts = CUTS[name]
    assert cut_all(cut, b"".join(map(cut.wrap, texts))) == texts


@STREAMS
def test_the_pieces_do_not_matter(name):
    cut, texts = CUTS[name]
    data = b"".join(map(cut.wrap, texts))
    for at in range(len(data)):
        assert cut_all(cut, data[:at], data[at:]) == texts, at
    assert cut_all(cut, *[bytes([byte]) for byte in data]) == texts


PIECES = st.lists(st.binary(max_size=60), max_size=6)
FEW, MANY = settings(max_examples=150, deadline=None), settings(max_examples=10_000, deadline=None)


@STREAMS
@FEW
@given(data=PIECES)
def test_nothing_that_arrives_raises(name, data):
    cut_all(CUTS[name][0], *data)


@pytest.mark.slow
@STREAMS
@MANY
@given(data=PIECES)
def test_nothing_that_arrives_raises_ten_thousand_times(name, data):
    cut_all(CUTS[name][0], *data)


@pytest.mark.parametrize("cut", [Osc(), Datagram()])
@FEW
@given(data=st.binary(max_size=200))
def test_no_datagram_raises(cut, data):
    cut.cut(Buffer(data))
    cut.cut(Buffer(b"/a\0\0," + data))


@pytest.mark.slow
@pytest.mark.parametrize("cut", [Osc(), Datagram()])
@MANY
@given(data=st.binary(max_size=200))
def test_no_datagram_raises_ten_thousand_times(cut, data):
    cut.cut(Buffer(data))
    cut.cut(Buffer(b"/a\0\0," + data))


@STREAMS
def test_no_more_is_kept_than_need_be(name):
    """Given a peer that never ends its frame, when it sends and sends, then the buffer stays small."""
    cut, _ = CUTS[name]
    for piece in (b"{" * 5000, b"a" * 5000, b"\x02\x00" * 2500, b'{"a": "' + b"x" * 5000):
        buffer = Buffer()
        for _ in range(40):
            buffer += piece
            cut.cut(buffer)
            assert len(buffer) <= LIMIT + 8


@STREAMS
def test_a_line_of_noise_is_forgotten(name):
    """Given noise up to the end of its line, when frames follow, then they are heard."""
    cut, texts = CUTS[name]
    ends = {"blocks": b"\n\n", "json": b"\0", "checked": b"", "midi": b"", "lines": b"\r"}
    noise = b"\xff\xee\xddzz" + ends.get(name, b"\r\n")
    assert cut_all(cut, noise, b"".join(map(cut.wrap, texts)))[-len(texts) :] == texts


def steps(work) -> int:
    """How many lines of code `work` takes; counted in a thread of its own, which a tracer belongs to."""
    count = 0

    def tracer(frame, event, arg):
        nonlocal count
        count += event == "line"
        return tracer

    def counted():
        sys.settrace(tracer)
        work()

    thread = threading.Thread(target=counted)
    thread.start()
    thread.join()
    return count


@STREAMS
@pytest.mark.parametrize("kind", ["frames", "byte by byte", "noise"])
def test_twice_the_bytes_are_twice_the_work(name, kind):
    cut, texts = CUTS[name]
    once = b"".join(map(cut.wrap, texts)) * 10 if kind != "noise" else b"\x02{<%" * 60

    def work(times):
        data = once * times
        return steps(
            lambda: cut_all(cut, *([bytes([byte]) for byte in data] if kind == "byte by byte" else [data]))
        )

    assert work(4) < 2.6 * work(2)


@STREAMS
def test_bytes_already_searched_are_not_searched_again(name):
    cut, _ = CUTS[name]
    if not isinstance(cut, Ends | Blocks | Signed | Braced | JsonRpc):
        pytest.skip("its frames are short")
    buffer = Buffer(b"{" + b"a" * 1000)
    cut.cut(buffer)
    assert buffer.searched >= len(buffer) - 2


# ---------------------------------------------------------------- each cut's own habits


def test_lines_may_end_in_several_ways_and_be_empty():
    cut = Ends("\r\n", also=("\n", "\r"))
    assert cut_all(cut, b"a\r\n\r\nb\nc\rd\r", b"\ne\0\r\n") == ["a", "b", "c", "d", "e"]


def test_a_prompt_needs_no_end():
    cut = Ends("\r\n", prompts=("Password:",))
    assert cut_all(cut, b"\r\nPass", b"word:", b"\r\nLogin User\r\n") == ["Password:", "Login User"]


def test_an_end_alone_may_be_a_frame():
    assert cut_all(Ends(":", drop="\r", blank=True), b":PWR=01\r::") == ["", "PWR=01", ""]


def test_commands_carry_their_own_end():
    assert cut_all(SIS, b"3*5!1*2%5%\r\nW3CV|", b"0L", b"S") == ["3*5!", "1*2%", "5%", "\x1b3CV\r", "0LS"]
    assert cut_all(SIS, b"zz9\r\n5%") == ["zz9", "5%"]
    assert cut_all(SIS, b"z" * 300) == ["z" * 256]


def test_a_block_may_come_with_carriage_returns():
    assert cut_all(Blocks(), b"\r\nPING:\r\n\r\nACK\n\n") == ["PING:", "ACK"]


def test_signed_requests_and_braced_replies_carry_their_number():
    said = Buffer(Signed().wrap("GET /.ProductName", "0012") + b"CLOSE\r\n")
    assert Signed().cut(said) == [Frame("GET /.ProductName", "0012"), Frame("CLOSE")]
    assert Signed().turn(7) == "0007"
    heard = Buffer(b"{0012\r\npr /A=1\r\nCHG /B=2\r\npr /C=3\r\n}\r\n{0013\r\n}\r\n}\r\n")
    assert Braced().cut(heard) == [Frame("CHG /B=2"), Frame("pr /A=1\npr /C=3", "0012"), Frame("}")]


def test_an_open_reply_is_capped():
    buffer = Buffer(b"{0001\r\n")
    for _ in range(30):
        buffer += b"x" * 5000 + b"\r\n"
        Braced().cut(buffer)
    assert sum(map(len, buffer.state[1])) <= LIMIT + 5000


def test_a_json_message_that_was_cut_off_is_ended_by_the_next():
    cut, data = JsonRpc(""), b'{"jsonrpc": "2.0", "method": "on"}'
    for noise in (
        b"[",
        b"]}",
        b'{"a": [',
        b'{"jsonrpc": "2.0", "method": "o',
        b'{"a": "{\\"jsonrpc',
        b"POST / HTTP\r\n\r\n",
    ):
        assert cut_all(cut, noise + data) == cut_all(cut, noise, *(bytes([b]) for b in data))
        assert cut_all(cut, noise + data)[-1] == '{"method": "on"}', noise


def test_json_messages_lose_what_all_have():
    cut = JsonRpc()
    data = cut.wrap('{"method": "NoOp"}', "7")
    assert data == b'{"jsonrpc": "2.0", "method": "NoOp", "id": 7}\0'
    assert cut.cut(Buffer(data)) == [Frame('{"method": "NoOp"}', "7")]
    assert cut.cut(Buffer(b'{"id": "a", "result": 1}\0not json\0[1]\0')) == [
        Frame('{"result": 1}', '"a"'), Frame("not json", "null"), Frame("[1]"),
    ]  # fmt: skip
    assert cut.wrap("not json") == b""
    assert cut.wrap('{"error": {"code": -32700}}', "null").endswith(b'"id": null}\0')
    assert cut.wrap('{"result": 1}') == b""  # nobody waits for it
    assert cut.turn(3) == "3"


def test_a_checked_frame_hides_length_and_checksum_and_noise_before_it_is_dropped():
    data = NEC.wrap("02 03 00 00 01 A1")
    assert data == bytes.fromhex("02 03 00 00 02 01 A1 A9")
    assert cut_all(NEC, b"\x55\x02\x03" + data[:3], data[3:]) in (["02 03 00 00 01 A1"], [])
    assert cut_all(NEC, b"\x55" + data) == ["02 03 00 00 01 A1"]
    spoilt = data[:4] + b"\xf0" + data[5:]  # 246 bytes, says its length
    assert cut_all(NEC, spoilt, data, data) == ["02 03 00 00 01 A1"] * 2
    assert cut_all(NEC, spoilt + data + data) == ["02 03 00 00 01 A1"] * 2
    assert NEC.wrap("not hex") == b""
    assert sum8(b"\xff\x02") == 1
    assert xor8(b"\xff\x0f") == 0xF0


def test_midi_with_running_status_and_real_time_bytes():
    assert cut_all(Midi(), bytes.fromhex("FE B0 63 4F 62 F8 00 06 76 26 5C 26 5D")) == [
        "nrpn 4F00 = 765C", "nrpn 4F00 = 765D",
    ]  # fmt: skip
    assert cut_all(Midi(), bytes.fromhex("F0 00 01 F7 B1 63 01 B0 00 01 C0 47")) == ["scene 200"]
    assert cut_all(Midi(), bytes.fromhex("90 32 7F 32 00 80 32 40 91 32 7F")) == ["key 3"]
    assert Midi().wrap("nrpn? 4000") == bytes.fromhex("B0 63 40 B0 62 00 B0 60 7F")
    assert Midi().wrap("scene 0") == Midi().wrap("note 1") == b""


@pytest.mark.parametrize(
    ("hexes", "text"),
    [
        ("2f7872656d6f7465000000002c000000", "/xremote"),
        ("2f63682f30312f6d69782f6661646572000000002c6600003f400000", "/ch/01/mix/fader ,f 0.7500"),
        ("2f2d616374696f6e2f676f7363656e65000000002c69000000000003", "/-action/goscene ,i 3"),
        ("2f6e6f64650000002c73000063682f30312f6d6978000000", '/node ,s "ch/01/mix"'),
    ],
)
def test_osc_packets_are_text(hexes, text):
    data = bytes.fromhex(hexes)
    assert Osc().cut(Buffer(data)) == [Frame(text)]
    assert Osc().wrap(text) == data


@pytest.mark.parametrize(
    "text",
    ['/a ,sb "say \\"x\\" \\\\" 0AFF', "/a ,TFi 5", "/a ,hd 9 1.5000", '/a ,s ""', "/a ,i -3"],
)
def test_osc_values_of_every_kind_come_back(text):
    assert Osc().cut(Buffer(Osc().wrap(text))) == [Frame(text)]


def test_osc_that_is_none_is_noise_and_a_bundle_is_its_messages():
    assert Osc().wrap("/a ,i x") == Osc().wrap("/a ,i") == b""
    assert Osc().cut(Buffer(b"/a\0")) == [Frame("? 2f 61 00")]
    bundle = b"#bundle\0" + bytes(7) + b"\1" + (8).to_bytes(4, "big") + b"/a\0\0,\0\0\0"
    assert Osc().cut(Buffer(bundle)) == [Frame("/a")]
    assert Osc().cut(Buffer()) == []
    assert len(Osc().cut(Buffer(b"/a\0\0,b\0\0" + (400).to_bytes(4, "big") + bytes(400)))[0].text) > 800


def test_telnet_negotiation_is_stripped_and_refused():
    telnet = Telnet()
    assert telnet.strip(b"a\xff\xfd\x01b\xff\xfb\x03\xff\xff") == (b"ab\xff", b"\xff\xfc\x01\xff\xfe\x03")
    assert telnet.strip(b"\xff\xfa\x18\x01x\xff\xf0y\xff") == (b"y", b"")
    assert telnet.strip(b"\xfe\x01z\xff\xfc\x02") == (b"z", b"")
    assert telnet.strip(b"\xff\xf1quiet") == (b"quiet", b"")
    assert telnet.strip(b"\xff\xfa\xff\xff\xff\xf0end") == (b"end", b"")
