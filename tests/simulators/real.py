"""A real driver's device on a real socket, for conversations with clients that are not ours."""

import contextlib
from collections.abc import AsyncIterator

from drivers.points import Place, Value
from drivers.wire.driver import Driver
from simulators.device import SimulatedDevice
from simulators.models.registry import model_for
from simulators.seeds import first_values, grown
from simulators.servers.listening import Server
from simulators.timing import HandTiming

HERE = "127.0.0.1"


def device(
    driver: Driver, values: dict[Place, Value] | None = None, password: str = "", **more
) -> SimulatedDevice:
    """One, with these values and behaviours."""
    driver = grown(driver, {})
    held = first_values(driver, driver.name) | (values or {})
    secrets = {"password": password} if password else {}
    own = {key: more.pop(key) for key in ("boot", "subscribers", "session") if key in more}
    model = model_for(driver.points, held, more)
    return SimulatedDevice(driver.name, driver, model, HandTiming(), credentials=secrets, **own)


@contextlib.asynccontextmanager
async def listening(one: SimulatedDevice, *servers: Server) -> AsyncIterator[None]:
    """While inside, it listens."""
    one.endpoints.extend(servers)
    for server in servers:
        await server.open()
    try:
        yield
    finally:
        for server in servers:
            await server.close()
