"""What may have arrived although nobody said so: it is sent again under its id, and counted."""

import asyncio
import dataclasses

from controller.desk.notify.message import Failed
from tests.desk.test_channels import message, webhook


async def test_what_was_taken_by_somebody_who_then_hangs_up_may_have_arrived() -> None:
    taken = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(await reader.readuntil(b"}"))
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    async with server, webhook() as (_, hook, _clock):
        port = server.sockets[0].getsockname()[1]
        answer = await dataclasses.replace(hook, url=f"http://127.0.0.1:{port}/x").send(message())
    assert taken
    assert isinstance(answer, Failed)
    assert (answer.again, answer.perhaps) == (True, True)


async def test_what_a_proxy_has_no_answer_to_may_have_arrived() -> None:
    async with webhook() as (receiver, hook, _):
        receiver.status = 504
        assert await hook.send(message()) == Failed("HTTP 504", after=120.0, perhaps=True)
