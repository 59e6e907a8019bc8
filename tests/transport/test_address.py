"""Addresses: what a technician may write, what is answered to a slip, and what is never printed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.transport.address import parse


@pytest.mark.parametrize(
    "text",
    [
        "tcp://10.1.4.20:4352",
        "tcp://[fe80::1]:4352?connect_timeout=2.0",
        "udp://mixer.hall.example:10023?local_port=10024",
        "serial:///dev/ttyUSB0?baud=38400&bytesize=7&parity=E&stopbits=1.5&rtscts=1&xonxoff=0&dsrdtr=1",
        "serial://COM3?baud=9600",
        "rfc2217://10.1.4.40:2217?baud=19200",
        "socket://10.1.4.40:4001",
        "visa://TCPIP0::10.1.4.60::5025::SOCKET?timeout=3.0&backend=ivi",
        "visa://ASRL/dev/ttyUSB0::INSTR?baud=19200&parity=E",
        "visa://USB0::0x1AB1::0x0960::DSA8::INSTR?backend=bench.yaml@sim",
        "snmp://10.1.4.50:161?version=3&user=av&auth=SHA256&priv=AES256B&context=room%201&retries=0",
    ],
)
def test_an_address_is_printed_as_it_was_written(text: str) -> None:
    assert str(parse(text)) == text
    assert parse(str(parse(text))) == parse(text)


def test_a_port_may_come_from_the_driver() -> None:
    assert parse("tcp://10.1.4.20", port=4352).port == 4352
    assert parse("tcp://10.1.4.20:5000", port=4352).port == 5000
    assert parse("snmp://10.1.4.50").port == 161


def test_what_is_not_written_has_its_usual_value() -> None:
    plain = parse("serial:///dev/ttyS0")
    assert [plain.option(name) for name in ("baud", "bytesize", "parity", "stopbits")] == [9600, 8, "N", 1]
    assert parse("snmp://h?retries=0").option("retries") == 0


def test_a_plus_is_a_plus() -> None:
    assert parse("snmp://h?community=a+b").secrets["community"] == "a+b"


def test_words_are_taken_in_any_case() -> None:
    assert parse("SNMP://h?version=3&user=a&auth=sha256&priv=aes").option("auth") == "SHA256"


SLIPS = {
    "10.1.4.20:4352": "begins with one of tcp://",
    "visa://10.1.4.20": "names a resource",
    "visa://TCPIP::10.1.4.60::5025": "names a resource",
    "visa://ASRL3::INSTR?backend=xyz": "backend is py, ivi or FILE@sim",
    "visa://TCPIP::10.1.4.60::5025::SOCKET?timeout=never": "timeout is a number of seconds",
    "tcp://10.1.4.20": "needs a port",
    "tcp://10.1.4.20:0": "needs a port",
    "tcp://10.1.4.20:99999": "the port is a number",
    "tcp://10.1.4.20:abc": "the port is a number",
    "tcp://:4352": "names a host",
    "tcp://a b:4352": "names a host",
    "tcp://[fe80::1:4352": "[brackets]",
    "tcp://10.1.4.20:4352/extra": "nothing stands behind the port",
    "tcp://10.1.4.20:4352#x": "write %23",
    "tcp://user:hunter22@10.1.4.20:1": "write password: beside it",
    "tcp://10.1.4.20:4352?baud=9600": "tcp has no option 'baud'",
    "serial://": "names a port",
    "serial:///dev/ttyS0?baud=fast": "baud is a whole number from 50",
    "serial:///dev/ttyS0?bytesize=9": "bytesize is a whole number from 5 to 8",
    "serial:///dev/ttyS0?parity=Q": "parity is one of N, E, O, M, S, not 'Q'",
    "serial:///dev/ttyS0?stopbits=3": "stopbits is 1, 1.5 or 2",
    "serial:///dev/ttyS0?rtscts=maybe": "rtscts is 0 or 1",
    "serial:///dev/ttyS0?baud=9600&baud=9600": "written twice",
    "snmp://h?version=2": "version is one of 1, 2c, 3",
    "snmp://h?version=3": "needs user=NAME",
    "snmp://h?user=av": "user belongs to version=3",
    "snmp://h?version=3&user=av&community=x": "community belongs to versions 1 and 2c",
    "snmp://h?version=3&user=av&priv=AES": "priv needs auth too",
    "snmp://h?timeout=soon": "timeout is a number of seconds",
    "snmp://h?timeout=nan": "timeout is a number of seconds",
    "snmp://h?community=": "community is not empty",
    "snmp://h?version=3&user=av&auth=MD5&auth_password=hunter2": "auth_password is at least 8 characters",
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_answered_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError) as told:  # noqa: PT011
        parse(text)
    assert SLIPS[text] in str(told.value)
    assert "hunter2" not in str(told.value)


def test_secrets_are_kept_and_never_printed() -> None:
    address = parse("snmp://h?community=topsecret&write=evenmoreso")
    assert address.secrets == {"community": "topsecret", "write": "evenmoreso"}
    for shown in (str(address), repr(address), f"{address}"):
        assert "topsecret" not in shown
        assert "evenmoreso" not in shown
    assert str(address) == "snmp://h:161?community=***&write=***"


@given(st.text(max_size=60))
@example("tcp://[::1")
@example("snmp://h:٣?")
def test_no_text_whatever_does_anything_but_parse_or_explain(tail: str) -> None:
    for text in (tail, f"tcp://{tail}", f"serial://{tail}", f"snmp://h?{tail}"):
        try:
            address = parse(text)
        except ValueError:
            continue
        assert address.host or address.path
