"""SNMP questions of many answers: walks, and messages that would be too big."""

import pytest

from drivers.transport import ber
from drivers.transport.ber import Message
from drivers.transport.snmp import AGAIN
from drivers.transport.snmp_text import Varbind
from drivers.wire.varbinds import numbers
from tests.transport.agent import a_plain_agent, echo
from tests.transport.bench import Listener
from tests.transport.test_snmp import STATE, ask, to


def walker(rows: dict[str, int], circle: bool = False):  # type: ignore[no-untyped-def]
    """An agent with these objects below STATE, that tells two rows of a GETBULK at a time."""

    def reply(message: Message) -> Message:
        start = message.varbinds[0][0]
        order = sorted(rows, key=lambda oid: [int(arc) for arc in oid.split(".")])
        later = [oid for oid in order if numbers(oid) > numbers(start)][:2]  # type: ignore[operator]
        if circle and not later:
            later = order[:1]
        if message.version == 0:
            later = later[:1]
        found: list[Varbind] = [(oid, "i", rows[oid]) for oid in later]
        if not later and message.version == 0:
            return ber.reply(message, message.varbinds, 2, 1)
        return ber.reply(message, found or [(start, "!", "endOfMibView")])

    return reply


@pytest.mark.parametrize("version", ["1", "2c"])
@pytest.mark.parametrize("circle", [False, True])
@pytest.mark.parametrize("after", [{}, {"1.3.6.1.5.1": 7}])
async def test_a_walk_is_one_question_and_ends_whatever_the_agent_does(
    version: str, circle: bool, after: dict[str, int]
) -> None:
    rows = {f"{STATE}.{place}": 1 for place in (1, 2, 5, 9, 10)}
    async with a_plain_agent(walker(rows | after, circle)) as agent:
        we, snmp = Listener(), to(agent, f"version={version}")
        await we.open(snmp)
        reply = await ask(snmp, we, f"walk {STATE}")
        assert reply.split("\n") == [f"walk {STATE}", *(f"{oid} = i 1" for oid in rows)]
        assert (await ask(snmp, we, "walk 1.3.9")).split("\n")[0] == "walk 1.3.9"
        snmp.close()


async def test_a_walk_of_nothing_is_an_answer_too_and_no_oid_is_none() -> None:
    async with a_plain_agent(walker({})) as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        assert await ask(snmp, we, f"walk {STATE}") == f"walk {STATE}"
        assert await ask(snmp, we, "walk nowhere") == "walk nowhere"
        snmp.close()


async def test_a_question_whose_answer_would_be_too_big_is_asked_in_parts_and_stays_so() -> None:
    def small(message: Message) -> Message:
        if len(message.varbinds) > 3:
            return ber.reply(message, message.varbinds, 1, 0)
        return echo(message)

    async with a_plain_agent(small) as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        request = "get " + " ".join(f"{STATE}.{place}" for place in range(1, 9))
        expected = "\n".join(f"{STATE}.{place} = g {place}" for place in range(1, 9))
        assert await ask(snmp, we, request) == expected
        assert [len(message.varbinds) for message in agent.asked] == [8, 4, 2, 2, 2, 2]
        agent.asked.clear()
        assert await ask(snmp, we, request) == expected
        assert [len(message.varbinds) for message in agent.asked] == [2, 2, 2, 2]
        snmp.close()


async def test_one_object_too_big_is_an_error_and_so_is_any_other_in_a_part() -> None:
    async with a_plain_agent(lambda message: ber.reply(message, message.varbinds, 1, 0)) as agent:
        we, snmp = Listener(), to(agent)
        await we.open(snmp)
        assert await ask(snmp, we, f"get {STATE}.1 {STATE}.2") == "error tooBig 0"
        snmp.close()


async def test_what_an_agent_of_version_1_lacks_is_left_out_for_a_while_only() -> None:
    lacking = [f"{STATE}.2"]

    def some(message: Message) -> Message:
        asked = [oid for oid, *_ in message.varbinds]
        if at := next((asked.index(oid) + 1 for oid in lacking if oid in asked), 0):
            return ber.reply(message, message.varbinds, 2, at)
        return echo(message)

    async with a_plain_agent(some) as agent:
        we, snmp = Listener(), to(agent, "version=1")
        await we.open(snmp)
        question = f"get {STATE}.1 {STATE}.2"
        without = f"{STATE}.1 = g 1\n{STATE}.2 = ! noSuchInstance"
        assert await ask(snmp, we, question) == without
        lacking.clear()
        heard = [await ask(snmp, we, question) for _ in range(AGAIN)]
        assert heard == [*[without] * (AGAIN - 1), f"{STATE}.1 = g 1\n{STATE}.2 = g 2"]
        snmp.close()
