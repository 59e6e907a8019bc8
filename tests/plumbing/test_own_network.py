"""Test processes side by side do not meet on the ports of their halls."""

import socket
import subprocess
import sys

import pytest

TRY = """
import socket, sys
from tests.own_network import leave_for_own
if not leave_for_own():
    sys.exit("no network of its own can be made here")
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    socket.create_connection(server.getsockname()).close()
"""


def test_a_port_that_is_taken_outside_is_free_in_an_own_network():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([sys.executable, "-c", TRY, port], capture_output=True, text=True)
    if "no network" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
