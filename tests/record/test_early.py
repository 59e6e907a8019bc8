"""The quick look at tokens and sessions says what the accounts say, whatever became of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from controller.record import accounts, early
from controller.record.place import Place
from controller.record.store import Store

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_it_says_what_the_accounts_say(tmp_path: Path) -> None:
    place = Place.at(tmp_path)
    store = Store(place)
    secrets: list[str] = []
    with store.write() as c:
        for name, role in (("chen", "lead"), ("li", "viewer")):
            accounts.add_user(c, name, role, "hash", NOW)
            secrets += [
                accounts.open_session(c, name, NOW),
                accounts.add_token(c, f"{name}-script", role, NOW),
            ]
        secrets.append(accounts.open_session(c, "chen", NOW, timedelta(minutes=5)))
        accounts.disable_user(c, "li", NOW)
        accounts.revoke_token(c, "li-script", NOW)
    for at in (NOW, NOW + timedelta(minutes=6), NOW + timedelta(days=2)):
        for secret in (*secrets, "none", ""):
            with store.read() as c:
                by_token, by_session = accounts.find_token(c, secret), accounts.find_session(c, secret, at)
            assert early.token(place, secret) == (by_token and (by_token.name, by_token.role))
            assert early.session(place, secret, at) == (by_session and (by_session.name, by_session.role))
    store.close()


def test_what_it_cannot_say_it_leaves_to_the_library(tmp_path: Path) -> None:
    with pytest.raises(early.TooEarly):
        early.token(Place.at(tmp_path), "x")
    (tmp_path / "auditorium.db").write_bytes(b"no database at all, but long enough to look like one" * 40)
    with pytest.raises(early.TooEarly):
        early.token(Place.at(tmp_path), "x")
    with pytest.raises(early.TooEarly):
        early.session(Place.at("postgresql://nowhere/x"), "x", NOW)
