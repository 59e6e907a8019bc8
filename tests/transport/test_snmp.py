"""SNMP versions 1 and 2c: communities, silence and patience, late and foreign replies, traps."""

import asyncio
import random
from dataclasses import replace

import pytest

from controller.clock import ManualClock
from drivers.errors import Unreachable
from drivers.transport import Transport, ber, losses
from drivers.transport.address import parse
from drivers.transport.ber import Message
from drivers.transport.connecting import connect
from drivers.transport.snmp_text import Varbind
from tests.transport.agent import PlainAgent, a_plain_agent, echo
from tests.transport.bench import PATIENCE, Listener

STATE = "1.3.6.1.4.1.318.1.1.26.9.2.3.1.5"


def to(agent: PlainAgent, options: str = "", clock: ManualClock | None = None, **secrets: str) -> Transport:
    return connect(parse(f"snmp://127.0.0.1:{agent.port}?{options}"), secrets, clock)


async def ask(transport: Transport, we: Listener, request: str) -> str:
    before = len(we.heard)
    transport.send(request.encode())
    await we.until(lambda: len(we.heard) > before)
    return we.heard[-1].decode()


async def test_twenty_outlets_in_one_exchange() -> None:
    async with a_plain_agent() as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        request = "get " + " ".join(f"{STATE}.{number}" for number in range(1, 21))
        expected = "\n".join(f"{STATE}.{number} = g {number}" for number in range(1, 21))
        assert await ask(snmp, we, request) == expected
        assert [message.kind for message in agent.asked] == ["get"]
        snmp.close()


async def test_reading_and_writing_have_each_their_community() -> None:
    async with a_plain_agent() as agent:
        we, snmp = Listener(), to(agent, "community=see", write="touch")
        await we.open(snmp)
        await ask(snmp, we, f"get {STATE}.1")
        assert await ask(snmp, we, f"set {STATE}.1 = i 2") == f"{STATE}.1 = i 2"
        assert [message.community for message in agent.asked] == [b"see", b"touch"]
        snmp.close()


async def test_versions_and_kinds_on_the_wire() -> None:
    async with a_plain_agent() as agent:
        for options in ("version=1", "version=2c"):
            we, snmp = Listener(), to(agent, options)
            await we.open(snmp)
            await ask(snmp, we, f"next {STATE}.1")
            await ask(snmp, we, f"bulk 8 {STATE}.1")
            snmp.close()
        asked = [(message.version, message.kind, message.index) for message in agent.asked]
        assert asked == [(0, "next", 0), (0, "next", 0), (1, "next", 0), (1, "bulk", 8)]


async def test_an_agent_of_version_1_that_lacks_an_object() -> None:
    async with a_plain_agent(lambda message: ber.reply(message, message.varbinds, 2, 1)) as agent:
        we, snmp = Listener(), to(agent, "version=1")
        await we.open(snmp)
        assert await ask(snmp, we, f"get {STATE}.99") == "error noSuchName 1"
        snmp.close()


async def test_in_version_1_the_objects_that_are_not_there_are_left_out_and_the_rest_asked_again() -> None:
    here = (f"{STATE}.2", f"{STATE}.4")

    def some(message: Message) -> Message:
        lacking = [at for at, (oid, *_) in enumerate(message.varbinds, 1) if oid not in here]
        if lacking:
            return ber.reply(message, message.varbinds, 2, lacking[0])
        return ber.reply(message, [(oid, "i", 1) for oid, *_ in message.varbinds])

    async with a_plain_agent(some) as agent:
        we, snmp = Listener(), to(agent, "version=1")
        await we.open(snmp)
        reply = await ask(snmp, we, f"get {STATE}.1 {STATE}.2 {STATE}.3 {STATE}.4 {STATE}.5")
        assert reply.split("\n") == [
            f"{STATE}.1 = ! noSuchInstance", f"{STATE}.2 = i 1", f"{STATE}.3 = ! noSuchInstance",
            f"{STATE}.4 = i 1", f"{STATE}.5 = ! noSuchInstance",
        ]  # fmt: skip
        assert await ask(snmp, we, f"get {STATE}.1 {STATE}.3") == "error noSuchName 1"
        assert len(agent.asked) == 5  # what was not there is left out from then on
        snmp.close()


async def test_an_object_that_is_not_there_spoils_nothing_else() -> None:
    def some(message: Message) -> Message:
        found: tuple[Varbind, ...] = ((f"{STATE}.1", "i", 1), (f"{STATE}.9", "!", "noSuchInstance"))
        return ber.reply(message, found)

    async with a_plain_agent(some) as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        reply = await ask(snmp, we, f"get {STATE}.1 {STATE}.9")
        assert reply == f"{STATE}.1 = i 1\n{STATE}.9 = ! noSuchInstance"
        snmp.close()


