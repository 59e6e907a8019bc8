"""Who may come in: users, tokens and sessions, on a stopped service's data and on a running one's."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controller.clock import ManualClock
from controller.record import accounts, passwords
from controller.record.journal import Journal
from controller.record.passwords import WeakPassword
from controller.record.people import QUEUE, People, TooBusy
from controller.record.place import Place
from controller.record.store import Store
from tests.record.desk import NOON, at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(Place.at(tmp_path))
    yield store
    store.close()


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[tuple[People, Journal, ManualClock]]:
    clock = ManualClock(NOON)
    journal = Journal(str(tmp_path), clock)
    await journal.open()
    await journal.ready()
    people = People(journal, clock)
    yield people, journal, clock
    people.close()
    await journal.close()


def test_a_password_is_kept_by_argon2id_at_the_agreed_cost_and_never_in_the_clear() -> None:
    kept = passwords.hash_password("correct horse")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "horse" not in kept
    assert passwords.password_matches(kept, "correct horse")
    assert not passwords.password_matches(kept, "correct horsf")
    assert not passwords.password_matches("nonsense", "correct horse")


def test_nobody_has_no_password_that_fits() -> None:
    assert not passwords.password_matches(None, "")
    assert not passwords.password_matches(None, "correct horse")


@pytest.mark.parametrize(("word", "said"), [("7 chars", "at least 8"), ("x" * 257, "at most 256")])
def test_a_password_has_8_to_256_characters_of_any_kind(word: str, said: str) -> None:
    with pytest.raises(WeakPassword, match=said) as weak:
        passwords.hash_password(word)
    assert "密码" in weak.value.sentence["zh"]


def test_a_token_is_shown_once_and_kept_hashed_and_revoked_for_ever(store: Store) -> None:
    with store.write() as connection:
        secret = accounts.add_token(connection, "nagios", "viewer", at(0))
    assert secret.startswith("aud_")
    assert len(secret) > 40
    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM tokens").all()
        assert secret not in str(rows)
        found = accounts.find_token(connection, secret)
        assert found is not None
        assert (found.name, found.role, found.created) == ("nagios", "viewer", at(0))
        assert accounts.find_token(connection, secret + "x") is None
    with store.write() as connection:
        accounts.revoke_token(connection, "nagios", at(1))
        assert accounts.find_token(connection, secret) is None
        assert [token.revoked for token in accounts.tokens(connection)] == [at(1)]


def test_a_name_is_taken_once_and_a_role_is_one_there_is(store: Store) -> None:
    with store.write() as connection:
        accounts.add_user(connection, "陈", "operator", "x", NOON)
        accounts.add_token(connection, "t", "viewer", NOON)
        with pytest.raises(accounts.Taken):
            accounts.add_user(connection, "陈", "admin", "x", NOON)
        with pytest.raises(accounts.Taken):
            accounts.add_token(connection, "t", "viewer", NOON)
        with pytest.raises(ValueError, match="no role 'root'"):
            accounts.add_user(connection, "li", "root", "x", NOON)
        for name in ("", " li", "a\nb", "x" * 65):
            with pytest.raises(ValueError, match="not a name"):
                accounts.add_user(connection, name, "viewer", "x", NOON)
        with pytest.raises(accounts.Unknown):
            accounts.revoke_token(connection, "nobody", NOON)
    with store.read() as connection:
        assert [(user.name, user.role) for user in accounts.users(connection)] == [("陈", "operator")]


def test_a_session_ends_by_itself_by_logging_out_and_with_its_user(store: Store) -> None:
    with store.write() as connection:
        accounts.add_user(connection, "chen", "operator", "x", NOON)
        first, second, third = (accounts.open_session(connection, "chen", at(n)) for n in range(3))
        assert (user := accounts.find_session(connection, first, at(719))) is not None
        assert user.name == "chen"
        assert accounts.find_session(connection, first, at(720)) is None
        accounts.end_session(connection, second)
        assert accounts.find_session(connection, second, at(3)) is None
        assert accounts.find_session(connection, third, at(3)) is not None
        accounts.set_password(connection, "chen", "y")
        assert accounts.find_session(connection, third, at(3)) is None
        fourth = accounts.open_session(connection, "chen", at(4), timedelta(days=1))
        accounts.disable_user(connection, "chen", at(5))
        assert accounts.find_session(connection, fourth, at(5)) is None
        assert accounts.password_of(connection, "chen") is None


def test_sessions_that_ended_are_swept_out(store: Store) -> None:
    with store.write() as connection:
        accounts.add_user(connection, "chen", "operator", "x", NOON)
        accounts.open_session(connection, "chen", at(0))
        accounts.open_session(connection, "chen", at(721))
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1


async def test_a_person_logs_in_and_out_and_both_are_on_record(
    hall: tuple[People, Journal, ManualClock],
) -> None:
    people, journal, clock = hall
    await people.add("chen", "correct horse", "operator")
    assert await people.log_in("chen", "wrong horse") is None
    assert await people.log_in("nobody", "correct horse") is None
    cookie = await people.log_in("chen", "correct horse", via="api")
    assert cookie is not None
    assert (user := await people.session(cookie)) is not None
    assert (user.name, user.role) == ("chen", "operator")
    await people.log_out(cookie)
    await people.log_out(cookie)
    assert await people.session(cookie) is None
    told = [(line.subject, line.data["what"]) for line in await journal.recall(kinds=("user.login",))]
    assert told == [
        ("chen", "refused"), ("nobody", "refused"), ("chen", "logged_in"), ("chen", "logged_out"),
    ]  # fmt: skip
    again = await people.log_in("chen", "correct horse")
    clock.advance(12 * 3600)
    assert again is not None
    assert await people.session(again) is None


async def test_a_running_service_makes_tokens_too(hall: tuple[People, Journal, ManualClock]) -> None:
    people, _, _ = hall
    secret = await people.add_token("companion", "operator")
    assert (token := await people.token(secret)) is not None
    assert token.name == "companion"
    with pytest.raises(accounts.Taken):
        await people.add_token("companion", "operator")


async def test_a_flood_of_log_ins_is_turned_away_and_not_queued(
    hall: tuple[People, Journal, ManualClock],
) -> None:
    people, _, _ = hall
    await people.add("chen", "correct horse", "operator")
    tries = [people.log_in("chen", f"wrong {n}") for n in range(QUEUE + 15)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, TooBusy) for one in came) >= 1
    assert sum(one is None for one in came) >= QUEUE
    assert await people.log_in("chen", "correct horse") is not None
