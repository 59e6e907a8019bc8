"""The service loads aiohttp's server alone, and whoever asks for more of it gets the whole."""

import subprocess
import sys

SAYS = """
import sys
from web import lean
lean.enter()
lean.enter()
import web.assembly
print("aiohttp.client" in sys.modules)
import aiohttp
print(aiohttp.ClientSession.__module__, aiohttp.web.Application.__name__, type(aiohttp).__name__)
lean.enter()
"""


def test_the_service_does_not_load_the_client_until_somebody_wants_it() -> None:
    told = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, timeout=60)
    assert told.stdout.split("\n") == ["False", "aiohttp.client Application module", ""], told.stderr
