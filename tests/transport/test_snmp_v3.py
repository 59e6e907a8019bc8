"""SNMP version 3 against a real agent: every protection, every wrong part told apart, replaced agents."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product

import pytest

from drivers.errors import NotAuthorised, Unreachable
from drivers.transport import losses, snmp_engine
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.transport.options import AUTH, PRIVACY
from drivers.transport.snmp import Patience
from drivers.transport.snmp_v3 import CHANGED, User, UserSnmp
from tests.transport.agent import OUTLET, a_plain_agent, a_secured_agent
from tests.transport.bench import PATIENCE, Listener
from tests.transport.test_snmp import ask

AV = User("av", "SHA256", "auth-password", "AES", "priv-password")
USUAL = Patience()
QUICK = Patience(timeout=1.0, retries=1)


@pytest.fixture(autouse=True)
async def fresh_engine() -> AsyncIterator[None]:
    yield
    snmp_engine.close_engine()


def to(port: int, user: User, patience: Patience = USUAL) -> UserSnmp:
    return UserSnmp(("127.0.0.1", port), user, patience)


async def test_reading_writing_and_walking() -> None:
    async with a_secured_agent(AV) as agent:
        we, snmp = Listener(), to(agent.port, AV)
        await we.open(snmp)
        name = "1.3.6.1.2.1.1.5.0"
        assert await ask(snmp, we, f"get {OUTLET}.1 {name}") == f'{OUTLET}.1 = i 1\n{name} = s "pdu-a"'
        assert await ask(snmp, we, f"set {OUTLET}.4 = i 2") == f"{OUTLET}.4 = i 2"
        assert await ask(snmp, we, f"next {OUTLET}.3") == f"{OUTLET}.4 = i 2"
        assert await ask(snmp, we, f"get {OUTLET}.9") == f"{OUTLET}.9 = ! noSuchInstance"
        walked = await ask(snmp, we, f"bulk 3 {OUTLET}.6")
        assert walked == f"{OUTLET}.7 = i 1\n{OUTLET}.8 = i 1\n{OUTLET}.8 = ! endOfMibView"
        snmp.close()
        assert we.losses == []


@pytest.mark.parametrize(("auth", "priv"), [*product(["SHA"], PRIVACY), *product(AUTH, [""]), ("", "")])
async def test_every_protection(auth: str, priv: str) -> None:
    phrases = ("auth-password" if auth else "", "priv-password" if priv else "")
    user = User("av", auth, phrases[0], priv, phrases[1])
    async with a_secured_agent(user) as agent:
        we, snmp = Listener(), to(agent.port, user)
        await we.open(snmp)
        assert await ask(snmp, we, f"get {OUTLET}.2") == f"{OUTLET}.2 = i 1"
        snmp.close()


WRONG = {
    "user name": replace(AV, name="nobody"),
    "authentication": replace(AV, auth_password="not-the-password"),
    "security level": User("av"),
}


@pytest.mark.parametrize("part", WRONG)
async def test_the_part_that_is_wrong_is_named(part: str) -> None:
    async with a_secured_agent(AV) as agent:
        we, snmp = Listener(), to(agent.port, WRONG[part])
        with pytest.raises(NotAuthorised) as told:
            await we.open(snmp)
        assert part in told.value.part
        assert not told.value.retryable
        with pytest.raises(Unreachable):
            snmp.send(b"get 1.3.6")


@pytest.mark.parametrize("change", [{"priv_password": "not-the-password"}, {"priv": "DES"}])
async def test_a_wrong_privacy_password(change: dict[str, str]) -> None:
    async with a_secured_agent(AV) as agent:
        with pytest.raises(NotAuthorised) as told:
            await Listener().open(to(agent.port, replace(AV, **change), QUICK))
        assert "privacy" in told.value.part


async def test_a_corrected_password_is_used() -> None:
    async with a_secured_agent(AV) as agent:
        with pytest.raises(NotAuthorised):
            await Listener().open(to(agent.port, replace(AV, auth_password="not-the-password"), QUICK))
        we, snmp = Listener(), to(agent.port, AV)
        await we.open(snmp)
        assert await ask(snmp, we, f"get {OUTLET}.1") == f"{OUTLET}.1 = i 1"
        snmp.close()


async def test_one_user_name_with_a_password_for_each_of_two_agents() -> None:
    other = replace(AV, auth_password="another-password")
    async with (
        a_secured_agent(AV, engine_id="8000000001020304") as first,
        a_secured_agent(other, engine_id="8000000001020305") as second,
    ):
        one, two = Listener(), Listener()
        to_first, to_second = to(first.port, AV), to(second.port, other)
        await one.open(to_first)
        await two.open(to_second)
        for we, snmp in ((one, to_first), (two, to_second), (one, to_first)):
            assert await ask(snmp, we, f"get {OUTLET}.1") == f"{OUTLET}.1 = i 1"
        to_first.close()
        to_second.close()


async def test_nobody_at_the_address() -> None:
    async with a_secured_agent(AV) as agent:
        port = agent.port
    with pytest.raises(Unreachable) as told:
        await Listener().open(to(port, AV, QUICK))
    assert told.value.loss.code in ("refused", "timed_out")


async def test_an_agent_that_falls_silent_is_a_timeout_and_one_that_goes_a_loss() -> None:
    async with a_secured_agent(AV) as agent:
        we, snmp = Listener(), to(agent.port, AV, QUICK)
        await we.open(snmp)
    snmp.send(f"get {OUTLET}.1".encode())
    assert await we.until_lost() is losses.REFUSED
    assert we.heard == []


async def test_an_agent_that_restarts_is_followed_through_its_new_boots_and_time() -> None:
    async with a_secured_agent(AV) as agent:
        we, snmp, port = Listener(), to(agent.port, AV), agent.port
        await we.open(snmp)
        assert await ask(snmp, we, f"get {OUTLET}.1") == f"{OUTLET}.1 = i 1"
    async with a_secured_agent(AV, port=port):
        assert await ask(snmp, we, f"get {OUTLET}.1") == f"{OUTLET}.1 = i 1"
        snmp.close()


async def test_an_agent_that_was_replaced_is_a_loss_and_found_again() -> None:
    async with a_secured_agent(AV, engine_id="8000000001020304") as agent:
        we, snmp, port = Listener(), to(agent.port, AV, QUICK), agent.port
        await we.open(snmp)
    async with a_secured_agent(AV, engine_id="8000000001029999", port=port):
        snmp.send(f"get {OUTLET}.1".encode())
        assert await we.until_lost() is CHANGED
        await we.open(snmp)
        assert await ask(snmp, we, f"get {OUTLET}.1") == f"{OUTLET}.1 = i 1"
        snmp.close()


async def test_closing_ends_an_opening_under_way() -> None:
    async with a_plain_agent(lambda message: None) as silent:
        silent.datagram_received = lambda data, addr: silent.news.set()  # type: ignore[method-assign]
        we, snmp = Listener(), to(silent.port, AV)
        opening = asyncio.ensure_future(we.open(snmp))
        async with asyncio.timeout(PATIENCE):
            await silent.news.wait()
        snmp.close()
        with pytest.raises(Unreachable):
            await opening
        assert we.losses == []


async def test_twenty_connections_leave_nothing_in_the_engine() -> None:
    async with a_secured_agent(AV) as agent:
        we, snmp = Listener(), to(agent.port, AV)
        await we.open(snmp)
        before = len(asyncio.all_tasks())
        for _ in range(20):
            await we.open(snmp)
        engine = snmp_engine.engine()
        assert len(asyncio.all_tasks()) == before
        assert len(engine.transport_dispatcher._AbstractTransportDispatcher__transports) == 1
        snmp.close()
        assert not engine.transport_dispatcher._AbstractTransportDispatcher__transports


def test_a_user_is_read_from_an_address_and_its_secrets() -> None:
    address = parse("snmp://h?version=3&user=av&auth=SHA512&priv=AES256B&context=hall")
    expected = User("av", "SHA512", "both-of-them", "AES256B", "both-of-them", "hall")
    assert User.of(address, {"password": "both-of-them"}) == expected
    assert "both" not in repr(expected)
    assert User.of(parse("snmp://h?version=3&user=av"), {}) == User("av")
    only = User.of(parse("snmp://h?version=3&user=av"), {"auth_password": "long-enough"})
    assert only == User("av", "SHA", "long-enough")


@pytest.mark.parametrize(
    ("options", "secrets"),
    [
        ("auth=SHA", {}),
        ("auth=SHA", {"auth_password": "short"}),
        ("auth=SHA&priv=AES", {"auth_password": "long-enough"}),
        ("", {"priv_password": "long-enough"}),
    ],
)
def test_a_missing_pass_phrase_is_told_before_anything_is_sent(options: str, secrets: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="password"):
        connect(parse(f"snmp://h?version=3&user=av&{options}"), secrets)
