"""What the simulators take for this machine."""

import pytest

from simulators.loopback import is_loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.3", "127.255.255.254", "::1"])
def test_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "10.1.4.20", "0.0.0.0", "::", "127.0.0.1.example", "example.org", "128.0.0.1"]
)
def test_somebody_else(host):
    assert not is_loopback(host)