async def until_asked(agent: PlainAgent, times: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(agent.asked) < times:
            agent.news.clear()
            await agent.news.wait()


async def test_a_wrong_community_is_silence_and_a_reading_is_repeated_before_it_is_given_up() -> None:
    clock = ManualClock()
    async with a_plain_agent(
        lambda message: echo(message) if message.community == b"right" else None
    ) as agent:
        we, snmp = Listener(), to(agent, "community=wrong&timeout=1.5&retries=2", clock)
        await we.open(snmp)
        snmp.send(f"get {STATE}.1".encode())
        for times in (1, 2, 3):
            await until_asked(agent, times)
            assert we.heard == []
            clock.advance(1.5)
        assert we.heard == []
        assert len({message.request_id for message in agent.asked}) == 1
        assert clock.waiting() == 0
        snmp.close()


async def test_setting_is_never_repeated() -> None:
    clock = ManualClock()
    async with a_plain_agent(lambda message: None) as agent:
        we, snmp = Listener(), to(agent, "timeout=1.5&retries=2", clock)
        await we.open(snmp)
        snmp.send(f"set {STATE}.1 = i 3".encode())
        await until_asked(agent, 1)
        clock.advance(60)
        assert we.heard == []
        snmp.send(f"get {STATE}.1".encode())
        await until_asked(agent, 2)
        assert [message.kind for message in agent.asked] == ["set", "get"]
        snmp.close()


async def test_a_reply_to_the_first_attempt_counts_and_a_second_one_does_not() -> None:
    clock = ManualClock()
    async with a_plain_agent(lambda message: None) as agent:
        we, snmp = Listener(), to(agent, "", clock)
        await we.open(snmp)
        snmp.send(f"get {STATE}.1".encode())
        await until_asked(agent, 1)
        clock.advance(1.5)
        await until_asked(agent, 2)
        answer = ber.encode(echo(agent.asked[0]))
        agent.say(answer)
        await we.until_heard(f"{STATE}.1 = g 1".encode())
        agent.say(answer)
        agent.reply = echo
        assert await ask(snmp, we, f"get {STATE}.2") == f"{STATE}.2 = g 2"
        assert len(we.heard) == 2
        snmp.close()


async def test_late_foreign_and_damaged_replies_are_not_taken_for_the_answer() -> None:
    clock = ManualClock()
    async with a_plain_agent(lambda message: None) as agent:
        we, snmp = Listener(), to(agent, "retries=0", clock)
        await we.open(snmp)
        snmp.send(f"get {STATE}.1".encode())
        await until_asked(agent, 1)
        clock.advance(1.5)  # given up
        snmp.send(f"get {STATE}.2".encode())
        await until_asked(agent, 2)
        late, due = (echo(message) for message in agent.asked)
        agent.say(ber.encode(late))
        foreign = replace(due, varbinds=((f"{STATE}.2", "g", 99),))
        agent.say(ber.encode(replace(foreign, request_id=due.request_id + 7)))
        agent.say(ber.encode(replace(foreign, kind="get")))
        agent.say(ber.encode(due)[:-3])
        agent.say(b"\xff" * 40)
        agent.say(ber.encode(due))
        await we.until_heard(b"= g 2")
        assert we.heard == [f"{STATE}.2 = g 2".encode()]
        snmp.close()


async def test_two_requests_under_way_find_each_their_answer() -> None:
    async with a_plain_agent(lambda message: None) as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        snmp.send(f"get {STATE}.1".encode())
        snmp.send(f"get {STATE}.2".encode())
        await until_asked(agent, 2)
        for message in reversed(agent.asked):
            agent.say(ber.encode(echo(message)))
        await we.until_heard(b"= g 1")
        assert we.heard == [f"{STATE}.2 = g 2".encode(), f"{STATE}.1 = g 1".encode()]
        snmp.close()


@pytest.mark.parametrize("loss", [0.0, 0.1, 0.3])
async def test_a_lossy_network_is_no_fault(loss: float) -> None:
    """Drops, doubles and delays by a fixed dice; each question gets its own answer or, rarely, none."""
    dice, held, clock = random.Random(7), list[bytes](), ManualClock()

    def unreliable(message: Message) -> None:
        if dice.random() < loss:
            return
        answer = ber.encode(echo(message))
        held.append(answer)
        for packet in [answer] * (2 if dice.random() < loss else 1) if dice.random() >= loss else []:
            agent.say(packet)
        if dice.random() < loss:
            agent.say(dice.choice(held))

    async with a_plain_agent(unreliable) as agent:
        we, snmp = Listener(), to(agent, "retries=5", clock)
        await we.open(snmp)
        for number in range(1, 51):
            before, sent = len(we.heard), len(agent.asked)
            snmp.send(f"get {STATE}.{number}".encode())
            while len(we.heard) == before and clock.waiting():
                await until_asked(agent, sent + 1)
                sent = len(agent.asked)
                await settled(we)
                clock.advance(1.5)
            assert we.heard[before:] in ([f"{STATE}.{number} = g {number}".encode()], [])
        assert 48 <= len(we.heard) <= 50
        snmp.close()


async def settled(we: Listener) -> None:
    """Let the loop deliver what the agent has said; on the loopback it is there already."""
    for _ in range(5):
        await asyncio.wait([asyncio.ensure_future(we.news.wait())], timeout=0)


async def test_an_agent_that_is_not_running_refuses() -> None:
    async with a_plain_agent() as agent:
        snmp = to(agent)
    we = Listener()
    await we.open(snmp)
    snmp.send(f"get {STATE}.1".encode())
    assert await we.until_lost() is losses.REFUSED
    with pytest.raises(Unreachable):
        snmp.send(f"get {STATE}.1".encode())


async def test_closing_forgets_what_was_asked() -> None:
    clock = ManualClock()
    async with a_plain_agent(lambda message: None) as agent:
        we, snmp = Listener(), to(agent, "", clock)
        await we.open(snmp)
        snmp.send(f"get {STATE}.1".encode())
        snmp.close()
        assert clock.waiting() == 0
        clock.advance(60)
        assert (we.heard, we.losses) == ([], [])
        await we.open(snmp)
        agent.reply = echo
        assert await ask(snmp, we, f"get {STATE}.3") == f"{STATE}.3 = g 3"
        snmp.close()


@pytest.mark.parametrize("slip", ["hello", "get", "set 1.3.6 = i", "get 1.3.x"])
async def test_a_request_that_is_none_is_answered_without_a_word_on_the_wire(slip: str) -> None:
    async with a_plain_agent() as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        assert await ask(snmp, we, slip) == "error badRequest 0"
        assert agent.asked == []
        snmp.close()
