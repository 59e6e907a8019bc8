"""pysnmp's engine, one for the process: a new one at every poll leaks a megabyte, a descriptor and a task
each.

Our dispatcher keeps its time by the loop's monotonic clock. The library's reads the wall clock, and a step
back by an hour would stop every timeout for an hour.
"""

import asyncio
from itertools import count
from typing import Any

from pysnmp.carrier.asyncio.dispatch import AsyncioDispatcher
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine

AUTH = {
    "": config.USM_AUTH_NONE,
    "MD5": config.USM_AUTH_HMAC96_MD5,
    "SHA": config.USM_AUTH_HMAC96_SHA,
    "SHA224": config.USM_AUTH_HMAC128_SHA224,
    "SHA256": config.USM_AUTH_HMAC192_SHA256,
    "SHA384": config.USM_AUTH_HMAC256_SHA384,
    "SHA512": config.USM_AUTH_HMAC384_SHA512,
}
PRIVACY = {
    "": config.USM_PRIV_NONE,
    "DES": config.USM_PRIV_CBC56_DES,
    "AES": config.USM_PRIV_CFB128_AES,
    "AES192": config.USM_PRIV_CFB192_AES,
    "AES256": config.USM_PRIV_CFB256_AES,
    "AES192B": config.USM_PRIV_CFB192_AES_BLUMENTHAL,
    "AES256B": config.USM_PRIV_CFB256_AES_BLUMENTHAL,
}

numbers = count(1)  # for names of targets and transport domains, never used twice


class _Dispatcher(AsyncioDispatcher):  # type: ignore[misc]
    """The library's dispatcher on a clock that does not jump."""

    async def handle_timeout(self) -> None:
        while True:
            await asyncio.sleep(self.get_timer_resolution())
            self.handle_timer_tick(self.loop.time())


_engines: dict[asyncio.AbstractEventLoop, Any] = {}


def engine() -> Any:
    """The engine of the running loop, made when first asked for (70 ms)."""
    loop = asyncio.get_running_loop()
    if loop not in _engines:
        for ended in [other for other in _engines if other.is_closed()]:
            del _engines[ended]
        made = SnmpEngine()
        made.register_transport_dispatcher(_Dispatcher(loop=loop))
        _engines[loop] = made
    return _engines[loop]


def close_engine() -> None:
    """End the engine of the running loop, if there is one; the next asking makes another."""
    made = _engines.pop(asyncio.get_running_loop(), None)
    if made is not None:
        made.close_dispatcher()
